package org.floatingip.aws.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.FloatingIpException;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsChangeStatus;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.dns.PartlyRegisteredException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.spi.DnsDifference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Looks records up in Route 53, writes what differs, and waits for it. Safe for use by several threads. */
public final class Route53Dns {

    private static final Logger LOG = LoggerFactory.getLogger(Route53Dns.class);

    /** An UPSERT counts twice against the limits of a request, 1,000 values and 32,000 characters in them. */
    private static final int MOST_VALUES = 500;

    private static final int MOST_CHARACTERS = 16_000;

    private static final String WAITING = "waiting for Route 53's servers";
    private static final Duration FIRST_POLL = Duration.ofSeconds(2);
    private static final Duration MOST_POLL = Duration.ofSeconds(5);

    private static final Pattern IN_THE_WAY =
            Pattern.compile("with DNS name (\\S+) is not permitted (as it conflicts|because a conflicting)");

    private final Route53Calls calls;
    private final Route53Zones zones;
    private final Route53Records records;

    /** By these calls, in these zones. */
    public Route53Dns(Route53Calls calls, Route53Zones zones) {
        this.calls = calls;
        this.zones = zones;
        this.records = new Route53Records(calls, zones);
    }

    /** The calls that look that record up and, where it differs, write it. */
    public List<PlannedCall> explain(DnsRecord record, boolean differs) {
        List<PlannedCall> calls = new ArrayList<>(zones.explain(record.name()));
        calls.add(PlannedCall.reading(
                "ListResourceRecordSets: whether " + record.name() + " points there",
                "route53:ListResourceRecordSets"));
        if (differs) {
            calls.add(PlannedCall.mutating("ChangeResourceRecordSets: " + record, "route53:ChangeResourceRecordSets"));
        }
        return calls;
    }

    /** The records of that name. */
    public List<DnsRecord> lookUp(DnsName name, Budget budget) {
        Route53Zones.Zone zone = zones.zoneOf(name, budget);
        return found(name, zone, budget);
    }

    private List<DnsRecord> found(DnsName name, Route53Zones.Zone zone, Budget budget) {
        return Route53Records.records(
                name, zone, records.sets(zone, List.of(name), budget).getOrDefault(name, List.of()));
    }

    // ---- registering

    /**
     * A record, and the zone that it goes to.
     *
     * @param there the set that it replaces; null for none
     */
    private record Planned(
            DnsRecordChange change,
            Route53Zones.Zone zone,
            @Nullable ResourceRecordSet there) {

        boolean differs() {
            return !change.before().equals(change.after());
        }

        DnsRecord wanted() {
            return change.after().orElseThrow();
        }
    }

    /** Writes the records that differ. */
    public DnsChange register(List<DnsRecord> wanted, Budget budget) {
        DnsDifference.check(wanted);
        List<Planned> all = plan(wanted, budget);
        Set<Planned> done = new LinkedHashSet<>();
        all.stream().filter(planned -> !planned.differs()).forEach(done::add);
        List<ChangeInfo> taken = new ArrayList<>();
        for (List<Planned> batch : batches(all)) {
            try {
                taken.add(upsert(batch, budget));
                done.addAll(batch);
            } catch (FloatingIpException e) {
                throw taken.isEmpty()
                        ? e
                        : new PartlyRegisteredException(handle(changes(done), taken), all.size(), e.retryable(), e);
            }
        }
        return handle(changes(all), taken);
    }

    private List<Planned> plan(List<DnsRecord> wanted, Budget budget) {
        Map<DnsName, Route53Zones.Zone> zoneOf = new HashMap<>();
        Map<Route53Zones.Zone, Set<DnsName>> names = new LinkedHashMap<>();
        for (DnsRecord record : wanted) {
            Route53Zones.Zone zone = zones.zoneOf(record.name(), budget);
            zoneOf.put(record.name(), zone);
            names.computeIfAbsent(zone, key -> new LinkedHashSet<>()).add(record.name());
        }
        Map<DnsName, List<ResourceRecordSet>> sets = new HashMap<>();
        names.forEach((zone, ofZone) -> sets.putAll(records.sets(zone, ofZone, budget)));
        List<Planned> planned = new ArrayList<>();
        Map<String, List<ResourceRecordSet>> above = new HashMap<>();
        for (DnsRecord record : wanted) {
            Route53Zones.Zone zone = Objects.requireNonNull(zoneOf.get(record.name()));
            List<ResourceRecordSet> there = sets.getOrDefault(record.name(), List.of());
            List<DnsRecord> found = Route53Records.records(record.name(), zone, there);
            ResourceRecordSet replaced = Route53Records.ofType(record.type(), there);
            Planned one = new Planned(DnsDifference.of(record, found, zone.toString()), zone, replaced);
            if (one.differs()) {
                Route53Records.checkWritable(record.name(), zone, replaced);
                records.checkDelegation(zone, record.name(), there, above, budget);
            }
            planned.add(one);
        }
        return planned;
    }

