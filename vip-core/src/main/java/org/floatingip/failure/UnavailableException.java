package org.floatingip.failure;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/**
 * The service that knows or changes the network could not be asked, or did not answer: no connection, a broken reply, a
 * timeout, an error of its own. It says nothing about who holds the address.
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
     * The request is known not to have had an effect: it was a read, or it never left this machine.
     *
     * @param action what was tried
     * @param why what went wrong, without a full stop
     * @param cause what this was made from, or null
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
     * The request can't be made as things are set up, and never left this machine: settings that exclude each other, a client
     * that was closed. Waiting does not help.
     *
     * @param action what was tried
     * @param why what went wrong, without a full stop
     * @param cause what this was made from, or null
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
     * The service that gives the credentials has trouble of its own, which may pass. The request never left this machine.
     *
     * @param action what was tried
     * @param why what that service said, without a full stop
     * @param cause what this was made from, or null
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
     * A request for a change that may have had its effect: the reply was lost, or came too late.
     *
     * @param action what was tried
     * @param why what went wrong, without a full stop
     * @param cause what this was made from, or null
     */
    public static UnavailableException effectUnknown(String action, String why, @Nullable Throwable cause) {
        return effectUnknown(action, why, "look who holds the address", cause);
    }

    /**
     * Like {@link #effectUnknown(String, String, Throwable)}, where it is not an address that has to be looked at.
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
     * A change that takes several requests, of which some are known to have been made, and others not.
     *
     * @param action what was tried
     * @param done what was made and what was not, without a full stop
     * @param retryable whether what failed may pass: what was made already can be made again without harm
     * @param cause what one of those that failed was made from, or null
     */
    public static UnavailableException partly(
            String action, String done, boolean retryable, @Nullable Throwable cause) {
        return new UnavailableException(
                Effect.UNKNOWN,
                retryable,
                action,
                action + " was done in part: " + done
                        + ". Mend what it names, then ask again for the same: what is done already stays as it is.",
                cause);
    }

    /**
     * Something answered that is not the service: a captive portal, a proxy's page, a server of another kind. It was a reading,
     * and asking again is not expected to help.
     *
     * @param action what was tried
     * @param what what came, without a full stop
     * @param cause what this was made from, or null
     */
    public static UnavailableException notTheService(String action, String what, @Nullable Throwable cause) {
        return new UnavailableException(
                Effect.NONE,
                false,
                action,
                action + " was not answered by the service: " + what
                        + ". Something else answers at its address, such as a captive portal, a proxy, or a wrong"
                        + " endpoint: mend that, then ask again; nothing was changed.",
                cause);
    }

    /**
     * Something failed in a way that it should not, most often a bug, and asking again is not expected to help.
     *
     * @param effect whether it may have changed the network
     * @param action what was tried
     * @param cause what was thrown
     */
    public static UnavailableException unexpected(Effect effect, String action, Throwable cause) {
        return new UnavailableException(
                effect,
                false,
                action,
                action + " failed unexpectedly: " + cause
                        + (effect == Effect.NONE
                                ? ". See the cause; nothing was changed."
                                : ". It may have taken effect: look who holds the address."),
                cause);
    }

    /** What was tried. */
    public String action() {
        return action;
    }

    /** True unless the failure was an unexpected one, one of the set-up that waiting can't change, or no answer of the service. */
    @Override
    public boolean retryable() {
        return retryable;
    }
}
