package org.floatingip.testkit.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.floatingip.IpAddress;

/** The rules of a batch of changes to one zone: all changes are checked first, and all or none are made. */
final class ZoneBatch {

    private static final int MOST_RECORDS = 1000;
    private static final int MOST_CHARACTERS = 32_000;

    private final MutableZone zone;
    private final TreeMap<MutableZone.Key, DnsRecordSet> sets;
    private final Map<MutableZone.Key, List<DnsEdit.Action>> done = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ZoneBatch(MutableZone zone) {
        this.zone = zone;
        this.sets = new TreeMap<>(zone.sets);
    }

    /** Makes the changes, or refuses and lists everything that is wrong. */
    static void apply(MutableZone zone, List<DnsEdit> edits) {
        ZoneBatch batch = new ZoneBatch(zone);
        checkLimits(edits);
        edits.forEach(batch::apply);
        if (!batch.problems.isEmpty()) {
            throw refusal(batch.problems);
        }
        zone.sets = batch.sets;
    }

    private static Route53RefusalException refusal(List<String> problems) {
        return new Route53RefusalException(400, "InvalidChangeBatch", "[" + String.join(", ", problems) + "]");
    }

    private static void checkLimits(List<DnsEdit> edits) {
        int records = 0;
        int characters = 0;
        for (DnsEdit edit : edits) {
            int times = edit.action() == DnsEdit.Action.UPSERT ? 2 : 1;
            records += times * edit.recordSet().values().size();
            characters += times
                    * edit.recordSet().values().stream()
                            .mapToInt(String::length)
                            .sum();
        }
        if (records > MOST_RECORDS) {
            throw refusal(List.of("Number of records limit of " + MOST_RECORDS + " exceeded."));
        }
        if (characters > MOST_CHARACTERS) {
            throw refusal(List.of("RDATA character limit of " + MOST_CHARACTERS + " exceeded."));
        }
    }

    private void apply(DnsEdit edit) {
        DnsRecordSet set = edit.recordSet();
        MutableZone.Key key = MutableZone.Key.of(set);
        String shown = ZoneNames.show(set.name());
        if (!ZoneNames.isWithin(set.name(), zone.name)) {
            problems.add("RRSet with DNS name " + shown + " is not permitted in zone " + ZoneNames.show(zone.name));
            return;
        }
        List<DnsEdit.Action> before = done.computeIfAbsent(key, ignored -> new ArrayList<>());
        before.add(edit.action());
        if (before.size() > 1 && !before.equals(List.of(DnsEdit.Action.DELETE, DnsEdit.Action.CREATE))) {
            problems.add("The request contains an invalid set of changes for a resource record set '" + set.type() + " "
                    + shown + "'");
            return;
        }
        if (edit.action() == DnsEdit.Action.DELETE) {
            delete(key, set, shown);
        } else {
            put(edit, key, set, shown);
        }
    }

    private void delete(MutableZone.Key key, DnsRecordSet set, String shown) {
        DnsRecordSet current = sets.get(key);
        String what = "Tried to delete resource record set [name='" + shown + "', type='" + set.type() + "'] but ";
        if (current == null) {
            problems.add(what + "it was not found");
        } else if (!same(current, set)) {
            problems.add(what + "the values provided do not match the current values");
        } else if (set.name().equals(zone.name) && set.type().equals("NS")) {
            problems.add("A HostedZone must contain at least one NS record for the zone itself.");
        } else if (set.name().equals(zone.name) && set.type().equals("SOA")) {
            problems.add("A HostedZone must contain exactly one SOA record.");
        } else {
            sets.remove(key);
        }
    }

    /** Compares values as they were given, in any order. Whether the real service also ignores a dot or the case isn't known. */
    private static boolean same(DnsRecordSet one, DnsRecordSet other) {
        return Objects.equals(one.ttl(), other.ttl())
                && one.values().stream()
                        .sorted()
                        .toList()
                        .equals(other.values().stream().sorted().toList())
                && Objects.equals(one.alias(), other.alias())
                && Objects.equals(one.healthCheckId(), other.healthCheckId());
    }

    private void put(DnsEdit edit, MutableZone.Key key, DnsRecordSet set, String shown) {
        int count = problems.size();
        String wrongName = ZoneNames.problem(set.name());
        if (!wrongName.isEmpty()) {
            problems.add(wrongName);
        }
        if (edit.action() == DnsEdit.Action.CREATE && sets.containsKey(key)) {
            problems.add("Tried to create resource record set [name='" + shown + "', type='" + set.type()
                    + "'] but it already exists");
        }
        checkCname(set, shown);
        set.values().forEach(value -> checkValue(set.type(), value));
        if (problems.size() == count) {
            sets.put(key, set);
        }
    }

    private void checkCname(DnsRecordSet set, String shown) {
        String inZone = " in zone " + ZoneNames.show(zone.name);
        if (!set.type().equals("CNAME")) {
            if (sets.containsKey(new MutableZone.Key(set.name(), "CNAME"))) {
                problems.add("RRSet of type " + set.type() + " with DNS name " + shown
                        + " is not permitted because a conflicting RRSet of type CNAME with the same DNS name already"
                        + " exists" + inZone);
            }
        } else if (set.name().equals(zone.name)) {
            problems.add("RRSet of type CNAME with DNS name " + shown + " is not permitted at apex" + inZone);
        } else if (sets.keySet().stream()
                .anyMatch(other ->
                        other.name().equals(set.name()) && !other.type().equals("CNAME"))) {
            problems.add("RRSet of type CNAME with DNS name " + shown
                    + " is not permitted as it conflicts with other records with the same DNS name" + inZone);
        }
    }

    private void checkValue(String type, String value) {
        boolean ipv4 = type.equals("A");
        if (!ipv4 && !type.equals("AAAA")) {
            return;
        }
        try {
            if (IpAddress.of(value).isIpv4() == ipv4) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Refused below: it is none of either family.
        }
        problems.add("Invalid Resource Record: 'FATAL problem: "
                + (ipv4
                        ? "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)"
                        : "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)")
                + " encountered with '" + value + "''");
    }
}
