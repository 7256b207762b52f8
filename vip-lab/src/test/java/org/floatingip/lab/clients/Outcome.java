package org.floatingip.lab.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client has noticed.
 *
 * @param kind how its call ended
 * @param millis how long after the path was hit, or after the question where the client's own timer ended it; 0 where the call
 *     still hung when nobody watched any longer
 * @param said the exception that tells; empty where there was none
 */
record Outcome(Kind kind, long millis, String said) {

    private static final Pattern ENDED = Pattern.compile("(?<how>[a-z ]+?) (?:at once|after (?<seconds>\\d+) s)");

    /** What the kernel's own timers say; clients have other words. */
    private static final String OF_THE_KERNEL = "Connection timed out";

    /** Less than this was no timer's doing. */
    private static final long AT_ONCE_MILLIS = 1500;

    enum Kind {
        HANGS("hangs"),
        WORKS("works"),
        RESET("reset"),
        CLOSED("closed"),
        TIMED_OUT("timed out"),
        REFUSED("refused");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    static Outcome hangs() {
        return new Outcome(Kind.HANGS, 0, "");
    }

    /** By the first exception that tells: what wraps it, and what it comes from, says less. */
    static Outcome of(long millisSinceHit, long millisSinceQuestion, @Nullable Throwable thrown) {
        if (thrown == null) {
            return new Outcome(Kind.WORKS, millisSinceHit, "");
        }
        for (Throwable each : all(thrown)) {
            Kind kind = kind(each);
            if (kind != null) {
                boolean own = kind == Kind.TIMED_OUT && !words(each).contains(OF_THE_KERNEL);
                return new Outcome(kind, own ? millisSinceQuestion : millisSinceHit, words(each));
            }
        }
        throw new IllegalStateException("nobody knows what this is", thrown);
    }

    private static String words(Throwable thrown) {
        return thrown.toString().replaceAll("\\s+", " ");
    }

    private static List<Throwable> all(Throwable thrown) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            all.add(each);
            // Jedis tries each address of a name, and so suppresses why the last one failed.
            all.addAll(List.of(each.getSuppressed()));
        }
        return all;
    }

    private static @Nullable Kind kind(Throwable thrown) {
        String said = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("timed out")) {
            return Kind.TIMED_OUT;
        }
        // Which of the two depends on whether the answer to a packet came before the next one was written.
        if (said.contains("reset") || said.contains("broken pipe")) {
            return Kind.RESET;
        }
        if (said.contains("refused")) {
            return Kind.REFUSED;
        }
        if (said.contains("closed") || said.contains("end of stream") || said.contains("terminating connection")) {
            return Kind.CLOSED;
        }
        return null;
    }

    boolean atOnce() {
        return kind != Kind.HANGS && millis < AT_ONCE_MILLIS;
    }

    /** In words, for a cell of a table. */
    String cell() {
        if (kind == Kind.HANGS) {
            return "**hangs**";
        }
        return atOnce() ? kind.words + " at once" : kind.words + " after " + Math.round(millis / 1000.0) + " s";
    }

    /** Whether a cell says the same: how it ended, and when, give or take. */
    boolean isAsIn(String cell, int toleratedSeconds) {
        if (kind == Kind.HANGS) {
            return cell.equals(cell());
        }
        Matcher said = ENDED.matcher(cell);
        if (!said.matches() || !said.group("how").equals(kind.words)) {
            return false;
        }
        String seconds = said.group("seconds");
        return Math.abs(millis - 1000 * (seconds == null ? 0 : Long.parseLong(seconds))) <= 1000L * toleratedSeconds;
    }

    /** One line, for {@link #parse(String)}. */
    String line() {
        return kind + "\t" + millis + "\t" + said;
    }

    static Outcome parse(String line) {
        String[] parts = line.split("\t", 3);
        return new Outcome(Kind.valueOf(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }
}
