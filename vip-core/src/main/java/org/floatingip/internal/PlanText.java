package org.floatingip.internal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text that plans travel as, version 2: a line {@code vip-plan/2}, lines {@code key=value} with values as in URLs, and a
 * last line {@code crc32=..} over all before it. The checksum finds accidents, not attacks: whoever may hand in a plan may move
 * the address, and a plan is checked against the network before it is carried out.
 *
 * <p>Knows lines and no plan: which keys there are, and what they mean, is the plan's.
 */
public final class PlanText {

    private static final String HEAD = "vip-plan/";
    private static final String VERSION = "2";
    private static final String EARLIER = "1";
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final String BAD = "not a plan: ";
    private static final Pattern MALFORMED = Pattern.compile("%(?![0-9a-fA-F]{2}).{0,2}");

    private final boolean earlier;
    private final Map<String, List<List<String>>> fields;

    private PlanText(boolean earlier, Map<String, List<List<String>>> fields) {
        this.earlier = earlier;
        this.fields = fields;
    }

    /** Writes a plan, line by line. Not safe for use by several threads. */
    public static final class Writer {

        private final StringBuilder text = new StringBuilder(HEAD + VERSION + "\n");

        /** A line of those values; none for a single value that is null. */
        public Writer line(String key, @Nullable String... values) {
            if (values.length == 1 && values[0] == null) {
                return this;
            }
            List<String> encoded = new ArrayList<>();
            for (String value : values) {
                encoded.add(URLEncoder.encode(value == null ? "" : value, StandardCharsets.UTF_8));
            }
            text.append(key).append('=').append(String.join(",", encoded)).append('\n');
            return this;
        }

        /** The whole text, with its checksum. */
        public String whole() {
            String lines = text.toString();
            return lines + "crc32=" + crc(lines) + "\n";
        }
    }

    /**
     * Reads what a {@link Writer} wrote.
     *
     * @param keys those that are known
     * @param lists those of them that may come more than once
     * @throws IllegalArgumentException if it is no such text; the message says why
     */
    public static PlanText read(String given, Set<String> keys, Set<String> lists) {
        if (given.length() > MOST_CHARACTERS) {
            throw bad("it is longer than any plan");
        }
        // Mail, clipboards and editors change line ends, and blank space around.
        String text = given.strip().replace("\r\n", "\n") + "\n";
        if (!text.startsWith(HEAD)) {
            throw bad("it does not begin with \"" + HEAD + VERSION + "\"");
        }
        String version = text.substring(HEAD.length(), text.indexOf('\n'));
        if (!version.equals(VERSION) && !version.equals(EARLIER)) {
            throw bad("it is of version \"" + version + "\", and this library knows versions " + EARLIER + " and "
                    + VERSION
                    + "; use the version of vip that made it");
        }
        int sum = text.lastIndexOf("crc32=");
        if (sum < 0 || text.charAt(sum - 1) != '\n' || text.indexOf('\n', sum) != text.length() - 1) {
            throw bad("its last line, the checksum, is missing: it was cut off");
        }
        if (!text.substring(sum).strip().equals("crc32=" + crc(text.substring(0, sum)))) {
            throw bad("its checksum does not fit: it was changed or damaged");
        }
        return new PlanText(version.equals(EARLIER), fields(text.substring(text.indexOf('\n') + 1, sum), keys, lists));
    }

    private static Map<String, List<List<String>>> fields(String lines, Set<String> keys, Set<String> lists) {
        Map<String, List<List<String>>> fields = new LinkedHashMap<>();
        for (String line : lines.split("\n", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            if (equals < 0 || !keys.contains(key)) {
                throw bad("it has a line that is not known: \"" + key + "\"");
            }
            List<String> values = new ArrayList<>();
            for (String value : line.substring(equals + 1).split(",", -1)) {
                values.add(decoded(key, value));
            }
            List<List<String>> all = fields.computeIfAbsent(key, ignored -> new ArrayList<>());
            all.add(values);
            if (all.size() > 1 && !lists.contains(key)) {
                throw bad("it has \"" + key + "\" twice");
            }
        }
        return fields;
    }

    private static String decoded(String key, String value) {
        Matcher malformed = MALFORMED.matcher(value);
        if (malformed.find()) {
            throw bad("its \"" + key + "\" has \"" + malformed.group()
                    + "\", where two hexadecimal digits should follow the %: it was changed or damaged");
        }
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    /** Whether it is of version 1, which knew fewer keys. */
    public boolean isEarlier() {
        return earlier;
    }

    /** The values of each line of that key, which has to have so many. */
    public List<List<String>> all(String key, int parts) {
        List<List<String>> all = fields.getOrDefault(key, List.of());
        if (all.stream().anyMatch(values -> values.size() != parts)) {
            throw bad("its \"" + key + "\" should have " + parts + " parts");
        }
        return all;
    }

    /** The one value of that key; null if there is no such line. */
    public @Nullable String optional(String key) {
        List<List<String>> all = all(key, 1);
        return all.isEmpty() ? null : all.get(0).get(0);
    }

    /** The one value of that key. */
    public String required(String key) {
        String value = optional(key);
        if (value == null) {
            throw bad("it has no \"" + key + "\"");
        }
        return value;
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    /** What is wrong with a text: that of an {@link IllegalArgumentException} of ours is not said twice. */
    public static IllegalArgumentException bad(String why) {
        return new IllegalArgumentException(why.startsWith(BAD) ? why : BAD + why);
    }
}
