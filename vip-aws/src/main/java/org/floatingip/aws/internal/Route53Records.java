package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordType;
import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Reads the record sets of zones, and what they say as our records. */
final class Route53Records {

    /** More than one name has, in all but the oddest zones. */
    private static final String FEW = "20";

    private static final String MOST = "300";

    private static final String ACTION = "route53:ListResourceRecordSets";

    /** What a set may have that is written over: what we set, and what goes along as it is. */
    private static final Set<String> KEPT = Set.of("Name", "Type", "TTL", "ResourceRecords", "HealthCheckId");

    /** Names up to this many are asked for one by one. */
    private static final int FEW_NAMES = 3;

    private static final int MOST_PAGES = 10_000;

    private final Route53Calls calls;
    private final Route53Zones zones;

    Route53Records(Route53Calls calls, Route53Zones zones) {
        this.calls = calls;
        this.zones = zones;
    }

    /** What is at a name: all of its record sets, as they are written. {@link #known(List)} has those that we can read. */
    Map<DnsName, List<ResourceRecordSet>> sets(Route53Zones.Zone zone, Collection<DnsName> names, Budget budget) {
        Map<String, DnsName> wanted = new HashMap<>();
        Map<DnsName, List<ResourceRecordSet>> found = new HashMap<>();
        for (DnsName name : names) {
            wanted.put(name.value(), name);
            found.put(name, new ArrayList<>());
        }
        if (wanted.size() > FEW_NAMES && readZone(zone, wanted, found, budget)) {
            return found;
        }
        for (DnsName name : wanted.values()) {
            found.put(name, readName(zone, name, budget));
        }
        return found;
    }

    /** Reads the zone from its beginning, but no more pages than there are names; false if there are more. */
    private boolean readZone(
            Route53Zones.Zone zone,
            Map<String, DnsName> wanted,
            Map<DnsName, List<ResourceRecordSet>> found,
            Budget budget) {
        Set<Position> seen = new HashSet<>();
        Position position = null;
        for (int pages = 0; pages < Math.min(wanted.size(), MOST_PAGES); pages++) {
            ListResourceRecordSetsResponse page =
                    page(zone, wanted.values().iterator().next(), position, MOST, budget);
            for (ResourceRecordSet set : page.resourceRecordSets()) {
                DnsName name = wanted.get(Route53Names.read(set.name()));
                if (name != null) {
                    found.getOrDefault(name, new ArrayList<>()).add(set);
                }
            }
            position = Position.after(page);
            if (position == null) {
                return true;
            }
            checkIsNew(position, seen);
        }
        return false;
    }

    /** Reads from the name on, for that is a start and no filter, as long as sets of the name come. */
    private List<ResourceRecordSet> readName(Route53Zones.Zone zone, DnsName name, Budget budget) {
        List<ResourceRecordSet> found = new ArrayList<>();
        Set<Position> seen = new HashSet<>();
        Position position = new Position(name.value(), null, null);
        while (position != null && Route53Names.read(position.name()).equals(name.value())) {
            checkIsNew(position, seen);
            ListResourceRecordSetsResponse page = page(zone, name, position, FEW, budget);
            page.resourceRecordSets().stream()
                    .filter(set -> Route53Names.read(set.name()).equals(name.value()))
                    .forEach(found::add);
            position = Position.after(page);
        }
        return found;
    }

    /** A service that hands out the same position twice would be read for ever. */
    private static void checkIsNew(Position position, Set<Position> seen) {
        if (!seen.add(position)) {
            throw UnavailableException.withoutEffect(ACTION, "the answer has no last page", null);
        }
    }

    /** Where a page begins. */
    private record Position(
            String name, @Nullable String type, @Nullable String identifier) {

        static @Nullable Position after(ListResourceRecordSetsResponse page) {
            if (!Answers.part(page.isTruncated(), ACTION, "IsTruncated")) {
                return null;
            }
            String next =
                    Answers.part(page.nextRecordName(), ACTION, "NextRecordName: it does not say where it goes on");
            return new Position(next, page.nextRecordTypeAsString(), page.nextRecordIdentifier());
        }
    }

    private ListResourceRecordSetsResponse page(
            Route53Zones.Zone zone, DnsName about, @Nullable Position position, String most, Budget budget) {
        return calls.read(
                "ListResourceRecordSets",
                budget,
                thrown -> {
                    if (!Ec2Errors.code(thrown).equals("nosuchhostedzone")) {
                        return Route53Zones.notOurs(zone, ACTION, thrown);
                    }
                    zones.forget();
                    return Route53Zones.gone(about, zone, thrown);
                },
                (client, own) -> client.listResourceRecordSets(request -> {
                    request.hostedZoneId(zone.id()).maxItems(most).overrideConfiguration(own);
                    if (position != null) {
                        request.startRecordName(position.name())
                                .startRecordType(position.type())
                                .startRecordIdentifier(position.identifier());
                    }
                }));
    }

    /** Those of the types that we know. */
    static List<ResourceRecordSet> known(List<ResourceRecordSet> sets) {
        return sets.stream().filter(set -> known(set) != null).toList();
    }

