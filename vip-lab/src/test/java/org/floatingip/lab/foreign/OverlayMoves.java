package org.floatingip.lab.foreign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.aws.RouteIpAssigner;
import org.floatingip.lab.Figures;
import org.floatingip.lab.Machine;
import org.floatingip.lab.foreign.Namespaces.Host;
import org.floatingip.linux.IfupdownConfigurator;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcRouting;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * An overlay address moves over five route tables, by Debian's {@code aws-vpc-move-ip} and by vip in turn, where each call of EC2 takes
 * 50 ms: routes, and the host that accepts it. In namespaces of this machine, as root; run it with
 *
 * <pre>mvn -q -Pbench -Dbench=OverlayBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 */
public final class OverlayMoves {

    private static final int TABLES = 5;
    private static final Duration CALL = Duration.ofMillis(50);
    private static final List<String> ACTIONS = List.of("DescribeRouteTables", "DescribeInstances", "ReplaceRoute");
    private static final CidrBlock OVERLAY = CidrBlock.of("192.168.50.10/32");

    private final Namespaces hosts;
    private final List<String> tables = new ArrayList<>();

    private OverlayMoves(Namespaces hosts) {
        this.hosts = hosts;
        VpcRouting routing = hosts.network.routing();
        tables.add(routing.mainTable(hosts.vpcId).id());
        while (tables.size() < TABLES) {
            tables.add(routing.createTable(hosts.vpcId).id());
        }
        for (String table : tables) {
            routing.createRoute(
                    table, OVERLAY, RouteTarget.networkInterface(hosts.a().eni().id()));
        }
        for (Host host : List.of(hosts.a(), hosts.b())) {
            hosts.network.attributes().sourceDestCheck(host.eni().id(), false);
        }
        for (String action : ACTIONS) {
            hosts.server.inject(Fault.none()
                    .first(OverlayMoves::takesItsTime)
                    .onAction(action)
                    .always());
        }
    }

