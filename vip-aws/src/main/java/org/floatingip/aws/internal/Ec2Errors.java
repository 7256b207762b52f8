package org.floatingip.aws.internal;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.floatingip.FloatingIpException;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.Denial;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.SystemTicker;
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
            "invalidsignatureexception",
            "requestexpired",
            "requestinthefuture",
            "requesttimetooskewed",
            "signaturedoesnotmatch",
            "unrecognizedclientexception");

    /** Those that can be due to the time that a request was signed with: it was refused before anything was done. */
    private static final Set<String> TIME_CODES = Set.of(
            "authfailure",
            "invalidsignatureexception",
            "requestexpired",
            "requestinthefuture",
            "requesttimetooskewed",
            "signaturedoesnotmatch");

    /** Less than this is within what services allow; the SDK draws the line there, too. */
    private static final Duration MOST_SKEW = Duration.ofMinutes(4);

    /** What says, whatever the HTTP status, that the service failed: nobody knows what it has done by then. */
    private static final Set<String> FAILED_CODES = Set.of(
            "internalerror",
            "internalfailure",
            "internalserviceerror",
            "requesttimeout",
            "requesttimeoutexception",
            "serviceunavailable",
            "unavailable");

    private static final Set<String> DENIED_CODES =
            Set.of("accessdenied", "accessdeniedexception", "notauthorized", "unauthorizedoperation", "blocked");

    private static final Set<String> THROTTLED_CODES = Set.of(
            "ec2throttledexception",
            "priorrequestnotcomplete",
            "requestlimitexceeded",
            "requestthrottled",
            "requestthrottledexception",
            "slowdown",
            "throttling",
            "throttlingexception",
            "toomanyrequestsexception");

    static final String INTERRUPTED = "the thread was interrupted";

    /** What is answered so, too, where a region is not enabled for the account: its keys are not known there. */
    private static final Set<String> UNKNOWN_THERE =
            Set.of("authfailure", "invalidclienttokenid", "unrecognizedclientexception");

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
     * @param foreign what came in place of the service's answer, in words; null if nothing says that it was not the service's
     * @param accepted whether the service has accepted the same access key before
     */
    static FloatingIpException translate(
            RuntimeException thrown, String action, boolean mutating, @Nullable String foreign, boolean accepted) {
        if (thrown instanceof AwsServiceException answer
                && !(foreign != null && code(answer).isEmpty())) {
            return answered(answer, action, mutating, accepted);
        }
        if (foreign != null && !(thrown instanceof AbortedException) && !timedOut(thrown)) {
            return notTheService(action, mutating, foreign, serialisable(thrown));
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

    private static FloatingIpException answered(
            AwsServiceException answer, String action, boolean mutating, boolean accepted) {
        String code = code(answer);
        String text = text(answer);
        if (THROTTLED_CODES.contains(code) || answer.isThrottlingException() || answer.statusCode() == 429) {
            return new ThrottledException(action, answer);
        }
        if (DENIED_CODES.contains(code)) {
            return new PermissionDeniedException(action, Denial.of(text), answer);
        }
        if (code.equals("authfailure") && isSomebodyElses(text, accepted)) {
            return new PermissionDeniedException(action, Denial.notYours(), answer);
        }
        if (CREDENTIAL_CODES.contains(code)) {
            return new CredentialsException(
                    service(action) + " does not accept them (" + text.replaceAll("\\.$", "") + ")"
                            + why(answer, service(action), accepted),
                    answer);
        }
        if (answer.statusCode() >= 500 || answer.statusCode() == 408 || FAILED_CODES.contains(code) || code.isEmpty()) {
            return unanswered(
                    action,
                    mutating,
                    "HTTP " + answer.statusCode() + (code.isEmpty() ? "" : " " + code + " " + text),
                    answer);
        }
        return RefusedException.rejected(
                action, ServiceError.of(answer.awsErrorDetails().errorCode(), text, answer.requestId()), answer);
    }

    /**
     * {@code AuthFailure} has three meanings: bad credentials, a clock that is off, and that the thing is not the caller's to
     * change. The last has many texts, and new ones come: it is what speaks of neither of the others.
     */
    private static boolean isSomebodyElses(String text, boolean accepted) {
        return text.isBlank() ? accepted : !Denial.isAboutCredentials(text);
    }

    /** What else than the keys may be the reason, as sentences. */
    private static String why(AwsServiceException answer, String service, boolean accepted) {
        String clocks = clocks(answer, service);
        if (clocks != null) {
            return ". " + clocks;
        }
        if (accepted) {
            return ". " + service
                    + " has accepted the same access key before: it is right, unless it was withdrawn since";
        }
        return UNKNOWN_THERE.contains(code(answer)) && service.equals("EC2")
                ? ". A region that is not enabled for the account answers so, too"
                : "";
    }

    /**
     * Whether the request was refused because of the time that it was signed with, as far as the reply shows: its code can mean
     * that, and its date is minutes off that time. By the same two the SDK decides to sign by the reply's clock from now on
     * (it asks {@code AwsServiceException.isClockSkewException()}, which says no of the exception that it then throws: 2.41.24
     * loses the skew when it adds the number of attempts).
     *
     * @param signedAt the time of the signature; null if it is not known
     */
    static boolean refusedForTime(RuntimeException thrown, @Nullable Instant signedAt) {
        return signedAt != null
                && thrown instanceof AwsServiceException answer
                && TIME_CODES.contains(code(answer))
                && isOff(signedAt, date(answer));
    }

    private static boolean isOff(Instant ours, @Nullable Instant theirs) {
        return theirs != null && Duration.between(ours, theirs).abs().compareTo(MOST_SKEW) >= 0;
    }

    /** Both times, where they differ by more than a service allows; null where they don't, or the reply has none. */
    private static @Nullable String clocks(AwsServiceException answer, String service) {
        Instant theirs = date(answer);
        Instant ours = SystemTicker.instance().now().truncatedTo(ChronoUnit.SECONDS);
        return isOff(ours, theirs)
                ? "This machine's clock says " + ours + ", " + service + "'s says " + theirs
                        + ": set it, for that alone is a reason to refuse"
                : null;
    }

    private static @Nullable Instant date(AwsServiceException answer) {
        if (answer.awsErrorDetails() == null || answer.awsErrorDetails().sdkHttpResponse() == null) {
            return null;
        }
        return answer.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("Date")
                .map(Ec2Errors::instant)
                .orElse(null);
    }

    private static @Nullable Instant instant(String date) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Gives the exception what the service itself said, if it said something. */
    static void quote(FloatingIpException ours, RuntimeException thrown) {
        if (thrown instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            String code = answer.awsErrorDetails().errorCode();
            String text = text(answer);
            if (code != null || !text.isEmpty()) {
                ours.recordServiceError(ServiceError.of(code == null ? "" : code, text, answer.requestId()));
            }
        }
    }

    /** Whether it comes from an answer of the service that had that code. */
    static boolean isAnswer(FloatingIpException ours, String code) {
        ServiceError said = ours.serviceError();
        return said != null && said.code().equalsIgnoreCase(code);
    }

    static UnavailableException notTheService(String action, boolean mutating, String what, @Nullable Throwable cause) {
        return mutating
                ? unanswered(action, true, "it was not " + service(action) + " that answered: " + what, cause)
                : UnavailableException.notTheService(action, what, cause);
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

    static String service(String action) {
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
