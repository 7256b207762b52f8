package org.floatingip.aws.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.floatingip.FloatingIpException;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * What went wrong on our side of the wire: the credentials, what can't change by waiting, or what may pass. Services answer
 * none of these: those are {@link Ec2Errors}.
 */
final class ClientFaults {

    /** What a closed HTTP client says. */
    static final String CLOSED_POOL = "Connection pool shut down";

    private static final int MOST_CHARACTERS = 400;

    private ClientFaults() {}

    /** The exception to throw for a call that did not come as far as the wire, and so changed nothing. */
    static FloatingIpException beforeSending(RuntimeException thrown, String action) {
        if (Thread.currentThread().isInterrupted() || has(thrown, ClientFaults::interrupts)) {
            // Providers and the SDK clear the flag in some places; whoever interrupted must find it again.
            Thread.currentThread().interrupt();
            return UnavailableException.withoutEffect(
                    action, Ec2Errors.INTERRUPTED, Ec2Errors.serialisable(withoutSecrets(thrown)));
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IdentityException identity) {
                return identityFailed(identity, action);
            }
        }
        if (Ec2Errors.timedOut(thrown)) {
            return UnavailableException.withoutEffect(action, "not ready to send in time", thrown);
        }
        if (thrown instanceof AwsServiceException) {
            // Before anything is sent to EC2, who answers is a service that gives credentials to a client of the
            // caller's.
            return identityFailed(new IdentityException("", "", thrown), action);
        }
        if (has(thrown, cause -> cause instanceof IOException) && !isLasting(thrown)) {
            return unreachable(thrown, action);
        }
        return misconfigured(thrown, action);
    }

    /** Nobody was reached; that may pass. */
    static UnavailableException unreachable(Throwable thrown, String action) {
        return UnavailableException.withoutEffect(action, Ec2Errors.deepest(thrown), Ec2Errors.serialisable(thrown));
    }

    /**
     * Whether waiting does not help, and nothing was sent though the SDK meant to: the client was closed, whoever answers
     * shows a certificate that is not trusted, or its proxy can't be used.
     */
    static boolean isLasting(Throwable thrown) {
        return has(
                thrown,
                cause -> cause instanceof CertificateException
                        || cause instanceof SSLPeerUnverifiedException
                        || cause instanceof ProxyException
                        || isClosed(cause));
    }

    /** A closed client of the SDK can't start its timers any more; a closed HTTP client leases no connection. */
    private static boolean isClosed(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return (thrown instanceof RejectedExecutionException
                        && message.matches("(?s).*\\[(Terminated|Shutting down),.*"))
                || (thrown instanceof IllegalStateException && message.equals(CLOSED_POOL));
    }

    static UnavailableException misconfigured(RuntimeException thrown, String action) {
        // The rejected timer's own words are a dump of an executor.
        String why = has(thrown, ClientFaults::isClosed) ? "the client that it goes through was closed" : words(thrown);
        return UnavailableException.misconfigured(action, why, Ec2Errors.serialisable(thrown));
    }

    private static FloatingIpException identityFailed(IdentityException failed, String action) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        String words = words(cause);
        if (!failed.hint().isEmpty() && !words.contains("aws sso login")) {
            words += "; " + failed.hint();
        }
        Throwable shown = Ec2Errors.serialisable(withoutSecrets(cause));
        if (has(cause, ClientFaults::mayPass)) {
            return UnavailableException.credentialsDelayed(action, words, shown);
        }
        String whose = failed.identity().isEmpty() ? "" : " for " + failed.identity();
        return new CredentialsException("none could be loaded" + whose + " (" + words + ")", shown);
    }

    /** Whether a service that gives credentials says that it could not just now. */
    private static boolean mayPass(Throwable thrown) {
        return thrown instanceof AwsServiceException answer
                && (answer.statusCode() >= 500 || answer.isThrottlingException());
    }

    private static boolean interrupts(Throwable thrown) {
        return thrown instanceof InterruptedException || thrown instanceof AbortedException;
    }

    /** What is no JSON is quoted by its parser, and it was to be a secret. */
    private static boolean quotesSecrets(Throwable thrown) {
        return thrown.getClass().getName().matches(".*[.$]Json\\w*Exception");
    }

    private static Throwable withoutSecrets(Throwable thrown) {
        if (!has(thrown, ClientFaults::quotesSecrets)) {
            return thrown;
        }
        RuntimeException words = new IllegalStateException(words(thrown));
        words.setStackTrace(thrown.getStackTrace());
        return words;
    }

    /** All that the exceptions say, each thing once, the outermost first; in one line. */
    private static String words(Throwable thrown) {
        List<String> said = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (has(cause, ClientFaults::quotesSecrets) && quotes(cause)) {
                say(said, "what it gave is not JSON");
                break;
            }
            say(said, own(cause));
        }
        String all = said.isEmpty() ? thrown.getClass().getSimpleName() : String.join(": ", said);
        return all.length() <= MOST_CHARACTERS ? all : all.substring(0, MOST_CHARACTERS) + "...";
    }

    /** Whether this is the parser's exception, or one that repeats what it says. */
    private static boolean quotes(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return quotesSecrets(thrown) || (cause != null && thrown.toString().contains(cause.toString()));
    }

    private static void say(List<String> said, String words) {
        if (!words.isEmpty() && said.stream().noneMatch(before -> before.contains(words))) {
            said.removeIf(words::contains);
            said.add(words);
        }
    }

    private static String own(Throwable thrown) {
        @Nullable String message = thrown.getMessage();
        // A missing module is named by the outer message, and its class by this one.
        if (message == null
                || thrown instanceof ClassNotFoundException
                || (thrown.getCause() != null
                        && message.equals(thrown.getCause().toString()))) {
            return "";
        }
        if (thrown instanceof NoSuchFileException) {
            return "there is no file " + message;
        }
        return message
                // A chain's message, or that of a profile, goes on with all that it has.
                .replaceAll("(?s) AwsCredentialsProviderChain\\(.*|: ProfileFile\\(.*", "")
                .replaceAll("\\s*\\(SDK Attempt Count: \\d+\\)", "")
                .replaceAll("\\s+", " ")
                .replaceAll("[\\s.:]+$", "");
    }

    private static boolean has(Throwable thrown, Predicate<Throwable> what) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (what.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