    private static void takesItsTime() {
        try {
            Thread.sleep(CALL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes that many pairs of moves, and prints what each took. */
    public static void run(int pairs) throws Exception {
        ResourceAgent.require();
        ExecutorService threads = Executors.newFixedThreadPool(TABLES - 1);
        try (Namespaces hosts = Namespaces.start()) {
            OverlayMoves moves = new OverlayMoves(hosts);
            ResourceAgent agent = new ResourceAgent(
                    ResourceAgent.prepare(hosts),
                    "aws-vpc-move-ip",
                    Map.of(
                            "ip",
                            OVERLAY.first().toString(),
                            "routing_table",
                            String.join(",", moves.tables),
                            "lookup_type",
                            "NetworkInterfaceId",
                            "interface",
                            "eth0"));
            try (RouteIpAssigner assigner =
                            moves.assigner(threads).dataPlaneLag(Duration.ZERO).build();
                    RouteIpAssigner waiting = moves.assigner(threads).build();
                    IfupdownConfigurator accepting = IfupdownConfigurator.builder()
                            .runner(hosts.a().instance().id(), hosts.a().linux())
                            .runner(hosts.b().instance().id(), hosts.b().linux())
                            .interfaceName("eth0")
                            .build()) {
                FloatingIp.Builder handle = FloatingIp.at(OVERLAY.first()).hosts(accepting);
                moves.measure(
                        pairs,
                        agent,
                        handle.assigner(assigner).build(),
                        handle.assigner(waiting).build());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private RouteIpAssigner.Builder assigner(ExecutorService threads) {
        return RouteIpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(hosts.server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .routeTables(tables)
                .executor(threads);
    }

    /** One move of ours. */
    private record Move(double millis, double untilSeen, List<MoveStep> steps) {}

    /**
     * The agent's {@code start} changes the tables and has its own host accept the address. On the old host Pacemaker runs {@code stop}
     * before it. Ours is told in two: until it is seen on its target, which is what {@code start} is for, and until the old host has
     * dropped it, and was looked after.
     *
     * @param waiting as it is without settings: the old host drops the address when packets follow, for which the agent does not wait
     */
    private void measure(int pairs, ResourceAgent agent, FloatingIp vip, FloatingIp waiting) throws Exception {
        // A JVM that has never moved anything is another measurement.
        move(vip, hosts.b());
        move(vip, hosts.a());
        List<Double> stops = new ArrayList<>();
        List<Double> agents = new ArrayList<>();
        List<Move> ours = new ArrayList<>();
        List<Move> withWait = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            stops.add(run(agent, hosts.a(), "stop"));
            agents.add(run(agent, hosts.b(), "start"));
            isOn(hosts.b());
            ours.add(move(vip, hosts.a()));
            withWait.add(move(waiting, hosts.b()));
            move(vip, hosts.a());
        }
        report(new Figures(stops), new Figures(agents), ours, withWait);
    }

    private static double run(ResourceAgent agent, Host host, String action) throws CommandFailedException {
        long start = System.nanoTime();
        CommandResult result = agent.run(host, action, Map.of());
        if (result.status() != 0) {
            throw new IllegalStateException("the agent: " + result);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private Move move(FloatingIp vip, Host to) {
        long start = System.nanoTime();
        List<MoveStep> steps = vip.moveTo(to.instance().id()).steps();
        double millis = (System.nanoTime() - start) / 1e6;
        isOn(to);
        MoveStep seen = steps.stream()
                .filter(step -> step.kind() == StepKind.VERIFIED)
                .findFirst()
                .orElseThrow();
        return new Move(millis, seen.offset().plus(seen.duration()).toNanos() / 1e6, steps);
    }

    private void isOn(Host host) {
        for (String table : tables) {
            boolean there = hosts.network.routing().table(table).orElseThrow().routes().stream()
                    .anyMatch(route -> route.destination().equals(OVERLAY)
                            && host.eni().id().equals(route.interfaceId()));
            if (!there) {
                throw new IllegalStateException(
                        table + " does not lead to " + host.linux().name());
            }
        }
        if (!host.linux().run("ip", "-o", "address", "show", "dev", "eth0").contains(OVERLAY.toString())) {
            throw new IllegalStateException(host.linux().name() + " does not accept it");
        }
    }

    private static void report(Figures stops, Figures agents, List<Move> ours, List<Move> withWait) {
        System.out.printf(
                Locale.ROOT,
                "overlay move, %d tables, %d ms a call; %s, %s, load %s%n",
                TABLES,
                CALL.toMillis(),
                Machine.date(),
                Machine.words(),
                Machine.load());
        line("aws-vpc-move-ip stop, on the old host, ms", "%.0f", stops);
        line("aws-vpc-move-ip start, ms", "%.0f", agents);
        for (List<Move> moves : List.of(ours, withWait)) {
            String which = moves == ours ? "vip moveTo" : "with its wait for packets";
            Figures all = new Figures(moves.stream().map(Move::millis).toList());
            Figures seen = new Figures(moves.stream().map(Move::untilSeen).toList());
            line(which + ", until seen, ms", "%.0f", seen);
            line(which + ", until it returns, ms", "%.0f", all);
            line(which + ", until seen : start", "%.4f", seen.over(agents));
            line(which + ", until it returns : start", "%.4f", all.over(agents));
            moves.get(0)
                    .steps()
                    .forEach(step -> System.out.printf(
                            Locale.ROOT,
                            "    at %4d ms for %4d ms: %s %s%n",
                            step.offset().toMillis(),
                            step.duration().toMillis(),
                            step.kind(),
                            step.detail()));
        }
    }

    private static void line(String what, String format, Figures figures) {
        System.out.printf(
                Locale.ROOT, "%-52s median " + format + ": %s%n", what, figures.median(), figures.raw(format));
    }
}
