package org.floatingip.lab.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2AssignerBuilder;
import org.floatingip.lab.Program;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcInterface;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A VPC of three subnets in three zones, each with a route table of its own: A and C are in the first, B in the second, a client in
 * the third; another client is outside, behind the internet gateway. EC2 is in memory, and so real to what is tested as HTTP makes it.
 *
 * <p>The hosts filter by the reverse path, strictly, as the strictest of distributions do. Each answers on all addresses that float here,
 * once it accepts them, and on its own.
 */
final class WaysLab implements AutoCloseable {

    static final String OVERLAY = "192.168.99.1";
    static final String IPV6 = "2001:db8:78:1::12";
    /** What a call of EC2's takes before it has an effect. */
    static final Duration LATENCY = Duration.ofMillis(20);

    private static final CidrBlock OVERLAY_ROUTE = CidrBlock.of(OVERLAY + "/32");

    final LinuxLab lab;
    final LinuxHost a;
    final LinuxHost b;
    final LinuxHost c;
    final LinuxHost client;
    final InMemoryVpc network =
            InMemoryVpc.builder().ticker(SystemTicker.instance()).build();
    final InMemoryAwsServer server;
    final SlowWire wire;
    final VpcRouter router;
    final InternetGateway gateway;

    /** The route tables of the three subnets. */
    final List<String> tables = new ArrayList<>();

