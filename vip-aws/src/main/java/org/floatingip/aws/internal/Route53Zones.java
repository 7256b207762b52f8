package org.floatingip.aws.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.FloatingIpException;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsName;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.HostedZoneSummary;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByVpcResponse;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;

/**
 * Which zone a name belongs to: of those in sight the one with the longest name that the name ends in. Zones come and go
 * seldom, and every reading counts against the account's limit: they are remembered for a minute, and read anew where
 * none fits. Safe for use by several threads.
 */
public final class Route53Zones {

    private static final Duration MEMORY = Duration.ofMinutes(1);
    private static final int MOST_PAGES = 10_000;

    /** The account in the ARN of a caller, as denials name him. */
    private static final Pattern CALLER = Pattern.compile("User: arn:[\\w-]+:(?:iam|sts)::(\\d+):");

    private static final String LIST = "route53:ListHostedZones";
    private static final String GET = "route53:GetHostedZone";
    private static final String OF_VPC = "route53:ListHostedZonesByVPC";

    /**
     * A zone as far as records need it.
     *
     * @param owner the account that it belongs to; null where Route 53 does not say, which then lists one's own alone
     */
    record Zone(
            String id,
            String name,
            boolean isPrivate,
            @Nullable String owner) {

        @Override
        public String toString() {
            return name + " (" + id + ", " + (isPrivate ? "private" : "public") + ")";
        }
    }

    /** What was read, and when. */
    private record Read(List<Zone> zones, long atNanos) {}

    private final Route53Calls calls;
    private final Set<String> zoneIds;
    private final @Nullable String vpcId;
    private final @Nullable String vpcRegion;
    private volatile @Nullable Read memory;

    /**
     * Zones of the account of those calls.
     *
     * @param zoneIds the zones that are looked at; empty for all
     * @param vpcId the VPC whose private zones are looked at; null for all zones
     * @param vpcRegion its region; null if it is
     */
    public Route53Zones(Route53Calls calls, Set<String> zoneIds, @Nullable String vpcId, @Nullable String vpcRegion) {
        this.calls = calls;
        this.zoneIds = Set.copyOf(zoneIds);
        this.vpcId = vpcId;
        this.vpcRegion = vpcRegion;
    }

    /** The zone of that name. */
    Zone zoneOf(DnsName name, Budget budget) {
        Read known = memory;
        if (known != null && calls.ticker().nanoTime() - known.atNanos() < MEMORY.toNanos()) {
            List<Zone> best = longest(name, known.zones());
            if (best.size() == 1) {
                return best.get(0);
            }
        }
        List<Zone> zones = read(budget);
        memory = new Read(zones, calls.ticker().nanoTime());
        List<Zone> best = longest(name, zones);
        if (best.isEmpty()) {
            throw RefusedException.unknownZone(name, words(zones), null);
        }
        if (best.size() > 1) {
            throw RefusedException.ambiguousZone(name, words(best), null);
        }
        return best.get(0);
    }

    /** The calls that find the zone of a name, if it is not remembered. */
    List<PlannedCall> explain(DnsName name) {
        String action =
                vpcId != null ? "ListHostedZonesByVPC" : zoneIds.isEmpty() ? "ListHostedZones" : "GetHostedZone";
        return List.of(PlannedCall.reading(action + ": the zone of " + name, "route53:" + action));
    }

    /** To be called when a zone that was remembered turns out to be gone. */
    void forget() {
        memory = null;
    }

    static RefusedException gone(DnsName name, Zone zone, Throwable cause) {
        return RefusedException.unknownZone(name, List.of(zone + " is gone"), cause);
    }

    /**
     * Whether a denial is due to the zone's being another account's, which has let the VPC see it; null if it is not. The zone is
     * not passed over for that: those in the VPC look the name up there, and nowhere else.
     */
    static @Nullable FloatingIpException notOurs(Zone zone, String action, RuntimeException thrown) {
        String owner = zone.owner();
        if (owner == null || !Ec2Errors.code(thrown).equals("accessdenied")) {
            return null;
        }
        Matcher caller = CALLER.matcher(Ec2Errors.text(thrown));
        if (!caller.find() || caller.group(1).equals(owner)) {
            return null;
        }
        return new PermissionDeniedException(
                action,
                "Zone " + zone + " is account " + owner
                        + "'s, which lets the VPC see it: use credentials of that account",
                thrown);
    }

