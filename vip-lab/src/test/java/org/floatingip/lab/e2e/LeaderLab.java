package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.lab.Program;
import org.floatingip.lab.fence.DebianZooKeeper;
import org.floatingip.lab.fence.LocalPostgres;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;

/**
 * Two hosts, a client and the fabric between them; ZooKeeper and PostgreSQL of Debian; EC2 in memory, over HTTP. A leader is a process
 * that acts on the kernel of its host; it reaches the other three by loopback.
 */
final class LeaderLab implements AutoCloseable {

    static final String VIP = LinuxLab.SUBNET + "12";
    static final int SESSION_MILLIS = 4000;
    static final int ZOOKEEPER_TICK_MILLIS = 500;

    private static final int PROBE_PORT = 9000;
    private static final String PROBE_TICK_MICROS = "1000";

    final LinuxLab lab = LinuxLab.start();
    final InMemoryVpc network =
            InMemoryVpc.builder().ticker(SystemTicker.instance()).build();

    /** To whom the network gave the address, one after the other, since A had it at first. */
    final List<String> holders = new CopyOnWriteArrayList<>();

    final LinuxHost a;
    final LinuxHost b;
    private final LinuxHost client;
    private final Map<LinuxHost, String> ids = new ConcurrentHashMap<>();
    private final InMemoryAwsServer server;
    private final Fabric fabric;
    private final LocalPostgres postgres = LocalPostgres.start();
    private final DebianZooKeeper zookeeper = DebianZooKeeper.start(ZOOKEEPER_TICK_MILLIS);
    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<Leader> leaders = new ArrayList<>();
    private int elections;

    LeaderLab() {
        a = lab.debianHost("db.a", 10);
        b = lab.debianHost("db.b", 11);
        client = lab.farHost("client", 200);
        String vpc = network.createVpc("10.77.0.0/16").id();
        String subnet = network.createSubnet(vpc, LinuxLab.SUBNET + "0/24", "us-east-1a")
                .id();
        run(a, InterfaceSpec.in(subnet).primary(a.address()).secondary(VIP));
        run(b, InterfaceSpec.in(subnet).primary(b.address()));
        server = InMemoryAwsServer.builder(network).start();
        fabric = new Fabric(lab, client, List.of(a, b), network);
        network.watch(event -> {
            if (IpAddress.of(VIP).equals(event.address()) && event.to() != null) {
                holders.add(event.to().host().equals(HostId.of(id(a))) ? "A" : "B");
            }
        });
        running.add(Programs.start(a, UdpResponder.class, "A", Integer.toString(PROBE_PORT), VIP));
        running.add(Programs.start(b, UdpResponder.class, "B", Integer.toString(PROBE_PORT), VIP));
        sql(JdbcEpochLedger.on(postgres.dataSource()).ddl());
    }

    private void run(LinuxHost host, InterfaceSpec eni) {
        VpcInstance instance = network.run(InstanceSpec.with(eni).name(host.name()));
        host.sh("ip link set eth0 address " + instance.interfaces().get(0).macAddress());
        ids.put(host, instance.id());
    }

    /** What the network calls a host. */
    String id(LinuxHost host) {
        return ids.get(host);
    }

    /** What ZooKeeper says that it is. */
    String zookeeper() {
        return String.valueOf(zookeeper.version());
    }

    /** How it all was in the beginning: the network gives the address to A, nobody accepts it, and nobody stands for election. */
    void settle() {
        leaders.forEach(Leader::close);
        leaders.clear();
        elections++;
        for (LinuxHost host : List.of(a, b)) {
            host.sh("ip address del " + VIP + "/32 dev eth0 2>/dev/null || true");
        }
        network.assignAddresses(network.holders(a.address()).get(0).interfaceId(), List.of(IpAddress.of(VIP)), true);
        fabric.awaitQuiet();
        holders.clear();
        sql("DELETE FROM vip_epoch");
    }

