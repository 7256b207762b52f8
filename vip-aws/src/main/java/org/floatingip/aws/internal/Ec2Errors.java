package org.floatingip.aws.internal;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
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
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

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
            "notauthorized",
            "optinrequired",
            "pendingverification",
            "requestexpired",
            "signaturedoesnotmatch",
            "unrecognizedclientexception");

    private static final Set<String> DENIED_CODES =
            Set.of("accessdenied", "accessdeniedexception", "unauthorizedoperation", "blocked");

    private static final Set<String> THROTTLED_CODES = Set.of(
            "ec2throttledexception",
            "requestlimitexceeded",
            "requestthrottled",
            "requestthrottledexception",
            "slowdown",
            "throttling",
            "throttlingexception",
            "toomanyrequestsexception");

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
     * The exception to throw.
     *
     * @param action the action as IAM names it
     * @param mutating whether the call would have changed something
     * @param credentials what the client signs with, asked again to tell whether that was the problem
     */
    static FloatingIpException translate(
            RuntimeException thrown,
            String action,
            boolean mutating,
            @Nullable IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        if (thrown instanceof FloatingIpException ours) {
            return ours;
        }
        if (thrown instanceof AwsServiceException answer) {
            return answered(answer, action, mutating);
        }
        if (thrown instanceof AbortedException) {
            // The SDK clears the flag in some places; whoever interrupted must find it again.
            Thread.currentThread().interrupt();
            return unanswered(action, mutating, "the thread was interrupted", thrown);
        }
        if (thrown instanceof ApiCallAttemptTimeoutException || thrown instanceof ApiCallTimeoutException) {
            return unanswered(action, mutating, "no answer in time", thrown);
        }
        if (thrown instanceof SdkClientException && credentials != null) {
            String problem = problemWith(credentials);
            if (problem != null) {
                return new CredentialsException(problem, thrown);
            }
        }
        return neverSent(thrown)
                ? UnavailableException.withoutEffect(action, deepest(thrown), thrown)
                : unanswered(action, mutating, deepest(thrown), thrown);
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
            return new CredentialsException("EC2 does not accept them (" + text.replaceAll("\\.$", "") + ")", answer);
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

    private static UnavailableException unanswered(String action, boolean mutating, String why, Throwable cause) {
        String reason = why.replaceAll("\\.+$", "");
        return mutating
                ? UnavailableException.effectUnknown(action, reason, cause)
                : UnavailableException.withoutEffect(action, reason, cause);
    }

    /** What is wrong with the credentials, or null if there are some. */
    private static @Nullable String problemWith(IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        try {
            credentials.resolveIdentity().join();
            return null;
        } catch (RuntimeException e) {
            return credentials instanceof AwsCredentialsProvider && !(e.getMessage() == null)
                    ? "none could be loaded (" + firstSentence(e.getMessage()) + ")"
                    : "none could be loaded";
        }
    }

    /** A chain's own message goes on with all its members, at 2,000 characters: that belongs to the cause. */
    private static String firstSentence(String message) {
        return message.replaceAll("(?s) AwsCredentialsProviderChain\\(.*", "").replaceAll("\\.+$", "");
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

    private static String deepest(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        if (cause instanceof UnknownHostException) {
            return "unknown host " + message;
        }
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    }
}
