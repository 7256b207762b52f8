package org.floatingip.linux.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/** What our script answered on a host of one address. Immutable. */
public final class HostAnswer {

    /** What each line of an answer has in it, with the key and the value behind it: whatever else a host may print. */
    static final String TAG = "vip-host/2 ";

    /** What the last line of the script ends with. */
    static final String LAST_LINE = TAG + "done";

    private static final String BEGIN = TAG + "begin";

    /** A place where the host has the address. */
    public record Place(String interfaceName, String local, boolean ours) {}

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Place> places = new ArrayList<>();
    private final List<Configured> configured = new ArrayList<>();

    private HostAnswer() {}

    /**
     * Reads the answers, by their addresses: those that are whole, also of a run that was ended in between, for what they say
     * was done. Start-up files of a shell may print anything before, between and behind, and without an end of line.
     */
    public static Map<String, HostAnswer> readAll(String out) {
        Map<String, HostAnswer> answers = new LinkedHashMap<>();
        HostAnswer answer = new HostAnswer();
        for (String line : out.lines().toList()) {
            int tag = line.indexOf(TAG);
            if (tag < 0) {
                continue;
            }
            String[] words = line.substring(tag + TAG.length()).strip().split(" ", 2);
            String value = words.length < 2 ? "" : Printable.line(words[1]);
            if (words[0].equals("address")) {
                answer = new HostAnswer();
            }
            if (!words[0].equals("end")) {
                answer.take(words[0], value);
            } else if (answer.value("address").equals(value)) {
                answers.put(value, answer);
            }
        }
        return answers;
    }

    /** Whether the script began to run: before that it has done nothing. */
    static boolean hasBegun(String out) {
        return out.contains(BEGIN);
    }

    private void take(String key, String value) {
        String[] words = value.split(" ", 4);
        if (key.equals("live") && words.length == 3) {
            places.add(new Place(words[0], words[1], words[2].equals("ours")));
        } else if (key.equals("configured")) {
            Configured one = Configured.read(value);
            if (one != null) {
                configured.add(one);
            }
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
        return words.length < 2 ? "" : Printable.shortLine(words[1]);
    }

    /** Where the host has the address. */
    public List<Place> places() {
        return List.copyOf(places);
    }

    /** What others configured that gives the host this address. */
    List<Configured> configured(IpAddress address) {
        return configured.stream().filter(each -> each.gives(address)).toList();
    }

    /** A value that the script said; empty if it did not say it. */
    public String value(String key) {
        return values.getOrDefault(key, "");
    }
}
