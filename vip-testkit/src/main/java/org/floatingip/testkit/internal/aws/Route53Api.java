package org.floatingip.testkit.internal.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsZone;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.Route53RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;

/** The REST-XML protocol of Route 53 on an {@link InMemoryDns}. Safe for use by several threads. */
public final class Route53Api {

    /** What the paths of this service begin with. */
    public static final String ROOT = "/2013-04-01/";

    private static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

    private final Map<String, Action> actions = new HashMap<>();
    private final @Nullable RequestRate rate;
    private final InMemoryDns dns;

    /** One action: takes what the request says, then acts, then writes its reply. */
    @FunctionalInterface
    interface Action {
        void answer(Route53Request request, Xml reply);
    }

    /**
     * @param requestsPerSecond how many requests are let through in any second; 0 for any number
     */
    public Route53Api(InMemoryVpc network, InMemoryDns dns, int requestsPerSecond) {
        this.dns = dns;
        this.rate = requestsPerSecond == 0 ? null : new RequestRate(dns.ticker(), requestsPerSecond);
        new ZoneActions(network, dns).register(actions);
        new RecordActions(dns).register(actions);
    }

    private record Call(
            Route53Api api,
            String action,
            Map<String, String> parameters,
            Caller caller,
            @Nullable Route53Request request,
            @Nullable Route53RefusalException error)
            implements AwsCall {

        @Override
        public AwsReply answer() {
            return api.answer(this);
        }

        @Override
        public AwsReply error(int status, String code, String text) {
            return Route53Api.error(status, code, text);
        }
    }

    /** The action and the id that a path is about. */
    private record Route(String action, String id) {}

    private static Route route(String method, String path) {
        List<String> parts = new ArrayList<>();
        for (String part : Route53Request.decode(path.substring(ROOT.length())).split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        // An id may come with the prefix that it has in replies.
        if (parts.size() > 2 && parts.get(0).equals(parts.get(1))) {
            parts.remove(1);
        }
        String shape = method + " " + (parts.isEmpty() ? "" : parts.get(0))
                + (parts.size() > 1 ? "/{id}" : "")
                + (parts.size() > 2 ? "/" + String.join("/", parts.subList(2, parts.size())) : "");
        String action = switch (shape) {
            case "POST hostedzone" -> "CreateHostedZone";
            case "GET hostedzone" -> "ListHostedZones";
            case "GET hostedzonesbyname" -> "ListHostedZonesByName";
            case "GET hostedzonesbyvpc" -> "ListHostedZonesByVPC";
            case "GET hostedzone/{id}" -> "GetHostedZone";
            case "GET hostedzone/{id}/rrset" -> "ListResourceRecordSets";
            case "POST hostedzone/{id}/rrset" -> "ChangeResourceRecordSets";
            case "GET change/{id}" -> "GetChange";
            default -> "";
        };
        return new Route(action, parts.size() > 1 ? parts.get(1) : "");
    }

    /** The names of the actions that are modelled. */
    SortedSet<String> actions() {
        return new TreeSet<>(actions.keySet());
    }

    /** Reads a request without acting on it. */
    public AwsCall read(HttpEndpoint.Request http) {
        Caller caller = Caller.of(http.headers());
        try {
            Route route = route(http.method(), http.path());
            Route53Request request = new Route53Request(route.id(), http.query(), http.body());
            return new Call(this, route.action(), parameters(route, request), caller, request, null);
        } catch (Route53RefusalException e) {
            return new Call(this, "", Map.of(), caller, null, e);
        }
    }

    /** What a reader of the record wants to see: the id, the query, and each change on a line of its own. */
    private static Map<String, String> parameters(Route route, Route53Request request) {
        Map<String, String> parameters = new TreeMap<>(request.query());
        if (!route.id().isEmpty()) {
            parameters.put("Id", route.id());
        }
        if (route.action().equals("ChangeResourceRecordSets")) {
            try {
                List<DnsEdit> edits = RecordActions.edits(request);
                for (int i = 0; i < edits.size(); i++) {
                    parameters.put("Change." + (i + 1), edits.get(i).toString());
                }
            } catch (Route53RefusalException e) {
                parameters.put("Change.1", "unreadable");
            }
        }
        return parameters;
    }

    private AwsReply answer(Call call) {
        try {
            if (call.error() != null) {
                throw call.error();
            }
            Action action = actions.get(call.action());
            if (action == null) {
                throw new Route53RefusalException(
                        404,
                        "UnknownOperationException",
                        "No action that is modelled by this in-memory AWS is at that method and path.");
            }
            if (rate != null && !rate.passes()) {
                throw new Route53RefusalException(400, "Throttling", "Rate exceeded");
            }
            Route53Request request = Objects.requireNonNull(call.request());
            checkOwner(request.id(), call.caller());
            String body = Xml.document(call.action() + "Response", NAMESPACE, xml -> action.answer(request, xml));
            Map<String, String> headers = new HashMap<>(AwsReply.Id.next().header());
            boolean created = call.action().equals("CreateHostedZone");
            if (created) {
                var zones = dns.zones();
                headers.put(
                        "Location",
                        NAMESPACE.replace("doc/", "") + "hostedzone/"
                                + zones.get(zones.size() - 1).id());
            }
            return new AwsReply(created ? 201 : 200, body, null, headers);
        } catch (Route53RefusalException e) {
            return error(e.status(), e.code(), e.text());
        }
    }

    /** Zones have no policies of their own: only the account that a zone belongs to can ask for it by its id. */
    private void checkOwner(String zoneId, Caller caller) {
        DnsZone zone = dns.zone(zoneId).orElse(null);
        if (zone != null && zone.otherAccount() != null) {
            throw new Route53RefusalException(
                    403, "AccessDenied", "User: " + caller.arn() + " is not authorized to access this resource");
        }
    }

    /** An error reply in Route 53's form. */
    public static AwsReply error(int status, String code, String text) {
        AwsReply.Id id = AwsReply.Id.next();
        String body = Xml.document(
                "ErrorResponse",
                NAMESPACE,
                xml -> xml.element(
                                "Error",
                                error -> error.leaf("Type", status < 500 ? "Sender" : "Receiver")
                                        .leaf("Code", code)
                                        .leaf("Message", text))
                        .leaf("RequestId", id));
        return new AwsReply(status, body, code, id.header());
    }
}
