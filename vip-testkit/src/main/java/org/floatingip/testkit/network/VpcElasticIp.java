package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of an Elastic IP: a public address of the account, which may be associated with a private one.
 *
 * @param allocationId for example {@code eipalloc-0...}
 * @param publicIp the public address, of a range that is kept for documentation
 * @param association what it is associated with, or null
 * @param tags its tags
 */
public record VpcElasticIp(
        String allocationId, IpAddress publicIp, @Nullable Association association, Map<String, String> tags) {

    public VpcElasticIp {
        tags = Map.copyOf(tags);
    }

    /** For example {@code 203.0.113.1 (eipalloc-0...)}. */
    @Override
    public String toString() {
        return publicIp + " (" + allocationId + ")";
    }

    /**
     * Where an Elastic IP leads.
     *
     * @param id for example {@code eipassoc-0...}
     * @param interfaceId the interface
     * @param instanceId the instance that the interface is attached to, or null
     * @param privateIp the address of the interface
     */
    public record Association(
            String id, String interfaceId, @Nullable String instanceId, IpAddress privateIp) {}
}
