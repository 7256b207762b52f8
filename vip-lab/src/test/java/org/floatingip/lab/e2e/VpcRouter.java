package org.floatingip.lab.e2e;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.floatingip.IpAddress;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcRoute;
import org.floatingip.testkit.network.VpcRouteTable;
import org.floatingip.testkit.network.VpcSubnet;
import org.jspecify.annotations.Nullable;

/**
 * The router of a VPC with several subnets, in the lab's router: a port for each interface, whose primary address and MAC address it
 * knows for good, and for each subnet the table that it follows, by policy routing. Hosts hear nobody but the router.
 *
 * <p>Overlay routes and IPv6 addresses follow the in-memory VPC, late. A route that leads nowhere there leads nowhere here. For the
 * neighbour of an IPv6 address the router really asks, on the port of the interface that the VPC has assigned it to.
 */
final class VpcRouter implements AutoCloseable {

    private static final String BLACKHOLE = "blackhole";
    private static final int FIRST_TABLE = 100;

    private final LinuxHost router;
    private final InMemoryVpc network;
    private final Map<String, LinuxHost> hosts;
    private final RouteBatch routes;
    private final Follower follower;

    /** Takes over the lab's router, for hosts beyond its bridge, by the ids of their interfaces. */
    VpcRouter(LinuxLab lab, InMemoryVpc network, Map<String, LinuxHost> hosts) {
        this.router = lab.router();
        this.network = network;
        this.hosts = new LinkedHashMap<>(hosts);
        router.sh("cd /proc/sys/net && echo 1 > ipv4/ip_forward && echo 1 > ipv6/conf/all/forwarding"
                + " && for i in all default; do echo 0 > ipv4/conf/$i/rp_filter; echo 0 > ipv4/conf/$i/send_redirects; done"
                + " && ip route add blackhole default metric 9 && ip -6 route add blackhole default metric 9");
        this.hosts.forEach((eni, host) -> connect(eni(eni), host));
        this.routes = new RouteBatch(router);
        this.follower = new Follower("routes", network, this::view, this::set).hurry();
    }

    private VpcInterface eni(String id) {
        return network.networkInterface(id).orElseThrow();
    }

    private void connect(VpcInterface eni, LinuxHost host) {
        String port = port(eni.id());
        String wire = LinuxLab.routerEnd(host, "eth0");
        VpcSubnet subnet = network.subnet(eni.subnetId()).orElseThrow();
        // A bridge with one wire: what the router knows of a port stays when the wire is cut.
        router.sh("ip link add " + port + " type bridge mcast_snooping 0 && ip link set " + wire + " master " + port
                + " up"
                + " && ip link set " + port + " up && ip address add " + gateway(subnet) + "/32 dev " + port
                + " && ip -6 address add fe80::1/64 dev " + port + " nodad && cd /proc/sys/net/ipv4"
                + " && echo 0 > conf/" + port + "/rp_filter"
                + " && echo 1 > conf/" + port + "/proxy_arp && echo 0 > neigh/" + port + "/proxy_delay"
                + " && ip route add " + eni.primaryAddress() + "/32 dev " + port
                + " && ip neigh replace " + eni.primaryAddress() + " lladdr " + eni.macAddress() + " dev " + port
                + " nud permanent && ip rule add iif " + port + " lookup " + tableOf(subnet));
        host.run("ip", "link", "set", "eth0", "address", eni.macAddress());
        host.configure(interfaces(eni, subnet));
    }

    /** As Debian's installer writes it; the gateway of IPv6 is the router's link-local address, as in EC2. */
    private static String interfaces(VpcInterface eni, VpcSubnet subnet) {
        String ipv4 = """
                source /etc/network/interfaces.d/*

                auto lo
                iface lo inet loopback

                auto eth0
                iface eth0 inet static
                \taddress %s/24
                \tgateway %s
                """.formatted(eni.primaryAddress(), gateway(subnet));
        List<IpAddress> ipv6 = eni.ipv6Addresses();
        return ipv6.isEmpty() ? ipv4 : ipv4 + """
                iface eth0 inet6 static
                \taddress %s/64
                \tgateway fe80::1
                \tdad-attempts 0
                """.formatted(ipv6.get(0));
    }

    private static IpAddress gateway(VpcSubnet subnet) {
        return subnet.cidr().address(1);
    }

    private String port(String eni) {
        return port(Objects.requireNonNull(hosts.get(eni)));
    }

    private static String port(LinuxHost host) {
        return "p" + host.number();
    }

    private int tableOf(VpcSubnet subnet) {
        List<VpcRouteTable> tables = network.routing().tables();
        for (int i = 0; i < tables.size(); i++) {
            if (tables.get(i).associations().stream()
                    .anyMatch(association -> subnet.id().equals(association.subnetId()))) {
                return FIRST_TABLE + i;
            }
        }
        throw new AssertionError("no table of its own: " + subnet);
    }

    private Map<String, String> view() {
        Map<String, String> all = new TreeMap<>();
        List<VpcRouteTable> tables = network.routing().tables();
        for (int i = 0; i < tables.size(); i++) {
            for (VpcRoute route : tables.get(i).routes()) {
                if (!route.cameWithTable()) {
                    all.put(route.destination() + " table " + (FIRST_TABLE + i), way(route));
                }
            }
        }
        for (VpcInterface eni : network.interfaces()) {
            for (IpAddress address : eni.ipv6Addresses()) {
                all.put(address + "/128", "dev " + port(eni.id()));
            }
        }
        return all;
    }

    private String way(VpcRoute route) {
        String eni = route.interfaceId();
        if (eni == null || !route.active()) {
            return BLACKHOLE;
        }
        return "via " + eni(eni).primaryAddress() + " dev " + port(eni) + " onlink";
    }

    private void set(String what, @Nullable String where) throws IOException {
        if (where == null) {
            routes.run("route del " + what);
        } else if (where.equals(BLACKHOLE)) {
            routes.run("route replace blackhole " + what);
        } else {
            routes.run("route replace " + what + " " + where);
        }
    }

    /** What follows the VPC here. */
    Follower follower() {
        return follower;
    }

    /** Where the router sends a packet to that address that comes from that host, in the words of {@code ip route get}. */
    String routeOf(String address, LinuxHost from) {
        String primary = hosts.entrySet().stream()
                .filter(entry -> entry.getValue() == from)
                .map(entry -> eni(entry.getKey()).primaryAddress().toString())
                .findFirst()
                .orElseThrow();
        return router.sh("ip route get " + address + " from " + primary + " iif " + port(from) + " 2>&1 || true");
    }

    /** Whether a packet to that address that comes from that host is sent to that other one. */
    boolean leads(String address, LinuxHost from, LinuxHost to) {
        return routeOf(address, from).contains(" dev " + port(to) + " ");
    }

    /** What the router knows of the neighbour that has an IPv6 address, in the words of {@code ip neigh}. */
    String neighbour(String address, LinuxHost on) {
        return router.run("ip", "-6", "neigh", "show", address, "dev", port(on)).strip();
    }

    /** The router forgets what neighbours have told it, and that others did not answer. */
    void forgetNeighbours() {
        router.run("ip", "-6", "neigh", "flush", "all");
    }

    /** Cuts the wire to a host. */
    void cut(LinuxHost host) {
        router.run("ip", "link", "set", LinuxLab.routerEnd(host, "eth0"), "down");
    }

    /** Mends the wire to a host. */
    void mend(LinuxHost host) {
        router.run("ip", "link", "set", LinuxLab.routerEnd(host, "eth0"), "up");
    }

    @Override
    public void close() {
        follower.close();
        routes.close();
    }
}
