package org.floatingip.aws.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;

/** Who holds an address, by what EC2 says of its interfaces. */
final class Ec2Holders {

    private static final String ACTION = "ec2:DescribeNetworkInterfaces";

    private final Ec2Calls calls;

    Ec2Holders(Ec2Calls calls) {
        this.calls = calls;
    }

    /** Who holds the address. */
    List<Holder> locate(IpAddress address) {
        return Objects.requireNonNull(locate(List.of(address)).get(address));
    }

    /** Who holds each of the addresses. */
    Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        addresses.forEach(Ec2Holders::checkFamily);
        Map<IpAddress, List<NetworkInterface>> read = calls.interfacesWith(addresses);
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, holders(address, owners(address, read))));
        return found;
    }

    static void checkFamily(IpAddress address) {
        // Asked all the same, EC2 would find nothing among the IPv4 addresses, and that would read as "nobody".
        Ways.checkIpv4(address, "Ec2IpAssigner moves secondary private IPv4 addresses");
    }

    /** Those of the interfaces that were read that have the address. */
    List<NetworkInterface> owners(IpAddress address, Map<IpAddress, List<NetworkInterface>> read) {
        // The filter is EC2's, the judgement ours: parsed addresses are compared, never texts.
        List<NetworkInterface> shown = Objects.requireNonNull(read.get(address));
        shown.forEach(eni -> checkShows(eni, read.keySet()));
        List<NetworkInterface> owners = shown.stream()
                .filter(eni -> eni.privateIpAddresses().stream()
                        .anyMatch(held -> addressOf(held).equals(address)))
                .toList();
        if (owners.size() > 1
                && owners.stream().map(NetworkInterface::vpcId).distinct().count() == 1) {
            // In one VPC nobody shares an address: it moved between two pages of the reading.
            throw UnavailableException.withoutEffect(
                    "ec2:DescribeNetworkInterfaces", "the pages of the answer show two holders of " + address, null);
        }
        if (owners.size() > 1) {
            throw RefusedException.ambiguousAddress(
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

    /** EC2 shows it because it has one of the addresses: if it does not show which, nothing is known of any of them. */
    private static void checkShows(NetworkInterface eni, Collection<IpAddress> asked) {
        Answers.check(
                eni.privateIpAddresses().stream().anyMatch(held -> asked.contains(addressOf(held))),
                ACTION,
                "address of " + eni.networkInterfaceId() + " that was asked for");
    }

    private static IpAddress addressOf(NetworkInterfacePrivateIpAddress held) {
        return IpAddress.of(Answers.part(held.privateIpAddress(), ACTION, "privateIpAddress"));
    }

    /** In a VPC that does not exist nobody holds anything: that must not be taken for an answer. Asked once. */
    private void checkVpc(IpAddress address) {
        String vpcId = calls.vpcId();
        if (vpcId == null || calls.vpcSeen()) {
            return;
        }
        if (calls.subnetsOf(vpcId).isEmpty()) {
            throw RefusedException.addressOutsideSubnets(address, List.of(), null);
        }
        calls.sawVpc();
    }

    static List<Holder> holders(IpAddress address, List<NetworkInterface> owners) {
        return owners.stream().map(owner -> holder(owner, address)).toList();
    }

    private static Holder holder(NetworkInterface owner, IpAddress address) {
        boolean primary = owner.privateIpAddresses().stream()
                .anyMatch(held -> addressOf(held).equals(address) && isPrimary(held, owner));
        HostId host = Candidate.hostOf(owner);
        String interfaceId = Candidate.idOf(owner);
        return primary ? Holder.ofPrimary(host, interfaceId) : Holder.of(host, interfaceId);
    }

    /** The same stands in two places of the answer. */
    private static boolean isPrimary(NetworkInterfacePrivateIpAddress held, NetworkInterface owner) {
        return held.primary() != null
                ? held.primary()
                : Answers.part(owner.privateIpAddress(), ACTION, "primary").equals(held.privateIpAddress());
    }

    /** Unassigning an address disassociates its Elastic IP; reassigning takes it along. */
    static List<Dependent> dependents(IpAddress address, List<NetworkInterface> owners) {
        return owners.stream()
                .flatMap(owner -> owner.privateIpAddresses().stream())
                .filter(held -> held.association() != null && addressOf(held).equals(address))
                .map(NetworkInterfacePrivateIpAddress::association)
                .map(Ec2Holders::dependent)
                .toList();
    }

    private static Dependent dependent(NetworkInterfaceAssociation association) {
        PublicAddress there = PublicAddress.of(association);
        String id = association.allocationId() == null ? there.text() : association.allocationId();
        return Dependent.of(Answers.part(id, ACTION, "allocationId"), there.toString());
    }
}
