package org.floatingip.testkit.internal.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.floatingip.testkit.dns.DnsSubmission;
import org.floatingip.testkit.dns.DnsZone;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.Route53RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;

/** Zones of Route 53: created, shown, listed. */
final class ZoneActions {

    private static final int MOST = 100;
    private static final List<String> NAME_SERVERS =
            List.of("ns-0.awsdns-00.com", "ns-512.awsdns-00.net", "ns-1024.awsdns-00.org", "ns-1536.awsdns-00.co.uk");

    private final InMemoryVpc network;
    private final InMemoryDns dns;

    ZoneActions(InMemoryVpc network, InMemoryDns dns) {
        this.network = network;
        this.dns = dns;
    }

    void register(Map<String, Route53Api.Action> actions) {
        actions.put("CreateHostedZone", this::create);
        actions.put("GetHostedZone", this::get);
        actions.put("ListHostedZones", this::list);
        actions.put("ListHostedZonesByName", this::listByName);
        actions.put("ListHostedZonesByVPC", this::listByVpc);
    }

    private void create(Route53Request request, Xml reply) {
        Route53Request.Part wanted = request.document("CreateHostedZoneRequest");
        String name = wanted.requiredText("Name");
        String reference = wanted.requiredText("CallerReference");
        Route53Request.Part config = wanted.optional("HostedZoneConfig");
        Route53Request.Part vpc = wanted.optional("VPC");
        String comment = config == null ? null : config.text("Comment");
        boolean wantsPrivate = config != null && "true".equals(config.text("PrivateZone"));
        if (config != null) {
            config.finish();
        }
        wanted.finish();
        request.finish();
        if (wantsPrivate && vpc == null) {
            throw Route53Request.invalid("a private zone needs a VPC");
        }
        DnsZone zone = dns.createZone(name, vpc == null ? List.of() : List.of(vpc(vpc)), reference, comment);
        List<DnsSubmission> taken = dns.submissions();
        reply.element("HostedZone", xml -> zone(zone, xml));
        RecordActions.changeInfo(taken.get(taken.size() - 1), reply);
        delegationOrVpcs(zone, reply, false);
    }

    private DnsZone.ZoneVpc vpc(Route53Request.Part vpc) {
        String id = vpc.requiredText("VPCId");
        String region = vpc.requiredText("VPCRegion");
        vpc.finish();
        if (network.vpcs().stream().noneMatch(one -> one.id().equals(id))) {
            throw new Route53RefusalException(400, "InvalidVPCId", "The VPC ID is invalid."); // the text is a guess
        }
        return new DnsZone.ZoneVpc(id, region);
    }

    private void get(Route53Request request, Xml reply) {
        request.finish();
        DnsZone zone = dns.zone(request.id())
                .orElseThrow(() -> new Route53RefusalException(
                        404, "NoSuchHostedZone", "No hosted zone found with ID: " + request.id()));
        reply.element("HostedZone", xml -> zone(zone, xml));
        delegationOrVpcs(zone, reply, true);
    }

    private void list(Route53Request request, Xml reply) {
        int most = request.maxItems(MOST);
        String marker = request.optional("marker");
        request.finish();
        Page page = page(
                own(dns.zones()),
                marker == null ? zone -> true : zone -> zone.id().equals(marker),
                most);
        reply.items("HostedZones", "HostedZone", page.zones(), zone -> zone(zone, reply));
        reply.leaf("Marker", marker).leaf("IsTruncated", page.next() != null);
        reply.leaf("NextMarker", page.next() == null ? null : page.next().id()).leaf("MaxItems", most);
    }

    private void listByName(Route53Request request, Xml reply) {
        int most = request.maxItems(MOST);
        String name = request.optional("dnsname");
        String id = request.optional("hostedzoneid");
        request.finish();
        if (name == null && id != null) {
            throw Route53Request.invalid("hostedzoneid needs dnsname");
        }
        Page page = page(own(dns.zonesByName()), zone -> name == null || startsAt(zone, name, id), most);
        reply.items("HostedZones", "HostedZone", page.zones(), zone -> zone(zone, reply));
        reply.leaf("DNSName", name).leaf("HostedZoneId", id).leaf("IsTruncated", page.next() != null);
        if (page.next() != null) {
            reply.leaf("NextDNSName", InMemoryDns.shown(page.next().name()))
                    .leaf("NextHostedZoneId", page.next().id());
        }
        reply.leaf("MaxItems", most);
    }

