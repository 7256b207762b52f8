package org.floatingip.testkit.internal.aws;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The actions of STS that programs begin with: who am I, and let me be this role. Every role there could be can be assumed by
 * everybody. Safe for use by several threads.
 */
public final class StsApi {

    /** The action that asks who one is. */
    public static final String WHO = "GetCallerIdentity";

    private static final String ASSUME = "AssumeRole";
    private static final String VERSION = "2011-06-15";
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/" + VERSION + "/";
    private static final Pattern SPOKEN = Pattern.compile("(?:^|&)Version=" + VERSION + "(?:&|$)");

    /** What each action takes. */
    private static final SortedMap<String, Set<String>> ACTIONS =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
                    WHO,
                    Set.of(),
                    ASSUME,
                    new TreeSet<>(Set.of("DurationSeconds", "ExternalId", "RoleArn", "RoleSessionName")))));

    /** What STS takes beyond that, by the beginnings of their names. */
    private static final Pattern NOT_MODELLED =
            Pattern.compile("(?:Policy|PolicyArns|Tags|TransitiveTagKeys|SerialNumber|TokenCode|SourceIdentity"
                    + "|ProvidedContexts)(?:\\..*)?");

    private static final Pattern ROLE =
            Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):role/(?:\\S*/)?([\\w+=,.@-]+)");
    private static final String NAME = "[\\w+=,.@-]*";
    private static final int USUAL_SECONDS = 3600;
    private static final int FEWEST_SECONDS = 900;
    private static final int MOST_SECONDS = 43_200;

    private record Call(
            String action,
            Map<String, String> parameters,
            Caller caller,
            @Nullable QueryRequest query,
            @Nullable QueryError error)
            implements AwsCall {

        @Override
        public AwsReply answer() {
            try {
                if (query == null) {
                    throw error == null ? QueryError.unknownAction(action) : error;
                }
                return StsApi.answer(action, query, caller);
            } catch (QueryError e) {
                return error(e.status, e.code, e.text);
            }
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

    /** Reads a form of that caller's without acting on it. */
    public static AwsCall read(String form, Caller caller) {
        try {
            QueryRequest query = QueryRequest.parse(form);
            return new Call(query.text("Action", ""), query.visible(), caller, query, null);
        } catch (QueryError e) {
            return new Call("", Map.of(), caller, null, e);
        }
    }

    /** The actions that are modelled, and the parameters that they take. */
    static SortedMap<String, Set<String>> actions() {
        return ACTIONS;
    }

    private static AwsReply answer(String action, QueryRequest query, Caller caller) {
        Set<String> taken = ACTIONS.get(action);
        if (taken == null) {
            throw new QueryError(
                    400, "InvalidAction", "The action " + action + " is none of those that this in-memory AWS models.");
        }
        query.visible().keySet().stream()
                .filter(name -> !taken.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw action.equals(ASSUME) && NOT_MODELLED.matcher(name).matches()
                            ? QueryError.parameterNotModelled(name)
                            : QueryError.unknownParameter(name);
                });
        return action.equals(WHO) ? who(caller) : assume(query);
    }

    private static AwsReply who(Caller caller) {
        return reply(
                WHO,
                result -> result.leaf("Arn", caller.arn())
                        .leaf("UserId", caller.userId())
                        .leaf("Account", caller.account()));
    }

    private static AwsReply assume(QueryRequest query) {
        String arn = text(query, "RoleArn", 20, 2048, "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF]+");
        String session = text(query, "RoleSessionName", 2, 64, NAME);
        int seconds = seconds(query);
        if (query.optional("ExternalId") != null) {
            text(query, "ExternalId", 2, 1224, "[\\w+=,.@:\\/-]*");
        }
        Matcher role = ROLE.matcher(arn);
        if (!role.matches()) {
            throw invalid(arn + " is invalid");
        }
        Caller assumed = Caller.assumed(role.group(1), role.group(2), session);
        Keys keys = Keys.issue(assumed, Duration.ofSeconds(seconds));
        return reply(
                ASSUME,
                result -> result.element(
                                "AssumedRoleUser",
                                user -> user.leaf("AssumedRoleId", assumed.userId())
                                        .leaf("Arn", assumed.arn()))
                        .element(
                                "Credentials",
                                credentials -> credentials
                                        .leaf("AccessKeyId", keys.accessKeyId())
                                        .leaf("SecretAccessKey", keys.secretAccessKey())
                                        .leaf("SessionToken", keys.sessionToken())
                                        .leaf("Expiration", keys.expiration())));
    }

    private static int seconds(QueryRequest query) {
        OptionalInt given = query.integer("DurationSeconds");
        int seconds = given.orElse(USUAL_SECONDS);
        if (seconds < FEWEST_SECONDS || seconds > MOST_SECONDS) {
            throw constraint(
                    Integer.toString(seconds),
                    "DurationSeconds",
                    seconds < FEWEST_SECONDS
                            ? "have value greater than or equal to " + FEWEST_SECONDS
                            : "have value less than or equal to " + MOST_SECONDS);
        }
        return seconds;
    }

    private static String text(QueryRequest query, String name, int shortest, int longest, String pattern) {
        String value = query.optional(name);
        if (value == null) {
            throw invalid("1 validation error detected: Value null at '" + member(name)
                    + "' failed to satisfy constraint: Member must not be null");
        }
        if (!value.matches(pattern)) {
            throw constraint(value, name, "satisfy regular expression pattern: " + pattern);
        }
        if (value.length() < shortest) {
            throw constraint(value, name, "have length greater than or equal to " + shortest);
        }
        if (value.length() > longest) {
            throw constraint(value, name, "have length less than or equal to " + longest);
        }
        return value;
    }

    private static QueryError constraint(String value, String name, String must) {
        return invalid("1 validation error detected: Value '" + value + "' at '" + member(name)
                + "' failed to satisfy constraint: Member must " + must);
    }

    private static String member(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static QueryError invalid(String text) {
        return new QueryError(400, "ValidationError", text);
    }

    private static AwsReply reply(String action, Consumer<Xml> result) {
        AwsReply.Id id = AwsReply.Id.next();
        String body = Xml.document(
                action + "Response",
                NAMESPACE,
                xml -> xml.element(action + "Result", result)
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
