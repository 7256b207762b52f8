package org.floatingip.lab.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.lab.engine.One;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.SshCommandRunner;
import org.floatingip.linux.SshHosts;
import org.floatingip.linux.spi.Command;
import org.floatingip.spi.Placement;

/**
 * What it takes to make a host accept an address: on the host itself, over a connection that is made for it, and over one
 * that is there; beside them a command over SSH that does nothing, and 48 addresses one by one, at once, and at once where
 * each is done by itself. In namespaces of this machine, as root; run it with
 *
 * <pre>mvn -q -Pbench -Dbench=HostBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 */
public final class LinuxBenchmark {

    private static final int ROUNDS = 15;
    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final IpAddress VIP = IpAddress.of(LinuxLab.SUBNET + "12");
    private static final Placement PLACEMENT =
            Placement.builder(HostId.of("db.a"), "eni-0a").build();
    private static final List<IpAddress> MANY = IntStream.range(100, 148)
            .mapToObj(number -> IpAddress.of(LinuxLab.SUBNET + number))
            .toList();

    private LinuxBenchmark() {}

    /** Runs all of them in turn, round by round, and prints the medians. */
    public static void run() throws Exception {
        try (LinuxLab lab = LinuxLab.start()) {
            LinuxSsh ssh = new LinuxSsh(lab);
            LinuxHost host = ssh.serve(lab.debianHost("db.a", 10));
            SshHosts hosts = ssh.hosts("root", host);
            Map<String, List<Double>> millis = new LinkedHashMap<>();
            try (IfupdownConfigurator local =
                            IfupdownConfigurator.builder().runner("db.a", host).build();
                    IfupdownConfigurator warm = IfupdownConfigurator.over(hosts);
                    IfupdownConfigurator named = IfupdownConfigurator.builder()
                            .ssh(hosts)
                            .interfaceName("eth0")
                            .build();
                    SshCommandRunner nothing = SshCommandRunner.builder("root@" + host.address())
                            .config(ssh.config())
                            .program(ssh.client().toString())
                            .build()) {
                for (int round = -1; round < ROUNDS; round++) {
                    Map<String, List<Double>> into = round < 0 ? new LinkedHashMap<>() : millis;
                    time(into, "accept, on the host itself", () -> One.accept(local, VIP, PLACEMENT, BUDGET));
                    drop(local);
                    try (IfupdownConfigurator cold = IfupdownConfigurator.over(hosts)) {
                        time(into, "accept, cold SSH", () -> One.accept(cold, VIP, PLACEMENT, BUDGET));
                    }
                    drop(local);
                    time(into, "accept, warm SSH", () -> One.accept(warm, VIP, PLACEMENT, BUDGET));
                    time(into, "accept again, warm SSH", () -> One.accept(warm, VIP, PLACEMENT, BUDGET));
                    time(into, "inspect, warm SSH", () -> One.inspect(warm, VIP, PLACEMENT, BUDGET));
                    time(into, "drop, warm SSH", () -> drop(warm));
                    time(into, "true, warm SSH", () -> nothing.run(Command.of(List.of("true"), "", BUDGET)));
                    time(
                            into,
                            "accept 48, one by one",
                            () -> MANY.forEach(address -> One.accept(named, address, PLACEMENT, BUDGET)));
                    time(
                            into,
                            "drop 48, one by one",
                            () -> MANY.forEach(address -> One.drop(named, address, PLACEMENT.asHolder(), BUDGET)));
                    time(into, "accept 48 at once", () -> named.accept(MANY, PLACEMENT, BUDGET));
                    time(into, "drop 48 at once", () -> named.drop(MANY, PLACEMENT.asHolder(), BUDGET));
                    time(into, "accept 48 at once, each by itself", () -> warm.accept(MANY, PLACEMENT, BUDGET));
                    named.drop(MANY, PLACEMENT.asHolder(), BUDGET);
                }
            }
            System.out.printf(Locale.ROOT, "%-34s %9s %9s %9s%n", "ms", "min", "median", "max");
            millis.forEach((what, values) -> {
                List<Double> sorted = values.stream().sorted().toList();
                System.out.printf(
                        Locale.ROOT,
                        "%-34s %9.1f %9.1f %9.1f%n",
                        what,
                        sorted.get(0),
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() - 1));
            });
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void drop(IfupdownConfigurator hosts) {
        One.drop(hosts, VIP, PLACEMENT.asHolder(), BUDGET);
    }

    private static void time(Map<String, List<Double>> into, String what, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        into.computeIfAbsent(what, key -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
    }
}
