package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * Decides which IPv6 ranges VPCs and subnets may have, and which IPv6 addresses interfaces may have. An address is never taken
 * from another interface: it must be unassigned first. Guarded by the lock of its network.
 *
 * <p>No reply with a refusal about IPv6 was seen. Unless the documentation says otherwise, refusals are those about IPv4.
 */
final class Ipv6Rules {

    /** Reserved for documentation (RFC 3849), so that no test ever names somebody's address. */
    private static final CidrBlock AMAZONS = CidrBlock.of("2001:db8::/32");

    private static final int OF_VPC = 56;
    private static final int OF_SUBNET = 64;

    private final VpcState state;
    private final RouteRules routes;
    private int provided;

    Ipv6Rules(VpcState state, RouteRules routes) {
        this.state = state;
        this.routes = routes;
    }

    /** @param cidr null for a range that Amazon provides */
    VpcIpv6Block associate(MutableVpc vpc, @Nullable CidrBlock cidr) {
        CidrBlock range = cidr == null ? next() : cidr;
        if (!range.first().isIpv6()
                || range.prefixLength() > OF_SUBNET
                || vpc.ipv6Blocks.stream().anyMatch(other -> other.cidr().overlaps(range))) {
            throw Refusals.invalidIpv6Range(range);
        }
        VpcIpv6Block block = new VpcIpv6Block(state.ids.id("vpc-cidr-assoc"), range);
        vpc.ipv6Blocks.add(block);
        routes.addRange(vpc, range);
        state.history.resource("associated " + range + " with " + vpc.id);
        return block;
    }

    private CidrBlock next() {
        byte[] bytes = AMAZONS.first().toBytes();
        provided++;
        bytes[4] = (byte) (provided >> 16);
        bytes[5] = (byte) (provided >> 8);
        bytes[6] = (byte) provided;
        return CidrBlock.of(IpAddress.ofBytes(bytes), OF_VPC);
    }

    VpcIpv6Block associate(MutableSubnet subnet, CidrBlock cidr) {
        check(subnet.vpc, cidr);
        if (subnet.ipv6Block != null) {
            throw Refusals.ipv6RangeOfSubnet(subnet.id);
        }
        VpcIpv6Block block = new VpcIpv6Block(state.ids.id("subnet-cidr-assoc"), cidr);
        subnet.ipv6Block = block;
        state.history.resource("associated " + cidr + " with " + subnet.id);
        return block;
    }

    /** Refuses a range that a subnet of the VPC can't have. */
    void check(MutableVpc vpc, CidrBlock cidr) {
        if (!cidr.first().isIpv6() || cidr.prefixLength() != OF_SUBNET) {
            throw Refusals.invalidIpv6Range(cidr);
        }
        if (vpc.ipv6Blocks.stream().noneMatch(block -> block.cidr().contains(cidr))) {
            throw Refusals.ipv6RangeOutsideVpc(cidr);
        }
        if (state.subnets.values().stream().anyMatch(other -> other.vpc == vpc && cidr.equals(other.ipv6Range()))) {
            throw Refusals.rangeOfAnotherSubnet(cidr);
        }
    }

    /** Returns the IPv6 addresses of a new interface, named or chosen. */
    List<IpAddress> ofNew(MutableSubnet subnet, InterfaceSpec spec, Set<IpAddress> named) {
        if (spec.ipv6Count < 0) {
            throw Refusals.ipv6CountNotPositive(spec.ipv6Count);
        }
        if (spec.ipv6Count > 0 && !spec.ipv6Addresses.isEmpty()) {
            throw Refusals.ipv6AddressesAndCount();
        }
        for (IpAddress address : spec.ipv6Addresses) {
            checkUsable(subnet, address);
            if (holder(address, subnet) != null) {
                throw Refusals.addressInUse(address);
            }
        }
        List<IpAddress> addresses = new ArrayList<>(new LinkedHashSet<>(spec.ipv6Addresses));
        addresses.addAll(choose(subnet, spec.ipv6Count, named));
        return addresses;
    }