    private final Map<LinuxHost, VpcInterface> interfaces = new LinkedHashMap<>();
    private final Set<LinuxHost> down = ConcurrentHashMap.newKeySet();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Starts all of it; skips the test with a reason, or fails it, where root or a program is missing. */
    WaysLab() {
        for (String tool : List.of("chrt", "bridge", "ifup", "nft")) {
            Program.requireTool(tool, "/usr/bin/" + tool, "/usr/sbin/" + tool);
        }
        lab = closing(LinuxLab.start());
        try {
            String vpc = network.createVpc("10.78.0.0/16").id();
            network.ipv6().associateVpc(vpc, CidrBlock.of("2001:db8:78::/56"));
            List<String> subnets = new ArrayList<>();
            for (int zone = 1; zone <= 3; zone++) {
                String subnet = network.createSubnet(vpc, "10.78." + zone + ".0/24", "us-east-1" + (char) ('`' + zone))
                        .id();
                network.ipv6().associateSubnet(subnet, CidrBlock.of("2001:db8:78:" + zone + "::/64"));
                tables.add(network.routing().createTable(vpc).id());
                network.routing().associate(tables.get(zone - 1), subnet);
                subnets.add(subnet);
            }
            a = run("db.a", 10, subnets.get(0), "10.78.1.10", "2001:db8:78:1::10");
            b = run("db.b", 11, subnets.get(1), "10.78.2.11", "2001:db8:78:2::11");
            c = run("db.c", 12, subnets.get(0), "10.78.1.12", "2001:db8:78:1::c");
            client = run("client", 20, subnets.get(2), "10.78.3.20", "2001:db8:78:3::20");
            server = closing(InMemoryAwsServer.builder(network).start());
            wire = closing(new SlowWire(server.endpointUrl()));
            Map<String, LinuxHost> byInterface = new LinkedHashMap<>();
            interfaces.forEach((host, eni) -> byInterface.put(eni.id(), host));
            router = closing(new VpcRouter(lab, network, byInterface));
            gateway = closing(new InternetGateway(lab, network));
            // Each change is followed for itself, however busy the machine is.
            wire.beforeReplies(() -> {
                router.follower().awaitLooked();
                gateway.follower().awaitLooked();
            });
            for (LinuxHost host : List.of(a, b, c)) {
                host.sh("cd /proc/sys/net && for i in all default eth0; do echo 1 > ipv4/conf/$i/rp_filter; done"
                        + " && echo 1 > ipv4/ip_nonlocal_bind && echo 1 > ipv6/ip_nonlocal_bind");
                String letter = host == a ? "A" : host == b ? "B" : "C";
                opened.add(Programs.start(
                        host,
                        UdpResponder.class,
                        letter,
                        Integer.toString(EndToEndLab.PROBE_PORT),
                        String.join(",", OVERLAY, IPV6, address(host))));
            }
        } catch (RuntimeException | AssertionError e) {
            try {
                close();
            } catch (RuntimeException | AssertionError more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    private LinuxHost run(String name, int number, String subnet, String address, String ipv6) {
        LinuxHost host = lab.farHost(name, number);
        VpcInterface eni = network.run(InstanceSpec.with(
                                InterfaceSpec.in(subnet).primary(address).ipv6(ipv6))
                        .name(name))
                .interfaces()
                .get(0);
        interfaces.put(host, eni);
        return host;
    }

    /** An assigner in front of this EC2, whose answers are never old, for its other settings. */
    <B extends Ec2AssignerBuilder<B>> B settings(B builder) {
        return builder.region("us-east-1")
                .readLag(Duration.ZERO)
                .endpointOverride(wire.url())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")));
    }

    /** The hosts, each in its own namespaces; closed with the lab. */
    LinuxConfigurator hosts(HostMode mode) {
        LinuxConfigurator.Builder builder = LinuxConfigurator.builder().mode(mode);
        List.of(a, b, c)
                .forEach(host -> builder.runner(id(host), command -> {
                    if (down.contains(host)) {
                        throw new CommandFailedException(
                                CommandFailedException.Reason.UNREACHABLE, host.name() + " is cut off", null);
                    }
                    return host.run(command);
                }));
        LinuxConfigurator hosts = builder.build();
        opened.add(hosts);
        return hosts;
    }

    /** Remembers to close something that is only used here. */
    final <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
    }

    /** What the network calls a host. */
    String id(LinuxHost host) {
        return network.holders(address(host)).get(0).host().value();
    }

    String interfaceId(LinuxHost host) {
        return Objects.requireNonNull(interfaces.get(host)).id();
    }

    /** Its own address. */
    String address(LinuxHost host) {
        return Objects.requireNonNull(interfaces.get(host)).primaryAddress().toString();
    }

    /** Switches the source/dest check of the hosts off, and lets every table lead the overlay address to that one, which accepts it. */
    void startOverlay(LinuxHost holder) {
        for (LinuxHost host : List.of(a, b)) {
            network.attributes().sourceDestCheck(interfaceId(host), false);
        }
        for (String table : tables) {
            network.routing().createRoute(table, OVERLAY_ROUTE, RouteTarget.networkInterface(interfaceId(holder)));
        }
        accept(holder, OVERLAY);
        router.follower().awaitQuiet();
    }

    /** As {@link #startOverlay} leaves it, whatever there was: every table leads to that one, which alone accepts it. */
    void resetOverlay(LinuxHost holder) {
        router.follower().delay(Duration.ZERO);
        for (LinuxHost host : List.of(a, b)) {
            comeBack(host);
            host.sh("rm -f /etc/network/interfaces.d/*" + OVERLAY.replace('.', '-'));
            if (host != holder) {
                drop(host, OVERLAY);
            }
        }
        for (String table : tables) {
            network.routing().replaceRoute(table, OVERLAY_ROUTE, RouteTarget.networkInterface(interfaceId(holder)));
        }
        accept(holder, OVERLAY);
        router.follower().release();
        router.follower().awaitQuiet();
    }

    /** A host crashes: no packet and no command reaches it. */
    void crash(LinuxHost host) {
        router.cut(host);
        down.add(host);
    }

    /** It is back, as it was. */
    void comeBack(LinuxHost host) {
        down.remove(host);
        router.mend(host);
    }

    /** Makes a host accept an address, directly. */
    void accept(LinuxHost host, String address) {
        boolean ipv6 = IpAddress.of(address).isIpv6();
        host.sh("ip address replace " + address
                + (ipv6 ? "/128 dev eth0 preferred_lft 0 noprefixroute nodad" : "/32 dev eth0 label eth0:vip"));
    }

    /** Makes a host drop an address, directly. */
    void drop(LinuxHost host, String address) {
        host.sh("ip address del " + address + (IpAddress.of(address).isIpv6() ? "/128" : "/32")
                + " dev eth0 2>/dev/null || true");
    }

    static boolean accepts(LinuxHost host, String address) {
        return !host.run("ip", "-o", "address", "show", "to", address).isEmpty();
    }

    /** Packets within the VPC: from the client, by the router. */
    Measurement.Observed inside() {
        return new Measurement.Observed(lab, client, router.follower());
    }

    /** Packets from the internet, by the gateway. */
    Measurement.Observed outside() {
        return new Measurement.Observed(lab, gateway.outside(), gateway.follower());
    }

    @Override
    public void close() {
        AssertionError failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.remove(opened.size() - 1).close();
            } catch (Exception | AssertionError e) {
                if (failure == null) {
                    failure = new AssertionError("the lab could not be closed: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
