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
 * The handle of a change of DNS records: what was there, what is there, and how far it has come. It is a value: waiting for it
 * gives a new one ({@link org.floatingip.spi.DnsRegistrar#await}). It can be stored, and waited for later, by another
 * process too.
 *
 * <h2>From when a name is safe</h2>
 *
 * <p>Three memories stand between a change and a client: the servers of the DNS service ({@link #status()}), resolvers, which
 * may give the old answer for as long as the <em>old</em> TTL after the last server gave it, and the client's own cache.
 * {@link #safeFrom()} counts the first two, {@link #safeFrom(JvmDnsCache)} the third as well, for clients in a JVM. Neither
 * counts what resolvers remember about a name that did <em>not</em> exist (in a fresh Route 53 zone 15 minutes, by its SOA
 * record): such a client gets no address, but never a wrong one. And connections that are open stay where they are.
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

    /** The handle of a call that changed nothing, because nothing differed. */
    public static DnsChange unchanged(List<DnsRecordChange> records) {
        return new DnsChange(records, List.of(), null, null);
    }

    /**
     * The handle of a change that the service has taken.
     *
     * @param ids the service's names of what has to be waited for; at least one
     * @param submittedAt when the service took the last of them
     */
    public static DnsChange pending(List<DnsRecordChange> records, List<String> ids, Instant submittedAt) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("a change that is pending has an id");
        }
        return new DnsChange(records, ids, Objects.requireNonNull(submittedAt, "submittedAt"), null);
    }

    /**
     * The same change, seen in sync.
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

    /** Each record of the call, in the order in which they were given: before, after, and what became of it. */
    public List<DnsRecordChange> records() {
        return records;
    }

    /** The service's own names of what was submitted, opaque; empty if nothing was. */
    public List<String> ids() {
        return ids;
    }

    /** How far it has come, as far as this handle knows. */
    public DnsChangeStatus status() {
        if (ids.isEmpty()) {
            return DnsChangeStatus.UNCHANGED;
        }
        return inSyncAt == null ? DnsChangeStatus.PENDING : DnsChangeStatus.IN_SYNC;
    }

    /** When the service took it, by the service's clock; empty if nothing was changed. */
    public Optional<Instant> submittedAt() {
        return Optional.ofNullable(submittedAt);
    }

    /** When it was first seen in sync; empty as long as it was not. It may have been so a little earlier. */
    public Optional<Instant> inSyncAt() {
        return Optional.ofNullable(inSyncAt);
    }

    /** The longest that a resolver may remember what was there before, in seconds; 0 if nothing was. */
    public long oldTtlSeconds() {
        return records.stream()
                .filter(record -> record.outcome() != DnsOutcome.KEPT)
                .flatMap(record -> record.before().stream())
                .mapToLong(DnsRecord::ttlSeconds)
                .max()
                .orElse(0);
    }

    /**
     * From when no resolver that keeps to TTLs gives the old answer any more: seen in sync, and the old TTL after it. Empty
     * as long as it was not seen in sync, and for a change that changed nothing: an earlier one may still be on its way, and
     * only the handle of that one knows.
     */
    public Optional<Instant> safeFrom() {
        return inSyncAt().map(seen -> seen.plusSeconds(oldTtlSeconds()));
    }

    /**
     * Like {@link #safeFrom()}, for clients in JVMs with that cache: such a JVM may have asked just before, and remembers the
     * answer for its own time. Empty also where it remembers for ever: then the answer is gone when that JVM ends.
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

    /** One line: what became of each record, and the status. */
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
