package org.floatingip.dns;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record before and after a change. Immutable. */
public final class DnsRecordChange implements Serializable {

    private static final long serialVersionUID = 1L;

    private final @Nullable DnsRecord before;
    private final @Nullable DnsRecord after;

    private DnsRecordChange(@Nullable DnsRecord before, @Nullable DnsRecord after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Returns what a change did to a record.
     *
     * @param before the record before; null for none
     * @param after the record now; null for none
     * @throws IllegalArgumentException if both are null, or differ in name or type
     */
    public static DnsRecordChange of(@Nullable DnsRecord before, @Nullable DnsRecord after) {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change has a record before or after it");
        }
        if (before != null && after != null && !(before.name().equals(after.name()) && before.type() == after.type())) {
            throw new IllegalArgumentException("not the same record: " + before + " and " + after);
        }
        return new DnsRecordChange(before, after);
    }

    private DnsRecord either() {
        return Objects.requireNonNull(after != null ? after : before);
    }

    /** Returns the name of the record. */
    public DnsName name() {
        return either().name();
    }

    /** Returns the type of the record. */
    public DnsRecordType type() {
        return either().type();
    }

    /** Returns the record before the change; empty if there was none. */
    public Optional<DnsRecord> before() {
        return Optional.ofNullable(before);
    }

    /** Returns the record now; empty if there is none. */
    public Optional<DnsRecord> after() {
        return Optional.ofNullable(after);
    }

    /** Returns the values that the change removed, sorted as in the record; empty if it removed none. */
    public List<String> dropped() {
        if (before == null) {
            return List.of();
        }
        return before.values().stream()
                .filter(value -> after == null || !after.values().contains(value))
                .toList();
    }

    /** Returns what the change did. */
    public DnsOutcome outcome() {
        if (before == null) {
            return DnsOutcome.CREATED;
        }
        if (after == null) {
            return DnsOutcome.REMOVED;
        }
        return before.equals(after) ? DnsOutcome.KEPT : DnsOutcome.CHANGED;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DnsRecordChange that
                && Objects.equals(before, that.before)
                && Objects.equals(after, that.after);
    }

    @Override
    public int hashCode() {
        return Objects.hash(before, after);
    }

    /** Returns one line, for example {@code changed db.example.com 60 A 10.0.1.12 (was 300 A 10.0.1.10)}. */
    @Override
    public String toString() {
        String text = outcome().name().toLowerCase(Locale.ROOT) + " " + either();
        return outcome() == DnsOutcome.CHANGED && before != null
                ? text + " (was " + before.ttlSeconds() + " " + before.type() + " " + String.join(", ", before.values())
                        + ")"
                : text;
    }
}
