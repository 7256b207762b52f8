package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.floatingip.DnsConflictException;
import org.floatingip.DnsName;
import org.floatingip.DnsRecord;
import org.floatingip.DnsRecordType;
import org.floatingip.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Reads the record sets of zones, and what they say as our records. */
final class Route53Records {

    /** More than one name has, in all but the oddest zones. */
    private static final String FEW = "20";

    private static final String MOST = "300";

    private static final String ACTION = "route53:ListResourceRecordSets";

    /** Names up to this many are asked for one by one. */
    private static final int FEW_NAMES = 3;

    private static final int MOST_PAGES = 10_000;

    private final Route53Calls calls;
    private final Route53Zones zones;

    Route53Records(Route53Calls calls, Route53Zones zones) {
        this.calls = calls;
        this.zones = zones;
    }

    /** What is at a name: the record sets of the types that we know, as they are written. */
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
                if (name != null && known(set) != null) {
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
                    .filter(set -> Route53Names.read(set.name()).equals(name.value()) && known(set) != null)
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
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return null;
            }
            if (page.nextRecordName() == null) {
                throw UnavailableException.withoutEffect(ACTION, "the answer does not say where it goes on", null);
            }
            return new Position(page.nextRecordName(), page.nextRecordTypeAsString(), page.nextRecordIdentifier());
        }
    }

    private ListResourceRecordSetsResponse page(
            Route53Zones.Zone zone, DnsName about, @Nullable Position position, String most, Budget budget) {
        return calls.read(
                "ListResourceRecordSets",
                budget,
                thrown -> {
                    if (!Ec2Errors.code(thrown).equals("nosuchhostedzone")) {
                        return null;
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

    private static @Nullable DnsRecordType known(ResourceRecordSet set) {
        for (DnsRecordType type : DnsRecordType.values()) {
            if (type.name().equals(set.typeAsString())) {
                return type;
            }
        }
        return null;
    }

    /** What the sets of a name say. */
    static List<DnsRecord> records(DnsName name, Route53Zones.Zone zone, List<ResourceRecordSet> sets) {
        return sets.stream().map(set -> record(name, zone, set)).toList();
    }

    private static DnsRecord record(DnsName name, Route53Zones.Zone zone, ResourceRecordSet set) {
        String notPlain = set.aliasTarget() != null
                ? "is an alias of " + set.aliasTarget().dnsName()
                : set.setIdentifier() != null
                        ? "depends on who asks (set identifier " + set.setIdentifier() + ")"
                        : set.ttl() == null ? "has no TTL" : null;
        if (notPlain != null) {
            throw conflict(name, zone, set, notPlain, null);
        }
        List<String> values =
                set.resourceRecords().stream().map(ResourceRecord::value).collect(Collectors.toList());
        try {
            return DnsRecord.of(name, DnsRecordType.valueOf(set.typeAsString()), set.ttl(), values);
        } catch (IllegalArgumentException e) {
            throw conflict(name, zone, set, "can't be read: " + e.getMessage(), e);
        }
    }

    private static DnsConflictException conflict(
            DnsName name, Route53Zones.Zone zone, ResourceRecordSet set, String why, @Nullable Throwable cause) {
        return new DnsConflictException(
                name,
                zone.toString(),
                null,
                List.of(),
                "its " + set.typeAsString() + " record " + why.replaceAll("\\.$", "") + ", and is left alone",
                cause);
    }
}
