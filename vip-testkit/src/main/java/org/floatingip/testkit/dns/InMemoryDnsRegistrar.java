package org.floatingip.testkit.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.dns.DnsRecordType;
import org.floatingip.dns.PartlyRegisteredException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.DnsDifference;
import org.floatingip.spi.DnsRegistrar;
import org.jspecify.annotations.Nullable;

/**
 * Keeps names directly in an {@link InMemoryDns}, with the same refusals as the real Route 53 registrar. For unit tests of code
 * that registers names. Waits by the clock of the DNS; on virtual time a wait takes no real time. Safe for use by several
 * threads.
 */
public final class InMemoryDnsRegistrar implements DnsRegistrar {

    private static final Duration POLL = Duration.ofSeconds(1);

    /** Far below the limits of one request, for records with a few values each. */
    private static final int MOST_AT_ONCE = 50;

    private final InMemoryDns dns;
    private final @Nullable String vpcId;
    private final Set<String> zoneIds;
    private final AtomicBoolean cutOff;

    private InMemoryDnsRegistrar(InMemoryDns dns, @Nullable String vpcId, Set<String> zoneIds, AtomicBoolean cutOff) {
        this.dns = Objects.requireNonNull(dns, "dns");
        this.vpcId = vpcId;
        this.zoneIds = zoneIds;
        this.cutOff = cutOff;
    }

    /** Creates a registrar for all zones of the given DNS, public and private. */
    public static InMemoryDnsRegistrar of(InMemoryDns dns) {
        return new InMemoryDnsRegistrar(dns, null, Set.of(), new AtomicBoolean());
    }

    /** Returns a registrar for the private zones that the given VPC sees. */
    public InMemoryDnsRegistrar inVpc(String vpcId) {
        return new InMemoryDnsRegistrar(dns, Objects.requireNonNull(vpcId, "vpcId"), zoneIds, cutOff);
    }

    /** Returns a registrar for exactly the given zones. */
    public InMemoryDnsRegistrar inZones(String... zoneIds) {
        return new InMemoryDnsRegistrar(dns, vpcId, new LinkedHashSet<>(List.of(zoneIds)), cutOff);
    }

    /**
     * Cuts this registrar off from the DNS: every call fails without effect, until {@link #mend}. This includes the registrars
     * that it was made from, or that are made from it, by {@link #inVpc} and {@link #inZones}. The DNS itself works on.
     */
    public void cutOff() {
        cutOff.set(true);
    }

    /** Ends {@link #cutOff}. */
    public void mend() {
        cutOff.set(false);
    }

    private void reach(String action) {
        if (cutOff.get()) {
            throw UnavailableException.withoutEffect(action, "cut off from the DNS", null);
        }
    }

    @Override
    public List<DnsRecord> lookUp(DnsName name, Duration budget) {
        reach("looking up " + name);
        return found(name, zoneOf(name));
    }

    /** A record that differs, and its zone. */
    private record Planned(DnsRecordChange change, DnsZone zone) {

        boolean differs() {
            return !change.before().equals(change.after());
        }
    }

    @Override
    public DnsChange register(List<DnsRecord> records, Duration budget) {
        DnsDifference.check(records);
        reach("registering " + records.size() + " records");
        List<Planned> all = new ArrayList<>();
        for (DnsRecord record : records) {
            DnsZone zone = zoneOf(record.name());
            Planned planned = new Planned(DnsDifference.of(record, found(record.name(), zone), zone.toString()), zone);
            if (planned.differs()) {
                checkDelegation(record.name(), zone);
            }
            all.add(planned);
        }
        List<DnsSubmission> submitted = new ArrayList<>();
        Set<Planned> done = new LinkedHashSet<>();
        all.stream().filter(planned -> !planned.differs()).forEach(done::add);
        for (List<Planned> batch : batches(all)) {
            List<DnsEdit> edits = new ArrayList<>();
            for (Planned planned : batch) {
                edits.add(DnsEdit.upsert(written(planned.change().after().orElseThrow(), planned.zone())));
            }
            try {
                submitted.add(dns.change(batch.get(0).zone().id(), edits, null));
                done.addAll(batch);
            } catch (Route53RefusalException e) {
                RefusedException refused = refusal(batch, e);
                throw submitted.isEmpty()
                        ? refused
                        : new PartlyRegisteredException(handle(changes(done), submitted), all.size(), false, refused);
            }
        }
        return handle(changes(all), submitted);
    }

