package org.floatingip.testkit.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.VirtualTicker;
import org.jspecify.annotations.Nullable;

/**
 * The DNS of one account in memory, with Route 53's rules, error codes and texts. It has zones and record sets. Changes are
 * accepted at once, and are in sync after a while.
 *
 * <pre>{@code
 * InMemoryDns dns = InMemoryDns.create();
 * DnsZone zone = dns.createPrivateZone("example.com", "vpc-1", "us-east-1");
 * dns.change(zone.id(), DnsEdit.upsert(DnsRecordSet.of("db.example.com", "A", 60, "10.0.1.12")));
 * }</pre>
 *
 * <p>A batch of changes is applied whole, or throws {@link Route53RefusalException} and changes nothing. Readings show it at
 * once, like those of Route 53's API; {@link #submission} says whether all servers have it. Safe for use by several threads.
 *
 * <p>If the real rule isn't known, the model takes the cautious one: a deletion must give the values exactly as they were
 * written. A record set keeps the id of its health check, of which nothing else comes. Not modelled: routing policies, DNSSEC,
 * following aliases, deleting zones.
 */
public final class InMemoryDns {

    /** The default time for which a change is pending: 5 seconds. Route 53 takes up to a minute. */
    public static final Duration DEFAULT_SYNC_TIME = Duration.ofSeconds(5);

    /** A change and the time when it is in sync. */
    private record Submitted(
            String id,
            long inSyncNanos,
            Instant at,
            @Nullable String comment) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Ticker ticker;
    private final Duration syncTime;
    private final SplittableRandom random;
    private final Map<String, MutableZone> zones = new LinkedHashMap<>();
    private final Map<String, Submitted> submissions = new LinkedHashMap<>();
    private final List<DnsEvent> history = new ArrayList<>();
    private final List<Consumer<? super DnsEvent>> watchers = new ArrayList<>();

    private InMemoryDns(Builder builder) {
        this.ticker = builder.ticker;
        this.syncTime = builder.syncTime;
        this.random = new SplittableRandom(builder.seed);
    }

    /** Creates a DNS without zones, on virtual time. */
    public static InMemoryDns create() {
        return builder().build();
    }

