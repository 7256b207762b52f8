package org.floatingip.lab.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.floatingip.lab.hosts.LinuxHost;

/** Everything that the lab measures, in turn, with its controls and what people use today; writes what it found. */
public final class LabSuite {

    static final String PLANNED = "planned move, A to B";
    static final String CRASH = "crash of A, standby, fabric 5 ms";

    private static final Duration LATENCY = Duration.ofMillis(20);

    /** What the machine may add to a prepared move, by the goal that is set. */
    private static final long ALLOWANCE_MILLIS = 20;

    private final EndToEndLab lab;
    private final Moves moves;
    private final Rivals rivals;
    private final int runs;
    private final List<Row> rows = new ArrayList<>();

    private LabSuite(EndToEndLab lab, int runs) {
        this.lab = lab;
        this.moves = new Moves(lab);
        this.rivals = new Rivals(lab);
        this.runs = runs;
    }

    /** One run of something. */
    @FunctionalInterface
    private interface Once {
        Measurement run(int number) throws IOException;
    }

    /**
     * Runs it all, and writes a table, a picture and the raw numbers into that folder.
     *
     * @param runs how often a planned move is made in each direction; what takes longer is run less often
     */
    public static void run(Path folder, int runs) throws IOException {
        Surroundings before = Surroundings.now();
        try (EndToEndLab lab = new EndToEndLab()) {
            LabSuite suite = new LabSuite(lab, runs);
            suite.ours();
            suite.controls();
            suite.today();
            new LabReport(before, Surroundings.now(), suite.rows).write(folder);
        }
    }

    private void ours() throws IOException {
        measure(Row.Kind.VIP, "planned move, the JVM's first", 0, 1, n -> planned(lab.a, Sabotage.NONE));
        // There and back in turn, as maintenance does.
        List<Measurement> there = new ArrayList<>();
        List<Measurement> back = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            there.add(say("planned move", planned(lab.a, Sabotage.NONE)));
            back.add(say("move back", planned(lab.b, Sabotage.NONE)));
        }
        rows.add(new Row(Row.Kind.VIP, PLANNED, 0, there));
        rows.add(new Row(Row.Kind.VIP, "move back, B to A", 0, back));
        for (int delay : new int[] {0, 5}) {
            measure(
                    Row.Kind.VIP,
                    delay == 5 ? CRASH : "crash of A, standby, fabric 0 ms",
                    LATENCY.toMillis() + delay + ALLOWANCE_MILLIS,
                    half(),
                    n -> moves.crash(Sabotage.NONE, LATENCY, Duration.ofMillis(delay)));
        }
        measure(
                Row.Kind.VIP,
                "planned move, packets follow 1 s late",
                0,
                quarter(),
                n -> moves.plannedWhilePacketsFollowLate(LATENCY, false));
        for (boolean ahead : new boolean[] {true, false}) {
            measure(
                    Row.Kind.VIP,
                    "crash of A, standby, B is told by SSH" + (ahead ? " ahead" : ""),
                    LATENCY.plus(Moves.FOLLOWS_AFTER).toMillis() + ALLOWANCE_MILLIS,
                    quarter(),
                    n -> moves.crashOverSsh(LATENCY, Moves.FOLLOWS_AFTER, ahead));
        }
        measure(Row.Kind.VIP, "evacuation of 48 addresses", 0, quarter(), n -> evacuation(Sabotage.NONE));
        measure(Row.Kind.VIP, "move while EC2 throttles for 1 s", 0, quarter(), n -> throttled(Sabotage.NONE));
    }

    private void controls() throws IOException {
        for (Sabotage sabotage : Sabotage.values()) {
            if (sabotage != Sabotage.NONE) {
                control("planned move, ", sabotage, n -> planned(lab.a, sabotage));
                control("move back, ", sabotage, n -> planned(lab.b, sabotage));
                control("evacuation, ", sabotage, n -> evacuation(sabotage));
                control("move while throttled, ", sabotage, n -> throttled(sabotage));
            }
        }
        measure(
                Row.Kind.CONTROL,
                "planned move, packets follow 1 s late, the old host drops at once",
                0,
                1,
                n -> moves.plannedWhilePacketsFollowLate(LATENCY, true));
        for (Sabotage sabotage : List.of(Sabotage.ACCEPTED_LATE, Sabotage.FABRIC_LATE)) {
            control("crash, standby, ", sabotage, n -> moves.crash(sabotage, LATENCY, Moves.FOLLOWS_AFTER));
        }
        measure(
                Row.Kind.CONTROL,
                "two calls of aws, the target accepts it late",
                0,
                1,
                n -> rivals.scriptPlanned(LATENCY, true));
    }

    private void control(String what, Sabotage sabotage, Once once) throws IOException {
        measure(Row.Kind.CONTROL, what + sabotage.words, 0, 1, once);
    }

    private void today() throws IOException {
        measure(Row.Kind.TODAY, "two calls of aws, planned", 0, quarter(), n -> rivals.scriptPlanned(LATENCY, false));
        measure(Row.Kind.TODAY, "two calls of aws, crash of A", 0, quarter(), n -> rivals.scriptCrash(LATENCY));
        List<Measurement> holder = new ArrayList<>();
        List<Measurement> target = new ArrayList<>();
        for (int run = 0; run < quarter(); run++) {
            holder.add(say("ifdown && ifup at the holder", rivals.ifupdown(lab.a)));
            target.add(say("ifdown && ifup at the target", rivals.ifupdown(lab.b)));
        }
        rows.add(new Row(
                Row.Kind.TODAY,
                "ifdown && ifup at the holder: the VIP",
                0,
                holder.stream().map(run -> run.to(0)).toList()));
        rows.add(new Row(
                Row.Kind.TODAY,
                "ifdown && ifup at the target: its own address",
                0,
                target.stream().map(run -> run.to(1)).toList()));
        measure(Row.Kind.TODAY, "keepalived, planned stop of A", 0, quarter(), n -> rivals.keepalived(false));
        measure(Row.Kind.TODAY, "keepalived, crash of A", 0, quarter(), n -> rivals.keepalived(true));
    }

    private Measurement planned(LinuxHost from, Sabotage sabotage) {
        return moves.planned(from, sabotage, lab.hosts, LATENCY);
    }

    private Measurement evacuation(Sabotage sabotage) {
        return moves.evacuation(sabotage, LATENCY);
    }

    private Measurement throttled(Sabotage sabotage) {
        return moves.throttled(sabotage, LATENCY);
    }

    private int half() {
        return Math.max(1, runs / 2);
    }

    private int quarter() {
        return Math.max(1, runs / 4);
    }

    private void measure(Row.Kind kind, String name, long boundMillis, int times, Once once) throws IOException {
        List<Measurement> all = new ArrayList<>();
        for (int number = 0; number < times; number++) {
            all.add(say(name, once.run(number)));
        }
        rows.add(new Row(kind, name, boundMillis, all));
    }

    private static Measurement say(String name, Measurement run) {
        System.out.printf(
                Locale.ROOT,
                "%-50s %5d sent, %4d lost, %4d of them since the call; longest gap %7.1f ms; took %7.1f ms%n",
                name,
                run.probe().sent(),
                run.probe().lost(),
                run.lostSinceCall(),
                run.probe().longestGapMillis(),
                run.tookMillis());
        return run;
    }
}
