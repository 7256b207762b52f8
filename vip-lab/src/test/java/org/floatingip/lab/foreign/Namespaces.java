package org.floatingip.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.lab.ClassPath;
import org.floatingip.lab.Program;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;

/**
 * Two instances of one network, each a host in namespaces of its own, with a role: what runs there finds its metadata service at
 * 169.254.169.254, and the AWS at {@link #ENDPOINT}.
 */
final class Namespaces implements AutoCloseable {

    /** Where the in-memory AWS is, as each host sees it. */
    static final String ENDPOINT = "http://127.0.0.1:8000";

    private static final String PROFILE = "arn:aws:iam::123456789012:instance-profile/failover";

    final InMemoryVpc network =
            InMemoryVpc.builder().ticker(SystemTicker.instance()).build();
    final InMemoryDns dns = InMemoryDns.create(SystemTicker.instance());
    final InMemoryAwsServer server;
    final String subnetId;
    final String vpcId;

    private final LinuxLab lab;
    private final List<Host> hosts = new ArrayList<>();
    private final Relay aws;

    /** An instance, and the host that it is. */
    record Host(VpcInstance instance, LinuxHost linux, InMemoryMetadataService metadata, Relay relay, Process inside) {

        VpcInterface eni() {
            return instance.interfaces().get(0);
        }
    }

    private Namespaces() {
        lab = LinuxLab.start();
        vpcId = network.createVpc("10.77.0.0/16").id();
        subnetId = network.createSubnet(vpcId, LinuxLab.SUBNET + "0/24", "us-east-1a")
                .id();
        server = InMemoryAwsServer.builder(network).dns(dns).start();
        aws = new Relay(socket("aws"), at(server.endpointUrl()));
    }

    /** Both hosts, up and connected; skips the test, or fails it, where root or a program is missing. */
    static Namespaces start() {
        Namespaces namespaces = new Namespaces();
        try {
            namespaces.add("db-a", 10);
            namespaces.add("db-b", 11);
            return namespaces;
        } catch (RuntimeException | AssertionError e) {
            namespaces.close();
            throw e;
        }
    }

    Host a() {
        return hosts.get(0);
    }

    Host b() {
        return hosts.get(1);
    }

    /** A file that hosts see too. */
    Path write(String name, String text) {
        return lab.write(name, text);
    }

    private void add(String name, int number) {
        VpcInstance instance =
                network.run(InstanceSpec.with(InterfaceSpec.in(subnetId).primary(LinuxLab.SUBNET + number))
                        .instanceProfile(PROFILE)
                        .name(name));
        LinuxHost linux = lab.host(name, number);
        linux.sh("ip link set eth0 address " + instance.interfaces().get(0).macAddress()
                + " && ip address add " + linux.address() + "/24 dev eth0 && ip link set eth0 up"
                + " && ip address add 169.254.169.254/32 dev lo");
        InMemoryMetadataService metadata = InMemoryMetadataService.start(network, instance.id());
        Relay relay = new Relay(socket(name), at(metadata.endpointUrl()));
        hosts.add(new Host(
                instance,
                linux,
                metadata,
                relay,
                inside(
                        linux,
                        "169.254.169.254:80",
                        socket(name).getPath().toString(),
                        ENDPOINT.substring("http://".length()),
                        socket("aws").getPath().toString())));
    }

    private UnixDomainSocketAddress socket(String name) {
        return UnixDomainSocketAddress.of(lab.folder().resolve(name + ".socket"));
    }

    private static InetSocketAddress at(URI url) {
        return new InetSocketAddress(IpAddress.of(url.getHost()).toInetAddress(), url.getPort());
    }

    private static Process inside(LinuxHost host, String... leads) {
        List<String> command = new ArrayList<>(List.of(
                Program.java().toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ClassPath.of(Relay.class) + File.pathSeparator + ClassPath.of(IpAddress.class),
                Relay.class.getName()));
        command.addAll(List.of(leads));
        try {
            Process process = host.inNetwork(command.toArray(String[]::new)).start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(out.readLine()).as("the relay of " + host.name()).isEqualTo("ready");
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Host host : hosts) {
            host.inside().destroy();
            host.relay().close();
            host.metadata().close();
        }
        aws.close();
        server.close();
        lab.close();
    }
}
