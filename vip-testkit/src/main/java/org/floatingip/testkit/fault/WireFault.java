package org.floatingip.testkit.fault;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure that exists only for HTTP requests, on their way to the in-memory AWS endpoint or back. For failures of both levels,
 * use {@link Fault}. Immutable, except for the {@link Hold} that some have.
 */
public final class WireFault extends ScriptedFault<WireFault> {

    /** The kinds of failure. */
    enum Kind {
        PASS(""),
        LOSE_REQUEST("the request is lost"),
        LOSE_REPLY("the reply is lost"),
        REPLY_WITH_ERROR("answered with an error"),
        REPLY_WITH_BODY("answered with another body"),
        TRUNCATE("the reply is cut off"),
        HOLD_BEFORE("held before its effect"),
        HOLD_AFTER("held after its effect"),
        HOLD_BODY("held in the middle of the reply's body");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    final Kind kind;
    final int status;
    final String code;
    final String text;
    private final @Nullable Hold hold;
    private final String name;

    private WireFault(
            Kind kind, int status, String code, String text, @Nullable Hold hold, String name, FaultScript script) {
        super(script);
        this.kind = kind;
        this.status = status;
        this.code = Objects.requireNonNull(code, "code");
        this.text = Objects.requireNonNull(text, "text");
        this.hold = hold;
        this.name = name;
    }

    static WireFault of(Kind kind) {
        return new WireFault(kind, 0, "", "", null, kind.text, FaultScript.NEXT_REQUEST);
    }

    /** Answers the request, which has no effect, with the given error. */
    public static WireFault error(int status, String code, String text) {
        Kind kind = Kind.REPLY_WITH_ERROR;
        return new WireFault(
                kind, status, code, text, null, kind.text + ": " + status + " " + code, FaultScript.NEXT_REQUEST);
    }

    /** Answers the request, which has no effect, with any body: a proxy's page, nothing, half a document. */
    public static WireFault body(int status, String body) {
        Kind kind = Kind.REPLY_WITH_BODY;
        return new WireFault(kind, status, "", body, null, kind.text, FaultScript.NEXT_REQUEST);
    }

    /** Lets the request take effect, then breaks the connection in the middle of the reply's body. */
    public static WireFault truncate() {
        return of(Kind.TRUNCATE);
    }

    /** Throttles the request, which has no effect, as Route 53 does: {@code Throttling}. */
    public static WireFault route53Throttle() {
        return error(400, "Throttling", "Rate exceeded");
    }

    /**
     * Refuses the request, which has no effect, as Route 53 does while an earlier one is in progress: {@code
     * PriorRequestNotComplete}.
     */
    public static WireFault priorRequestNotComplete() {
        return error(
                400,
                "PriorRequestNotComplete",
                "The request was rejected because Route 53 was still processing a prior request.");
    }

    /**
     * Holds the request at the gate before it takes effect, as if the service were slow; other requests go on. After the release
     * it takes effect and is answered. If the endpoint is closed before, or the client closes the connection, the request is
     * dropped: it has no effect, and is recorded with status 0. Closing only the sending half of the connection counts too; a
     * running HTTP client doesn't do that.
     */
    public static WireFault holdBefore(Hold gate) {
        return held(Kind.HOLD_BEFORE, gate);
    }

    /**
     * Lets the request take effect and records the status of its reply, then holds the reply at the gate; other requests go on.
     * If the client closes the connection before the gate opens, the effect stays, and nobody gets the reply.
     */
    public static WireFault holdAfter(Hold gate) {
        return held(Kind.HOLD_AFTER, gate);
    }

    /**
     * Simulates a slow body: the request takes effect, the first half of the reply is sent, and the other half waits at the gate;
     * other requests go on. If the client closes the connection before the gate opens, the effect stays, and the connection
     * breaks there.
     */
    public static WireFault holdBody(Hold gate) {
        return held(Kind.HOLD_BODY, gate);
    }

    private static WireFault held(Kind kind, Hold gate) {
        return new WireFault(
                kind, 0, "", "", Objects.requireNonNull(gate, "gate"), kind.text, FaultScript.NEXT_REQUEST);
    }

    /** Limits the fault to requests with the given action, for example {@code DescribeSubnets}. Default: all requests. */
    public WireFault onAction(String action) {
        Objects.requireNonNull(action, "action");
        return with(script.with(copy -> copy.action = action));
    }

    WireFault named(String words) {
        return new WireFault(kind, status, code, text, hold, words, script);
    }

    /** Returns the gate; only for the kinds that wait. */
    Hold hold() {
        return Objects.requireNonNull(hold, "hold");
    }

    @Override
    WireFault with(FaultScript other) {
        return new WireFault(kind, status, code, text, hold, name, other);
    }

    @Override
    String what() {
        return name;
    }
}
