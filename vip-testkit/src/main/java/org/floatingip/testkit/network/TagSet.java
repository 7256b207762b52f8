package org.floatingip.testkit.network;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.floatingip.testkit.internal.Refusals;
import org.jspecify.annotations.Nullable;

/** The tags of one resource, within EC2's limits. Guarded by the lock of its network. */
final class TagSet {

    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final String RESERVED = "aws:";

    private final SortedMap<String, String> tags = new TreeMap<>();

    /** Creates the tags of a new resource; refuses tags that EC2 refuses there. */
    TagSet(Map<String, String> first) {
        for (String key : first.keySet()) {
            if (isReserved(key)) {
                throw Refusals.reservedTagKey();
            }
        }
        put(first);
    }

    /** Refuses tags that could not be {@link #put}. */
    void check(Map<String, String> more) {
        more.forEach((key, value) -> {
            if (key.isEmpty()) {
                throw Refusals.emptyTagKey();
            }
            if (isReserved(key)) {
                throw Refusals.reservedTagKey(key);
            }
            if (length(key) > LONGEST_KEY) {
                throw Refusals.tagTooLong("key", LONGEST_KEY);
            }
            if (length(value) > LONGEST_VALUE) {
                throw Refusals.tagTooLong("value", LONGEST_VALUE);
            }
        });
        Set<String> keys = new HashSet<>(tags.keySet());
        keys.addAll(more.keySet());
        if (keys.size() > MOST) {
            throw Refusals.tooManyTags();
        }
    }

    private static boolean isReserved(String key) {
        return key.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Adds tags, or overwrites the values of existing ones. */
    void put(Map<String, String> more) {
        check(more);
        tags.putAll(more);
    }

    /** Removes all tags if none is named; else those with the given key and value, or with the given key if the value is null. */
    void remove(Map<String, @Nullable String> which) {
        if (which.isEmpty()) {
            tags.clear();
        }
        which.forEach((key, value) -> {
            if (value == null) {
                tags.remove(key);
            } else {
                tags.remove(key, value);
            }
        });
    }

    /** A copy, sorted by key. */
    SortedMap<String, String> snapshot() {
        return new TreeMap<>(tags);
    }
}
