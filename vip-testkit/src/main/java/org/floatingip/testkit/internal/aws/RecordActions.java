package org.floatingip.testkit.internal.aws;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.floatingip.testkit.dns.DnsAlias;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.DnsSubmission;
import org.floatingip.testkit.dns.InMemoryDns;
import org.jspecify.annotations.Nullable;

/** Record sets of Route 53: listed, changed, and whether a change is in sync. */
final class RecordActions {

    /** As Route 53 writes times: always with milliseconds. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int MOST = 300;

    /** The types of the service's model. */
    private static final Set<String> TYPES = Set.of(
            "SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS", "TLSA", "SSHFP",
            "SVCB", "HTTPS");

    private final InMemoryDns dns;

    RecordActions(InMemoryDns dns) {
        this.dns = dns;
    }

    void register(Map<String, Route53Api.Action> actions) {
        actions.put("ListResourceRecordSets", this::list);
        actions.put("ChangeResourceRecordSets", this::change);
        actions.put("GetChange", this::getChange);
    }

    private void list(Route53Request request, Xml reply) {
        int most = request.maxItems(MOST);
        String name = request.optional("name");
        String type = request.optional("type");
        request.finish();
        if (name == null && type != null) {
            throw Route53Request.invalid("type needs name");
        }
        List<DnsRecordSet> rest =
                name == null ? dns.recordSets(request.id()) : dns.recordSetsFrom(request.id(), name, type);
        List<DnsRecordSet> page = rest.subList(0, Math.min(most, rest.size()));
        reply.items("ResourceRecordSets", "ResourceRecordSet", page, set -> recordSet(set, reply));
        reply.leaf("IsTruncated", rest.size() > most);
        if (rest.size() > most) {
            reply.leaf("NextRecordName", InMemoryDns.shown(rest.get(most).name()))
                    .leaf("NextRecordType", rest.get(most).type());
        }
        reply.leaf("MaxItems", most);
    }

    private static void recordSet(DnsRecordSet set, Xml xml) {
        xml.leaf("Name", InMemoryDns.shown(set.name())).leaf("Type", set.type()).leaf("TTL", set.ttl());
        DnsAlias alias = set.alias();
        if (alias == null) {
            xml.items("ResourceRecords", "ResourceRecord", set.values(), value -> xml.leaf("Value", value));
        } else {
            xml.element(
                    "AliasTarget",
                    target -> target.leaf("HostedZoneId", alias.zoneId())
                            .leaf("DNSName", InMemoryDns.shown(alias.name()))
                            .leaf("EvaluateTargetHealth", alias.evaluateTargetHealth()));
        }
        xml.leaf("HealthCheckId", set.healthCheckId());
    }

    private void change(Route53Request request, Xml reply) {
        Route53Request.Part batch =
                request.document("ChangeResourceRecordSetsRequest").one("ChangeBatch");
        request.finish();
        String comment = batch.text("Comment");
        changeInfo(dns.change(request.id(), edits(batch), comment), reply);
    }

    /** The changes of a request, for its record; nothing if it can't be read. */
    static List<DnsEdit> edits(Route53Request request) {
        return edits(request.document("ChangeResourceRecordSetsRequest").one("ChangeBatch"));
    }

    private static List<DnsEdit> edits(Route53Request.Part batch) {
        List<DnsEdit> edits = new ArrayList<>();
        for (Route53Request.Part change : batch.one("Changes").all("Change")) {
            String action = change.requiredText("Action");
            if (!Set.of("CREATE", "DELETE", "UPSERT").contains(action)) {
                throw Route53Request.invalid("action " + action);
            }
            Route53Request.Part set = change.one("ResourceRecordSet");
            change.finish();
            edits.add(new DnsEdit(DnsEdit.Action.valueOf(action), recordSet(set, action)));
        }
        if (edits.isEmpty()) {
            throw Route53Request.invalid("no changes");
        }
        return edits;
    }

    private static DnsRecordSet recordSet(Route53Request.Part set, String action) {
        String name = set.requiredText("Name");
        String type = set.requiredText("Type").toUpperCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            throw Route53Request.invalid("type " + type);
        }
        String ttl = set.text("TTL");
        List<String> values = new ArrayList<>();
        Route53Request.Part records = set.optional("ResourceRecords");
        if (records != null) {
            records.all("ResourceRecord").forEach(record -> values.add(record.requiredText("Value")));
            records.finish();
        }
        DnsAlias alias = alias(set.optional("AliasTarget"));
        String healthCheck = set.text("HealthCheckId");
        set.finish();
        boolean plain = ttl != null && !values.isEmpty();
        if (plain == (alias != null) || (alias != null && (ttl != null || !values.isEmpty()))) {
            throw Route53Request.invalid(
                    "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId],"
                            + " but found " + (alias == null ? "none" : "more than one") + " in Change with [Action="
                            + action + ", Name=" + name + ", Type=" + type + ", SetIdentifier=null]");
        }
        return new DnsRecordSet(name, type, ttl(ttl), values, alias, healthCheck);
    }

    private static @Nullable Long ttl(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            throw Route53Request.invalid("TTL " + text);
        }
        return Long.valueOf(text);
    }

    private static @Nullable DnsAlias alias(Route53Request.@Nullable Part target) {
        if (target == null) {
            return null;
        }
        DnsAlias alias = new DnsAlias(
                target.requiredText("HostedZoneId"),
                target.requiredText("DNSName"),
                "true".equals(target.requiredText("EvaluateTargetHealth")));
        target.finish();
        return alias;
    }

    private void getChange(Route53Request request, Xml reply) {
        request.finish();
        changeInfo(dns.submission(request.id()), reply);
    }

    static void changeInfo(DnsSubmission submission, Xml reply) {
        reply.element(
                "ChangeInfo",
                info -> info.leaf("Id", "/change/" + submission.id())
                        .leaf("Status", submission.inSync() ? "INSYNC" : "PENDING")
                        .leaf("SubmittedAt", TIME.format(submission.submittedAt()))
                        .leaf("Comment", submission.comment()));
    }
}