    /** Refuses names below NS records in a public zone: other servers answer for these. */
    private void checkDelegation(DnsName name, DnsZone zone) {
        if (zone.isPrivate()) {
            return;
        }
        for (String label = name.value();
                label.endsWith("." + zone.name());
                label = label.substring(label.indexOf('.') + 1)) {
            for (DnsRecordSet set : dns.recordSets(zone.id(), label)) {
                if (set.type().equals("NS")) {
                    throw RefusedException.dnsConflict(
                            name,
                            zone.toString(),
                            null,
                            List.of(),
                            label + " is delegated to " + String.join(", ", set.values())
                                    + ": those servers are asked for it, and nobody would find it here. Write it to the zone "
                                    + label,
                            null);
                }
            }
        }
    }

    private static RefusedException refusal(List<Planned> batch, Route53RefusalException e) {
        for (Planned planned : batch) {
            DnsName name = planned.change().name();
            String shown = "with DNS name " + ZoneNames.show(name.value()) + " is not permitted ";
            if (e.text().contains(shown + "as it conflicts") || e.text().contains(shown + "because a conflicting")) {
                return RefusedException.dnsConflict(
                        name, planned.zone().toString(), null, List.of(), "Route 53: " + e.text(), e);
            }
        }
        return RefusedException.rejected("ChangeResourceRecordSets", ServiceError.of(e.code(), e.text(), null), e);
    }

    /** Splits the differences into batches per zone, within the limits of one request. */
    private static List<List<Planned>> batches(List<Planned> all) {
        Map<String, List<List<Planned>>> zones = new LinkedHashMap<>();
        for (Planned planned : all) {
            if (planned.differs()) {
                List<List<Planned>> batches =
                        zones.computeIfAbsent(planned.zone().id(), id -> new ArrayList<>());
                if (batches.isEmpty() || batches.get(batches.size() - 1).size() == MOST_AT_ONCE) {
                    batches.add(new ArrayList<>());
                }
                batches.get(batches.size() - 1).add(planned);
            }
        }
        return zones.values().stream().flatMap(List::stream).toList();
    }

    /** Returns the record as a set that keeps what is not ours of the one that is there. */
    private DnsRecordSet written(DnsRecord record, DnsZone zone) {
        DnsRecordSet set = DnsRecordSet.of(record);
        return dns.recordSets(zone.id(), record.name().value()).stream()
                .filter(there -> there.type().equals(set.type()))
                .findFirst()
                .map(there -> set.withHealthCheck(there.healthCheckId()))
                .orElse(set);
    }

    private static List<DnsRecordChange> changes(Collection<Planned> planned) {
        return planned.stream().map(Planned::change).toList();
    }

    @Override
    public DnsChange replace(DnsRecord expected, DnsRecord replacement, Duration budget) {
        DnsRecordChange change = DnsRecordChange.of(expected, replacement);
        return conditionally(expected, change);
    }

    @Override
    public DnsChange remove(DnsRecord expected, Duration budget) {
        return conditionally(expected, DnsRecordChange.of(expected, null));
    }

    private DnsChange conditionally(DnsRecord expected, DnsRecordChange change) {
        reach("changing " + expected.name());
        DnsZone zone = zoneOf(expected.name());
        List<DnsRecord> found = found(expected.name(), zone);
        if (!found.contains(expected)) {
            throw RefusedException.dnsConflict(expected.name(), zone.toString(), expected, found, "", null);
        }
        if (change.before().equals(change.after())) {
            return DnsChange.unchanged(List.of(change));
        }
        List<DnsEdit> edits = new ArrayList<>();
        dns.recordSets(zone.id(), expected.name().value()).stream()
                .filter(set -> set.type().equals(expected.type().name()))
                .map(DnsEdit::delete)
                .forEach(edits::add);
        change.after().map(after -> written(after, zone)).map(DnsEdit::create).ifPresent(edits::add);
        try {
            return handle(List.of(change), List.of(dns.change(zone.id(), edits, null)));
        } catch (Route53RefusalException e) {
            throw RefusedException.dnsConflict(
                    expected.name(), zone.toString(), expected, found(expected.name(), zone), "", e);
        }
    }

