package org.floatingip.linux.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.linux.spi.CommandResult;
import org.jspecify.annotations.Nullable;

/** What our script answered on a host. Immutable. */
public final class HostAnswer {

    /** A place where the host has the address. */
    public record Place(String interfaceName, String local, boolean ours) {}

    private static final String BEGIN = "vip-host/1";
    private static final String END = "end";

    private final Map<String, String> values = new HashMap<>();
    private final List<Place> places = new ArrayList<>();

    private HostAnswer() {}

    /** Reads an answer; null if it is not a whole one. */
    public static @Nullable HostAnswer read(CommandResult result) {
        List<HostAnswer> answers = readAll(result);
        boolean whole = result.status() == 0 && result.out().stripTrailing().endsWith("\n" + END);
        return whole && answers.size() == 1 ? answers.get(0) : null;
    }

    /**
     * Reads the answers of an operation on all, each of which names its address: those that are whole, also of a run that
     * was ended in between, for what they say was done.
     */
    public static List<HostAnswer> readAll(CommandResult result) {
        List<HostAnswer> answers = new ArrayList<>();
        HostAnswer answer = null; // a login shell may print something before
        for (String line : result.out().lines().toList()) {
            if (line.equals(BEGIN)) {
                answer = new HostAnswer();
            } else if (answer != null && line.equals(END)) {
                answers.add(answer);
                answer = null;
            } else if (answer != null) {
                answer.take(line);
            }
        }
        return answers;
    }

    private void take(String line) {
        int space = line.indexOf(' ');
        String key = space < 0 ? line : line.substring(0, space);
        String value = space < 0 ? "" : line.substring(space + 1).strip();
        if (key.equals("live")) {
            String[] words = value.split(" ", -1);
            places.add(new Place(words[0], words[1], words[2].equals("ours")));
        } else {
            values.put(key, value);
        }
    }

    /** Why the host did not do it, as one word of the script; null if it did. */
    public @Nullable String failure() {
        String failed = values.get("failed");
        return failed == null ? null : failed.split(" ", 2)[0];
    }

    /** What it said to that. */
    public String failureText() {
        String[] words = values.getOrDefault("failed", "").split(" ", 2);
        return words.length < 2 ? "" : words[1].strip();
    }

    /** Where the host has the address. */
    public List<Place> places() {
        return List.copyOf(places);
    }

    /** A value that the script said; empty if it did not say it. */
    public String value(String key) {
        return values.getOrDefault(key, "");
    }
}
