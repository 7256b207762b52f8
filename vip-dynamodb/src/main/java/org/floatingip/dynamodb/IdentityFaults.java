package org.floatingip.dynamodb;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What it means that the credentials of a request can't be had: the same as with the assigners of EC2, whose module this one does
 * not need.
 */
final class IdentityFaults {

    private static final int MOST_CHARACTERS = 400;

    private IdentityFaults() {}

    /** What was thrown in the place of credentials; null if it was something else that failed. */
    static @Nullable Throwable cause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Asked.NoIdentityException) {
                return cause.getCause();
            }
        }
        // Nothing has been sent to DynamoDB, so it is a service of credentials that has answered.
        return thrown instanceof AwsServiceException ? thrown : null;
    }

    /** The exception to throw. */
    static FloatingIpException typed(String what, Throwable failed) {
        String words = words(failed);
        boolean quotesSecrets = DynamoDbFaults.has(failed, IdentityFaults::quotesSecrets);
        Throwable shown = quotesSecrets ? told(failed, words) : DynamoDbFaults.serialisable(failed);
        // A service of credentials that could not just now, in its own words.
        boolean mayPass = DynamoDbFaults.has(
                failed,
                cause -> cause instanceof AwsServiceException answer
                        && (answer.statusCode() >= 500 || answer.isThrottlingException()));
        return mayPass
                ? UnavailableException.credentialsDelayed(what, words, shown)
                : new CredentialsException("none could be loaded (" + words + ")", shown);
    }

    private static Throwable told(Throwable failed, String words) {
        RuntimeException told = new IllegalStateException(words);
        told.setStackTrace(failed.getStackTrace());
        return told;
    }

    /** What is no JSON is quoted by its parser, and it was to be a secret. */
    private static boolean quotesSecrets(Throwable thrown) {
        return thrown.getClass().getName().matches(".*[.$]Json\\w*Exception");
    }

    /** All that the exceptions say, each thing once, the outermost first; in one line. */
    private static String words(Throwable failed) {
        List<String> said = new ArrayList<>();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (DynamoDbFaults.has(cause, IdentityFaults::quotesSecrets)) {
                said.add("what it gave is not JSON");
                break;
            }
            String words = own(cause);
            if (!words.isEmpty() && said.stream().noneMatch(before -> before.contains(words))) {
                said.removeIf(words::contains);
                said.add(words);
            }
        }
        String all = said.isEmpty() ? failed.getClass().getSimpleName() : String.join(": ", said);
        return all.length() <= MOST_CHARACTERS ? all : all.substring(0, MOST_CHARACTERS) + "...";
    }

    private static String own(Throwable thrown) {
        String message = thrown.getMessage();
        boolean repeats = message != null
                && thrown.getCause() != null
                && message.equals(thrown.getCause().toString());
        return message == null || repeats
                ? ""
                : message
                        // A chain's message, or that of a profile, goes on with all that it has.
                        .replaceAll("(?s) AwsCredentialsProviderChain\\(.*|: ProfileFile\\(.*", "")
                        .replaceAll("\\s*\\(SDK Attempt Count: \\d+\\)", "")
                        .replaceAll("\\s+", " ")
                        .replaceAll("[\\s.:]+$", "");
    }
}
