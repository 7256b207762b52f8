package org.floatingip.lab.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the ids of the table are at the service that is asked: learned from its replies, each id for one other. */
final class Names {

    /** The account of the in-memory AWS. */
    static final String ACCOUNT = "123456789012";

    private static final String KINDS =
            "eni-attach|vpc-cidr-assoc|subnet-cidr-assoc|vpc|subnet|eni|eipalloc|eipassoc|rtbassoc|rtb|scr|sg|dopt|vol|ami|interface|i|r";
    /** How the table tells apart what a request did not make. */
    private static final String WORDS = "of-instance|main|default|elsewhere";

    private static final Pattern ID =
            Pattern.compile("(?<![\\w-])(" + KINDS + ")-(" + WORDS + "|\\.\\.\\.|[0-9a-f]{1,17})(?![\\w-])");
    /** The first half of what the in-memory AWS gives a VPC's IPv6; EC2's own choice, as all public addresses are. */
    private static final String IPV6 = "2001:db8:0:1";

    /** Ids, public addresses and the account stand for others; times, MAC addresses and ids of requests for any. */
    private static final Pattern TOKEN = Pattern.compile("(?<id>" + ID.pattern() + ")"
            + "|(?<ipv6>(?<![\\w:])" + IPV6 + "(?=[0-9a-f]{2}:))"
            + "|(?<address>(?<![\\d.])203\\.0\\.113\\.\\d+)|(?<dashed>(?<=-)203-0-113-\\d+)|(?<account>\\b" + ACCOUNT
            + "\\b)"
            + "|(?<time>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?<fraction>\\.\\d+)?Z)"
            + "|(?<said>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d GMT)"
            + "|(?<mac>(?:[0-9a-f]{2}:){5}[0-9a-f]{2})|(?<any>\\.\\.\\.)");

    private static final Pattern NOBODY = Pattern.compile("(?!ami-|dopt-).*-0{12,}[0-9a-f]{0,5}");

    private static final String INTERFACE = "eni-";
    /** How some refusals of EC2 speak of an interface. */
    private static final String SPOKEN = "interface-";

    private final Map<String, String> actual;

    Names() {
        this(Map.of());
    }

    private Names(Map<String, String> actual) {
        this.actual = new HashMap<>(actual);
    }

    Names copy() {
        return new Names(actual);
    }

    /** Takes over what a copy has learned. */
    void adopt(Names learned) {
        actual.putAll(learned.actual);
    }

    void learn(String name, String at) {
        actual.put(name, at);
        if (name.startsWith(INTERFACE)) {
            actual.put(SPOKEN + name.substring(INTERFACE.length()), SPOKEN + at.substring(INTERFACE.length()));
        }
    }

    /** The ids of that kind that the service has given to this run. */
    List<String> madeBy(String kind) {
        return actual.values().stream()
                .filter(id -> id.startsWith(kind))
                .distinct()
                .toList();
    }

    /** The text with each name as the service knows it. */
    String translate(String text) {
        Matcher tokens = TOKEN.matcher(text);
        StringBuilder translated = new StringBuilder();
        while (tokens.find()) {
            String token = tokens.group();
            tokens.appendReplacement(translated, Matcher.quoteReplacement(actual.getOrDefault(token, token)));
        }
        return tokens.appendTail(translated).toString();
    }

    /** What a text names and the service has not given to this run: ids, but for those that nobody has, and public addresses. */
    List<String> strangers(String translated) {
        List<String> strangers = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(translated);
        while (tokens.find()) {
            boolean names = tokens.group("id") != null || tokens.group("address") != null;
            if (names
                    && !actual.containsValue(tokens.group())
                    && !NOBODY.matcher(tokens.group()).matches()) {
                strangers.add(tokens.group());
            }
        }
        return strangers;
    }

    /** Whether a text says the same as that of the table; if so, what it names is known from now on. */
    boolean agree(String expected, String text) {
        Matcher tokens = TOKEN.matcher(expected);
        StringBuilder pattern = new StringBuilder();
        List<String> named = new ArrayList<>();
        int end = 0;
        while (tokens.find()) {
            pattern.append(Pattern.quote(expected.substring(end, tokens.start())));
            end = tokens.end();
            String known = actual.get(tokens.group());
            if (known != null) {
                pattern.append(Pattern.quote(known));
            } else {
                String form = form(tokens);
                pattern.append('(').append(form).append(')');
                named.add(tokens.group());
            }
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        Matcher same = Pattern.compile(pattern.toString()).matcher(text);
        if (!same.matches()) {
            return false;
        }
        Map<String, String> learned = new HashMap<>();
        for (int i = 0; i < named.size(); i++) {
            String name = named.get(i);
            if (!stands(name) || NOBODY.matcher(name).matches()) {
                continue;
            }
            String before = learned.putIfAbsent(name, same.group(i + 1));
            if (before != null && !before.equals(same.group(i + 1))) {
                return false;
            }
        }
        if (learned.entrySet().stream()
                .anyMatch(entry -> actual.containsValue(entry.getValue())
                        && !entry.getValue().equals(actual.get(entry.getKey())))) {
            return false; // two things of the table would be one
        }
        learned.forEach(this::learn);
        return true;
    }

    private static boolean stands(String name) {
        return (ID.matcher(name).matches() && !name.endsWith("..."))
                || name.matches("203[.]0[.]113[.]\\d+|" + IPV6 + "|" + ACCOUNT);
    }

    private static String form(Matcher token) {
        String text = token.group();
        if (token.group("id") != null) {
            return NOBODY.matcher(text).matches()
                    ? Pattern.quote(text)
                    : Pattern.quote(text.replaceFirst("(" + WORDS + "|\\.\\.\\.|[0-9a-f]+)$", ""))
                            + "(?:[0-9a-f]{8,17}|\\.\\.\\.)";
        }
        if (token.group("ipv6") != null) {
            return "(?:[0-9a-f]{1,4}:){3}[0-9a-f]{1,2}";
        }
        if (token.group("address") != null) {
            return "\\d+\\.\\d+\\.\\d+\\.\\d+";
        }
        if (token.group("dashed") != null) {
            return "\\d+-\\d+-\\d+-\\d+";
        }
        if (token.group("account") != null) {
            return "\\d{12}";
        }
        if (token.group("time") != null) {
            return "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d" + (token.group("fraction") == null ? "" : "\\.\\d+")
                    + "Z";
        }
        if (token.group("said") != null) {
            return "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d GMT";
        }
        return token.group("mac") != null ? "(?:[0-9a-f]{2}:){5}[0-9a-f]{2}" : ".+";
    }
}