    /** What differs, zone by zone, in batches that one request has room for. */
    private static List<List<Planned>> batches(List<Planned> all) {
        Map<Route53Zones.Zone, List<Planned>> byZone = new LinkedHashMap<>();
        all.stream()
                .filter(Planned::differs)
                .forEach(planned -> byZone.computeIfAbsent(planned.zone(), zone -> new ArrayList<>())
                        .add(planned));
        List<List<Planned>> batches = new ArrayList<>();
        for (List<Planned> ofZone : byZone.values()) {
            List<Planned> batch = new ArrayList<>();
            int values = 0;
            int characters = 0;
            for (Planned planned : ofZone) {
                int more = planned.wanted().values().size();
                int longer = planned.wanted().values().stream()
                        .mapToInt(String::length)
                        .sum();
                if (!batch.isEmpty() && (values + more > MOST_VALUES || characters + longer > MOST_CHARACTERS)) {
                    batches.add(batch);
                    batch = new ArrayList<>();
                    values = 0;
                    characters = 0;
                }
                batch.add(planned);
                values += more;
                characters += longer;
            }
            batches.add(batch);
        }
        return batches;
    }

    private ChangeInfo upsert(List<Planned> batch, Budget budget) {
        Route53Zones.Zone zone = batch.get(0).zone();
        DnsName about = batch.get(0).wanted().name();
        List<Change> edits = batch.stream()
                .map(planned -> edit(ChangeAction.UPSERT, set(planned.wanted(), planned.there())))
                .toList();
        return submit(zone, about, edits, budget, (text, thrown) -> {
            Matcher inTheWay = IN_THE_WAY.matcher(text);
            return inTheWay.find()
                    ? RefusedException.dnsConflict(
                            named(inTheWay.group(1), batch),
                            zone.toString(),
                            null,
                            List.of(),
                            "Route 53: " + text,
                            thrown)
                    : null;
        });
    }

    /** Which of the batch's names Route 53 speaks of. */
    private static DnsName named(String text, List<Planned> batch) {
        String name = Route53Names.read(text);
        return batch.stream()
                .map(planned -> planned.wanted().name())
                .filter(candidate -> candidate.value().equals(name))
                .findFirst()
                .orElse(batch.get(0).wanted().name());
    }

    // ---- conditional changes

    /**
     * Makes the change if its record is as it was before; Route 53 itself holds that condition between our look and the change.
     */
    public DnsChange conditionally(DnsRecordChange change, Budget budget) {
        DnsName name = change.name();
        DnsRecord expected = change.before().orElseThrow();
        Route53Zones.Zone zone = zones.zoneOf(name, budget);
        List<ResourceRecordSet> sets =
                Route53Records.known(records.sets(zone, List.of(name), budget).getOrDefault(name, List.of()));
        List<DnsRecord> found = Route53Records.records(name, zone, sets);
        int at = found.indexOf(expected);
        if (at < 0) {
            throw RefusedException.dnsConflict(name, zone.toString(), expected, found, "", null);
        }
        if (change.before().equals(change.after())) {
            return DnsChange.unchanged(List.of(change));
        }
        ResourceRecordSet there = sets.get(at);
        Route53Records.checkWritable(name, zone, there);
        List<Change> edits = new ArrayList<>();
        // As it is written there: whether a deletion forgives another dot or case is not documented.
        edits.add(edit(ChangeAction.DELETE, there));
        change.after().ifPresent(after -> edits.add(edit(ChangeAction.CREATE, set(after, there))));
        ChangeInfo taken = submit(
                zone,
                name,
                edits,
                budget,
                (text, thrown) -> text.contains("Tried to ")
                        ? RefusedException.dnsConflict(
                                name,
                                zone.toString(),
                                expected,
                                lookAgain(name, zone, budget),
                                "Route 53: " + text,
                                thrown)
                        : null);
        return handle(List.of(change), List.of(taken));
    }

    /** For a message: what cannot be read any more is left out of it. */
    private List<DnsRecord> lookAgain(DnsName name, Route53Zones.Zone zone, Budget budget) {
        try {
            return found(name, zone, budget);
        } catch (FloatingIpException e) {
            LOG.debug("what stands at {} could not be read", name, e);
            return List.of();
        }
    }

    // ---- requests

    /** Tells from the text of a refused batch what it means, or null. */
    @FunctionalInterface
    private interface Meaning {
        @Nullable
        RefusedException of(String text, RuntimeException thrown);
    }