    private void sql(String text) {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A process that stands for election, for that host. */
    Leader leader(LinuxHost host, int leaseSeconds) {
        try {
            Process process = new ProcessBuilder(
                            Program.java().toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            // What it says when it comes back is the point, not news.
                            "-Dorg.slf4j.simpleLogger.log.org.apache.curator=off",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LeaderProcess.class.getName(),
                            zookeeper.connectString(),
                            "/db/leader" + elections,
                            Integer.toString(SESSION_MILLIS),
                            Integer.toString(postgres.port()),
                            server.endpointUrl().toString(),
                            VIP,
                            id(host),
                            host.pid(),
                            Integer.toString(leaseSeconds))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Leader leader = new Leader(process);
            leaders.add(leader);
            leader.at("candidate");
            return leader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packets from the client, a thousand a second; close it before it is read. */
    Programs.Running probe() {
        return Programs.start(
                client,
                UdpProbe.class,
                lab.folder().resolve("packets").toString(),
                Integer.toString(PROBE_PORT),
                PROBE_TICK_MICROS,
                VIP);
    }

    /** What became of them. */
    ProbeRun packets(long from) {
        try {
            return ProbeRun.read(lab.folder().resolve("packets"), from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who answers at the address when that host itself asks: A, B, or nobody. */
    static String answersOn(LinuxHost host) {
        return host.run(
                        "bash",
                        "-c",
                        "exec 3<>/dev/udp/" + VIP + "/" + PROBE_PORT
                                + "; printf 12345678x >&3; timeout 1 head -c 9 <&3 | tail -c 1")
                .strip();
    }

    static boolean accepts(LinuxHost host) {
        return !host.run("ip", "-o", "address", "show", "to", VIP).isEmpty();
    }

    /** What the kernel of a host tells of its addresses from now on. */
    Events addressesOf(LinuxHost host) {
        Events events =
                new Events(host.start(ProcessBuilder.Redirect.PIPE, "stdbuf", "-oL", "ip", "-o", "monitor", "address"));
        running.add(events);
        return events;
    }

    @Override
    public void close() {
        leaders.forEach(Leader::close);
        for (int i = running.size() - 1; i >= 0; i--) {
            try {
                running.get(i).close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        fabric.close();
        server.close();
        zookeeper.close();
        postgres.close();
        lab.close();
    }

    /** Lines of a program, each with the time at which it came. */
    abstract static class Told implements AutoCloseable {

        final Process process;
        private final Map<String, Long> first = new ConcurrentHashMap<>();

        Told(Process process) {
            this.process = process;
            Thread reading = new Thread(this::read);
            reading.setDaemon(true);
            reading.start();
        }

        private void read() {
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    note(first, line, System.nanoTime());
                }
            } catch (IOException closed) {
                // It has ended.
            }
        }

        abstract void note(Map<String, Long> first, String line, long now);

        /** When that was told first; waits for it. */
        long at(String word) {
            Wait.until(word, () -> first.containsKey(word));
            return first.get(word);
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** A leader's process. */
    static final class Leader extends Told {

        private final Writer in;

        Leader(Process process) {
            super(process);
            in = process.outputWriter(StandardCharsets.UTF_8);
        }

        @Override
        void note(Map<String, Long> first, String line, long now) {
            String[] parts = line.split(" ", 2);
            first.putIfAbsent(parts[0], Long.parseLong(parts[1]));
        }

        private void tell(String line) {
            try {
                in.write(line + "\n");
                in.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void signal(String name) {
            try {
                Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
                assertThat(kill.onExit().join().exitValue()).isZero();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Stops it where it has just been told that it leads, and has done nothing by that yet. */
        long stopAfterItsCheck() {
            tell("arm");
            long unused = at("checked");
            signal("STOP");
            long stopped = System.nanoTime();
            // It reads that when it goes on.
            tell("go");
            return stopped;
        }

        long goOn() {
            long now = System.nanoTime();
            signal("CONT");
            return now;
        }
    }

    /** Of {@code ip monitor}. */
    static final class Events extends Told {

        Events(Process process) {
            super(process);
        }

        @Override
        void note(Map<String, Long> first, String line, long now) {
            if (line.startsWith("Deleted") && line.contains(" " + VIP + "/")) {
                first.putIfAbsent("gone", now);
            }
        }
    }
}
