package org.floatingip.testkit.internal.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one EC2 Query request.
 *
 * <p>Only what its {@link Ec2Action} names gets here. An action takes what it understands and then calls {@link #finish}, which
 * refuses whatever is left, so that nothing is ignored in silence.
 */
final class QueryRequest {

    /** Not with zeros in front: then two names would be of one item. */
    private static final Pattern NUMBER = Pattern.compile("\\.(?:0|[1-9][0-9]{0,5})(?=\\.|$)");

    private static final Pattern CIDR = Pattern.compile("([^/]+)/(0|[1-9][0-9]{0,2})");

    private final Map<String, String> parameters;
    private final Set<String> untaken;

    private QueryRequest(Map<String, String> parameters) {
        this.parameters = parameters;
        this.untaken = new TreeSet<>(parameters.keySet());
    }

    /** Reads {@code a=1&b=2} with percent-encoding. */
    static QueryRequest parse(String form) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : form.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (parameters.put(name, value) != null) {
                throw new QueryError(400, "MalformedQueryString", "The parameter " + name + " is given twice");
            }
        }
        return new QueryRequest(parameters);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new QueryError(400, "MalformedQueryString", "The query string contains a syntax error");
        }
    }

    /** The name of a parameter with {@code N} for each number in it: {@code Filter.2.Value.1} is {@code Filter.N.Value.N}. */
    static String form(String parameter) {
        return NUMBER.matcher(parameter).replaceAll(".N");
    }

    /** All parameters but action and version. */
    Map<String, String> visible() {
        Map<String, String> visible = new TreeMap<>(parameters);
        visible.remove("Action");
        visible.remove("Version");
        return visible;
    }

    @Nullable
    String optional(String name) {
        untaken.remove(name);
        return parameters.get(name);
    }

    String text(String name, String otherwise) {
        String value = optional(name);
        return value == null ? otherwise : value;
    }

    String required(String name) {
        String value = optional(name);
        if (value == null || value.isEmpty()) {
            throw QueryError.missingParameter(name);
        }
        return value;
    }

    OptionalInt integer(String name) {
        String value = optional(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw QueryError.invalidValue("Invalid value '" + value + "' for " + name + ". Expected an integer.");
        }
    }

    int requiredInteger(String name) {
        required(name);
        return integer(name).orElseThrow();
    }

    boolean bool(String name, boolean otherwise) {
        String value = optional(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw QueryError.invalidValue("Invalid value '" + value + "' for " + name + ". Expected a boolean.");
        };
    }

    CidrBlock requiredCidr(String name) {
        required(name);
        return Objects.requireNonNull(cidr(name));
    }

    /** Like EC2, it takes bits that are set behind the prefix for zero. */
    @Nullable
    CidrBlock cidr(String name) {
        String value = optional(name);
        if (value == null) {
            return null;
        }
        Matcher parts = CIDR.matcher(value);
        try {
            if (parts.matches()) {
                return CidrBlock.of(IpAddress.of(parts.group(1)), Integer.parseInt(parts.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw invalidCidr(name, value);
        }
        throw invalidCidr(name, value);
    }

    static QueryError invalidCidr(String name, String value) {
        return QueryError.invalidValue("Value (" + value + ") for parameter "
                + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)
                + " is invalid. This is not a valid CIDR block.");
    }

    /** {@code name.1}, {@code name.2} and so on, in numerical order. */
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (int index : indexes(name + ".")) {
            String value = optional(name + "." + index);
            if (value == null) {
                throw QueryError.unknownParameter(name + "." + index);
            }
            values.add(value);
        }
        return values;
    }

    /** The numbers that follow the prefix, sorted. */
    List<Integer> indexes(String prefix) {
        Set<Integer> indexes = new TreeSet<>();
        for (String name : parameters.keySet()) {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                int dot = rest.indexOf('.');
                String number = dot < 0 ? rest : rest.substring(0, dot);
                if (!number.matches("[0-9]{1,6}")) {
                    throw QueryError.unknownParameter(name);
                }
                indexes.add(Integer.parseInt(number));
            }
        }
        return List.copyOf(indexes);
    }

    List<IpAddress> addresses(String name) {
        List<IpAddress> addresses = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (String value : list(name)) {
            try {
                addresses.add(IpAddress.of(value));
            } catch (IllegalArgumentException e) {
                bad.add(value);
            }
        }
        if (!bad.isEmpty()) {
            throw QueryError.invalidValue("invalid value for parameter address: " + bad);
        }
        return addresses;
    }

    @Nullable
    IpAddress address(String name) {
        String value = optional(name);
        if (value == null) {
            return null;
        }
        try {
            return IpAddress.of(value);
        } catch (IllegalArgumentException e) {
            throw QueryError.invalidValue("invalid value for parameter address: [" + value + "]");
        }
    }

    /**
     * The page that a request wants.
     *
     * @param action whose pages they are
     * @param most how many items it may have at most
     * @param token of the page before; null for the first
     */
    record PageWanted(
            String action, OptionalInt most, @Nullable String token) {}

    PageWanted pageWanted() {
        return new PageWanted(text("Action", ""), integer("MaxResults"), optional("NextToken"));
    }

    /** The filters in the order given: name to accepted values. */
    Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        for (int index : indexes("Filter.")) {
            String name = required("Filter." + index + ".Name");
            List<String> values = list("Filter." + index + ".Value");
            if (values.isEmpty()) {
                throw QueryError.missingParameter("Filter." + index + ".Value");
            }
            filters.computeIfAbsent(name, key -> new ArrayList<>()).addAll(values);
        }
        return filters;
    }

    /** The tags asked for on resources of that type; those of other types are a mistake of the caller's. */
    Map<String, String> tags(String... resourceTypes) {
        return tagsByType(resourceTypes).getOrDefault(resourceTypes[0], Map.of());
    }

    /** Resource type to tags. */
    Map<String, Map<String, String>> tagsByType(String... resourceTypes) {
        Map<String, Map<String, String>> byType = new HashMap<>();
        for (int index : indexes("TagSpecification.")) {
            String prefix = "TagSpecification." + index + ".";
            String type = required(prefix + "ResourceType");
            if (!Set.of(resourceTypes).contains(type)) {
                throw type.equals("volume")
                        ? QueryError.invalidValue("Tags of a " + type + " are not supported" + QueryError.NOT_MODELLED)
                        : QueryError.invalidValue(
                                "'" + type + "' is not a valid taggable resource type for this operation.");
            }
            Map<String, String> tags = byType.computeIfAbsent(type, key -> new HashMap<>());
            tags.putAll(tagsAt(prefix));
        }
        return byType;
    }

    /** Tags by key, {@code Tag.1.Key}, {@code Tag.1.Value} and so on after that prefix; without a value it is empty. */
    Map<String, String> tagsAt(String prefix) {
        Map<String, String> tags = new TreeMap<>();
        keysAt(prefix).forEach((key, value) -> tags.put(key, value == null ? "" : value));
        return tags;
    }

    /** Like {@link #tagsAt}, but a tag without a value has null. */
    Map<String, @Nullable String> keysAt(String prefix) {
        Map<String, @Nullable String> tags = new TreeMap<>();
        for (int index : indexes(prefix + "Tag.")) {
            String key = required(prefix + "Tag." + index + ".Key");
            if (tags.containsKey(key)) {
                throw QueryError.invalidValue("Duplicate tag key '" + key + "' specified."); // a guess
            }
            tags.put(key, optional(prefix + "Tag." + index + ".Value"));
        }
        return tags;
    }

    /** Refuses what the action can take, but did not beside the others of this request. */
    void finish() {
        Set<String> left = new TreeSet<>(untaken);
        left.removeAll(List.of("Action", "Version", Ec2Action.DRY_RUN));
        left.stream().findFirst().ifPresent(name -> {
            throw QueryError.combinationNotModelled(name);
        });
    }
}
