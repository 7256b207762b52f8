package org.floatingip.aws.internal;

import org.floatingip.HostId;
import org.floatingip.spi.Placement;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** An interface that could hold an address, in the terms that both Describe actions share. */
record Candidate(HostId host, String interfaceId, String macAddress, String subnetId, String vpcId, int addresses) {

    static Candidate of(NetworkInterface eni) {
        return new Candidate(
                hostOf(eni),
                eni.networkInterfaceId(),
                eni.macAddress(),
                eni.subnetId(),
                eni.vpcId(),
                eni.privateIpAddresses().size() + eni.ipv4Prefixes().size());
    }

    /** The instance that has the interface; the interface itself where none has. */
    static HostId hostOf(NetworkInterface eni) {
        String instanceId = eni.attachment() == null ? null : eni.attachment().instanceId();
        return HostId.of(instanceId == null ? eni.networkInterfaceId() : instanceId);
    }

    /** This one as the chosen one. */
    Placement placement(String reason) {
        return Placement.builder(host, interfaceId)
                .macAddress(macAddress)
                .subnetId(subnetId)
                .reason(reason)
                .build();
    }

    @Override
    public String toString() {
        return interfaceId + " in " + subnetId;
    }
}