    List<IpAddress> assign(String interfaceId, List<IpAddress> addresses) {
        if (addresses.isEmpty()) {
            throw Refusals.neitherIpv6AddressesNorCount();
        }
        MutableInterface eni = state.interfaceForAddresses(interfaceId);
        Set<IpAddress> taken = new LinkedHashSet<>();
        Set<IpAddress> fresh = new LinkedHashSet<>();
        for (IpAddress address : addresses) {
            checkUsable(eni.subnet, address);
            MutableInterface holder = holder(address, eni.subnet);
            if (holder == null) {
                fresh.add(address);
            } else if (holder != eni) {
                taken.add(address);
            }
        }
        if (!taken.isEmpty()) {
            throw Refusals.moveNotAllowed(taken);
        }
        give(eni, List.copyOf(fresh));
        return List.copyOf(addresses);
    }

    List<IpAddress> assign(String interfaceId, int count) {
        if (count < 1) {
            throw Refusals.ipv6CountNotPositive(count);
        }
        MutableInterface eni = state.interfaceForAddresses(interfaceId);
        List<IpAddress> chosen = choose(eni.subnet, count, Set.of());
        give(eni, chosen);
        return chosen;
    }

    private void give(MutableInterface eni, List<IpAddress> fresh) {
        VpcInterface.Attachment attachment = eni.attachment;
        if (attachment != null) {
            checkRoom(eni.ipv6Addresses.size() + fresh.size(), state.instance(attachment.instanceId()).type);
        }
        eni.ipv6Addresses.addAll(fresh);
        fresh.forEach(address -> state.history.assigned(address, eni));
    }

    /** EC2's documentation limits an interface to as many IPv6 addresses as IPv4 addresses. */
    static void checkRoom(int addresses, InstanceType type) {
        if (addresses > type.addressesPerInterface()) {
            throw Refusals.tooManyAddresses();
        }
    }

    MutableInterface unassign(String interfaceId, List<IpAddress> addresses) {
        if (addresses.isEmpty()) {
            throw Refusals.noIpv6AddressToUnassign();
        }
        MutableInterface eni = state.networkInterface(interfaceId);
        if (!eni.ipv6Addresses.containsAll(addresses)) {
            throw Refusals.notOnInterface(interfaceId);
        }
        for (IpAddress address : new LinkedHashSet<>(addresses)) {
            state.history.unassigned(address, eni);
            eni.ipv6Addresses.remove(address);
        }
        return eni;
    }

    private static CidrBlock range(MutableSubnet subnet) {
        CidrBlock range = subnet.ipv6Range();
        if (range == null) {
            throw Refusals.noIpv6Range(subnet.id);
        }
        return range;
    }

    private static void checkUsable(MutableSubnet subnet, IpAddress address) {
        CidrBlock range = range(subnet);
        if (!range.contains(address)) {
            throw Refusals.outsideSubnet();
        }
        if (MutableSubnet.reserves(range, address)) {
            throw Refusals.reserved(address);
        }
    }

    private @Nullable MutableInterface holder(IpAddress address, MutableSubnet subnet) {
        return state.interfaces.values().stream()
                .filter(eni -> eni.subnet == subnet && eni.ipv6Addresses.contains(address))
                .findFirst()
                .orElse(null);
    }

    /** Returns the given number of free addresses, lowest first. A /64 is never full. */
    private List<IpAddress> choose(MutableSubnet subnet, int count, Set<IpAddress> except) {
        List<IpAddress> chosen = new ArrayList<>();
        for (long i = 0; chosen.size() < count; i++) {
            IpAddress candidate = range(subnet).address(i);
            if (!MutableSubnet.reserves(range(subnet), candidate)
                    && !except.contains(candidate)
                    && holder(candidate, subnet) == null) {
                chosen.add(candidate);
            }
        }
        return chosen;
    }
}
