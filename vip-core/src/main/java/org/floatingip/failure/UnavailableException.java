package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/**
 * The network's service could not be asked, or did not answer: no connection, a broken reply, a timeout, or an error of
 * its own. This says nothing about who holds the address.
 */
public final class UnavailableException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final String action;
    private final boolean retryable;

    private UnavailableException(
            Effect effect, boolean retryable, String action, String message, @Nullable Throwable cause) {
        super(effect, message, cause);
        this.action = action;
        this.retryable = retryable;
    }

    /**
     * Returns a failure that certainly had no effect: the request was a read, or never left this machine.
     *
     * @param action what was tried
     * @param why what went wrong, without a full stop
     * @param cause the cause, or null
     */
    public static UnavailableException withoutEffect(String action, String why, @Nullable Throwable cause) {
        return new UnavailableException(
                Effect.NONE,
                true,
                action,
                action + " failed: " + why
                        + ". Check the network and the endpoint, then try again; nothing was changed.",
                cause);
    }

    /**
     * Returns a failure of the caller's set-up, such as contradictory settings or a closed client. The request never
     * left this machine. It is not {@linkplain #retryable() retryable}.
     *
     * @param action what was tried
     * @param why what went wrong, without a full stop
     * @param cause the cause, or null
     */
    public static UnavailableException misconfigured(String action, String why, @Nullable Throwable cause) {
        return new UnavailableException(
                Effect.NONE,
                false,
                action,
                action + " can't be asked: " + why
                        + ". Mend what it names: waiting does not help; nothing was changed.",
                cause);
    }

    /**
     * Returns a failure of the service that provides the credentials, which may pass. The request never left this
     * machine.
     *
     * @param action what was tried
     * @param why what that service said, without a full stop
     * @param cause the cause, or null
     */
    public static UnavailableException credentialsDelayed(String action, String why, @Nullable Throwable cause) {
        return new UnavailableException(
                Effect.NONE,
                true,
                action,
                action + " has to wait for credentials: " + why + ". Try again; nothing was changed.",
                cause);
    }

    /**
     * Returns a failure of a change that may have taken effect: the reply was lost, or came too late.
     *
     * @param action what was tried
     * @param why what went wrong, without a full stop
     * @param cause the cause, or null
     */
    public static UnavailableException effectUnknown(String action, String why, @Nullable Throwable cause) {
        return effectUnknown(action, why, "check who holds the address", cause);
    }

    /**
     * Like {@link #effectUnknown(String, String, Throwable)}, with other advice, for a change of something other than
     * an address.
     *
     * @param next what to do next, as a phrase without a full stop
     */
    public static UnavailableException effectUnknown(
            String action, String why, String next, @Nullable Throwable cause) {
        return new UnavailableException(
                Effect.UNKNOWN,
                true,
                action,
                action + " got no answer: " + why + ". It may have taken effect: " + next + ".",
                cause);
    }

    /**
     * Returns a failure of a change that takes several requests, of which only some are known to have been made.
     *
     * @param action what was tried
     * @param done what was done and what was not, without a full stop
     * @param retryable whether the failure may pass; requests that succeeded can be repeated without harm
     * @param cause the cause of one of the failed requests, or null
     */
    public static UnavailableException partly(
            String action, String done, boolean retryable, @Nullable Throwable cause) {
        return new UnavailableException(
                Effect.UNKNOWN,
                retryable,
                action,
                action + " was done in part: " + done
                        + ". Mend what it names, then try the same again: what is done already stays as it is.",
                cause);
    }

    /**
     * Returns a failure of a read that something other than the service answered: a captive portal, a proxy's page, or
     * another kind of server. It is not {@linkplain #retryable() retryable}.
     *
     * @param action what was tried
     * @param what the answer, without a full stop
     * @param cause the cause, or null
     */
    public static UnavailableException notTheService(String action, String what, @Nullable Throwable cause) {
        return new UnavailableException(
                Effect.NONE,
                false,
                action,
                action + " was not answered by the service: " + what
                        + ". Something else answers at its address, such as a captive portal, a proxy, or a wrong"
                        + " endpoint: mend that, then try again; nothing was changed.",
                cause);
    }

    /**
     * Returns an unexpected failure, most often a bug. It is not {@linkplain #retryable() retryable}.
     *
     * @param effect whether it may have changed the network
     * @param action what was tried
     * @param cause the exception that was thrown
     */
    public static UnavailableException unexpected(Effect effect, String action, Throwable cause) {
        return new UnavailableException(
                effect,
                false,
                action,
                action + " failed unexpectedly: " + cause
                        + (effect == Effect.NONE
                                ? ". See the cause; nothing was changed."
                                : ". It may have taken effect: check who holds the address."),
                cause);
    }

    /** Returns what was tried. */
    public String action() {
        return action;
    }

    /**
     * Returns false if the failure was unexpected, came from the caller's set-up, or was not an answer of the service.
     * Of a {@linkplain #partly partial} failure it is what was given. True otherwise.
     */
    @Override
    public boolean retryable() {
        return retryable;
    }
}