    @Override
    public DnsChange await(DnsChange change, Duration budget) {
        if (change.status() != DnsChangeStatus.PENDING) {
            return change;
        }
        long end = dns.ticker().nanoTime() + TimeUnit.NANOSECONDS.convert(budget);
        try {
            while (!allInSync(change)) {
                Duration left = Duration.ofNanos(end - dns.ticker().nanoTime());
                if (left.isNegative() || left.isZero()) {
                    return change;
                }
                dns.ticker().sleep(left.compareTo(POLL) < 0 ? left : POLL);
            }
            return change.inSync(dns.ticker().now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return change;
        }
    }

    /** Returns an empty list: in memory no call needs a permission. */
    @Override
    public List<PlannedCall> explain(DnsRecord record, boolean differs) {
        return List.of();
    }

    private boolean allInSync(DnsChange change) {
        try {
            return !cutOff.get()
                    && change.ids().stream().allMatch(id -> dns.submission(id).inSync());
        } catch (Route53RefusalException e) {
            throw RefusedException.rejected("GetChange", ServiceError.of(e.code(), e.text(), null), e);
        }
    }

    private static DnsChange handle(List<DnsRecordChange> changes, List<DnsSubmission> submitted) {
        return submitted.isEmpty()
                ? DnsChange.unchanged(changes)
                : DnsChange.pending(
                        changes,
                        submitted.stream().map(DnsSubmission::id).toList(),
                        submitted.get(submitted.size() - 1).submittedAt());
    }

    private DnsZone zoneOf(DnsName name) {
        List<DnsZone> inSight = dns.zones().stream()
                .filter(zone -> zoneIds.isEmpty() || zoneIds.contains(zone.id()))
                .filter(zone -> vpcId == null
                        || zone.vpcs().stream().anyMatch(vpc -> vpc.id().equals(vpcId)))
                .toList();
        int longest = inSight.stream()
                .filter(zone -> ZoneNames.isWithin(name.value(), zone.name()))
                .mapToInt(zone -> zone.name().length())
                .max()
                .orElseThrow(() -> RefusedException.unknownZone(name, words(inSight), null));
        List<DnsZone> best = inSight.stream()
                .filter(zone -> zone.name().length() == longest && ZoneNames.isWithin(name.value(), zone.name()))
                .toList();
        if (best.size() > 1) {
            throw RefusedException.ambiguousZone(name, words(best), null);
        }
        DnsZone zone = best.get(0);
        if (zone.otherAccount() != null) {
            throw new PermissionDeniedException(
                    "route53:ListResourceRecordSets",
                    "Zone " + zone + " is account " + zone.otherAccount()
                            + "'s, which lets the VPC see it: use credentials of that account",
                    null);
        }
        return zone;
    }

    private static List<String> words(List<DnsZone> zones) {
        return zones.stream().map(DnsZone::toString).toList();
    }

    private List<DnsRecord> found(DnsName name, DnsZone zone) {
        List<DnsRecord> found = new ArrayList<>();
        for (DnsRecordSet set : dns.recordSets(zone.id(), name.value())) {
            for (DnsRecordType type : DnsRecordType.values()) {
                if (set.type().equals(type.name())) {
                    found.add(plain(name, type, set, zone));
                }
            }
        }
        return found;
    }

    private static DnsRecord plain(DnsName name, DnsRecordType type, DnsRecordSet set, DnsZone zone) {
        Long ttl = set.ttl();
        if (ttl == null) {
            throw RefusedException.dnsConflict(
                    name, zone.toString(), null, List.of(), "its " + type + " record is an alias, which is kept", null);
        }
        return DnsRecord.of(name, type, ttl, set.values());
    }
}
