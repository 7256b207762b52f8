package org.floatingip.aws.internal;

import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * An interface that could hold an address, in the terms that both Describe actions share.
 *
 * @param ipv4 whether it has an IPv4 address: the primary one stands in two places of the answer
 * @param type as EC2 names it; null where the answer does not say
 * @param ownerId its account; null where the answer does not say
 * @param sourceDestCheck whether it drops what is not for its own addresses; null where the answer does not say
 * @param own its addresses of both families
 */
record Candidate(
        HostId host,
        String interfaceId,
        @Nullable String macAddress,
        String subnetId,
        String vpcId,
        boolean ipv4,
        int addresses,
        @Nullable String type,
        @Nullable String ownerId,
        @Nullable Boolean sourceDestCheck,
        List<OwnAddress> own) {

    private static final String INTERFACES = "ec2:DescribeNetworkInterfaces";
    private static final String INSTANCES = "ec2:DescribeInstances";
    private static final String EFA_ONLY = "efa-only";

    /** As DescribeNetworkInterfaces shows it. */
    static Candidate of(NetworkInterface eni) {
        return new Candidate(
                hostOf(eni),
                idOf(eni),
                eni.macAddress(),
                subnetOf(eni),
                Answers.part(eni.vpcId(), INTERFACES, "vpcId"),
                eni.privateIpAddress() != null || !eni.privateIpAddresses().isEmpty(),
                eni.privateIpAddresses().size() + eni.ipv4Prefixes().size(),
                eni.interfaceTypeAsString(),
                eni.ownerId(),
                eni.sourceDestCheck(),
                OwnAddress.of(eni));
    }

    /** As DescribeInstances shows it. */
    static Candidate of(HostId host, InstanceNetworkInterface eni) {
        return new Candidate(
                host,
                Answers.part(eni.networkInterfaceId(), INSTANCES, "networkInterfaceId"),
                eni.macAddress(),
                Answers.part(eni.subnetId(), INSTANCES, "subnetId"),
                Answers.part(eni.vpcId(), INSTANCES, "vpcId"),
                eni.privateIpAddress() != null || !eni.privateIpAddresses().isEmpty(),
                eni.privateIpAddresses().size() + eni.ipv4Prefixes().size(),
                eni.interfaceType(),
                eni.ownerId(),
                eni.sourceDestCheck(),
                OwnAddress.of(eni));
    }

    static String idOf(NetworkInterface eni) {
        return Answers.part(eni.networkInterfaceId(), INTERFACES, "networkInterfaceId");
    }

    static String subnetOf(NetworkInterface eni) {
        return Answers.part(eni.subnetId(), INTERFACES, "subnetId");
    }

    /** The instance that has the interface; the interface itself where none has. */
    static HostId hostOf(NetworkInterface eni) {
        String instanceId = eni.attachment() == null ? null : eni.attachment().instanceId();
        return HostId.of(instanceId == null ? idOf(eni) : instanceId);
    }

    /**
     * Why it can't hold another address of that family; null if nothing says so. An EFA-only interface has no addresses at all, and
     * one of a subnet for IPv6 alone no IPv4 address; every other one has a primary IPv4 address for its whole life.
     */
    @Nullable
    String unable(boolean ipv6) {
        if (EFA_ONLY.equals(type)) {
            return "can't have an IP address (it is EFA-only)";
        }
        return ipv6 || ipv4 ? null : "can't have an IPv4 address (it has no primary one)";
    }

    /** That one of its addresses; null if it does not have it. */
    @Nullable
    OwnAddress own(IpAddress address) {
        return own.stream()
                .filter(each -> each.address().equals(address))
                .findFirst()
                .orElse(null);
    }

    /** This one as the chosen one, for an address of its subnet. */
    Placement placement(String reason) {
        return builder(reason).subnetId(subnetId).build();
    }

    /** The same for an address that is in no subnet: an overlay address, an Elastic IP. */
    Placement placementOutsideSubnets(String reason) {
        return builder(reason).build();
    }

    private Placement.Builder builder(String reason) {
        return Placement.builder(host, interfaceId).macAddress(macAddress).reason(reason);
    }

    @Override
    public String toString() {
        return interfaceId + " in " + subnetId;
    }
}
