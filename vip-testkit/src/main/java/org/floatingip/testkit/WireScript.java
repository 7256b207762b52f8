package org.floatingip.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.testkit.internal.Ec2QueryApi;
import org.floatingip.testkit.internal.HttpEndpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an endpoint's requests pass: keeps a record of them, and lets the faults happen. Safe for several threads. */
final class WireScript {

    private static final Logger LOG = LoggerFactory.getLogger(WireScript.class);

    /** How soon the death of a client whose request is held is noticed. */
    private static final Duration POLL = Duration.ofMillis(20);

    private final InMemoryVpc network;
    private final Ec2QueryApi ec2;
    private final FaultQueue<WireFault> faults;
    private final Object lock = new Object();
    private final List<RecordedRequest> requests = new ArrayList<>();

    WireScript(InMemoryVpc network, Ec2QueryApi ec2) {
        this.network = network;
        this.ec2 = ec2;
        this.faults = new FaultQueue<>(network.ticker());
    }

    void inject(WireFault fault) {
        faults.add(fault);
    }

    void mend() {
        faults.clear();
    }

    List<RecordedRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /** The reply, or null if it is to be lost. */
    HttpEndpoint.@Nullable Response answer(Ec2QueryApi.Call call, HttpEndpoint.Caller caller) {
        WireFault fault = faults.next(Call.of(call.action(), call.parameters()), call.action());
        if (fault == null) {
            return response(decide(call, WireFault.Kind.PASS, null));
        }
        happen(fault.script.first, call);
        return switch (fault.kind) {
            case HOLD_BEFORE -> heldBefore(fault, call, caller);
            case HOLD_AFTER -> heldAfter(fault, call, caller);
            default -> {
                Ec2QueryApi.Reply reply = decide(call, fault.kind, fault);
                if (!fault.what().isEmpty()) {
                    note(fault, call);
                }
                happen(fault.script.then, call);
                yield reply != null && fault.kind == WireFault.Kind.TRUNCATE
                        ? HttpEndpoint.Response.cutOff(reply.status(), reply.body())
                        : response(reply);
            }
        };
    }

    private static HttpEndpoint.@Nullable Response response(Ec2QueryApi.@Nullable Reply reply) {
        return reply == null ? null : new HttpEndpoint.Response(reply.status(), reply.body());
    }

    private HttpEndpoint.@Nullable Response heldBefore(
            WireFault fault, Ec2QueryApi.Call call, HttpEndpoint.Caller caller) {
        note(fault, call);
        fault.hold().enter();
        try {
            boolean passes = passes(fault.hold(), caller);
            Ec2QueryApi.Reply reply = decide(call, passes ? WireFault.Kind.PASS : WireFault.Kind.LOSE_REQUEST, fault);
            happen(fault.script.then, call);
            return response(reply);
        } finally {
            fault.hold().leave();
        }
    }

    private HttpEndpoint.@Nullable Response heldAfter(
            WireFault fault, Ec2QueryApi.Call call, HttpEndpoint.Caller caller) {
        Ec2QueryApi.Reply reply = decide(call, WireFault.Kind.PASS, fault);
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

    /** Waits at that gate, without a lock; false if the caller is gone by the time it opens. */
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

    private Ec2QueryApi.@Nullable Reply decide(Ec2QueryApi.Call call, WireFault.Kind kind, @Nullable WireFault fault) {
        synchronized (lock) { // so that the record has the order of the effects
            Ec2QueryApi.Reply reply = reply(call, kind, fault);
            requests.add(new RecordedRequest(
                    requests.size(),
                    network.ticker().now(),
                    call.action(),
                    call.parameters(),
                    reply == null ? 0 : reply.status(),
                    reply == null ? null : reply.errorCode(),
                    fault == null ? null : fault.toString()));
            return reply;
        }
    }

    private Ec2QueryApi.@Nullable Reply reply(Ec2QueryApi.Call call, WireFault.Kind kind, @Nullable WireFault fault) {
        if (kind == WireFault.Kind.LOSE_REQUEST) {
            return null;
        }
        if (fault != null && kind == WireFault.Kind.REPLY_WITH_ERROR) {
            return Ec2QueryApi.error(fault.status, fault.code, fault.text);
        }
        if (fault != null && kind == WireFault.Kind.REPLY_WITH_BODY) {
            return new Ec2QueryApi.Reply(fault.status, fault.text, null);
        }
        Ec2QueryApi.Reply reply = ec2.answer(call);
        return kind == WireFault.Kind.LOSE_REPLY ? null : reply;
    }

    private void note(WireFault fault, Ec2QueryApi.Call call) {
        Call known = Call.of(call.action(), call.parameters());
        network.note("fault on " + (known == null ? call.action() : known) + ": " + fault.what());
    }

    private void happen(List<Incident> incidents, Ec2QueryApi.Call call) {
        for (Incident incident : incidents) {
            try {
                incident.happen(network);
            } catch (RuntimeException e) {
                LOG.warn("what a script says beside {} failed", call.action(), e);
            }
        }
    }
}
