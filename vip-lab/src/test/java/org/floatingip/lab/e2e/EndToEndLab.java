package org.floatingip.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.lab.Program;
import org.floatingip.lab.engine.One;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.lab.hosts.LinuxSsh;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.SshHosts;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Ec2RequestLimits;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A client, two hosts, the fabric between them, and EC2 in memory with its real limits of requests. The hosts are c5.18xlarge,
 * with 50 addresses to an interface; the VIP, and 48 sites more, are at A.
 */
final class EndToEndLab implements AutoCloseable {

    static final String VIP = LinuxLab.SUBNET + "12";
    static final List<String> SITES = IntStream.range(100, 148)
            .mapToObj(number -> LinuxLab.SUBNET + number)
            .toList();
    static final int PROBE_PORT = 9000;

    private static final List<String> TOOLS =
            List.of("redis-server", "redis-cli", "keepalived", "chrt", "bridge", "ifdown");
    private static final Duration BUDGET = Duration.ofSeconds(20);

    final LinuxLab lab;
    final LinuxHost client;
    final LinuxHost a;
    final LinuxHost b;
    final InMemoryVpc network =
            InMemoryVpc.builder().ticker(SystemTicker.instance()).build();
    final Ec2RequestLimits limits = Ec2RequestLimits.of(network);
    final Holder onA;
    final Holder onB;
    final InMemoryAwsServer server;
    final SlowWire wire;
    final Ec2IpAssigner assigner;

    /** One that takes packets to follow EC2 at once. */
    final Ec2IpAssigner hasty;

    final IfupdownConfigurator hosts;
    final Fabric fabric;
    final RedisPair redis;

    private final LinuxSsh ssh;
    private final Map<String, String> destinations = new LinkedHashMap<>();
    private final Programs.Running responderA;
    private final Programs.Running responderB;

    /** Starts all of it; skips the test with a reason, or fails it, where root or a program is missing. */
    EndToEndLab() {
        for (String tool : TOOLS) {
            Program.requireTool(tool, "/usr/bin/" + tool, "/usr/sbin/" + tool);
        }
        lab = LinuxLab.start();
        try {
            ssh = new LinuxSsh(lab);
            a = ssh.serve(lab.debianHost("db.a", 10));
            b = ssh.serve(lab.debianHost("db.b", 11));
            client = lab.farHost("client", 200);
            String vpc = network.createVpc("10.77.0.0/16").id();
            String subnet = network.createSubnet(vpc, LinuxLab.SUBNET + "0/24", "us-east-1a")
                    .id();
            InterfaceSpec eniOfA = InterfaceSpec.in(subnet).primary(a.address()).secondary(VIP);
            for (String site : SITES) {
                eniOfA = eniOfA.secondary(site);
            }
            onA = run(a, eniOfA);
            onB = run(b, InterfaceSpec.in(subnet).primary(b.address()));
            server = InMemoryAwsServer.builder(network).limits(limits).start();
            wire = new SlowWire(server.endpointUrl());
            assigner = settings(wire).build();
            hasty = settings(wire).dataPlaneLag(Duration.ZERO).build();
            destinations.put(onA.host().value(), "root@" + a.address());
            destinations.put(onB.host().value(), "root@" + b.address());
            hosts = IfupdownConfigurator.over(SshHosts.of(destinations)
                    .config(ssh.config())
                    .program(ssh.client().toString()));
            fabric = new Fabric(lab, client, List.of(a, b), network);
            accept(a, VIP);
            redis = RedisPair.start(lab, a, b);
            redis.settle(a);
            responderA = respond(a, "A");
            responderB = respond(b, "B");
        } catch (RuntimeException | AssertionError e) {
            lab.close();
            throw e;
        }
    }

    /** An assigner on that wire, for its other settings. */
    static Ec2IpAssigner.Builder settings(SlowWire wire) {
        return Ec2IpAssigner.builder()
                .region("us-east-1")
                .endpointOverride(wire.url())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")));
    }

    private Holder run(LinuxHost host, InterfaceSpec eni) {
        VpcInstance instance =
                network.run(InstanceSpec.with(eni).name(host.name()).type("c5.18xlarge"));
        host.sh("ip link set eth0 address " + instance.interfaces().get(0).macAddress());
        return network.holders(host.address()).get(0);
    }

    private static Programs.Running respond(LinuxHost host, String letter) {
        String all = Stream.concat(Stream.of(VIP, host.address()), SITES.stream())
                .reduce((first, then) -> first + "," + then)
                .orElseThrow();
        return Programs.start(host, UdpResponder.class, letter, Integer.toString(PROBE_PORT), all);
    }

    LinuxHost other(LinuxHost host) {
        return host == a ? b : a;
    }

    Holder holder(LinuxHost host) {
        return host == a ? onA : onB;
    }

    String id(LinuxHost host) {
        return holder(host).host().value();
    }

    /** The floating IP, its hosts' side seen to in that way. */
    FloatingIp vip(HostNetworkConfigurator by) {
        return FloatingIp.at(VIP).assigner(assigner).hosts(by).build();
    }

    /** The floating IP of hosts that accept it always, so that nobody has to see to them. */
    FloatingIp vipAlone() {
        return FloatingIp.at(VIP).assigner(assigner).build();
    }

    /** The real command, which gets to both hosts by the real ssh, in the lab's network. */
    Program.Ended command(String... arguments) {
        Path wrapper = lab.write(
                "bin/ssh", "#!/bin/sh\nexec nsenter -t " + lab.router().pid() + " -n -- /usr/bin/ssh \"$@\"\n");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--ssh-config", ssh.config().toString()));
        destinations.forEach((id, destination) -> all.addAll(List.of("--host", id + "=" + destination)));
        try {
            Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Program.vip()
                .with("AWS_ENDPOINT_URL", wire.url().toString())
                .with("PATH", wrapper.getParent() + ":" + System.getenv("PATH"))
                .run(all.toArray(String[]::new));
    }

    /** Makes a host accept an address, directly. */
    void accept(LinuxHost host, String address) {
        host.run("ip", "address", "replace", address + "/32", "dev", "eth0", "label", "eth0:vip");
    }

    /** Makes a host drop an address, directly. */
    void drop(LinuxHost host, String address) {
        host.sh("ip address del " + address + "/32 dev eth0 2>/dev/null || true");
    }

    /** How it all was in the beginning, but with the VIP at that host: only that one accepts it. */
    void settle(LinuxHost holder) {
        wire.latency(Duration.ZERO);
        fabric.follower().release();
        fabric.follower().delay(Duration.ZERO);
        fabric.mend(other(holder));
        fabric.mend(holder);
        accept(holder, VIP);
        network.assignAddresses(holder(holder).interfaceId(), List.of(IpAddress.of(VIP)), true);
        fabric.awaitQuiet();
        drop(other(holder), VIP);
        redis.settle(holder);
        // SSH connections that a cut has broken are made anew, in peace.
        for (LinuxHost host : List.of(a, b)) {
            warm(host);
        }
    }

    private void warm(LinuxHost host) {
        Wait.until("SSH to " + host.name(), () -> {
            try {
                One.inspect(
                        hosts,
                        IpAddress.of(VIP),
                        Placement.builder(holder(host).host(), holder(host).interfaceId())
                                .build(),
                        BUDGET);
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        try (lab;
                wire;
                server;
                assigner;
                hasty;
                fabric;
                hosts;
                responderA;
                responderB) {
            // Closed in the reverse order.
        }
    }
}
