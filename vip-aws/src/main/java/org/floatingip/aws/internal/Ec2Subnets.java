package org.floatingip.aws.internal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Which subnet an address belongs to, and what is said where a target has no part in it. Used for one attempt. */
final class Ec2Subnets {

    private static final Logger LOG = LoggerFactory.getLogger(Ec2Subnets.class);

    /** The network, the router, DNS, and one for the future; and the last. */
    private static final int RESERVED_AT_START = 4;

    private final Ec2Calls calls;

    /** What was read of them in this attempt: several addresses that nobody holds ask for the same. */
    private final Map<String, List<Subnet>> subnetsByVpc = new HashMap<>();

    Ec2Subnets(Ec2Calls calls) {
        this.calls = calls;
    }

    /**
     * The subnet of the target's VPC that contains an address which nobody holds. A host may have interfaces in several VPCs, and two
     * of them the same range: then the one in whose subnet it has an interface.
     *
     * @throws RefusedException AMBIGUOUS_ADDRESS if that does not leave one
     */
    Subnet containing(IpAddress address, HostId target, Ec2Target found) {
        Set<String> vpcs =
                found.candidates().stream().map(Candidate::vpcId).collect(Collectors.toCollection(LinkedHashSet::new));
        if (vpcs.isEmpty()) {
            throw RefusedException.unknownTarget(target, "it has no network interface", null);
        }
        List<Subnet> subnets = vpcs.stream()
                .flatMap(vpc -> subnetsByVpc.computeIfAbsent(vpc, calls::subnetsOf).stream())
                .toList();
        List<Subnet> containing =
                subnets.stream().filter(subnet -> contains(subnet, address)).toList();
        if (containing.isEmpty()) {
            throw Ways.outsideSubnets(
                    address,
                    RefusedException.addressOutsideSubnets(
                            address, subnets.stream().map(Ec2Subnets::describe).toList(), null));
        }
        Subnet subnet = containing.size() == 1 ? containing.get(0) : reached(address, containing, found);
        CidrBlock range = CidrBlock.of(subnet.cidrBlock());
        if (reserves(range, address)) {
            throw RefusedException.reservedAddress(address, describe(subnet), null);
        }
        return subnet;
    }

    /** A subnet for IPv6 alone has no range. */
    private static boolean contains(Subnet subnet, IpAddress address) {
        return subnet.cidrBlock() != null && CidrBlock.of(subnet.cidrBlock()).contains(address);
    }

    /** That one of the subnets in which the target has an interface: none other could be meant of this target. */
    private static Subnet reached(IpAddress address, List<Subnet> containing, Ec2Target found) {
        List<Subnet> reached = containing.stream()
                .filter(subnet -> found.candidates().stream()
                        .anyMatch(candidate -> candidate.subnetId().equals(subnet.subnetId())))
                .toList();
        if (reached.size() != 1) {
            throw RefusedException.ambiguousAddress(
                    address,
                    containing.stream()
                            .map(subnet -> subnet.vpcId() + " (" + describe(subnet) + ")")
                            .toList(),
                    null);
        }
        return reached.get(0);
    }

    private static boolean reserves(CidrBlock range, IpAddress address) {
        for (int i = 0; i < RESERVED_AT_START; i++) {
            if (range.address(i).equals(address)) {
                return true;
            }
        }
        return range.address(-1).equals(address);
    }

    /** What refuses an address whose subnet the target has no interface in, in words that can be read. */
    RefusedException mismatch(IpAddress address, String subnetId, HostId target, Ec2Target found) {
        Set<String> targets = found.candidates().stream()
                .map(Candidate::subnetId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> all = new LinkedHashSet<>(targets);
        all.add(subnetId);
        Map<String, String> words;
        try {
            words = calls.subnets(all).stream()
                    .filter(subnet -> subnet.subnetId() != null)
                    .collect(Collectors.toMap(Subnet::subnetId, Ec2Subnets::describe));
        } catch (FloatingIpException e) {
            LOG.debug("the ids must do: {}", e.getMessage());
            words = Map.of();
        }
        Map<String, String> known = words;
        return Ways.acrossSubnets(RefusedException.subnetMismatch(
                address,
                known.getOrDefault(subnetId, subnetId),
                target,
                Stream.concat(targets.stream().map(id -> known.getOrDefault(id, id)), found.unable().stream())
                        .toList(),
                null));
    }

    private static String describe(Subnet subnet) {
        String words = Stream.of(
                        subnet.cidrBlock() == null && Boolean.TRUE.equals(subnet.ipv6Native())
                                ? "IPv6 alone"
                                : subnet.cidrBlock(),
                        subnet.availabilityZone())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return subnet.subnetId() + (words.isEmpty() ? "" : " (" + words + ")");
    }
}
