package org.floatingip.testkit.network;

import java.util.Map;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of an Elastic IP: a public address of the account, which may be associated with a private one. One of a Wavelength
 * Zone is a carrier IP.
 *
 * @param allocationId for example {@code eipalloc-0...}
 * @param publicIp the public address, from a range that is reserved for documentation
 * @param borderGroup its network border group: the region, or that of a Wavelength Zone
 * @param association its association, or null
 * @param tags its tags
 */
public record VpcElasticIp(
        String allocationId,
        IpAddress publicIp,
        String borderGroup,
        @Nullable Association association,
        Map<String, String> tags) {

    public VpcElasticIp {
        tags = Map.copyOf(tags);
    }

    /** Returns whether it is a carrier IP, which EC2's replies never name as a public IP. */
    public boolean isCarrierIp() {
        return !borderGroup.equals(Sandbox.REGION);
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
