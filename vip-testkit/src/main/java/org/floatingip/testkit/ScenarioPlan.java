package org.floatingip.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsName;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.jspecify.annotations.Nullable;

/** What a scenario shall be like, and the defaults for what was not said. */
final class ScenarioPlan {

    static final String REGION = "us-east-1";
    static final String ZONE = REGION + "a";

    private static final CidrBlock DEFAULT_SUBNET = CidrBlock.of("10.0.1.0/24");
    /** Away from where people put floating IPs; EC2 reserves the first four of a subnet. */
    private static final int FIRST_PRIMARY = 100;

    private static final int FIRST_PRIMARY_OF_A_SMALL_SUBNET = 4;

    /** One host. */
    static final class Host {

        final String id;
        final List<CidrBlock> subnets = new ArrayList<>();
        final Set<IpAddress> held = new LinkedHashSet<>();
        String type = InstanceSpec.DEFAULT_TYPE;

        @Nullable
        IpAddress primary;

        Host(String id) {
            this.id = id;
        }
    }

    CidrBlock vpc = CidrBlock.of("10.0.0.0/16");
    Duration dnsSyncTime = InMemoryDns.DEFAULT_SYNC_TIME;
    long seed = 1;
    boolean throttled;
    final Map<IpAddress, DnsName> names = new LinkedHashMap<>();
    final Set<DnsName> zones = new LinkedHashSet<>();
    private final Map<CidrBlock, String> given = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private @Nullable Host last;

    void addSubnet(CidrBlock cidr, String zone) {
        given.put(cidr, zone);
    }

    void addHost(String id) {
        if (!id.startsWith("i-")) {
            throw new IllegalArgumentException(
                    "a host of this network is an EC2 instance, its id begins with i-: not \"" + id + "\"");
        }
        last = new Host(id);
        if (hosts.putIfAbsent(id, last) != null) {
            throw new IllegalArgumentException(
                    "host " + id + " exists already: set all of it up at its first host(..)");
        }
    }

    Host lastHost(String method) {
        if (last == null) {
            throw new IllegalStateException(method + "(..) applies to a host: call host(..) before it");
        }
        return last;
    }

    void addName(DnsName name, IpAddress address) {
        DnsName before = names.putIfAbsent(address, name);
        if (before != null || names.values().stream().filter(name::equals).count() > 1) {
            throw new IllegalArgumentException("an address can have one name, and a name one address: " + name + " and "
                    + address + (before == null ? "" : ", which is " + before));
        }
    }

    /** The subnets and their availability zones. */
    Map<CidrBlock, String> subnets() {
        return given.isEmpty() ? Map.of(DEFAULT_SUBNET, ZONE) : given;
    }

    /** All that hosts hold, in the order given. */
    List<IpAddress> held() {
        return hosts.values().stream().flatMap(host -> host.held.stream()).toList();
    }

    /** The instances to run, in subnets with those ids. */
    List<InstanceSpec> instances(Map<CidrBlock, String> ids) {
        Set<IpAddress> taken = new HashSet<>(held());
        hosts.values().stream()
                .map(host -> host.primary)
                .filter(Objects::nonNull)
                .forEach(taken::add);
        taken.addAll(names.keySet());
        List<InstanceSpec> all = new ArrayList<>();
        for (Host host : hosts.values()) {
            InstanceSpec spec = InstanceSpec.none().id(host.id).type(host.type);
            List<CidrBlock> places = places(host, List.copyOf(ids.keySet()));
            for (int i = 0; i < places.size(); i++) {
                CidrBlock place = places.get(i);
                InterfaceSpec eni = InterfaceSpec.in(id(place, ids));
                IpAddress primary = i == 0 && host.primary != null ? host.primary : next(place, taken);
                if (primary != null) {
                    eni = eni.primary(primary);
                }
                if (i == 0) {
                    eni = eni.id("eni-" + host.id.substring(2));
                }
                for (IpAddress address : host.held) {
                    if (places.indexOf(subnetOf(address, places)) == i) {
                        eni = eni.secondary(address);
                    }
                }
                spec = spec.and(eni);
            }
            all.add(spec);
        }
        return all;
    }

    private static List<CidrBlock> places(Host host, List<CidrBlock> subnets) {
        if (host.subnets.isEmpty()) {
            Set<CidrBlock> needed = new LinkedHashSet<>();
            host.held.forEach(address -> needed.add(subnetOf(address, subnets)));
            return needed.isEmpty() ? List.of(subnets.get(0)) : List.copyOf(needed);
        }
        for (IpAddress address : host.held) {
            if (host.subnets.stream().noneMatch(place -> place.contains(address))) {
                throw new IllegalArgumentException(host.id + " can't hold " + address + ": its interfaces are in "
                        + host.subnets + ". Add in(..) with the subnet of the address");
            }
        }
        return host.subnets;
    }

    private static CidrBlock subnetOf(IpAddress address, List<CidrBlock> subnets) {
        return subnets.stream()
                .filter(cidr -> cidr.contains(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        address + " is in none of the subnets " + subnets + ". Add its own with subnet(..)"));
    }

    private static String id(CidrBlock place, Map<CidrBlock, String> ids) {
        String id = ids.get(place);
        if (id == null) {
            throw new IllegalArgumentException(
                    "no subnet " + place + ", only " + ids.keySet() + ". Add it with subnet(..)");
        }
        return id;
    }

    /** The next address that nobody has; null where there is none, which the VPC refuses in its own words. */
    private static @Nullable IpAddress next(CidrBlock place, Set<IpAddress> taken) {
        long size = place.size().longValueExact();
        for (long i = size > 2 * FIRST_PRIMARY ? FIRST_PRIMARY : FIRST_PRIMARY_OF_A_SMALL_SUBNET; i < size - 1; i++) {
            if (taken.add(place.address(i))) {
                return place.address(i);
            }
        }
        return null;
    }

    /** The zones to create: those that were given, and those of names that are in none of them. */
    Set<String> zones() {
        Set<String> all = new LinkedHashSet<>();
        zones.forEach(zone -> all.add(zone.value()));
        names.values().forEach(name -> all.add(zoneOf(name)));
        return all;
    }

    /** The longest zone that was given, or else all of the name but its first label. */
    String zoneOf(DnsName name) {
        return zones.stream()
                .filter(name::isWithin)
                .map(DnsName::value)
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .orElseGet(() -> {
                    int dot = name.value().indexOf('.');
                    if (dot < 0) {
                        throw new IllegalArgumentException(name + " is in no zone: add one with zone(..)");
                    }
                    return name.value().substring(dot + 1);
                });
    }
}