    /** Whether a zone is at that position or behind it: the name is a start, not a filter. */
    private static boolean startsAt(DnsZone zone, String name, @Nullable String id) {
        int order = InMemoryDns.compareNames(zone.name(), name);
        return order > 0 || (order == 0 && (id == null || zone.id().compareTo(id) >= 0));
    }

    private void listByVpc(Route53Request request, Xml reply) {
        int most = request.maxItems(MOST);
        String vpcId = request.required("vpcid");
        String region = request.required("vpcregion");
        String token = request.optional("nexttoken");
        request.finish();
        if (network.vpcs().stream().noneMatch(vpc -> vpc.id().equals(vpcId))) {
            throw new Route53RefusalException(
                    400,
                    "InvalidInput",
                    "The VPC " + vpcId + " in region " + region
                            + " does not exist, or is not yours."); // the text is a guess
        }
        List<DnsZone> seen = dns.zones().stream()
                .filter(zone -> zone.vpcs().contains(new DnsZone.ZoneVpc(vpcId, region)))
                .toList();
        if (token != null && seen.stream().noneMatch(zone -> token.equals("after-" + zone.id()))) {
            throw new Route53RefusalException(400, "InvalidPaginationToken", "The pagination token is invalid.");
        }
        Page page = page(seen, token == null ? zone -> true : zone -> token.equals("after-" + zone.id()), most);
        reply.items(
                "HostedZoneSummaries",
                "HostedZoneSummary",
                page.zones(),
                zone -> reply.leaf("HostedZoneId", zone.id())
                        .leaf("Name", InMemoryDns.shown(zone.name()))
                        .element("Owner", owner -> owner.leaf("OwningAccount", owner(zone))));
        reply.leaf("MaxItems", most)
                .leaf(
                        "NextToken",
                        page.next() == null ? null : "after-" + page.next().id());
    }

    /** The account that a zone belongs to. */
    static String owner(DnsZone zone) {
        String other = zone.otherAccount();
        return other == null ? Ec2QueryApi.OWNER : other;
    }

    private static List<DnsZone> own(List<DnsZone> zones) {
        return zones.stream().filter(zone -> zone.otherAccount() == null).toList();
    }

    /** A page, and the zone that the next one begins with. */
    private record Page(List<DnsZone> zones, @Nullable DnsZone next) {}

    private static Page page(List<DnsZone> all, Predicate<DnsZone> start, int most) {
        List<DnsZone> rest = new ArrayList<>(all);
        while (!rest.isEmpty() && !start.test(rest.get(0))) {
            rest.remove(0);
        }
        return rest.size() <= most ? new Page(rest, null) : new Page(rest.subList(0, most), rest.get(most));
    }

    private static void zone(DnsZone zone, Xml xml) {
        xml.leaf("Id", "/hostedzone/" + zone.id())
                .leaf("Name", InMemoryDns.shown(zone.name()))
                .leaf("CallerReference", zone.callerReference())
                .element(
                        "Config",
                        config -> config.leaf("Comment", zone.comment()).leaf("PrivateZone", zone.isPrivate()))
                .leaf("ResourceRecordSetCount", zone.recordSetCount());
    }

    private static void delegationOrVpcs(DnsZone zone, Xml reply, boolean asList) {
        if (!zone.isPrivate()) {
            reply.element(
                    "DelegationSet",
                    set -> set.element(
                            "NameServers", list -> NAME_SERVERS.forEach(server -> list.leaf("NameServer", server))));
        } else if (asList) {
            reply.items("VPCs", "VPC", zone.vpcs(), vpc -> vpc(vpc, reply));
        } else {
            reply.element("VPC", xml -> vpc(zone.vpcs().get(0), xml));
        }
    }

    private static void vpc(DnsZone.ZoneVpc vpc, Xml xml) {
        xml.leaf("VPCRegion", vpc.region()).leaf("VPCId", vpc.id());
    }
}
