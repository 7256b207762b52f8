package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The state of an Elastic IP. Guarded by the lock of its {@link InMemoryVpc}.
 *
 * <p>The association is stored here and in {@link MutableInterface#elasticIps}; only the methods here change either.
 */
final class MutableElasticIp {

    final String allocationId;
    final IpAddress publicIp;
    final String borderGroup;
    final TagSet tags;
    private @Nullable Link link;

    /** The target of the association. */
    private record Link(String associationId, MutableInterface eni, IpAddress privateIp) {}

    MutableElasticIp(String allocationId, IpAddress publicIp, String borderGroup, Map<String, String> tags) {
        this.allocationId = allocationId;
        this.publicIp = publicIp;
        this.borderGroup = borderGroup;
        this.tags = new TagSet(tags);
    }

    /** The id of its association; null if it has none. */
    @Nullable
    String associationId() {
        Link now = link;
        return now == null ? null : now.associationId();
    }

    boolean isOn(MutableInterface eni, IpAddress privateIp) {
        Link now = link;
        return now != null && now.eni() == eni && now.privateIp().equals(privateIp);
    }

    /** Ends its own association, and that of any Elastic IP on the given address, before it associates. */
    void associate(String associationId, MutableInterface eni, IpAddress privateIp) {
        disassociate();
        MutableElasticIp other = eni.elasticIps.get(privateIp);
        if (other != null) {
            other.disassociate();
        }
        link = new Link(associationId, eni, privateIp);
        eni.elasticIps.put(privateIp, this);
    }

    /** Follows its private address to another interface. */
    void follow(MutableInterface to) {
        Link now = link;
        if (now != null) {
            associate(now.associationId(), to, now.privateIp());
        }
    }

    void disassociate() {
        Link now = link;
        if (now != null) {
            now.eni().elasticIps.remove(now.privateIp());
            link = null;
        }
    }

    VpcElasticIp snapshot() {
        Link now = link;
        if (now == null) {
            return new VpcElasticIp(allocationId, publicIp, borderGroup, null, tags.snapshot());
        }
        VpcInterface.Attachment attachment = now.eni().attachment;
        return new VpcElasticIp(
                allocationId,
                publicIp,
                borderGroup,
                new VpcElasticIp.Association(
                        now.associationId(),
                        now.eni().id,
                        attachment == null ? null : attachment.instanceId(),
                        now.privateIp()),
                tags.snapshot());
    }

    @Override
    public String toString() {
        return publicIp + " (" + allocationId + ")";
    }
}
