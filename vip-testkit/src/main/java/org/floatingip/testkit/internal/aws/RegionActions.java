package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.floatingip.testkit.Sandbox;

/** The one region, and its zones as an account has seen them in raw replies; local zones are not modelled. */
final class RegionActions {

    private static final String OPT_IN = "opt-in-not-required";
    private static final String ENDPOINT = "ec2." + Sandbox.REGION + ".amazonaws.com";
    private static final String GROUP = Sandbox.REGION + "-zg-1";
    private static final String GROUP_NAME = "US East (N. Virginia) 1";

    private record Zone(String name, String id) {}

    private static final List<Zone> ZONES = List.of(
            new Zone(Sandbox.REGION + "a", "use1-az6"),
            new Zone(Sandbox.REGION + "b", "use1-az1"),
            new Zone(Sandbox.REGION + "c", "use1-az2"),
            new Zone(Sandbox.REGION + "d", "use1-az4"),
            new Zone(Sandbox.REGION + "e", "use1-az3"),
            new Zone(Sandbox.REGION + "f", "use1-az5"));

    private static final Selection<Zone> ZONE_FILTERS = new Selection<Zone>()
            .on("group-long-name", zone -> GROUP_NAME)
            .on("group-name", zone -> GROUP)
            .on("opt-in-status", zone -> OPT_IN)
            .on("region-name", zone -> Sandbox.REGION)
            .on("state", zone -> "available")
            .on("zone-id", Zone::id)
            .on("zone-name", Zone::name)
            .on("zone-type", zone -> "availability-zone");

    private static final Selection<String> REGION_FILTERS = new Selection<String>()
            .on("endpoint", region -> ENDPOINT)
            .on("opt-in-status", region -> OPT_IN)
            .on("region-name", Function.identity());

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("DescribeAvailabilityZones", RegionActions::zones)
                        .dryRun()
                        .takes("ZoneName.N", "ZoneId.N", "AllAvailabilityZones")
                        .filtered(ZONE_FILTERS),
                new Ec2Action("DescribeRegions", RegionActions::regions)
                        .dryRun()
                        .takes("RegionName.N", "AllRegions")
                        .filtered(REGION_FILTERS));
    }

    private static void zones(QueryRequest request, Xml reply) {
        List<String> names = request.list("ZoneName");
        List<String> ids = request.list("ZoneId");
        request.bool("AllAvailabilityZones", false);
        Map<String, List<String>> filters = request.filters();
        request.finish();
        checkKnown(
                "Invalid availability zone: ",
                names,
                ZONES.stream().map(Zone::name).toList());
        checkKnown(
                "Invalid availability zone-id: ",
                ids,
                ZONES.stream().map(Zone::id).toList());
        List<Zone> chosen = ZONES.stream()
                .filter(zone -> names.isEmpty() || names.contains(zone.name()))
                .filter(zone -> ids.isEmpty() || ids.contains(zone.id()))
                .toList();
        reply.items(
                "availabilityZoneInfo",
                ZONE_FILTERS.matching(chosen, filters),
                zone -> reply.leaf("zoneName", zone.name())
                        .leaf("zoneId", zone.id())
                        .leaf("zoneState", "available")
                        .leaf("regionName", Sandbox.REGION)
                        .leaf("groupName", GROUP)
                        .leaf("optInStatus", OPT_IN)
                        .leaf("networkBorderGroup", Sandbox.REGION)
                        .leaf("zoneType", "availability-zone")
                        .leaf("groupLongName", GROUP_NAME)
                        .items("messageSet", List.of(), ignored -> {})
                        .items("geographySet", List.of("United States of America"), name -> reply.leaf("name", name))
                        .items("subGeographySet", List.of("Virginia"), name -> reply.leaf("name", name)));
    }

    private static void regions(QueryRequest request, Xml reply) {
        List<String> names = request.list("RegionName");
        request.bool("AllRegions", false);
        Map<String, List<String>> filters = request.filters();
        request.finish();
        List<String> all = List.of(Sandbox.REGION);
        checkKnown("Invalid region names provided: ", names, all);
        reply.items(
                "regionInfo",
                REGION_FILTERS.matching(all, filters),
                region -> reply.leaf("regionName", region)
                        .leaf("regionEndpoint", ENDPOINT)
                        .leaf("optInStatus", OPT_IN));
    }

    /** The texts are guesses. */
    private static void checkKnown(String text, List<String> wanted, List<String> known) {
        List<String> unknown =
                wanted.stream().filter(one -> !known.contains(one)).toList();
        if (!unknown.isEmpty()) {
            throw QueryError.invalidValue(text + unknown);
        }
    }
}
