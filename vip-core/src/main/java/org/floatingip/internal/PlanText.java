package org.floatingip.internal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * Plans as text, version 2: a line {@code vip-plan/2}, lines {@code key=value} with values as in URLs, and a last line
 * {@code crc32=..} over all before it. The checksum finds accidents, not attacks: whoever may hand in a plan may move the
 * address, and a plan is checked against the network before it is carried out.
 *
 * <p>Version 1, which is read too, knew no {@code reassociate} and no {@code dependent}.
 */
public final class PlanText {

    private static final String HEAD = "vip-plan/";
    private static final String VERSION = "2";
    private static final String EARLIER = "1";
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final String BAD = "not a plan: ";
    private static final Pattern MALFORMED = Pattern.compile("%(?![0-9a-fA-F]{2}).{0,2}");

    private static final Set<String> KEYS = Set.of(
            "address",
            "strategy",
            "target",
            "from",
            "orUnheld",
            "reassociate",
            "holder",
            "host",
            "interface",
            "mac",
            "subnet",
            "reason",
            "dependent",
            "call",
            "warning",
            "plannedAt");
    private static final Set<String> LISTS = Set.of("holder", "dependent", "call", "warning");

    private PlanText() {}

    public static String write(MovePlan plan) {
        StringBuilder text = new StringBuilder(HEAD + VERSION + "\n");
        line(text, "address", plan.address().toString());
        line(text, "strategy", plan.strategy().name());
        line(text, "target", plan.target().value());
        line(
                text,
                "from",
                plan.expectedHolder() == null ? null : plan.expectedHolder().value());
        line(text, "orUnheld", Boolean.toString(plan.orUnheld()));
        line(text, "reassociate", Boolean.toString(plan.reassociate()));
        for (Holder holder : plan.holders()) {
            line(
                    text,
                    "holder",
                    holder.host().value(),
                    holder.interfaceId(),
                    holder.primary() ? "primary" : "secondary");
        }
        Placement placement = plan.placement();
        line(text, "host", placement.host().value());
        line(text, "interface", placement.interfaceId());
        line(text, "mac", placement.macAddress());
        line(text, "subnet", placement.subnetId());
        line(text, "reason", placement.reason());
        for (Dependent dependent : plan.dependents()) {
            line(text, "dependent", dependent.id(), dependent.description());
        }
        for (PlannedCall call : plan.calls()) {
            line(text, "call", call.mutating() ? "change" : "read", call.permission(), call.description());
        }
        plan.warnings().forEach(warning -> line(text, "warning", warning));
        line(text, "plannedAt", plan.plannedAt().toString());
        String lines = text.toString();
        return lines + "crc32=" + crc(lines) + "\n";
    }

    private static void line(StringBuilder text, String key, @Nullable String... values) {
        if (values.length == 1 && values[0] == null) {
            return;
        }
        List<String> encoded = new ArrayList<>();
        for (String value : values) {
            encoded.add(URLEncoder.encode(value == null ? "" : value, StandardCharsets.UTF_8));
        }
        text.append(key).append('=').append(String.join(",", encoded)).append('\n');
    }

    public static MovePlan read(String given) {
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
        Map<String, List<List<String>>> fields = fields(text.substring(text.indexOf('\n') + 1, sum));
        try {
            return plan(fields, version.equals(EARLIER));
        } catch (IllegalArgumentException e) {
            // An address or a host id of it: they say themselves what is wrong with them.
            String why = String.valueOf(e.getMessage());
            throw why.startsWith(BAD) ? e : bad(why);
        }
    }

    private static Map<String, List<List<String>>> fields(String lines) {
        Map<String, List<List<String>>> fields = new LinkedHashMap<>();
        for (String line : lines.split("\n", -1)) {
            if (line.isEmpty()) {
                continue;
            }
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            if (equals < 0 || !KEYS.contains(key)) {
                throw bad("it has a line that is not known: \"" + key + "\"");
            }
            List<String> values = new ArrayList<>();
            for (String value : line.substring(equals + 1).split(",", -1)) {
                values.add(decoded(key, value));
            }
            List<List<String>> all = fields.computeIfAbsent(key, ignored -> new ArrayList<>());
            all.add(values);
            if (all.size() > 1 && !LISTS.contains(key)) {
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

    private static MoveStrategy strategy(String given) {
        return Stream.of(MoveStrategy.values())
                .filter(strategy -> strategy.name().equals(given))
                .findFirst()
                .orElseThrow(() -> bad("its \"strategy\" should be TAKEOVER or HANDOVER, not \"" + given + "\""));
    }

    private static Instant time(String key, String given) {
        try {
            return Instant.parse(given);
        } catch (DateTimeException e) {
            throw bad("its \"" + key + "\" should be a time as in 2026-01-01T00:00:00Z, not \"" + given + "\"");
        }
    }

    private static MovePlan plan(Map<String, List<List<String>>> fields, boolean earlier) {
        List<Holder> holders = new ArrayList<>();
        for (List<String> parts : all(fields, "holder", 3)) {
            HostId host = HostId.of(parts.get(0));
            holders.add(
                    parts.get(2).equals("primary")
                            ? Holder.ofPrimary(host, parts.get(1))
                            : Holder.of(host, parts.get(1)));
        }
        List<PlannedCall> calls = new ArrayList<>();
        for (List<String> parts : all(fields, "call", 3)) {
            calls.add(
                    parts.get(0).equals("change")
                            ? PlannedCall.mutating(parts.get(2), parts.get(1))
                            : PlannedCall.reading(parts.get(2), parts.get(1)));
        }
        String from = optional(fields, "from");
        return MovePlan.builder()
                .address(IpAddress.of(required(fields, "address")))
                .strategy(strategy(required(fields, "strategy")))
                .target(HostId.of(required(fields, "target")))
                .expectedHolder(from == null ? null : HostId.of(from))
                .orUnheld(required(fields, "orUnheld").equals("true"))
                .reassociate(!earlier && required(fields, "reassociate").equals("true"))
                .holders(holders)
                .placement(Placement.builder(HostId.of(required(fields, "host")), required(fields, "interface"))
                        .macAddress(optional(fields, "mac"))
                        .subnetId(optional(fields, "subnet"))
                        .reason(optional(fields, "reason"))
                        .build())
                .dependents(all(fields, "dependent", 2).stream()
                        .map(parts -> Dependent.of(parts.get(0), parts.get(1)))
                        .toList())
                .calls(calls)
                .warnings(all(fields, "warning", 1).stream()
                        .map(parts -> parts.get(0))
                        .toList())
                .plannedAt(time("plannedAt", required(fields, "plannedAt")))
                .build();
    }

    private static List<List<String>> all(Map<String, List<List<String>>> fields, String key, int parts) {
        List<List<String>> all = fields.getOrDefault(key, List.of());
        if (all.stream().anyMatch(values -> values.size() != parts)) {
            throw bad("its \"" + key + "\" should have " + parts + " parts");
        }
        return all;
    }

    private static @Nullable String optional(Map<String, List<List<String>>> fields, String key) {
        List<List<String>> all = all(fields, key, 1);
        return all.isEmpty() ? null : all.get(0).get(0);
    }

    private static String required(Map<String, List<List<String>>> fields, String key) {
        String value = optional(fields, key);
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

    private static IllegalArgumentException bad(String why) {
        return new IllegalArgumentException(BAD + why);
    }
}