    /** Creates a DNS without zones, on the given clock: usually that of the network beside it. */
    public static InMemoryDns create(Ticker ticker) {
        return builder().ticker(ticker).build();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the clock of this DNS. */
    public Ticker ticker() {
        return ticker;
    }

    /** Creates a public zone. Several zones may have one name, as in Route 53. */
    public DnsZone createPublicZone(String name) {
        return createZone(name, List.of(), null, null);
    }

    /** Creates a private zone for one VPC, which must not see another zone of that name. */
    public DnsZone createPrivateZone(String name, String vpcId, String region) {
        return createZone(name, List.of(new DnsZone.ZoneVpc(vpcId, region)), null, null);
    }

    /**
     * Creates a zone.
     *
     * @param vpcs the VPCs that see it; empty for a public zone
     * @param callerReference a caller reference that was not used before; null to generate one
     * @param comment a comment; null for none
     */
    public DnsZone createZone(
            String name, List<DnsZone.ZoneVpc> vpcs, @Nullable String callerReference, @Nullable String comment) {
        return createZone(name, vpcs, callerReference, comment, null);
    }

    /**
     * Creates a private zone of another account, which has let a VPC see it. On the wire it is listed for that VPC alone, and
     * every request to it is refused.
     *
     * @param account the id of the other account, 12 digits
     */
    public DnsZone createPrivateZoneOfAccount(String account, String name, String vpcId, String region) {
        return createZone(
                name,
                List.of(new DnsZone.ZoneVpc(vpcId, region)),
                null,
                null,
                Objects.requireNonNull(account, "account"));
    }

    private DnsZone createZone(
            String name,
            List<DnsZone.ZoneVpc> vpcs,
            @Nullable String callerReference,
            @Nullable String comment,
            @Nullable String otherAccount) {
        return locked("CreateHostedZone " + name, () -> {
            String read = ZoneNames.read(name);
            if (!ZoneNames.problem(read).isEmpty()) {
                throw new Route53RefusalException(
                        400, "InvalidDomainName", "The domain name is invalid: " + ZoneNames.problem(read));
            }
            String reference = callerReference == null ? "made-" + id("R") : callerReference;
            for (MutableZone zone : zones.values()) {
                if (zone.callerReference.equals(reference)) {
                    throw new Route53RefusalException(
                            409,
                            "HostedZoneAlreadyExists",
                            "A hosted zone has already been created with the specified caller reference.");
                }
                if (zone.name.equals(read) && zone.vpcs.stream().anyMatch(vpcs::contains)) {
                    throw new Route53RefusalException(
                            400,
                            "ConflictingDomainExists",
                            "A conflicting domain is already associated with the given VPC or Delegation Set.");
                }
            }
            MutableZone zone = new MutableZone(id("Z"), read, List.copyOf(vpcs), reference, comment, otherAccount);
            zones.put(zone.id, zone);
            record(DnsEvent.Kind.ZONE, "created zone " + zone.snapshot());
            submit(null);
            return zone.snapshot();
        });
    }

    /** Returns all zones, in the order of creation. */
    public List<DnsZone> zones() {
        return locked(
                "", () -> zones.values().stream().map(MutableZone::snapshot).toList());
    }

    /** Returns all zones, in the order of ListHostedZonesByName: by the labels of the name from the right, then by id. */
    public List<DnsZone> zonesByName() {
        return zones().stream()
                .sorted(Comparator.comparing(DnsZone::name, ZoneNames.ORDER).thenComparing(DnsZone::id))
                .toList();
    }

    /** Returns the zone with the given id; empty if there is none. */
    public Optional<DnsZone> zone(String id) {
        return locked("", () -> Optional.ofNullable(zones.get(id)).map(MutableZone::snapshot));
    }

    /** Returns the record sets of a zone, in Route 53's order. */
    public List<DnsRecordSet> recordSets(String zoneId) {
        return locked("", () -> List.copyOf(existing(zoneId).sets.values()));
    }

    /** Returns the record sets with exactly the given name, in any form that DNS takes for it. */
    public List<DnsRecordSet> recordSets(String zoneId, String name) {
        String read = ZoneNames.read(name);
        return recordSets(zoneId).stream()
                .filter(set -> set.name().equals(read))
                .toList();
    }

    /**
     * Returns the record sets of a zone from the given position on. The position need not exist; it is a start, not a filter.
     *
     * @param name the first name, in any form
     * @param type the first type of that name; null for its first
     */
    public List<DnsRecordSet> recordSetsFrom(String zoneId, String name, @Nullable String type) {
        MutableZone.Key start = new MutableZone.Key(ZoneNames.read(name), type == null ? "" : type);
        return locked(
                "", () -> List.copyOf(existing(zoneId).sets.tailMap(start, true).values()));
    }

    /** Like {@link #change(String, List, String)}, without a comment. */
    public DnsSubmission change(String zoneId, DnsEdit... edits) {
        return change(zoneId, List.of(edits), null);
    }

    /**
     * Makes the changes, all or none.
     *
     * @param comment a comment; null for none
     * @throws Route53RefusalException if there is no such zone, or one of the changes is invalid
     */
    public DnsSubmission change(String zoneId, List<DnsEdit> edits, @Nullable String comment) {
        List<DnsEdit> read = edits.stream().map(InMemoryDns::read).toList();
        return locked("ChangeResourceRecordSets " + zoneId + " " + edits, () -> {
            MutableZone zone = existing(zoneId);
            ZoneBatch.apply(zone, read);
            Submitted submitted = submit(comment);
            record(DnsEvent.Kind.CHANGE, submitted.id() + " in " + zone.snapshot() + ": " + read);
            return snapshot(submitted);
        });
    }

    /** Returns the accepted change with the given id. */
    public DnsSubmission submission(String id) {
        return locked("", () -> {
            Submitted submitted = submissions.get(id);
            if (submitted == null) {
                throw new Route53RefusalException(404, "NoSuchChange", "Could not find resource with ID: " + id);
            }
            return snapshot(submitted);
        });
    }

    /** Returns all accepted changes, in order, including those that created zones. */
    public List<DnsSubmission> submissions() {
        return locked(
                "", () -> submissions.values().stream().map(this::snapshot).toList());
    }

    /** Returns all events so far, in order, including refusals. */
    public List<DnsEvent> history() {
        return locked("", () -> List.copyOf(history));
    }

    /**
     * Calls a watcher for each event from now on, as it is added to the {@link #history()}.
     *
     * @param watcher called in the order of events, on the thread that changes the DNS and in the middle of that change: it must
     *     be quick, must not use the DNS, and must not throw
     */
    public void watch(Consumer<? super DnsEvent> watcher) {
        Objects.requireNonNull(watcher, "watcher");
        boolean unused = locked("", () -> watchers.add(watcher));
    }

    /** Returns a name as Route 53 shows it: in lower case, with a trailing dot and octal escapes. */
    public static String shown(String name) {
        return ZoneNames.show(ZoneNames.read(name));
    }

    /** Compares names as Route 53 sorts them: by their labels from the right. */
    public static int compareNames(String one, String other) {
        return ZoneNames.ORDER.compare(ZoneNames.read(one), ZoneNames.read(other));
    }

    private static DnsEdit read(DnsEdit edit) {
        DnsRecordSet set = edit.recordSet();
        Long ttl = set.ttl();
        if (ttl != null && (ttl < 0 || ttl > Integer.MAX_VALUE)) {
            throw new Route53RefusalException(
                    400,
                    "InvalidInput",
                    "Invalid request: Value '" + ttl
                            + "' at 'TTL' failed to satisfy constraint: Member must have value "
                            + (ttl < 0 ? "greater than or equal to 0" : "less than or equal to 2147483647"));
        }
        return new DnsEdit(
                edit.action(),
                new DnsRecordSet(
                        ZoneNames.read(set.name()),
                        set.type().toUpperCase(Locale.ROOT),
                        ttl,
                        set.values(),
                        set.alias(),
                        set.healthCheckId()));
    }

    private MutableZone existing(String zoneId) {
        MutableZone zone = zones.get(zoneId);
        if (zone == null) {
            throw new Route53RefusalException(404, "NoSuchHostedZone", "No hosted zone found with ID: " + zoneId);
        }
        return zone;
    }

    private Submitted submit(@Nullable String comment) {
        Submitted submitted = new Submitted(id("C"), ticker.nanoTime() + syncTime.toNanos(), ticker.now(), comment);
        submissions.put(submitted.id(), submitted);
        return submitted;
    }

    private DnsSubmission snapshot(Submitted submitted) {
        return new DnsSubmission(
                submitted.id(), ticker.nanoTime() - submitted.inSyncNanos() >= 0, submitted.at(), submitted.comment());
    }

    private String id(String kind) {
        return kind + "0" + String.format(Locale.ROOT, "%016X", random.nextLong());
    }

    private void record(DnsEvent.Kind kind, String text) {
        DnsEvent event = new DnsEvent(history.size(), ticker.now(), kind, text);
        history.add(event);
        watchers.forEach(watcher -> watcher.accept(event));
    }

    private <T> T locked(String what, Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } catch (Route53RefusalException e) {
            if (!what.isEmpty()) {
                record(DnsEvent.Kind.REFUSED, "refused " + what + ": " + e.getMessage());
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Builds an {@link InMemoryDns}. Not safe for use by several threads. */
    public static final class Builder {

        private Ticker ticker = VirtualTicker.create();
        private Duration syncTime = DEFAULT_SYNC_TIME;
        private long seed = 1;

        private Builder() {}

        /** Sets the clock of history and changes. Default: a {@link VirtualTicker} of its own. */
        public Builder ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Sets how long a change is pending. Default: {@link #DEFAULT_SYNC_TIME}.
         *
         * @throws IllegalArgumentException if it is negative or more than a day
         */
        public Builder syncTime(Duration syncTime) {
            if (syncTime.isNegative() || syncTime.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("a change is pending for zero to one day, not " + syncTime);
            }
            this.syncTime = syncTime;
            return this;
        }

        /** Sets the seed of generated ids. Default: 1, so that every run has the same ids. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Creates the DNS, without zones. */
        public InMemoryDns build() {
            return new InMemoryDns(this);
        }
    }
}
