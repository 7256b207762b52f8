package org.floatingip.testkit.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;
import org.jspecify.annotations.Nullable;

/** The state of a subnet and the rules of its addresses. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableSubnet {

    /** The network address, the router, DNS, and one reserved for future use. */
    private static final int RESERVED_AT_START = 4;

    private static final int RESERVED_AT_END = 1;

    final String id;
    final MutableVpc vpc;
    final CidrBlock cidr;
    final String zone;
    final TagSet tags;
    final List<MutableReservation> reservations = new ArrayList<>();
    private final Map<IpAddress, MutableInterface> held = new LinkedHashMap<>();

    @Nullable
    VpcIpv6Block ipv6Block;

    MutableSubnet(String id, MutableVpc vpc, CidrBlock cidr, String zone, Map<String, String> tags) {
        this.id = id;
        this.vpc = vpc;
        this.cidr = cidr;
        this.zone = zone;
        this.tags = new TagSet(tags);
    }

    /** Its IPv6 range, or null. */
    @Nullable
    CidrBlock ipv6Range() {
        VpcIpv6Block block = ipv6Block;
        return block == null ? null : block.cidr();
    }

    /** The interface that holds the address, or null. */
    @Nullable
    MutableInterface holder(IpAddress address) {
        return held.get(address);
    }

    /** Returns whether EC2 reserves the address in a subnet of the given range. */
    static boolean reserves(CidrBlock cidr, IpAddress address) {
        for (int i = 0; i < RESERVED_AT_START; i++) {
            if (cidr.address(i).equals(address)) {
                return true;
            }
        }
        return cidr.address(-RESERVED_AT_END).equals(address);
    }

    /** Refuses an address that can't belong to any interface of this subnet. */
    void checkUsable(IpAddress address) {
        if (!cidr.contains(address)) {
            throw Refusals.outsideSubnet();
        }
        if (reserves(cidr, address)) {
            throw Refusals.reserved(address);
        }
    }

    /** Returns the given number of free addresses, lowest first; never reserved ones, nor those of a CIDR reservation. */
    List<IpAddress> choose(int count, Set<IpAddress> except) {
        List<IpAddress> chosen = new ArrayList<>();
        long last = cidr.size().longValueExact() - RESERVED_AT_END;
        for (long i = RESERVED_AT_START; i < last && chosen.size() < count; i++) {
            IpAddress candidate = cidr.address(i);
            if (!held.containsKey(candidate)
                    && !except.contains(candidate)
                    && reservations.stream().noneMatch(range -> range.cidr.contains(candidate))) {
                chosen.add(candidate);
            }
        }
        if (chosen.size() < count) {
            throw Refusals.noFreeAddresses();
        }
        return chosen;
    }

    /**
     * Gives addresses to an interface of this subnet. Each is taken from its previous holder, together with an Elastic IP on it.
     */
    void give(List<IpAddress> addresses, MutableInterface to) {
        for (IpAddress address : addresses) {
            MutableInterface before = held.put(address, to);
            if (before != to) {
                if (before != null) {
                    before.addresses.remove(address);
                    MutableElasticIp elasticIp = before.elasticIps.get(address);
                    if (elasticIp != null) {
                        elasticIp.follow(to);
                    }
                }
                to.addresses.add(address);
            }
        }
    }

    /** Frees addresses of an interface of this subnet. Their Elastic IPs are cut off. */
    void free(List<IpAddress> addresses, MutableInterface from) {
        for (IpAddress address : new HashSet<>(addresses)) {
            if (held.remove(address, from)) {
                from.addresses.remove(address);
                MutableElasticIp elasticIp = from.elasticIps.get(address);
                if (elasticIp != null) {
                    elasticIp.disassociate();
                }
            }
        }
    }

    VpcSubnet snapshot() {
        BigInteger free = cidr.size().subtract(BigInteger.valueOf(RESERVED_AT_START + RESERVED_AT_END + held.size()));
        return new VpcSubnet(
                id,
                vpc.id,
                vpc.ownerId,
                cidr,
                zone,
                free.intValueExact(),
                ipv6Block == null ? List.of() : List.of(ipv6Block),
                tags.snapshot());
    }
}
