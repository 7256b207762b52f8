package org.floatingip.lab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.floatingip.lab.Program;
import org.floatingip.lab.clients.ClientCase.Kernel;
import org.floatingip.lab.e2e.Fabric;
import org.floatingip.lab.e2e.Wait;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;

/**
 * Two clients, one of which has a tuned kernel; three hosts that hold the addresses and have Redis and PostgreSQL, one for what
 * becomes of each; the host to which addresses move, with a Redis and a PostgreSQL of its own; and one whose services hang.
 */
final class ClientsLab implements AutoCloseable {

    static final int REDIS = 6379;
    static final int POSTGRES = 5432;

    private static final String TUNED_SUBNET = "10.77.3.";

    private final LinuxLab lab;
    private final Map<Kernel, LinuxHost> clients = new EnumMap<>(Kernel.class);
    private final LinuxHost stops;
    private final LinuxHost lives;
    private final LinuxHost goes;
    private final LinuxHost next;
    private final LinuxHost mute;
    private final InMemoryVpc network =
            InMemoryVpc.builder().ticker(SystemTicker.instance()).build();
    private final PostgresServers postgres;
    private final Fabric fabric;

    /** Starts all of it; skips the test with a reason, or fails it, where root or a program is missing. */
    ClientsLab() {
        PostgresServers.requirePrograms();
        Program.requireTool("redis-server", "/usr/bin/redis-server");
        lab = LinuxLab.start();
        try {
            clients.put(Kernel.DEFAULTS, lab.farHost("client", 200));
            clients.put(Kernel.TUNED, lab.farHost("tuned", 201));
            stops = lab.host("stops", 10);
            lives = lab.host("lives", 11);
            goes = lab.host("goes", 12);
            next = lab.host("next", 13);
            mute = lab.host("mute", 14);
            String vpc = network.createVpc("10.77.0.0/16").id();
            String subnet = network.createSubnet(vpc, LinuxLab.SUBNET + "0/24", "us-east-1a")
                    .id();
            run(stops, subnet, Fate.STOPPED_FIRST);
            run(lives, subnet, Fate.MOVED, Fate.DROPPED);
            run(goes, subnet, Fate.GONE_THEN_MOVED, Fate.GONE);
            run(next, subnet);
            run(mute, subnet, Fate.MUTE);
            fabric = new Fabric(lab, clients.get(Kernel.DEFAULTS), List.of(stops, lives, goes, next, mute), network);
            tuned(clients.get(Kernel.TUNED));
            // Make before break: where an address goes, it is accepted already.
            for (Fate fate : List.of(Fate.STOPPED_FIRST, Fate.MOVED, Fate.GONE_THEN_MOVED)) {
                accept(next, fate);
            }
            postgres = PostgresServers.start(lab, List.of(stops, lives, goes, next));
            List.of(stops, lives, goes, next).forEach(this::redis);
            mute.start(
                    Redirect.DISCARD,
                    "perl",
                    "-MIO::Socket::INET",
                    "-e",
                    "my @s = map { IO::Socket::INET->new(LocalPort => $_, Listen => 128) or die $! } @ARGV; sleep",
                    Integer.toString(REDIS),
                    Integer.toString(POSTGRES));
        } catch (RuntimeException | AssertionError e) {
            lab.close();
            throw e;
        }
    }

    /** As an instance, with those addresses. */
    private void run(LinuxHost host, String subnet, Fate... fates) {
        InterfaceSpec eni = InterfaceSpec.in(subnet).primary(host.address());
        for (Fate fate : fates) {
            eni = eni.secondary(fate.address);
        }
        String mac = network.run(InstanceSpec.with(eni).name(host.name()).type("c5.18xlarge"))
                .interfaces()
                .get(0)
                .macAddress();
        host.sh("ip link set eth0 address " + mac + " && ip address add " + host.address()
                + "/24 dev eth0 && ip link set eth0 up && ip route add default via " + LinuxLab.SUBNET + "1");
        for (Fate fate : fates) {
            accept(host, fate);
        }
    }

    private static void accept(LinuxHost host, Fate fate) {
        host.run("ip", "address", "add", fate.address + "/32", "dev", "eth0");
    }