    private ChangeInfo submit(
            Route53Zones.Zone zone, DnsName about, List<Change> edits, Budget budget, Meaning meaning) {
        ChangeInfo taken = calls.change(
                        "ChangeResourceRecordSets",
                        budget,
                        thrown -> switch (Ec2Errors.code(thrown)) {
                            case "nosuchhostedzone" -> {
                                zones.forget();
                                yield Route53Zones.gone(about, zone, thrown);
                            }
                            case "invalidchangebatch" -> refused(zone, about, meaning, thrown);
                            case "accessdenied" ->
                                Route53Zones.notOurs(zone, "route53:ChangeResourceRecordSets", thrown);
                            default -> null;
                        },
                        (client, own) -> client.changeResourceRecordSets(request -> request.hostedZoneId(zone.id())
                                .changeBatch(batch -> batch.changes(edits))
                                .overrideConfiguration(own)))
                .changeInfo();
        if (taken == null || taken.id() == null) {
            throw Ec2Errors.unanswered(
                    "route53:ChangeResourceRecordSets",
                    true,
                    "the answer is not whole: it has no Id of the change",
                    null);
        }
        LOG.debug("{} in {}: {} changes", taken.id(), zone, edits.size());
        return taken;
    }

    private static FloatingIpException refused(
            Route53Zones.Zone zone, DnsName about, Meaning meaning, RuntimeException thrown) {
        String text = Ec2Errors.text(thrown);
        RefusedException conflict = meaning.of(text, thrown);
        if (conflict != null) {
            return conflict;
        }
        return RefusedException.rejected(
                "route53:ChangeResourceRecordSets for " + about + " in zone " + zone,
                ServiceError.of("InvalidChangeBatch", text, null),
                thrown);
    }

    private static Change edit(ChangeAction action, ResourceRecordSet set) {
        return Change.builder().action(action).resourceRecordSet(set).build();
    }

    /** The record as a set that keeps what is not ours of the one that is there, such as a health check. */
    private static ResourceRecordSet set(DnsRecord record, @Nullable ResourceRecordSet there) {
        return (there == null ? ResourceRecordSet.builder() : there.toBuilder())
                .name(record.name().value())
                .type(record.type().name())
                .ttl(record.ttlSeconds())
                .resourceRecords(record.values().stream()
                        .map(value -> ResourceRecord.builder().value(value).build())
                        .toList())
                .build();
    }

    private static List<DnsRecordChange> changes(Collection<Planned> planned) {
        return planned.stream().map(Planned::change).toList();
    }

    private DnsChange handle(List<DnsRecordChange> changes, List<ChangeInfo> taken) {
        if (taken.isEmpty()) {
            return DnsChange.unchanged(changes);
        }
        List<String> ids = taken.stream().map(Route53Dns::id).toList();
        Instant last = taken.stream()
                .map(ChangeInfo::submittedAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElseGet(calls.ticker()::now);
        return DnsChange.pending(changes, ids, last);
    }

    private static String id(ChangeInfo info) {
        return info.id().substring(info.id().lastIndexOf('/') + 1);
    }

    // ---- waiting

    /** Polls until the change is in sync, or the budget ends; at longer and longer intervals. */
    public DnsChange await(DnsChange change, Budget budget) {
        if (change.status() != DnsChangeStatus.PENDING) {
            return change;
        }
        List<String> waiting = new ArrayList<>(change.ids());
        Duration pause = FIRST_POLL;
        boolean last = false;
        try {
            while (true) {
                poll(waiting, budget);
                if (waiting.isEmpty()) {
                    return change.inSync(calls.ticker().now());
                }
                Duration left = budget.left();
                if (last || left.isZero()) {
                    return change;
                }
                // One look shortly before the end, rather than none after it.
                last = pause.compareTo(left) >= 0;
                budget.sleep(last ? left.multipliedBy(9).dividedBy(10) : pause, WAITING, null);
                pause = pause.compareTo(MOST_POLL) < 0 ? pause.plusSeconds(1) : MOST_POLL;
            }
        } catch (OutOfTimeException e) {
            return change; // the budget ended, or the thread was interrupted: its flag is set then
        }
    }

    /** Takes away what is in sync; what can't be asked for a passing reason stays. */
    private void poll(List<String> waiting, Budget budget) {
        budget.check(WAITING);
        try {
            waiting.removeIf(id -> inSync(id, budget));
        } catch (OutOfTimeException e) {
            throw e;
        } catch (FloatingIpException e) {
            if (!e.retryable()) {
                throw e;
            }
            LOG.debug("could not ask for {}", waiting, e);
        }
    }

    private boolean inSync(String id, Budget budget) {
        ChangeInfo info = calls.read(
                        "GetChange",
                        budget,
                        thrown -> null,
                        (client, own) ->
                                client.getChange(request -> request.id(id).overrideConfiguration(own)))
                .changeInfo();
        return info != null && info.status() == ChangeStatus.INSYNC;
    }
}
