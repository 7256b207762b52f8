package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of an Elastic IP: a public address of the account, which may be associated with a private one.
 *
 * @param allocationId for example {@code eipalloc-0...}
 * @param publicIp the public address, from a range that is reserved for documentation
 * @param association its association, or null
 * @param tags its tags
 */
public record VpcElasticIp(
        String allocationId, IpAddress publicIp, @Nullable Association association, Map<String, String> tags) {

    public VpcElasticIp {
        tags = Map.copyOf(tags);
    }

    /** Returns, for example, {@code 203.0.113.1 (eipalloc-0...)}. */
    @Override
    public String toString() {
        return publicIp + " (" + allocationId + ")";
    }

    /**
     * The association of an Elastic IP.
     *
     * @param id for example {@code eipassoc-0...}
     * @param interfaceId the interface
     * @param instanceId the instance that the interface is attached to, or null
     * @param privateIp the address of the interface
     */
    public record Association(
            String id, String interfaceId, @Nullable String instanceId, IpAddress privateIp) {}
}
