package org.floatingip.testkit.internal.aws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters and pages of the Describe actions. */
final class Selection<T> {

    /** What a filter by the value of one tag begins with. */
    static final String BY_TAG = "tag:";

    /** That filter, whatever the key. */
    static final String ANY_TAG = "tag:KEY";

    private static final int LEAST = 5;
    private static final int MOST = 1000;

    private final Map<String, Function<T, Collection<String>>> filters = new LinkedHashMap<>();
    private @Nullable Function<T, Map<String, String>> tags;

    /** One page: what is on it, and the token of the next. */
    record Page<T>(List<T> items, @Nullable String nextToken) {}

    /** A filter by that name on values of the item; an item matches if any of its values does. */
    Selection<T> filter(String name, Function<T, Collection<String>> values) {
        filters.put(name, values);
        return this;
    }

    /** A filter on one value of the item. */
    Selection<T> on(String name, Function<T, String> value) {
        return filter(name, item -> List.of(value.apply(item)));
    }

    /** The filters {@code tag:KEY} and {@code tag-key}. */
    Selection<T> tags(Function<T, Map<String, String>> tags) {
        return tag(tags).filter("tag-key", item -> tags.apply(item).keySet());
    }

    /** The filter {@code tag:KEY} alone. */
    Selection<T> tag(Function<T, Map<String, String>> tags) {
        this.tags = tags;
        return this;
    }

    /** Whether that is one of its filters. */
    boolean has(String filter) {
        return filters.containsKey(filter) || (filter.startsWith(BY_TAG) && tags != null);
    }

    /** The names of its filters, {@link #ANY_TAG} among them if there is one for each tag. */
    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(filters.keySet());
        if (tags != null) {
            names.add(ANY_TAG);
        }
        return names;
    }

    /** Those that match every filter, each of which it {@linkplain #has has}; values may have the wildcards {@code *} and {@code ?}, or these after a backslash. */
    List<T> matching(List<T> items, Map<String, List<String>> wanted) {
        List<T> left = items;
        for (Map.Entry<String, List<String>> filter : wanted.entrySet()) {
            Function<T, Collection<String>> values = values(filter.getKey());
            List<Pattern> patterns =
                    filter.getValue().stream().map(Selection::pattern).toList();
            left = left.stream()
                    .filter(item -> values.apply(item).stream()
                            .anyMatch(value -> patterns.stream()
                                    .anyMatch(pattern -> pattern.matcher(value).matches())))
                    .toList();
        }
        return left;
    }

    private Function<T, Collection<String>> values(String filter) {
        Function<T, Map<String, String>> tagsOf = tags;
        if (filter.startsWith(BY_TAG) && tagsOf != null) {
            String key = filter.substring(BY_TAG.length());
            return item -> {
                String value = tagsOf.apply(item).get(key);
                return value == null ? List.of() : List.of(value);
            };
        }
        Function<T, Collection<String>> values = filters.get(filter);
        if (values == null) {
            throw new IllegalArgumentException(filter);
        }
        return values;
    }

    private static Pattern pattern(String wanted) {
        StringBuilder regex = new StringBuilder();
        int[] characters = wanted.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            if (characters[i] == '*') {
                regex.append(".*");
            } else if (characters[i] == '?') {
                regex.append('.');
            } else {
                if (characters[i] == '\\' && i + 1 < characters.length) {
                    i++;
                }
                regex.append(Pattern.quote(Character.toString(characters[i])));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /**
     * One page of the items.
     *
     * @param sparse whether the first page comes empty but with a token, as the real service may answer
     */
    static <T> Page<T> page(List<T> items, QueryRequest.PageWanted wanted, boolean sparse) {
        OptionalInt most = wanted.most();
        if (most.isPresent() && most.getAsInt() < LEAST) {
            throw QueryError.invalidValue("Value ( " + most.getAsInt()
                    + " ) for parameter maxResults is invalid. Expecting a value greater than " + LEAST + ".");
        }
        if (most.isPresent() && most.getAsInt() > MOST) {
            throw QueryError.invalidValue("Value ( " + most.getAsInt()
                    + " ) for parameter maxResults is invalid. Expecting a value smaller than or equal to " + MOST
                    + ".");
        }
        String token = wanted.token();
        if (most.isEmpty() && token == null) {
            return new Page<>(items, null);
        }
        if (sparse && token == null) {
            return new Page<>(List.of(), encode(wanted.action(), 0));
        }
        int from = token == null ? 0 : decode(wanted.action(), token);
        int to = Math.min(items.size(), from + most.orElse(MOST));
        return new Page<>(
                from >= items.size() ? List.of() : items.subList(from, to),
                to < items.size() ? encode(wanted.action(), to) : null);
    }

    /** A token is good for its action alone. */
    private static String encode(String action, int offset) {
        return Base64.getUrlEncoder().encodeToString((action + ":" + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static int decode(String action, String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(action + ":")
                    && text.substring(action.length() + 1).matches("[0-9]{1,9}")) {
                return Integer.parseInt(text.substring(action.length() + 1));
            }
        } catch (IllegalArgumentException e) {
            throw badToken();
        }
        throw badToken();
    }

    private static QueryError badToken() {
        return new QueryError(
                400, "InvalidPaginationToken", "The specified pagination token is not valid or is expired.");
    }
}
