package org.floatingip.aws.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.AddressOutsideSubnetsException;
import org.floatingip.AmbiguousAddressException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.UnavailableException;
import org.floatingip.UnsupportedAddressException;
import org.floatingip.spi.Dependent;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;

/** Who holds an address, by what EC2 says of its interfaces. */
final class Ec2Holders {

    private final Ec2Calls calls;

    Ec2Holders(Ec2Calls calls) {
        this.calls = calls;
    }

    /** Who holds the address. */
    List<Holder> locate(IpAddress address) {
        checkFamily(address);
        return holders(address, owners(address, calls.interfacesWith(List.of(address))));
    }

    /** Who holds each of the addresses. */
    Map<IpAddress, List<Holder>> locateAll(Collection<IpAddress> addresses) {
        addresses.forEach(Ec2Holders::checkFamily);
        Map<IpAddress, List<NetworkInterface>> read = calls.interfacesWith(addresses);
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, holders(address, owners(address, read))));
        return found;
    }

    static void checkFamily(IpAddress address) {
        if (!address.isIpv4()) {
            // Asked all the same, EC2 would find nothing among the IPv4 addresses, and that would read as "nobody".
            throw new UnsupportedAddressException(
                    address, "Ec2IpAssigner moves secondary private IPv4 addresses, and this is an IPv6 address", null);
        }
    }

    /** Those of the interfaces that were read that have the address. */
    List<NetworkInterface> owners(IpAddress address, Map<IpAddress, List<NetworkInterface>> read) {
        // The filter is EC2's, the judgement ours: parsed addresses are compared, never texts.
        List<NetworkInterface> owners = Objects.requireNonNull(read.get(address)).stream()
                .filter(eni -> eni.privateIpAddresses().stream()
                        .anyMatch(held -> IpAddress.of(held.privateIpAddress()).equals(address)))
                .toList();
        if (owners.size() > 1
                && owners.stream().map(NetworkInterface::vpcId).distinct().count() == 1) {
            // In one VPC nobody shares an address: it moved between two pages of the reading.
            throw UnavailableException.withoutEffect(
                    "ec2:DescribeNetworkInterfaces", "the pages of the answer show two holders of " + address, null);
        }
        if (owners.size() > 1) {
            throw new AmbiguousAddressException(
                    address,
                    owners.stream()
                            .map(owner -> owner.vpcId() + " (" + owner.networkInterfaceId() + ")")
                            .toList(),
                    null);
        }
        if (owners.isEmpty()) {
            checkVpc(address);
        }
        return owners;
    }

    /** In a VPC that does not exist nobody holds anything: that must not be taken for an answer. Asked once. */
    private void checkVpc(IpAddress address) {
        String vpcId = calls.vpcId();
        if (vpcId == null || calls.vpcSeen()) {
            return;
        }
        if (calls.subnetsOf(vpcId).isEmpty()) {
            throw new AddressOutsideSubnetsException(address, List.of(), null);
        }
        calls.sawVpc();
    }

    static List<Holder> holders(IpAddress address, List<NetworkInterface> owners) {
        return owners.stream().map(owner -> holder(owner, address)).toList();
    }

    private static Holder holder(NetworkInterface owner, IpAddress address) {
        boolean primary = owner.privateIpAddresses().stream()
                .anyMatch(held -> Boolean.TRUE.equals(held.primary())
                        && IpAddress.of(held.privateIpAddress()).equals(address));
        HostId host = Candidate.hostOf(owner);
        return primary
                ? Holder.ofPrimary(host, owner.networkInterfaceId())
                : Holder.of(host, owner.networkInterfaceId());
    }

    /** Unassigning an address disassociates its Elastic IP; reassigning takes it along. */
    static List<Dependent> dependents(IpAddress address, List<NetworkInterface> owners) {
        return owners.stream()
                .flatMap(owner -> owner.privateIpAddresses().stream())
                .filter(held -> held.association() != null
                        && held.association().publicIp() != null
                        && IpAddress.of(held.privateIpAddress()).equals(address))
                .map(NetworkInterfacePrivateIpAddress::association)
                .map(association -> Dependent.of(
                        association.allocationId() == null ? association.publicIp() : association.allocationId(),
                        "Elastic IP " + association.publicIp()))
                .toList();
    }
}
