package org.floatingip.testkit.fault;

import java.util.Objects;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.internal.fault.RefusalCodes;

/**
 * A failure of a call that works on both levels. {@link InMemoryIpAssigner#inject} applies it to the in-memory assigner, and
 * {@link InMemoryAwsServer#inject(Fault)} to the endpoint behind the real assigner: the caller gets the same type of exception
 * with the same effect.
 *
 * <pre>{@code
 * assigner.inject(Fault.throttle().onCall(Call.ASSIGN).times(2));
 * assigner.inject(Fault.loseReply().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes("10.0.1.12", "i-0c")));
 * }</pre>
 */
public final class Fault extends ScriptedFault<Fault> {

    /** The kinds of failure. */
    enum Kind {
        NONE(""),
        REFUSE("refused"),
        UNAVAILABLE("the service fails"),
        LOSE_REQUEST("the request is lost"),
        LOSE_REPLY("the reply is lost");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    final Kind kind;
    final String code;
    final String text;

    private Fault(Kind kind, String code, String text, FaultScript script) {
        super(script);
        this.kind = kind;
        this.code = Objects.requireNonNull(code, "code");
        this.text = Objects.requireNonNull(text, "text");
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, "", "", FaultScript.NEXT_CALL);
    }

    /** Lets the call succeed. For scripts of what happens {@link #first} or {@link #then}. */
    public static Fault none() {
        return of(Kind.NONE);
    }

    /**
     * Throttles the call, which has no effect: {@link org.floatingip.failure.ThrottledException}; on the wire 503 {@code
     * RequestLimitExceeded}.
     */
    public static Fault throttle() {
        return refuse("RequestLimitExceeded", "Request limit exceeded.");
    }

    /**
     * Denies the call, which has no effect: {@link org.floatingip.failure.PermissionDeniedException}; on the wire 403 {@code
     * UnauthorizedOperation}.
     */
    public static Fault deny() {
        return refuse(
                "UnauthorizedOperation",
                "You are not authorized to perform this operation. Encoded authorization failure message: in-memory");
    }

    /**
     * Answers the call, which has no effect, with an error of the service: {@link org.floatingip.failure.UnavailableException},
     * whose effect is unknown if the call was a change; on the wire 503 {@code Unavailable}.
     */
    public static Fault unavailable() {
        return of(Kind.UNAVAILABLE);
    }

    /**
     * Loses the call without effect and without answer: {@link org.floatingip.failure.UnavailableException}, whose effect is
     * unknown if the call was a change; on the wire the connection is reset.
     */
    public static Fault loseRequest() {
        return of(Kind.LOSE_REQUEST);
    }

    /** Lets the call take effect, or be refused, but loses the answer: the caller can't tell it from {@link #loseRequest}. */
    public static Fault loseReply() {
        return of(Kind.LOSE_REPLY);
    }

    /**
     * Refuses the call, which has no effect, with the given error code of EC2. The caller gets the exception that the EC2
     * assigner makes of the code: for example {@code PrivateIpAddressLimitExceeded} on {@link Call#ASSIGN} is an {@link
     * org.floatingip.RefusalReason#INTERFACE_FULL}. A code without a type of its own is a {@link
     * org.floatingip.RefusalReason#REJECTED}.
     *
     * @throws IllegalArgumentException if the code is {@code InvalidParameterValue}, whose meaning depends on the text and on the
     *     network: set up the network so that it refuses, or use {@link WireFault#error}; or if the code is one of the service's
     *     own failures, for example {@code InternalError}: use {@link #unavailable}
     */
    public static Fault refuse(String code) {
        return refuse(code, "Refused by the script of a test.");
    }

    /** Like {@link #refuse(String)}, with the given text of EC2. */
    public static Fault refuse(String code, String text) {
        if (code.isBlank() || code.equalsIgnoreCase("InvalidParameterValue")) {
            throw new IllegalArgumentException("the meaning of the code '" + code + "' depends on its text: set up the"
                    + " network so that it refuses, or use WireFault.error(..)");
        }
        if (RefusalCodes.isFailure(code)) {
            throw new IllegalArgumentException("the code '" + code
                    + "' is no refusal but a failure of the service, whose" + " effect is unknown: use unavailable()");
        }
        return new Fault(Kind.REFUSE, code, text, FaultScript.NEXT_CALL);
    }

    /**
     * Limits the fault to requests with the given action, for example {@code DescribeSubnets}. Actions exist only on the wire, so
     * the result is a fault of the wire.
     */
    public WireFault onAction(String action) {
        return onWire().onAction(action);
    }

    /** Returns the same as a fault of the wire. */
    WireFault onWire() {
        WireFault fault = switch (kind) {
            case NONE -> WireFault.of(WireFault.Kind.PASS);
            case REFUSE -> WireFault.error(RefusalCodes.status(code), code, text);
            case UNAVAILABLE ->
                WireFault.error(503, "Unavailable", "The server is overloaded and can't handle the request.");
            case LOSE_REQUEST -> WireFault.of(WireFault.Kind.LOSE_REQUEST);
            case LOSE_REPLY -> WireFault.of(WireFault.Kind.LOSE_REPLY);
        };
        return fault.named(what()).with(script);
    }

    @Override
    Fault with(FaultScript other) {
        return new Fault(kind, code, text, other);
    }

    @Override
    String what() {
        return kind == Kind.REFUSE ? kind.text + " with " + code : kind.text;
    }
}
