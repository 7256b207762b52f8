package org.floatingip.lab.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.floatingip.IpAddress;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;

/**
 * The network between the client and the hosts, in the lab's router.
 *
 * <p>As a VPC it routes by interface: for every secondary address it has a host route to the interface that holds it, whose
 * MAC address it knows for good. Nothing that hosts say by ARP changes that; they don't hear each other, and the router
 * answers their requests itself. When the in-memory VPC moves an address, the route follows after a delay. As a LAN it has
 * none of this: a bridge, on which whoever answers ARP has the address.
 */
public final class Fabric implements AutoCloseable {

    /** The client's side. */
    public static final String CLIENT_SUBNET = "10.77.2.";

    private final LinuxHost router;
    private final List<LinuxHost> hosts;
    private final InMemoryVpc network;
    private final RouteBatch routes;
    private final Follower follower;
    private volatile boolean lan;

    /** Takes over the lab's router; the network's interfaces are those of the hosts, with their MAC addresses. */
    public Fabric(LinuxLab lab, LinuxHost client, List<LinuxHost> hosts, InMemoryVpc network) {
        this.router = lab.router();
        this.hosts = hosts;
        this.network = network;
        String end = LinuxLab.routerEnd(client, "eth0");
        router.sh("cd /proc/sys/net/ipv4 && echo 1 > ip_forward && echo 0 > neigh/br0/proxy_delay"
                + " && for i in all default br0; do echo 0 > conf/$i/rp_filter; echo 0 > conf/$i/send_redirects; done && ip address add "
                + CLIENT_SUBNET + "1/24 dev " + end
                + " && ip link set " + end + " up");
        client.sh("ip address add " + CLIENT_SUBNET
                + "2/24 dev eth0 && ip link set eth0 up && ip route add default via " + CLIENT_SUBNET + "1");
        for (LinuxHost host : hosts) {
            // A service may be bound to the address before the host has it; a packet for somebody else is dropped.
            host.sh("echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind && echo 0 > /proc/sys/net/ipv4/ip_forward");
        }
        for (VpcInterface eni : network.interfaces()) {
            router.run(
                    "ip",
                    "neigh",
                    "replace",
                    eni.primaryAddress().toString(),
                    "lladdr",
                    eni.macAddress(),
                    "dev",
                    "br0",
                    "nud",
                    "permanent");
        }
        routes = new RouteBatch(router);
        asVpc();
        follower = new Follower("fabric", network, this::secondaries, this::route).hurry();
    }

    /** What follows the VPC here. */
    Follower follower() {
        return follower;
    }

    /** From now on the hosts are in a VPC. */
    void vpc() {
        asVpc();
        lan = false;
        follower.look();
        awaitQuiet();
    }

    private void asVpc() {
        router.sh("echo 1 > /proc/sys/net/ipv4/conf/br0/proxy_arp_pvlan && " + onPorts("isolated on"));
    }

    /** From now on the hosts are in a LAN. */
    void lan() {
        awaitQuiet();
        lan = true;
        router.sh("echo 0 > /proc/sys/net/ipv4/conf/br0/proxy_arp_pvlan && " + onPorts("isolated off")
                + " && ip neigh flush dev br0");
        follower.look();
        awaitQuiet();
    }

    private String onPorts(String setting) {
        return hosts.stream()
                .map(host -> "bridge link set dev " + LinuxLab.routerEnd(host, "eth0") + " " + setting)
                .reduce((first, then) -> first + " && " + then)
                .orElseThrow();
    }

    /** Cuts the wire to a host. */
    public void cut(LinuxHost host) {
        router.run("ip", "link", "set", LinuxLab.routerEnd(host, "eth0"), "down");
    }

    /** Mends the wire to a host. */
    void mend(LinuxHost host) {
        router.run("ip", "link", "set", LinuxLab.routerEnd(host, "eth0"), "up");
    }

    /** The secondary addresses of the VPC, and the primary ones of who has them; a LAN has no such routes. */
    private Map<String, String> secondaries() {
        Map<String, String> all = new TreeMap<>();
        if (!lan) {
            for (VpcInterface eni : network.interfaces()) {
                for (IpAddress address : eni.addresses()) {
                    if (!address.equals(eni.primaryAddress())) {
                        all.put(address.toString(), eni.primaryAddress().toString());
                    }
                }
            }
        }
        return all;
    }

    private void route(String address, @Nullable String primary) throws IOException {
        if (primary != null) {
            routes.run("route replace " + address + "/32 via " + primary + " dev br0 onlink");
        } else {
            routes.run(lan ? "route del " + address + "/32" : "route replace blackhole " + address + "/32");
        }
    }

    /** Waits until packets go where the VPC says. */
    public void awaitQuiet() {
        follower.awaitQuiet();
    }

    @Override
    public void close() {
        follower.close();
        routes.close();
    }
}
