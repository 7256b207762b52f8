package org.floatingip.testkit.fault;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that can go wrong only with a request over HTTP, on its way to the in-memory AWS endpoint or back. What can go
 * wrong on both levels is a {@link Fault}. Immutable, but for the {@link Hold} that some have.
 */
public final class WireFault extends ScriptedFault<WireFault> {

    /** What becomes of the request and of its reply. */
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

    /** The request has no effect and is answered with that error. */
    public static WireFault error(int status, String code, String text) {
        Kind kind = Kind.REPLY_WITH_ERROR;
        return new WireFault(
                kind, status, code, text, null, kind.text + ": " + status + " " + code, FaultScript.NEXT_REQUEST);
    }

    /**
     * The request has no effect and is answered with that body, whatever it is: a proxy's page, nothing, half a document.
     */
    public static WireFault body(int status, String body) {
        Kind kind = Kind.REPLY_WITH_BODY;
        return new WireFault(kind, status, "", body, null, kind.text, FaultScript.NEXT_REQUEST);
    }

    /** The request has its effect, then the connection breaks in the middle of the reply's body. */
    public static WireFault truncate() {
        return of(Kind.TRUNCATE);
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

    /**
     * The request waits at that gate before it has any effect, as if the service were slow; other requests go on. Released, it
     * has its effect and is answered. If its client closes the connection before (or its sending half: an HTTP client that is
     * alive does not), or the endpoint is closed, the request is dropped: no effect, recorded with status 0.
     */
    public static WireFault holdBefore(Hold gate) {
        return held(Kind.HOLD_BEFORE, gate);
    }

    /**
     * The request has its effect and is recorded with the status of its reply, then the reply waits at that gate; other
     * requests go on. If the client closes the connection before the gate opens, the effect stays, and nobody gets the reply.
     */
    public static WireFault holdAfter(Hold gate) {
        return held(Kind.HOLD_AFTER, gate);
    }

    /**
     * A slow body: the request has its effect, the first half of the reply is sent, and the other half waits at that gate;
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

    /** Only for requests with that action, for example {@code DescribeSubnets}. Default: all requests. */
    public WireFault onAction(String action) {
        Objects.requireNonNull(action, "action");
        return with(script.with(copy -> copy.action = action));
    }

    WireFault named(String words) {
        return new WireFault(kind, status, code, text, hold, words, script);
    }

    /** Where the request waits; only for the kinds that do. */
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
