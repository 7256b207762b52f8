package org.floatingip.testkit.internal.aws;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;

/** The EC2 Query protocol on an {@link InMemoryVpc}: form in, XML out. Safe for use by several threads. */
public final class Ec2QueryApi {

    static final String VERSION = "2016-11-15";
    static final String OWNER = InMemoryVpc.ACCOUNT;

    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/" + VERSION + "/";

    private final SortedMap<String, Ec2Action> actions = new TreeMap<>();
    private final Ec2Catalogue ec2 = Ec2Catalogue.get();
    private final BiPredicate<String, Map<String, String>> passes;

    /**
     * A request, read.
     *
     * @param query the request itself; null if it could not be read
     * @param error what is wrong with it; null if it could be read
     */
    private record Call(
            Ec2QueryApi api,
            String action,
            Map<String, String> parameters,
            @Nullable QueryRequest query,
            @Nullable QueryError error)
            implements AwsCall {

        @Override
        public AwsReply answer() {
            return api.answer(this);
        }

        @Override
        public AwsReply error(int status, String code, String text) {
            return Ec2QueryApi.error(status, code, text);
        }
    }

    /**
     * @param sparsePages whether paginated readings begin with an empty page that has a token
     * @param passes whether a request for that action, with those parameters, does not come too often
     */
    public Ec2QueryApi(InMemoryVpc network, boolean sparsePages, BiPredicate<String, Map<String, String>> passes) {
        this.passes = passes;
        ClientTokens tokens = new ClientTokens();
        Stream.of(
                        new NetworkActions(network, sparsePages).actions(),
                        new InstanceActions(network, tokens, sparsePages).actions(),
                        new InterfaceActions(network, tokens, sparsePages).actions(),
                        new AddressActions(network).actions(),
                        new ElasticIpActions(network).actions(),
                        new RouteActions(network, tokens, sparsePages).actions(),
                        new Ipv6Actions(network).actions(),
                        new SecurityGroupActions(network, sparsePages).actions(),
                        new AttributeActions(network).actions(),
                        new TagActions(network, sparsePages).actions(),
                        new StatusActions(network, sparsePages).actions(),
                        new RegionActions().actions())
                .flatMap(List::stream)
                .forEach(action -> actions.put(action.name(), action));
    }

    /** The actions that are modelled, by their names. */
    SortedMap<String, Ec2Action> actions() {
        return Collections.unmodifiableSortedMap(actions);
    }

    /** Reads a form without acting on it. */
    public AwsCall read(String form) {
        try {
            QueryRequest query = QueryRequest.parse(form);
            return new Call(this, query.text("Action", ""), query.visible(), query, null);
        } catch (QueryError e) {
            return new Call(this, "", Map.of(), null, e);
        }
    }

    private AwsReply answer(Call call) {
        try {
            if (call.error() != null) {
                throw call.error();
            }
            QueryRequest query = Objects.requireNonNull(call.query());
            if (call.action().isEmpty()) {
                throw new QueryError(400, "MissingAction", "The request is missing an action or a required parameter.");
            }
            Ec2Action action = actions.get(call.action());
            if (action == null) {
                throw ec2.hasAction(call.action())
                        ? QueryError.actionNotModelled(call.action())
                        : QueryError.unknownAction(call.action());
            }
            if (!passes.test(call.action(), call.parameters())) {
                throw new QueryError(503, "RequestLimitExceeded", "Request limit exceeded.");
            }
            String version = query.text("Version", VERSION);
            if (!version.equals(VERSION)) {
                throw new QueryError(
                        400,
                        "InvalidParameterValue",
                        "The requested version (" + version + ") of service AmazonEC2 does not exist");
            }
            if (action.parameters().contains(Ec2Action.DRY_RUN) && query.bool(Ec2Action.DRY_RUN, false)) {
                throw new QueryError(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
            }
            action.admit(query, ec2);
            AwsReply.Id id = AwsReply.Id.next();
            String body = Xml.document(call.action() + "Response", NAMESPACE, xml -> {
                xml.leaf("requestId", id);
                action.answer(query, xml);
            });
            return new AwsReply(200, body, null, id.header());
        } catch (Ec2RefusalException e) {
            return error(400, e.code(), e.text());
        } catch (QueryError e) {
            return error(e.status, e.code, e.text);
        }
    }

    /** An error reply in EC2's form. */
    public static AwsReply error(int status, String code, String text) {
        AwsReply.Id id = AwsReply.Id.next();
        String body = Xml.document(
                "Response",
                "",
                xml -> xml.element(
                                "Errors",
                                errors -> errors.element(
                                        "Error",
                                        error -> error.leaf("Code", code).leaf("Message", text)))
                        .leaf("RequestID", id));
        return new AwsReply(status, body, code, id.header());
    }
}
