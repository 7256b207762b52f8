package org.floatingip.dynamodb;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.function.Predicate;
import org.floatingip.FloatingIpException;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.Denial;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Translates failed DynamoDB requests into our exceptions. All of them are without effect: a ledger changes nothing in the
 * network.
 */
final class DynamoDbFaults {

    /** From "Error handling with DynamoDB" and the common errors of AWS APIs. */
    private static final Set<String> CREDENTIALS = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "OptInRequired",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");

    /** What is answered so, too, where a region is not enabled for the account: its keys are not known there. */
    private static final Set<String> UNKNOWN_THERE = Set.of("InvalidClientTokenId", "UnrecognizedClientException");

    private static final Set<String> THROTTLED =
            Set.of("ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException");

    /** Refused because of a concurrent request. */
    private static final Set<String> CONFLICTS = Set.of(
            "ReplicatedWriteConflictException", "TransactionConflictException", "TransactionInProgressException");

    private DynamoDbFaults() {}

    /**
     * The exception to throw.
     *
     * @param action as IAM names it
     * @param what was done, in words
     * @param makesTable the command that makes the table
     * @param sent whether the request came as far as the wire: what comes before is not DynamoDB's answer
     */
    static FloatingIpException typed(
            String action, String what, String makesTable, RuntimeException thrown, boolean sent) {
        boolean fromDynamoDb = sent || thrown instanceof DynamoDbException;
        if (fromDynamoDb && thrown instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            FloatingIpException ours = answered(action, what, makesTable, answer);
            String code = answer.awsErrorDetails().errorCode();
            if (code != null) {
                ours.recordServiceError(ServiceError.of(code, text(answer), answer.requestId()));
            }
            return ours;
        }
        if (thrown instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            // The SDK clears the flag in some places; whoever interrupted must find it again.
            Thread.currentThread().interrupt();
            return UnavailableException.withoutEffect(what, "the thread was interrupted", serialisable(thrown));
        }
        Throwable identity = fromDynamoDb ? null : IdentityFaults.cause(thrown);
        if (identity != null) {
            return IdentityFaults.typed(what, identity);
        }
        if (thrown instanceof ApiCallTimeoutException || thrown instanceof ApiCallAttemptTimeoutException) {
            return UnavailableException.withoutEffect(
                    what, sent ? "DynamoDB did not answer in time" : "not ready to send in time", thrown);
        }
        if (has(thrown, cause -> cause.getClass().getSimpleName().startsWith("Json"))) {
            return UnavailableException.notTheService(what, "what came is not JSON", serialisable(thrown));
        }
        boolean passes = has(thrown, cause -> cause instanceof IOException)
                || (thrown instanceof SdkException sdk && sdk.retryable());
        return passes
                ? UnavailableException.withoutEffect(what, deepest(thrown), serialisable(thrown))
                : UnavailableException.misconfigured(what, deepest(thrown), serialisable(thrown));
    }

    private static FloatingIpException answered(
            String action, String what, String makesTable, AwsServiceException answer) {
        String code = answer.awsErrorDetails().errorCode();
        String text = text(answer);
        if (code == null || code.isEmpty()) {
            String status = "HTTP " + answer.statusCode() + " without an error code";
            return answer.statusCode() >= 500
                    ? UnavailableException.withoutEffect(what, status, answer)
                    : UnavailableException.notTheService(what, status, answer);
        }
        if (THROTTLED.contains(code) || answer.isThrottlingException()) {
            return new ThrottledException(action, answer);
        }
        if (code.equals("AccessDeniedException") || code.equals("AccessDenied")) {
            return new PermissionDeniedException(action, Denial.of(text), answer);
        }
        if (CREDENTIALS.contains(code)) {
            return new CredentialsException(
                    "DynamoDB does not accept them (" + text + ")"
                            + (UNKNOWN_THERE.contains(code)
                                    ? ". A region that is not enabled for the account answers so, too"
                                    : ""),
                    answer);
        }
        String said = code + ": " + text;
        if (answer.statusCode() >= 500 || CONFLICTS.contains(code)) {
            return UnavailableException.withoutEffect(what, "HTTP " + answer.statusCode() + " " + said, answer);
        }
        return RefusedException.of(
                RefusalReason.LEDGER_REFUSED,
                what + " was refused by DynamoDB: " + said,
                code.equals("ResourceNotFoundException")
                        ? "check the region and the account of the table, or create it: " + makesTable
                        : "check that the table is as this command creates it: " + makesTable,
                answer);
    }

    /** Returns the service's text without its full stop, since our sentence goes on. */
    private static String text(AwsServiceException answer) {
        String text = answer.awsErrorDetails().errorMessage();
        return text == null ? "" : text.strip().replaceAll("\\.+$", "");
    }

    static boolean has(Throwable thrown, Predicate<Throwable> asked) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (asked.test(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String deepest(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName().startsWith("UnknownHost")
                        ? "unknown host " + message
                        : message.strip().replaceAll("\\.+$", "");
    }

    /** Keeps a cause that can be serialised. Parsers throw exceptions that hold their own state; these are told in words. */
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
}