    /** The client that the fabric does not know of, and its kernel. */
    private void tuned(LinuxHost client) {
        String end = LinuxLab.routerEnd(client, "eth0");
        lab.router().sh("ip address add " + TUNED_SUBNET + "1/24 dev " + end + " && ip link set " + end + " up");
        client.sh("ip address add " + TUNED_SUBNET + "2/24 dev eth0 && ip link set eth0 up && ip route add default via "
                + TUNED_SUBNET + "1 && cd /proc/sys/net/ipv4 && echo " + Limits.RETRIES + " > tcp_retries2 && echo "
                + Limits.seconds(Limits.IDLE) + " > tcp_keepalive_time && echo " + Limits.seconds(Limits.INTERVAL)
                + " > tcp_keepalive_intvl && echo " + Limits.PROBES + " > tcp_keepalive_probes");
    }

    private void redis(LinuxHost host) {
        host.start(
                Redirect.DISCARD,
                "redis-server",
                "--port",
                Integer.toString(REDIS),
                "--bind",
                "0.0.0.0",
                "--protected-mode",
                "no",
                "--save",
                "");
        Wait.until(
                "Redis answers on " + host.name(),
                () -> host.sh("redis-cli ping || true").contains("PONG"));
    }

    /** A program of clients that runs. */
    private record Running(Process process, BufferedReader out) {

        String line() {
            try {
                return String.valueOf(out.readLine());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void tell() {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What became of every client, by its case and its fate. */
    Map<ClientCase, Map<Fate, Outcome>> measure() {
        List<Running> programs = Stream.of(Kernel.values()).map(this::start).toList();
        try {
            await("ready", programs);
            programs.forEach(Running::tell);
            await("asked", programs);
            stopAndMove();
            long cutAt = System.nanoTime();
            cutMoveAndDrop();
            programs.forEach(Running::tell);
            Wait.millis(Fate.MOVED_AFTER_SECONDS * 1000 - (System.nanoTime() - cutAt) / 1_000_000);
            move(Fate.GONE_THEN_MOVED);
            return outcomes(programs);
        } finally {
            programs.forEach(program -> program.process().destroyForcibly());
        }
    }

    private static void await(String line, List<Running> programs) {
        programs.forEach(program -> assertThat(program.line()).as("the clients").isEqualTo(line));
    }

    private static Map<ClientCase, Map<Fate, Outcome>> outcomes(List<Running> programs) {
        List<ClientCase> cases = ClientCase.all();
        Map<ClientCase, Map<Fate, Outcome>> outcomes = new LinkedHashMap<>();
        cases.forEach(one -> outcomes.put(one, new EnumMap<>(Fate.class)));
        for (Running program : programs) {
            for (String line = program.line(); !line.equals("end"); line = program.line()) {
                String[] parts = line.split("\t", 3);
                assertThat(parts).as("what a program printed").hasSize(3);
                outcomes.get(cases.get(Integer.parseInt(parts[0])))
                        .put(Fate.valueOf(parts[1]), Outcome.parse(parts[2]));
            }
        }
        return outcomes;
    }

    private Running start(Kernel kernel) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ClientProgram.class.getName(),
                kernel.name()));
        try {
            Process process = clients.get(kernel)
                    .inNetwork(command.toArray(String[]::new))
                    .start();
            return new Running(
                    process,
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopAndMove() {
        stops.sh("redis-cli shutdown nosave; " + postgres.stopping(stops));
        move(Fate.STOPPED_FIRST);
        stops.run("ip", "address", "del", Fate.STOPPED_FIRST.address + "/32", "dev", "eth0");
    }

    private void cutMoveAndDrop() {
        fabric.cut(goes);
        move(Fate.MOVED);
        lives.sh("ip address del " + Fate.MOVED.address + "/32 dev eth0 && ip address del " + Fate.DROPPED.address
                + "/32 dev eth0");
    }

    private void move(Fate fate) {
        String eni = network.holders(next.address()).get(0).interfaceId();
        network.assignAddresses(eni, List.of(IpAddress.of(fate.address)), true);
        fabric.awaitQuiet();
    }

    @Override
    public void close() {
        try (lab;
                fabric) {
            // Closed in the reverse order.
        }
    }
}