    private static List<Zone> longest(DnsName name, List<Zone> zones) {
        int most = 0;
        List<Zone> best = new ArrayList<>();
        for (Zone zone : zones) {
            int length = zone.name().length();
            if (length >= most
                    && (name.value().equals(zone.name()) || name.value().endsWith("." + zone.name()))) {
                if (length > most) {
                    best.clear();
                    most = length;
                }
                best.add(zone);
            }
        }
        return best;
    }

    private static List<String> words(List<Zone> zones) {
        return zones.stream().map(Zone::toString).toList();
    }

    private List<Zone> read(Budget budget) {
        if (vpcId != null) {
            return ofVpc(vpcId, Objects.requireNonNull(vpcRegion), budget).stream()
                    .filter(zone -> zoneIds.isEmpty() || zoneIds.contains(zone.id()))
                    .toList();
        }
        return zoneIds.isEmpty() ? all(budget) : named(budget);
    }

    private List<Zone> named(Budget budget) {
        List<Zone> zones = new ArrayList<>();
        for (String id : zoneIds) {
            HostedZone found = calls.read(
                            "GetHostedZone",
                            budget,
                            thrown -> null,
                            (client, own) -> client.getHostedZone(
                                    request -> request.id(id).overrideConfiguration(own)))
                    .hostedZone();
            zones.add(zone(Answers.part(found, GET, "HostedZone"), GET));
        }
        return zones;
    }

    private List<Zone> all(Budget budget) {
        List<Zone> zones = new ArrayList<>();
        Set<String> markers = new HashSet<>();
        String marker = null;
        do {
            String from = marker;
            ListHostedZonesResponse page = calls.read(
                    "ListHostedZones",
                    budget,
                    thrown -> null,
                    (client, own) -> client.listHostedZones(
                            request -> request.marker(from).overrideConfiguration(own)));
            // A zone that is not seen would have its names written to the one above it.
            page.hostedZones().forEach(zone -> zones.add(zone(zone, LIST)));
            boolean more = Answers.part(page.isTruncated(), LIST, "IsTruncated");
            marker =
                    more ? Answers.part(page.nextMarker(), LIST, "NextMarker: it does not say where it goes on") : null;
            checkPages("ListHostedZones", marker, markers);
        } while (marker != null);
        return zones;
    }

    private List<Zone> ofVpc(String vpc, String region, Budget budget) {
        List<Zone> zones = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        String token = null;
        do {
            String from = token;
            ListHostedZonesByVpcResponse page = calls.read(
                    "ListHostedZonesByVPC",
                    budget,
                    thrown -> null,
                    (client, own) -> client.listHostedZonesByVPC(request ->
                            request.vpcId(vpc).vpcRegion(region).nextToken(from).overrideConfiguration(own)));
            page.hostedZoneSummaries().stream()
                    // Those of AWS services (Cloud Map, EFS) can't be written to.
                    .filter(zone -> zone.owner() == null || zone.owner().owningService() == null)
                    .forEach(zone -> zones.add(new Zone(
                            bareId(zone.hostedZoneId(), OF_VPC), Route53Names.read(zone.name()), true, owner(zone))));
            token = page.nextToken();
            checkPages("ListHostedZonesByVPC", token, tokens);
        } while (token != null);
        return zones;
    }

    private static @Nullable String owner(HostedZoneSummary zone) {
        return zone.owner() == null ? null : zone.owner().owningAccount();
    }

    /** A service that hands out the same position twice would be read for ever. */
    private static void checkPages(String action, @Nullable String next, Set<String> seen) {
        if (next != null && (!seen.add(next) || seen.size() > MOST_PAGES)) {
            throw UnavailableException.withoutEffect("route53:" + action, "the answer has no last page", null);
        }
    }

    private static Zone zone(HostedZone zone, String action) {
        boolean isPrivate =
                zone.config() != null && Boolean.TRUE.equals(zone.config().privateZone());
        return new Zone(bareId(zone.id(), action), Route53Names.read(zone.name()), isPrivate, null);
    }

    private static String bareId(@Nullable String id, String action) {
        String given = Answers.part(id, action, "Id");
        return given.substring(given.lastIndexOf('/') + 1);
    }
}
