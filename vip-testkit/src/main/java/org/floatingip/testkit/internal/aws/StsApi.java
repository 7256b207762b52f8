package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one action of STS that programs begin with: who am I? Whoever asks is the same user. Safe for use by several threads. */
public final class StsApi {

    private static final String VERSION = "2011-06-15";
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/" + VERSION + "/";
    private static final String WHO = "GetCallerIdentity";
    private static final Pattern SPOKEN = Pattern.compile("(?:^|&)Version=" + VERSION + "(?:&|$)");

    private record Call(
            String action,
            Map<String, String> parameters,
            @Nullable QueryError error) implements AwsCall {

        @Override
        public AwsReply answer() {
            return error == null
                    ? StsApi.answer(action, parameters)
                    : StsApi.error(error.status, error.code, error.text);
        }

        @Override
        public AwsReply error(int status, String code, String text) {
            return StsApi.error(status, code, text);
        }
    }

    private StsApi() {}

    /** Whether that form is for this service: by its version, which no other one has. */
    public static boolean isFor(String form) {
        return SPOKEN.matcher(form).find();
    }

    /** Reads a form without acting on it. */
    public static AwsCall read(String form) {
        try {
            QueryRequest query = QueryRequest.parse(form);
            return new Call(query.text("Action", ""), query.visible(), null);
        } catch (QueryError e) {
            return new Call("", Map.of(), e);
        }
    }

    /** The names of the actions that are modelled. */
    static SortedSet<String> actions() {
        return new TreeSet<>(List.of(WHO));
    }

    private static AwsReply answer(String action, Map<String, String> parameters) {
        if (!action.equals(WHO)) {
            return error(
                    400, "InvalidAction", "The action " + action + " is none of those that this in-memory AWS models.");
        }
        if (!parameters.isEmpty()) {
            QueryError unknown =
                    QueryError.unknownParameter(parameters.keySet().iterator().next());
            return error(unknown.status, unknown.code, unknown.text);
        }
        AwsReply.Id id = AwsReply.Id.next();
        String body = Xml.document(
                WHO + "Response",
                NAMESPACE,
                xml -> xml.element(
                                WHO + "Result",
                                result -> result.leaf("Arn", "arn:aws:iam::" + Ec2QueryApi.OWNER + ":user/in-memory")
                                        .leaf("UserId", "AIDAINMEMORY000000000")
                                        .leaf("Account", Ec2QueryApi.OWNER))
                        .element("ResponseMetadata", meta -> meta.leaf("RequestId", id)));
        return new AwsReply(200, body, null, id.header());
    }

    private static AwsReply error(int status, String code, String text) {
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
