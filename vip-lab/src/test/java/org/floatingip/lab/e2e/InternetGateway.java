package org.floatingip.lab.e2e;

import java.util.Map;
import java.util.TreeMap;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.jspecify.annotations.Nullable;

/**
 * The NAT box between a VPC and a client outside it. It has the public addresses, and maps each to a private one and back, packet by
 * packet and without a memory of flows, as an internet gateway does. Its map follows the associations of Elastic IPs, late. What is
 * in no map is dropped, both ways.
 */
final class InternetGateway implements AutoCloseable {

    private static final String INSIDE = "100.64.0.";
    private static final String OUTSIDE = "198.51.100.";

    private final LinuxHost box;
    private final LinuxHost outside;
    private final Map<String, String> map = new TreeMap<>();
    private final Follower follower;

    /** Becomes where the lab's router sends what is for nobody in the VPC. */
    InternetGateway(LinuxLab lab, InMemoryVpc network) {
        box = lab.farHost("gateway", 50);
        outside = lab.hostBehind(box, "outside", 51);
        String router = LinuxLab.routerEnd(box, "eth0");
        String street = LinuxLab.routerEnd(outside, "eth0");
        lab.router()
                .sh("ip address add " + INSIDE + "1/30 dev " + router + " && ip link set " + router
                        + " up && ip route add default via " + INSIDE + "2");
        outside.sh("ip address add " + OUTSIDE + "2/24 dev eth0 && ip link set eth0 up && ip route add default via "
                + OUTSIDE + "1");
        box.sh("echo 1 > /proc/sys/net/ipv4/ip_forward && ip address add " + INSIDE + "2/30 dev eth0 && ip address add "
                + OUTSIDE + "1/24 dev " + street + " && ip link set eth0 up && ip link set " + street
                + " up && ip route add 10.0.0.0/8 via " + INSIDE + "1 && ip route add blackhole default");
        box.run("nft", """
                table ip eip {
                    map in { type ipv4_addr : ipv4_addr; }
                    map out { type ipv4_addr : ipv4_addr; }
                    chain from_outside {
                        type filter hook prerouting priority raw;
                        iifname "%1$s" ip daddr set ip daddr map @in
                    }
                    chain to_outside {
                        type filter hook postrouting priority srcnat;
                        oifname "%1$s" ip saddr set ip saddr map @out
                        oifname "%1$s" ip saddr 10.0.0.0/8 drop
                    }
                }
                """.formatted(street));
        follower = new Follower("gateway", network, () -> associations(network), this::set).hurry();
    }

    private static Map<String, String> associations(InMemoryVpc network) {
        Map<String, String> all = new TreeMap<>();
        for (VpcElasticIp elasticIp : network.elasticIps()) {
            VpcElasticIp.Association association = elasticIp.association();
            if (association != null) {
                all.put(elasticIp.publicIp().toString(), association.privateIp().toString());
            }
        }
        return all;
    }

    /** Both directions at once: one transaction of the kernel. */
    private void set(String publicIp, @Nullable String privateIp) {
        if (privateIp == null) {
            map.remove(publicIp);
        } else {
            map.put(publicIp, privateIp);
        }
        StringBuilder script = new StringBuilder("flush map ip eip in; flush map ip eip out;");
        map.forEach((outer, inner) -> script.append(" add element ip eip in { " + outer + " : " + inner + " };"));
        // Two public addresses lead to one private one only while the map follows: the last of them is answered from.
        Map<String, String> back = new TreeMap<>();
        map.forEach((outer, inner) -> back.put(inner, outer));
        back.forEach((inner, outer) -> script.append(" add element ip eip out { " + inner + " : " + outer + " };"));
        box.run("nft", script.toString());
    }

    /** A client on the internet. */
    LinuxHost outside() {
        return outside;
    }

    /** What follows the VPC here. */
    Follower follower() {
        return follower;
    }

    @Override
    public void close() {
        follower.close();
    }
}
