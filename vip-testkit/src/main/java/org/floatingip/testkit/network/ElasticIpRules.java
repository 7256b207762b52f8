package org.floatingip.testkit.network;

import java.util.Map;
import java.util.stream.IntStream;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.internal.Refusals;

/**
 * Decides which Elastic IP may be associated with what. Guarded by the lock of its network.
 *
 * <p>{@link MutableSubnet} gives and frees private addresses, and with them their associations: an association follows a
 * reassigned address, and ends when the address is unassigned or its interface is deleted.
 */
final class ElasticIpRules {

    /** Reserved for documentation (RFC 5737), so that no test ever names somebody's address. */
    private static final CidrBlock RANGE = CidrBlock.of("203.0.113.0/24");

    private final VpcState state;

    ElasticIpRules(VpcState state) {
        this.state = state;
    }

    /** Others than the region's are those of Wavelength Zones: which ones there are is not known here. */
    MutableElasticIp allocate(String borderGroup, Map<String, String> tags) {
        if (!borderGroup.equals(Sandbox.REGION) && !borderGroup.startsWith(Sandbox.REGION + "-wl1-")) {
            throw Refusals.invalidParameterValue("Invalid value '" + borderGroup + "' for networkBorderGroup.");
        }
        IpAddress publicIp = IntStream.range(1, 255)
                .mapToObj(RANGE::address)
                .filter(candidate ->
                        state.elasticIps.values().stream().noneMatch(taken -> taken.publicIp.equals(candidate)))
                .findFirst()
                .orElseThrow(Refusals::tooManyElasticIps);
        MutableElasticIp allocated = new MutableElasticIp(state.ids.id("eipalloc"), publicIp, borderGroup, tags);
        state.elasticIps.put(allocated.allocationId, allocated);
        state.history.resource("allocated " + allocated);
        return allocated;
    }

    /**
     * Repeating an existing association changes nothing, with or without {@code allowReassociation}. The flag protects only the
     * Elastic IP that is moved: another one on the private address is disassociated whatever the flag says. Both were seen in raw
     * replies.
     */
    MutableElasticIp associate(
            String allocationId, String interfaceId, IpAddress privateIp, boolean allowReassociation) {
        MutableElasticIp elasticIp = state.elasticIp(allocationId);
        MutableInterface eni = state.networkInterface(interfaceId);
        checkUp(eni);
        if (!eni.addresses.contains(privateIp)) {
            throw Refusals.notAnAddressOf(interfaceId, privateIp);
        }
        if (elasticIp.isOn(eni, privateIp)) {
            return elasticIp;
        }
        String associated = elasticIp.associationId();
        if (associated != null && !allowReassociation) {
            throw Refusals.alreadyAssociated(allocationId, associated);
        }
        MutableElasticIp other = eni.elasticIps.get(privateIp);
        if (other != null) {
            state.history.resource("disassociated " + other + " from " + privateIp + " of " + interfaceId);
        }
        elasticIp.associate(state.ids.id("eipassoc"), eni, privateIp);
        state.history.resource("associated " + elasticIp + " with " + privateIp + " of " + interfaceId);
        return elasticIp;
    }

    /** A pending instance can't get an Elastic IP yet. */
    private void checkUp(MutableInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment;
        if (attachment != null && state.instance(attachment.instanceId()).state == InstanceState.PENDING) {
            throw Refusals.instanceOfInterfacePending(eni.id);
        }
    }

    MutableElasticIp disassociate(String associationId) {
        MutableElasticIp elasticIp = state.elasticIps.values().stream()
                .filter(candidate -> associationId.equals(candidate.associationId()))
                .findFirst()
                .orElseThrow(() -> Refusals.noSuchAssociation(associationId));
        elasticIp.disassociate();
        state.history.resource("disassociated " + elasticIp);
        return elasticIp;
    }

    /** Outside default VPCs EC2 refuses to release an associated one; there are no default VPCs here. */
    MutableElasticIp release(String allocationId) {
        MutableElasticIp elasticIp = state.elasticIp(allocationId);
        if (elasticIp.associationId() != null) {
            throw Refusals.addressInUse(elasticIp.publicIp);
        }
        state.elasticIps.remove(allocationId);
        state.history.resource("released " + elasticIp);
        return elasticIp;
    }
}
