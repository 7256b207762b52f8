package org.floatingip.lab.e2e;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every run as a line of comma-separated values; times in milliseconds since the call. */
final class RawNumbers {

    private RawNumbers() {}

    static String of(List<Row> rows) {
        StringBuilder text = new StringBuilder(
                "kind,what,run,sent,pace,sender_pause,lost,lost_since_call,longest_gap,"
                        + "cut_at,moved_at,routed_at,other_answers_at,took,redis_counted,redis_failed,redis_gap,redis_lost,stretches,ladder\n");
        for (Row row : rows) {
            for (int run = 0; run < row.runs().size(); run++) {
                line(text, row, run + 1, row.runs().get(run));
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Row row, int number, Measurement run) {
        ProbeRun probe = run.probe();
        text.append(row.kind().name().toLowerCase(Locale.ROOT))
                .append(",\"")
                .append(row.name())
                .append("\",");
        text.append(String.format(
                Locale.ROOT,
                "%d,%d,%.1f,%.2f,%d,%d,%.1f,",
                number,
                probe.sent(),
                probe.pace(),
                probe.longestPauseMillis(),
                probe.lost(),
                run.lostSinceCall(),
                probe.longestGapMillis()));
        text.append(run.cutAt() == 0 ? "," : at(run, run.cutAt()) + ",");
        text.append(
                run.changes().isEmpty()
                        ? ",,"
                        : at(run, run.pivot()) + ","
                                + at(
                                        run,
                                        run.changes()
                                                .get(run.changes().size() - 1)
                                                .routedAt()) + ",");
        text.append(String.format(Locale.ROOT, "%.2f,%.2f,", run.otherAnswersMillis(), run.tookMillis()));
        RedisRun redis = run.redis();
        text.append(
                redis == null
                        ? ",,,,"
                        : String.format(
                                Locale.ROOT,
                                "%d,%d,%.1f,%d,",
                                redis.counted(),
                                redis.failed(),
                                redis.longestGapMillis(),
                                redis.acknowledgedAndLost()));
        text.append('"')
                .append(stretches(run))
                .append("\",\"")
                .append(ladder(run))
                .append("\"\n");
    }

    /** Who answered when, as far as it is a short story. */
    private static String stretches(Measurement run) {
        List<ProbeRun.Stretch> all = run.probe().stretches();
        return all.size() > 200
                ? all.size() + " stretches"
                : all.stream()
                        .map(one -> (one.by() == 0 ? "lost" : one.by()) + " " + at(run, one.from()) + ".."
                                + at(run, one.to()))
                        .collect(Collectors.joining("; "));
    }

    private static String ladder(Measurement run) {
        return run.steps().stream()
                .map(step -> String.format(
                        Locale.ROOT,
                        "%s %s +%.2f %.2f",
                        step.kind(),
                        step.outcome(),
                        step.offset().toNanos() / 1e6,
                        step.duration().toNanos() / 1e6))
                .collect(Collectors.joining("; "));
    }

    private static String at(Measurement run, long nanos) {
        return String.format(Locale.ROOT, "%.2f", (nanos - run.calledAt()) / 1e6);
    }
}
