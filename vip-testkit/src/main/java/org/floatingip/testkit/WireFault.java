package org.floatingip.testkit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with one request on its way to the in-memory AWS endpoint or back. Immutable, but for the
 * {@link Hold} that some have.
 */
public final class WireFault {

    /** What becomes of the request and of its reply. */
    enum Kind {
        LOSE_REQUEST,
        LOSE_REPLY,
        REPLY_WITH_ERROR,
        REPLY_WITH_BODY,
        HOLD_BEFORE,
        HOLD_AFTER
    }

    final Kind kind;
    final int status;
    final String code;
    final String text;
    private final @Nullable Hold hold;
    private final @Nullable Runnable then;

    private WireFault(Kind kind, int status, String code, String text, @Nullable Hold hold, @Nullable Runnable then) {
        this.kind = kind;
        this.status = status;
        this.code = Objects.requireNonNull(code, "code");
        this.text = Objects.requireNonNull(text, "text");
        this.hold = hold;
        this.then = then;
    }

    /** The connection breaks before the request has any effect. */
    public static WireFault loseRequest() {
        return new WireFault(Kind.LOSE_REQUEST, 0, "", "", null, null);
    }

    /** The request has its effect, then the connection breaks: the caller never learns. */
    public static WireFault loseReply() {
        return new WireFault(Kind.LOSE_REPLY, 0, "", "", null, null);
    }

    /** The request has no effect and is answered with that error. */
    public static WireFault error(int status, String code, String text) {
        return new WireFault(Kind.REPLY_WITH_ERROR, status, code, text, null, null);
    }

    /**
     * The request has no effect and is answered with that body, whatever it is: a proxy's page, nothing, half a document.
     */
    public static WireFault body(int status, String body) {
        return new WireFault(Kind.REPLY_WITH_BODY, status, "", body, null, null);
    }

    /** The request has no effect, because the account calls too often: EC2's {@code RequestLimitExceeded}. */
    public static WireFault throttle() {
        return error(503, "RequestLimitExceeded", "Request limit exceeded.");
    }

    /** The request has no effect, because the account calls too often: Route 53's {@code Throttling}. */
    public static WireFault route53Throttle() {
        return error(400, "Throttling", "Rate exceeded");
    }

    /** The request has no effect, because Route 53 is still busy with an earlier one: {@code PriorRequestNotComplete}. */
    public static WireFault priorRequestNotComplete() {
        return error(
                400,
                "PriorRequestNotComplete",
                "The request was rejected because Route 53 was still processing a prior request.");
    }

    /** The request has no effect, because the credentials do not allow it: EC2's {@code UnauthorizedOperation}. */
    public static WireFault denied() {
        return error(
                403,
                "UnauthorizedOperation",
                "You are not authorized to perform this operation. Encoded authorization"
                        + " failure message: in-memory");
    }

    /**
     * The request waits at that gate before it has any effect, as if the service were slow; other requests go on. Released, it
     * has its effect and is answered. If its client closes the connection before (or its sending half: an HTTP client that is
     * alive does not), or the endpoint is closed, the request is dropped: no effect, recorded with status 0.
     */
    public static WireFault holdBefore(Hold gate) {
        return new WireFault(Kind.HOLD_BEFORE, 0, "", "", Objects.requireNonNull(gate, "gate"), null);
    }

    /**
     * The request has its effect and is recorded with the status of its reply, then the reply waits at that gate; other
     * requests go on. If the client closes the connection before the gate opens, the effect stays, and nobody gets the reply.
     */
    public static WireFault holdAfter(Hold gate) {
        return new WireFault(Kind.HOLD_AFTER, 0, "", "", Objects.requireNonNull(gate, "gate"), null);
    }

    /**
     * The same fault, followed by that: it runs after any effect of the request and any hold, before the caller notices
     * anything. It runs for a request that was dropped, too.
     */
    public WireFault then(Runnable then) {
        return new WireFault(kind, status, code, text, hold, Objects.requireNonNull(then, "then"));
    }

    /** Where the request waits; only for the kinds that do. */
    Hold hold() {
        return Objects.requireNonNull(hold, "hold");
    }

    void runThen() {
        if (then != null) {
            then.run();
        }
    }
}
