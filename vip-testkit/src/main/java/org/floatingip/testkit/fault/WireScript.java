package org.floatingip.testkit.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.internal.aws.AwsCall;
import org.floatingip.testkit.internal.aws.AwsReply;
import org.floatingip.testkit.internal.aws.HttpEndpoint;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the requests of an endpoint, and applies faults to them. Safe for use by several threads. Public for {@link
 * InMemoryAwsServer} alone; not part of the API.
 *
 * @hidden
 */
@SuppressWarnings({"InvalidBlockTag", "exports"}) // @hidden is one, since JDK 9; its one caller is in this module
public final class WireScript {

    private static final Logger LOG = LoggerFactory.getLogger(WireScript.class);

    /** The interval for checking whether the client of a held request has died. */
    private static final Duration POLL = Duration.ofMillis(20);

    private final InMemoryVpc network;
    private final FaultQueue<WireFault> faults;
    private final Object lock = new Object();
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final int most;
    private long count;

    /** Keeps the given number of last requests. */
    public WireScript(InMemoryVpc network, int most) {
        this.network = network;
        this.most = most;
        this.faults = new FaultQueue<>(network.ticker());
    }

    public void inject(Fault fault) {
        inject(fault.onWire());
    }

    public void inject(WireFault fault) {
        faults.add(fault);
    }

    public void mend() {
        faults.clear();
    }

    public List<String> unmet() {
        return faults.unmet();
    }

    public List<RecordedRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /** Returns the reply, or null if it is to be lost. */
    public HttpEndpoint.@Nullable Response answer(AwsCall call, HttpEndpoint.Caller caller) {
        WireFault fault = faults.next(Call.of(call.action(), call.parameters()), call.action());
        if (fault == null) {
            return response(decide(call, WireFault.Kind.PASS, null));
        }
        happen(fault.script.first, call);
        return switch (fault.kind) {
            case HOLD_BEFORE -> heldBefore(fault, call, caller);
            case HOLD_AFTER -> heldAfter(fault, call, caller);
            case HOLD_BODY -> heldInBody(fault, call, caller);
            default -> {
                AwsReply reply = decide(call, fault.kind, fault);
                if (!fault.what().isEmpty()) {
                    note(fault, call);
                }
                happen(fault.script.then, call);
                yield reply != null && fault.kind == WireFault.Kind.TRUNCATE
                        ? whole(reply).cutOff()
                        : response(reply);
            }
        };
    }

    /** Like {@link #answer}, for a request that never arrives, whatever the script says. */
    public HttpEndpoint.@Nullable Response lose(AwsCall call) {
        return response(decide(call, WireFault.Kind.LOSE_REQUEST, null));
    }

    private static HttpEndpoint.@Nullable Response response(@Nullable AwsReply reply) {
        return reply == null ? null : whole(reply);
    }

    private static HttpEndpoint.Response whole(AwsReply reply) {
        return new HttpEndpoint.Response(reply.status(), reply.body(), reply.headers());
    }

    private HttpEndpoint.@Nullable Response heldBefore(WireFault fault, AwsCall call, HttpEndpoint.Caller caller) {
        note(fault, call);
        fault.hold().enter();
        try {
            boolean passes = passes(fault.hold(), caller);
            AwsReply reply = decide(call, passes ? WireFault.Kind.PASS : WireFault.Kind.LOSE_REQUEST, fault);
            happen(fault.script.then, call);
            return response(reply);
        } finally {
            fault.hold().leave();
        }
    }

    private HttpEndpoint.@Nullable Response heldAfter(WireFault fault, AwsCall call, HttpEndpoint.Caller caller) {
        AwsReply reply = decide(call, WireFault.Kind.PASS, fault);
        note(fault, call);
        fault.hold().enter();
        try {
            boolean answered = passes(fault.hold(), caller);
            happen(fault.script.then, call);
            return answered ? response(reply) : null;
        } finally {
            fault.hold().leave();
        }
    }

    private HttpEndpoint.@Nullable Response heldInBody(WireFault fault, AwsCall call, HttpEndpoint.Caller caller) {
        AwsReply reply = decide(call, WireFault.Kind.PASS, fault);
        note(fault, call);
        HttpEndpoint.Response whole = response(reply);
        return whole == null
                ? null
                : whole.halting(() -> {
                    fault.hold().enter();
                    try {
                        boolean goesOn = passes(fault.hold(), caller);
                        happen(fault.script.then, call);
                        return goesOn;
                    } finally {
                        fault.hold().leave();
                    }
                });
    }

    /** Waits at the gate, without a lock; returns false if the caller is gone when it opens. */
    private static boolean passes(Hold gate, HttpEndpoint.Caller caller) {
        try {
            while (!gate.awaitReleased(POLL)) {
                if (caller.gone()) {
                    return false;
                }
            }
            // Once more: a client that was killed before the release is gone, even if no poll came in between.
            return !caller.gone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
            return false;
        }
    }

    private @Nullable AwsReply decide(AwsCall call, WireFault.Kind kind, @Nullable WireFault fault) {
        synchronized (lock) { // so that the record has the order of the effects
            AwsReply reply = reply(call, kind, fault);
            requests.add(new RecordedRequest(
                    count++,
                    network.ticker().now(),
                    call.action(),
                    call.parameters(),
                    reply == null ? 0 : reply.status(),
                    reply == null ? null : reply.errorCode(),
                    fault == null ? null : fault.toString()));
            if (requests.size() > most) {
                requests.removeFirst();
            }
            return reply;
        }
    }

    private @Nullable AwsReply reply(AwsCall call, WireFault.Kind kind, @Nullable WireFault fault) {
        if (kind == WireFault.Kind.LOSE_REQUEST) {
            return null;
        }
        if (fault != null && kind == WireFault.Kind.REPLY_WITH_ERROR) {
            return call.error(fault.status, fault.code, fault.text);
        }
        if (fault != null && kind == WireFault.Kind.REPLY_WITH_BODY) {
            return new AwsReply(fault.status, fault.text, null);
        }
        AwsReply reply = call.answer();
        return kind == WireFault.Kind.LOSE_REPLY ? null : reply;
    }

    private void note(WireFault fault, AwsCall call) {
        Call known = Call.of(call.action(), call.parameters());
        network.note("fault on " + (known == null ? call.action() : known) + ": " + fault.what());
    }

    private void happen(List<Incident> incidents, AwsCall call) {
        for (Incident incident : incidents) {
            try {
                incident.happen(network);
            } catch (RuntimeException e) {
                LOG.warn("what a script says beside {} failed", call.action(), e);
            }
        }
    }
}
