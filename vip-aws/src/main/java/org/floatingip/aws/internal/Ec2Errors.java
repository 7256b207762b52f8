package org.floatingip.aws.internal;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.floatingip.CredentialsException;
import org.floatingip.FloatingIpException;
import org.floatingip.PermissionDeniedException;
import org.floatingip.RejectedException;
import org.floatingip.ThrottledException;
import org.floatingip.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What went wrong with a call, whatever call it was, as one of our exceptions. EC2 models no exceptions: all is in the error
 * code, whose casing varies, and for some codes in the text.
 */
final class Ec2Errors {

    /** From the "Error codes for the Amazon EC2 API" and the common errors of AWS APIs. */
    private static final Set<String> CREDENTIAL_CODES = Set.of(
            "authfailure",
            "expiredtoken",
            "expiredtokenexception",
            "incompletesignature",
            "invalidaccesskeyid",
            "invalidclienttokenid",
            "missingauthenticationtoken",
            "optinrequired",
            "pendingverification",
            "requestexpired",
            "signaturedoesnotmatch",
            "unrecognizedclientexception");

    private static final Set<String> DENIED_CODES =
            Set.of("accessdenied", "accessdeniedexception", "notauthorized", "unauthorizedoperation", "blocked");

    private static final Set<String> THROTTLED_CODES = Set.of(
            "ec2throttledexception",
            "requestlimitexceeded",
            "requestthrottled",
            "requestthrottledexception",
            "slowdown",
            "throttling",
            "throttlingexception",
            "toomanyrequestsexception");

    static final String INTERRUPTED = "the thread was interrupted";

    private Ec2Errors() {}

    /** The error code of a service's answer in lower case; empty if the service did not answer with one. */
    static String code(RuntimeException thrown) {
        if (thrown instanceof AwsServiceException e && e.awsErrorDetails() != null) {
            String code = e.awsErrorDetails().errorCode();
            return code == null ? "" : code.toLowerCase(Locale.ROOT);
        }
        return "";
    }

    /** The text of a service's answer; empty if the service did not answer with one. */
    static String text(RuntimeException thrown) {
        if (thrown instanceof AwsServiceException e && e.awsErrorDetails() != null) {
            String text = e.awsErrorDetails().errorMessage();
            return text == null ? "" : text;
        }
        return "";
    }

    /**
     * The exception to throw for a call that came as far as the wire.
     *
     * @param action the action as IAM names it
     * @param mutating whether the call would have changed something
     */
    static FloatingIpException translate(RuntimeException thrown, String action, boolean mutating) {
        if (thrown instanceof AwsServiceException answer) {
            return answered(answer, action, mutating);
        }
        if (thrown instanceof AbortedException) {
            // The SDK clears the flag in some places; whoever interrupted must find it again.
            Thread.currentThread().interrupt();
            return unanswered(action, mutating, INTERRUPTED, thrown);
        }
        if (timedOut(thrown)) {
            return unanswered(action, mutating, "no answer in time", thrown);
        }
        if (ClientFaults.isLasting(thrown)) {
            return ClientFaults.misconfigured(thrown, action);
        }
        return neverSent(thrown)
                ? ClientFaults.unreachable(thrown, action)
                : unanswered(action, mutating, deepest(thrown), serialisable(thrown));
    }

    static boolean timedOut(RuntimeException thrown) {
        if (thrown instanceof ApiCallAttemptTimeoutException || thrown instanceof ApiCallTimeoutException) {
            return true;
        }
        // The socket's own time limit; a connection that was not made in time is told apart by neverSent.
        return !neverSent(thrown) && rootOf(thrown) instanceof SocketTimeoutException;
    }

    /** Parsers throw what holds their own state: what can't be serialised is told in words. */
    static Throwable serialisable(Throwable thrown) {
        try (ObjectOutputStream nowhere = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            nowhere.writeObject(thrown);
            return thrown;
        } catch (IOException e) {
            RuntimeException words = new IllegalStateException(thrown.toString());
            words.setStackTrace(thrown.getStackTrace());
            return words;
        }
    }

    private static FloatingIpException answered(AwsServiceException answer, String action, boolean mutating) {
        String code = code(answer);
        String text = text(answer);
        if (THROTTLED_CODES.contains(code) || answer.isThrottlingException() || answer.statusCode() == 429) {
            return new ThrottledException(action, answer);
        }
        if (DENIED_CODES.contains(code)) {
            return new PermissionDeniedException(action, answer);
        }
        if (CREDENTIAL_CODES.contains(code)) {
            return new CredentialsException(
                    service(action) + " does not accept them (" + text.replaceAll("\\.$", "") + ")", answer);
        }
        if (answer.statusCode() >= 500 || code.isEmpty()) {
            return unanswered(
                    action,
                    mutating,
                    "HTTP " + answer.statusCode() + (code.isEmpty() ? "" : " " + code + " " + text),
                    answer);
        }
        return new RejectedException(action, answer.awsErrorDetails().errorCode(), text, answer);
    }

    static UnavailableException unanswered(String action, boolean mutating, String why, @Nullable Throwable cause) {
        String reason = why.replaceAll("\\.+$", "");
        if (!mutating) {
            return UnavailableException.withoutEffect(action, reason, cause);
        }
        return action.startsWith("route53:")
                ? UnavailableException.effectUnknown(
                        action, reason, "look the record up, or register the same again", cause)
                : UnavailableException.effectUnknown(action, reason, cause);
    }

    private static String service(String action) {
        return action.startsWith("route53:") ? "Route 53" : "EC2";
    }

    /** Whether the request can't have reached the service. When in doubt: it may have. */
    private static boolean neverSent(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException
                    // Those of the Apache client; by name, since the caller may have brought another one.
                    || cause.getClass().getSimpleName().equals("ConnectTimeoutException")
                    || cause.getClass().getSimpleName().equals("ConnectionRequestTimeoutException")) {
                return true;
            }
        }
        return false;
    }

    static String deepest(Throwable thrown) {
        Throwable cause = rootOf(thrown);
        String message = cause.getMessage();
        if (cause instanceof UnknownHostException) {
            return "unknown host " + message;
        }
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }
}
