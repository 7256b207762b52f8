package org.floatingip.internal.plan;

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
 * The text that plans travel as, version 3: a line {@code vip-plan/3}, lines {@code key=value} with values as in URLs, and a
 * last line {@code crc32=..} over all before it. First come the lines of the whole, then a block for each address, which begins
 * with a key that is known for that. The checksum finds accidents, not attacks: whoever may hand in a plan may move the address,
 * and a plan is checked against the network before it is carried out.
 *
 * <p>Versions 1 and 2, which are read too, knew one address: all lines are its block, and those of the whole as well.
 *
 * <p>Knows lines and no plan: which keys there are, and what they mean, is the plan's.
 */
public final class PlanText {

    private static final String HEAD = "vip-plan/";
    private static final String VERSION = "3";
    private static final List<String> EARLIER = List.of("1", "2");
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final String BAD = "not a plan: ";
    private static final Pattern MALFORMED = Pattern.compile("%(?![0-9a-fA-F]{2}).{0,2}");

    private final int version;
    private final Lines whole;
    private final List<Lines> blocks;

    private PlanText(int version, Lines whole, List<Lines> blocks) {
        this.version = version;
        this.whole = whole;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * The keys of a plan.
     *
     * @param whole those of the whole
     * @param block those of the block of an address
     * @param first the one of these that begins it
     * @param lists those that may come more than once
     */
    public record Keys(Set<String> whole, Set<String> block, String first, Set<String> lists) {}

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
     * @throws IllegalArgumentException if it is no such text; the message says why
     */
    public static PlanText read(String given, Keys keys) {
        if (given.length() > MOST_CHARACTERS) {
            throw bad("it is longer than any plan");
        }
        // Mail, clipboards and editors change line ends, and blank space around.
        String text = given.strip().replace("\r\n", "\n") + "\n";
        if (!text.startsWith(HEAD)) {
            throw bad("it does not begin with \"" + HEAD + VERSION + "\"");
        }
        String version = text.substring(HEAD.length(), text.indexOf('\n'));
        if (!version.equals(VERSION) && !EARLIER.contains(version)) {
            throw bad("it is of version \"" + version + "\", and this library knows versions "
                    + String.join(", ", EARLIER) + " and " + VERSION + "; use the version of vip that made it");
        }
        int sum = text.lastIndexOf("crc32=");
        if (sum < 0 || text.charAt(sum - 1) != '\n' || text.indexOf('\n', sum) != text.length() - 1) {
            throw bad("its last line, the checksum, is missing: it was cut off");
        }
        if (!text.substring(sum).strip().equals("crc32=" + crc(text.substring(0, sum)))) {
            throw bad("its checksum does not fit: it was changed or damaged");
        }
        return parsed(Integer.parseInt(version), text.substring(text.indexOf('\n') + 1, sum), keys);
    }

    private static PlanText parsed(int version, String text, Keys keys) {
        Lines whole = new Lines();
        List<Lines> blocks = new ArrayList<>();
        Lines now = whole;
        boolean oneOnly = EARLIER.contains(Integer.toString(version));
        if (oneOnly) {
            blocks.add(whole);
        }
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            if (!oneOnly && key.equals(keys.first())) {
                now = new Lines();
                blocks.add(now);
            }
            boolean known = oneOnly
                    ? keys.whole().contains(key) || keys.block().contains(key)
                    : (now == whole ? keys.whole() : keys.block()).contains(key);
            if (equals < 0 || !known) {
                throw bad("it has a line that is not known: \"" + key + "\""
                        + (now == whole || !keys.whole().contains(key) ? "" : " after the first address"));
            }
            List<String> values = new ArrayList<>();
            for (String value : line.substring(equals + 1).split(",", -1)) {
                values.add(decoded(key, value));
            }
            now.add(key, values, keys.lists().contains(key));
        }
        return new PlanText(version, whole, blocks);
    }

    /** The version that it is of. */
    public int version() {
        return version;
    }

    /** The lines of the whole. */
    public Lines whole() {
        return whole;
    }

    /** The lines of each address, in order. */
    public List<Lines> blocks() {
        return blocks;
    }

    /** Lines by their keys. */
    public static final class Lines {

        private final Map<String, List<List<String>>> fields = new LinkedHashMap<>();

        private Lines() {}

        private void add(String key, List<String> values, boolean repeated) {
            List<List<String>> all = fields.computeIfAbsent(key, ignored -> new ArrayList<>());
            all.add(values);
            if (all.size() > 1 && !repeated) {
                throw bad("it has \"" + key + "\" twice");
            }
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
    }

    private static String decoded(String key, String value) {
        Matcher malformed = MALFORMED.matcher(value);
        if (malformed.find()) {
            throw bad("its \"" + key + "\" has \"" + malformed.group()
                    + "\", where two hexadecimal digits should follow the %: it was changed or damaged");
        }
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
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