    /** The set of that type; null if there is none. Those of one type that differ by who asks are refused before. */
    static @Nullable ResourceRecordSet ofType(DnsRecordType type, List<ResourceRecordSet> sets) {
        return sets.stream()
                .filter(set -> type.name().equals(set.typeAsString()))
                .findFirst()
                .orElse(null);
    }

    /**
     * Refuses to write over a set that has more than we know how to keep, such as one that a traffic policy manages. By a list of
     * what we know: it covers what Route 53 has next year.
     */
    static void checkWritable(DnsName name, Route53Zones.Zone zone, @Nullable ResourceRecordSet there) {
        if (there == null) {
            return;
        }
        for (SdkField<?> field : there.sdkFields()) {
            if (!KEPT.contains(field.memberName()) && field.getValueOrDefault(there) != null) {
                throw unreadable(
                        name,
                        zone,
                        there,
                        "has a " + field.memberName() + " (" + field.getValueOrDefault(there) + ")",
                        null);
            }
        }
    }

    /**
     * Refuses a name that is not this zone's to answer for: a set of NS at the name, or above it below the zone's own, gives it to
     * other servers. Reads where a label lies in between.
     *
     * <p>Public zones only: private ones delegate nothing ("Considerations when working with a private hosted zone" in its
     * Developer Guide), and Route 53 itself answers for the name all the same.
     *
     * @param there what is at the name
     * @param read what was read of names above, by name; is added to
     */
    void checkDelegation(
            Route53Zones.Zone zone,
            DnsName name,
            List<ResourceRecordSet> there,
            Map<String, List<ResourceRecordSet>> read,
            Budget budget) {
        if (zone.isPrivate()) {
            return;
        }
        List<ResourceRecordSet> at = there;
        for (String label = name.value(); !label.equals(zone.name()) && label.endsWith("." + zone.name()); ) {
            for (ResourceRecordSet set : at) {
                if ("NS".equals(set.typeAsString())
                        && Route53Names.read(set.name()).equals(label)) {
                    throw conflict(
                            name,
                            zone,
                            label + " is delegated to " + values(set)
                                    + ": those servers are asked for it, and nobody would find it here. Write it to the zone "
                                    + label,
                            null);
                }
            }
            label = label.substring(label.indexOf('.') + 1);
            at = label.equals(zone.name()) ? List.of() : nameservers(zone, name, label, read, budget);
        }
    }

    private List<ResourceRecordSet> nameservers(
            Route53Zones.Zone zone,
            DnsName about,
            String label,
            Map<String, List<ResourceRecordSet>> read,
            Budget budget) {
        List<ResourceRecordSet> known = read.get(label);
        if (known == null) {
            known = page(zone, about, new Position(label, "NS", null), "1", budget)
                    .resourceRecordSets();
            read.put(label, known);
        }
        return known;
    }

    private static String values(ResourceRecordSet set) {
        return set.resourceRecords().stream().map(ResourceRecord::value).collect(Collectors.joining(", "));
    }

    private static @Nullable DnsRecordType known(ResourceRecordSet set) {
        String written = Answers.part(set.typeAsString(), ACTION, "Type");
        for (DnsRecordType type : DnsRecordType.values()) {
            if (type.name().equals(written)) {
                return type;
            }
        }
        return null;
    }

    /** What the sets of a name say. */
    static List<DnsRecord> records(DnsName name, Route53Zones.Zone zone, List<ResourceRecordSet> sets) {
        return known(sets).stream().map(set -> record(name, zone, set)).toList();
    }

    private static DnsRecord record(DnsName name, Route53Zones.Zone zone, ResourceRecordSet set) {
        String notPlain = set.aliasTarget() != null
                ? "is an alias of " + set.aliasTarget().dnsName()
                : set.setIdentifier() != null
                        ? "depends on who asks (set identifier " + set.setIdentifier() + ")"
                        : set.ttl() == null ? "has no TTL" : null;
        if (notPlain != null) {
            throw unreadable(name, zone, set, notPlain, null);
        }
        Answers.check(!set.resourceRecords().isEmpty(), ACTION, "ResourceRecord");
        List<String> values = set.resourceRecords().stream()
                .map(record -> Answers.part(record.value(), ACTION, "Value"))
                .collect(Collectors.toList());
        try {
            return DnsRecord.of(name, DnsRecordType.valueOf(set.typeAsString()), set.ttl(), values);
        } catch (IllegalArgumentException e) {
            throw unreadable(name, zone, set, "can't be read: " + e.getMessage(), e);
        }
    }

    private static RefusedException unreadable(
            DnsName name, Route53Zones.Zone zone, ResourceRecordSet set, String why, @Nullable Throwable cause) {
        return conflict(
                name,
                zone,
                "its " + set.typeAsString() + " record " + why.replaceAll("\\.$", "") + ", and is left alone",
                cause);
    }

    private static RefusedException conflict(
            DnsName name, Route53Zones.Zone zone, String why, @Nullable Throwable cause) {
        return RefusedException.dnsConflict(name, zone.toString(), null, List.of(), why, cause);
    }
}
