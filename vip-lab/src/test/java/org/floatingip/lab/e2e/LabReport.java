package org.floatingip.lab.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;

/** What was measured, for people, and as raw numbers. */
final class LabReport {

    private final Surroundings before;
    private final Surroundings after;
    private final List<Row> rows;

    LabReport(Surroundings before, Surroundings after, List<Row> rows) {
        this.before = before;
        this.after = after;
        this.rows = rows;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("lab.md"), text());
        String numbers = RawNumbers.of(rows);
        Files.writeString(folder.resolve("lab.csv"), numbers);
        Files.writeString(folder.resolve("lab.svg"), Timeline.of(numbers));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        text.append("""
                # The lab: packets lost while the address moves

                How many packets a client loses while the address moves, by vip and by other tools, measured on real network stacks. One
                command rewrites this page, as root on Debian 12 with the packages of `.ci/run`:

                    mvn -q -Pbench -Dbench=EndToEndBenchmark -pl vip-lab -am -DskipTests -DskipITs verify

                """);
        text.append("- From ").append(before.time()).append(" to ").append(after.time());
        text.append(", commit ").append(before.commit()).append('\n');
        text.append("- Machine: ").append(before.machine()).append("; load average ");
        text.append(before.load())
                .append(" before, ")
                .append(after.load())
                .append(" after (the lab itself is a part of it)\n");
        text.append("- ").append(before.versions()).append("\n");
        text.append("""

                A client sends a numbered UDP packet every millisecond; each host answers with its name. 20 ms are added to each of EC2's
                answers, all before their effect. Packets follow the VPC 5 ms later, unless a row says otherwise. An evacuation probes the
                48 addresses in turn, so it can't show a gap below 48 ms. In a crash the wire of A is cut, and somebody notices and
                calls 300 ms later. "Lost" counts from the cut, "since the call" from the call. "The other answers" is the time from the
                call until the first packet was sent that the other host answered. Each row: median (most). How the lab is built, and what
                it does not show: [decision 0018](../decisions/0018-end-to-end-lab.md).

                ![Who answered when](lab.svg)

                """);
        for (Row.Kind kind : Row.Kind.values()) {
            text.append(title(kind));
            table(text, kind);
        }
        redis(text);
        ladder(text);
        sender(text);
        text.append("\nEvery run: [lab.csv](lab.csv).\n");
        return text.toString();
    }

    private static String title(Row.Kind kind) {
        return switch (kind) {
            case VIP -> "## vip\n\n";
            case CONTROL ->
                "\n## The same, broken on purpose\n\nThese controls have to lose packets; otherwise a zero above would mean nothing.\n\n";
            case TODAY -> """

                    ## Side by side with what people use today

                    Same run, probe, hosts and wires. The script is two calls of the `aws` command against the same endpoint; both hosts
                    accept the address all the time. `ifdown eth0 && ifup eth0` is how some recipes make a host accept it. keepalived works
                    by VRRP multicast and gratuitous ARP, which a VPC does not carry: for its rows the fabric is a plain LAN. keepalived
                    notices the crash by itself, so its "since the call" is since the cut.

                    """;
        };
    }

    private void table(StringBuilder text, Row.Kind kind) {
        text.append(
                "| | runs | without loss | lost | longest gap, ms | since the call | the other answers, ms | took, ms |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        for (Row row : of(kind)) {
            text.append("| ").append(kind == Row.Kind.TODAY && row.compared() ? "**vip**: " : "");
            text.append(row.name()).append(" | ").append(row.runs().size());
            text.append(" | ").append(row.withoutLoss());
            text.append(cell(row, run -> run.probe().lost(), 0));
            text.append(cell(row, run -> run.probe().longestGapMillis(), 0));
            text.append(cell(row, Measurement::lostSinceCall, 0));
            boolean moved = row.runs().stream().allMatch(run -> run.otherAnswersMillis() >= 0);
            text.append(moved ? cell(row, Measurement::otherAnswersMillis, 1) : " | ");
            text.append(cell(row, Measurement::tookMillis, 0)).append(" |\n");
        }
        for (Row row : of(kind)) {
            if (row.boundMillis() > 0 && kind == Row.Kind.VIP) {
                text.append("\n- ")
                        .append(row.name())
                        .append(": the other host answers within ")
                        .append(row.boundMillis());
                text.append(" ms of the call (one call's latency, the fabric's delay, 20 ms) in ")
                        .append(row.withinBound());
                text.append(" of ").append(row.runs().size()).append(" runs.");
            }
        }
        text.append('\n');
    }

    private void redis(StringBuilder text) {
        text.append("\n## Redis through the address\n\n");
        text.append("One connection counts, at most every millisecond, and gives up on an answer after ");
        text.append(RedisClient.PATIENCE_MILLIS).append(" ms. In a\n");
        text.append(
                "planned move Redis hands over (`FAILOVER`) as soon as the target is ready; after a crash B is made the primary\n");
        text.append("just before the call.\n\n");
        text.append(
                "| | longest gap of writes, ms | attempts that failed | acknowledged and lost |\n|---|---|---|---|\n");
        for (Row row : of(Row.Kind.VIP)) {
            if (row.runs().stream().allMatch(run -> run.redis() != null)) {
                text.append("| ").append(row.name());
                text.append(cell(row, run -> redis(run).longestGapMillis(), 0));
                text.append(cell(row, run -> redis(run).failed(), 0));
                text.append(cell(row, run -> redis(run).acknowledgedAndLost(), 0))
                        .append(" |\n");
            }
        }
    }

    private static RedisRun redis(Measurement run) {
        return run.redis() == null ? new RedisRun(List.of()) : run.redis();
    }

    private void ladder(StringBuilder text) {
        List<StepKind> kinds = List.of(
                StepKind.PLANNED,
                StepKind.HOST_READY,
                StepKind.ASSIGNED,
                StepKind.VERIFIED,
                StepKind.OLD_HOST_RELEASED);
        text.append("\n## The ladder's own times\n\nWhen each step began and how long it took, ms, medians. ");
        text.append("For several addresses, that of the first.\n\n|");
        kinds.forEach(kind ->
                text.append(" | ").append(kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        text.append(" |\n|---").append("|---".repeat(kinds.size())).append("|\n");
        for (Row row : of(Row.Kind.VIP)) {
            text.append("| ").append(row.name());
            for (StepKind kind : kinds) {
                boolean climbed = row.runs().stream()
                        .allMatch(run -> run.steps().stream()
                                .anyMatch(step -> step.kind() == kind && step.outcome() != StepOutcome.SKIPPED));
                text.append(
                        climbed
                                ? String.format(
                                        Locale.ROOT,
                                        " | +%.0f: %.1f",
                                        row.median(run -> millis(step(run, kind).offset())),
                                        row.median(run -> millis(step(run, kind).duration())))
                                : " | ");
            }
            text.append(" |\n");
        }
    }

    private static MoveStep step(Measurement run, StepKind kind) {
        return run.steps().stream()
                .filter(step -> step.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static double millis(java.time.Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private void sender(StringBuilder text) {
        List<Measurement> all =
                rows.stream().flatMap(row -> row.runs().stream()).toList();
        double slowest =
                all.stream().mapToDouble(run -> run.probe().pace()).min().orElseThrow();
        double pause = all.stream()
                .mapToDouble(run -> run.probe().longestPauseMillis())
                .max()
                .orElseThrow();
        long leftOut = all.stream().mapToLong(run -> run.probe().leftOut()).sum();
        long sent = all.stream().mapToLong(run -> run.probe().sent()).sum();
        text.append(String.format(
                Locale.ROOT,
                "%n## The sender%n%n%d packets in %d runs; %d more could not be sent in time, were left out, and are not counted as"
                        + " lost. The%nslowest pace over a run was %.1f packets a second, the longest pause %.1f ms.%n",
                sent,
                all.size(),
                leftOut,
                slowest,
                pause));
    }

    /** The rows of a kind; where others are, what they are compared with comes first. */
    private List<Row> of(Row.Kind kind) {
        return rows.stream()
                .filter(row -> row.kind() == kind || (kind == Row.Kind.TODAY && row.compared()))
                .toList();
    }

    private static String cell(Row row, ToDoubleFunction<Measurement> value, int digits) {
        String number = " | %." + digits + "f";
        return row.runs().size() == 1
                ? String.format(Locale.ROOT, number, row.most(value))
                : String.format(Locale.ROOT, number + " (%." + digits + "f)", row.median(value), row.most(value));
    }
}
