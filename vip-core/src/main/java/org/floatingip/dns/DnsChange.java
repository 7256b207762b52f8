package org.floatingip.dns;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A change of DNS records: the records before and after it, and how far it has spread. It is an immutable value.
 * Waiting for the change gives a new one ({@link org.floatingip.spi.DnsRegistrar#await}). It can be stored, and waited
 * for later, also by another process.
 *
 * <h2>When a name is safe to use</h2>
 *
 * <p>Three caches stand between a change and a client:
 *
 * <ul>
 *   <li>the servers of the DNS service: see {@link #status()};
 *   <li>resolvers, which may give the old answer for the <em>old</em> TTL after they last got it;
 *   <li>the client's own cache.
 * </ul>
 *
 * <p>{@link #safeFrom()} counts the first two. {@link #safeFrom(JvmDnsCache)} also counts the third, for clients in a
 * JVM. Neither counts what resolvers remember about a name that did <em>not</em> exist (15 minutes in a fresh Route 53
 * zone, by its SOA record). Such a client gets no address, but never a wrong one. Open connections stay where they are.
 */
public final class DnsChange implements Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<DnsRecordChange> records;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> ids;

    private final @Nullable Instant submittedAt;
    private final @Nullable Instant inSyncAt;

    private DnsChange(
            List<DnsRecordChange> records,
            List<String> ids,
            @Nullable Instant submittedAt,
            @Nullable Instant inSyncAt) {
        this.records = List.copyOf(records);
        this.ids = List.copyOf(ids);
        this.submittedAt = submittedAt;
        this.inSyncAt = inSyncAt;
    }

    /** Returns the result of a call that changed nothing, because nothing differed. */
    public static DnsChange unchanged(List<DnsRecordChange> records) {
        return new DnsChange(records, List.of(), null, null);
    }

    /**
     * Returns a change that the service has accepted.
     *
     * @param ids the service's ids of the requests to wait for; at least one
     * @param submittedAt when the service accepted the last of them
     */
    public static DnsChange pending(List<DnsRecordChange> records, List<String> ids, Instant submittedAt) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a change that is pending has an id");
        }
        return new DnsChange(records, ids, Objects.requireNonNull(submittedAt, "submittedAt"), null);
    }

    /**
     * Returns the same change, seen in sync.
     *
     * @param inSyncAt when that was seen
     * @throws IllegalStateException if nothing was changed
     */
    public DnsChange inSync(Instant inSyncAt) {
        if (ids.isEmpty()) {
            throw new IllegalStateException("nothing was changed, so there is nothing to come in sync");
        }
        return new DnsChange(records, ids, submittedAt, Objects.requireNonNull(inSyncAt, "inSyncAt"));
    }

    /** Returns the records of the call, in the order given: before, after, and the outcome. */
    public List<DnsRecordChange> records() {
        return records;
    }

    /** Returns the service's own ids of the requests, opaque; empty if nothing was changed. */
    public List<String> ids() {
        return ids;
    }

    /** Returns how far the change has spread, as far as this value knows. */
    public DnsChangeStatus status() {
        if (ids.isEmpty()) {
            return DnsChangeStatus.UNCHANGED;
        }
        return inSyncAt == null ? DnsChangeStatus.PENDING : DnsChangeStatus.IN_SYNC;
    }

    /** Returns when the service accepted the change, by the service's clock; empty if nothing was changed. */
    public Optional<Instant> submittedAt() {
        return Optional.ofNullable(submittedAt);
    }

    /**
     * Returns when the change was first seen in sync; empty if it was not yet. It may have been in sync a little
     * earlier.
     */
    public Optional<Instant> inSyncAt() {
        return Optional.ofNullable(inSyncAt);
    }

    /** Returns the longest time that a resolver may remember the old records, in seconds; 0 if there were none. */
    public long oldTtlSeconds() {
        return records.stream()
                .filter(record -> record.outcome() != DnsOutcome.KEPT)
                .flatMap(record -> record.before().stream())
                .mapToLong(DnsRecord::ttlSeconds)
                .max()
                .orElse(0);
    }

    /**
     * Returns the time from which no resolver that respects TTLs gives the old answer: the time it was seen in sync,
     * plus the old TTL. Empty if it was not seen in sync, and if nothing was changed: an earlier change may still be
     * spreading, and only the value of that change knows.
     */
    public Optional<Instant> safeFrom() {
        return inSyncAt().map(seen -> seen.plusSeconds(oldTtlSeconds()));
    }

    /**
     * Like {@link #safeFrom()}, for clients in JVMs with the given cache. Such a JVM may have asked just before, and
     * caches the answer for its own time. Also empty if the JVM caches for ever: then only a restart removes the old
     * answer.
     */
    public Optional<Instant> safeFrom(JvmDnsCache cache) {
        return cache.forever()
                ? Optional.empty()
                : safeFrom().map(at -> at.plus(Duration.ofSeconds(cache.ttlSeconds())));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DnsChange that
                && records.equals(that.records)
                && ids.equals(that.ids)
                && Objects.equals(submittedAt, that.submittedAt)
                && Objects.equals(inSyncAt, that.inSyncAt);
    }

    @Override
    public int hashCode() {
        return Objects.hash(records, ids, submittedAt, inSyncAt);
    }

    /** Returns one line: the outcome for each record, and the status. */
    @Override
    public String toString() {
        return records.stream().map(DnsRecordChange::toString).collect(Collectors.joining("; "))
                + switch (status()) {
                    case UNCHANGED -> "; nothing to change";
                    case PENDING -> "; pending";
                    case IN_SYNC ->
                        "; in sync, old answers gone from "
                                + safeFrom().map(Instant::toString).orElse("");
                };
    }
}
