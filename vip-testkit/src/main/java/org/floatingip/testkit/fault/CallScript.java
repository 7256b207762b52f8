package org.floatingip.testkit.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.floatingip.FloatingIpException;
import org.floatingip.ServiceError;
import org.floatingip.failure.UnavailableException;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.jspecify.annotations.Nullable;

/**
 * Records the calls of an in-memory assigner, and applies faults to them. Safe for use by several threads. Public for {@link
 * InMemoryIpAssigner} alone; not part of the API.
 *
 * @hidden
 */
@SuppressWarnings("InvalidBlockTag") // @hidden is one, since JDK 9
public final class CallScript {

    private final InMemoryVpc network;
    private final FaultQueue<Fault> faults;
    private final List<RecordedCall> calls = new ArrayList<>();

    private final @Nullable Ec2RequestLimits limits;

    /**
     * Creates the script of a network's assigner.
     *
     * @param limits the request limits; null for none
     */
    public CallScript(InMemoryVpc network, @Nullable Ec2RequestLimits limits) {
        this.network = network;
        this.limits = limits;
        this.faults = new FaultQueue<>(network.ticker());
    }

    public void inject(Fault fault) {
        faults.add(fault);
    }

    public void mend() {
        faults.clear();
    }

    public List<String> unmet() {
        return faults.unmet();
    }

    public List<RecordedCall> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /**
     * Makes the call, unless a fault is scripted for it.
     *
     * @param text the call in words, for the record
     * @param refused the exception that a scripted refusal becomes for this call
     */
    public <T> T around(
            Call call, String text, Function<Ec2RefusalException, FloatingIpException> refused, Supplier<T> body) {
        return around(call, call.action(), text, refused, body);
    }

    /** Like that, for a way by which the call is called that on the wire. */
    public <T> T around(
            Call call,
            String action,
            String text,
            Function<Ec2RefusalException, FloatingIpException> refused,
            Supplier<T> body) {
        Fault fault = faults.next(call, null);
        int place = record(call, text, fault);
        try {
            Supplier<T> limited = () -> {
                if (limits != null && !limits.passes(action)) {
                    throw refused.apply(new Ec2RefusalException(Fault.throttle().code, Fault.throttle().text));
                }
                return body.get();
            };
            return fault == null ? limited.get() : faulted(fault, call, "ec2:" + action, refused, limited);
        } catch (RuntimeException e) {
            failed(place, e);
            if (e instanceof FloatingIpException ours && e.getCause() instanceof Ec2RefusalException said) {
                ours.recordServiceError(ServiceError.of(said.code(), said.text(), null));
            }
            throw e;
        }
    }

    /** Like {@link #around}, for a call without a result. */
    public void aroundChange(
            Call call, String text, Function<Ec2RefusalException, FloatingIpException> refused, Runnable body) {
        around(call, text, refused, () -> {
            body.run();
            return Boolean.TRUE;
        });
    }

    private <T> T faulted(
            Fault fault,
            Call call,
            String permission,
            Function<Ec2RefusalException, FloatingIpException> refused,
            Supplier<T> body) {
        fault.script.first.forEach(incident -> incident.happen(network));
        if (fault.kind == Fault.Kind.NONE) {
            try {
                return body.get();
            } finally {
                fault.script.then.forEach(incident -> incident.happen(network));
            }
        }
        if (fault.kind == Fault.Kind.LOSE_REPLY) {
            try {
                T unused = body.get();
            } catch (FloatingIpException e) {
                // The refusal is what is lost then.
                network.note("lost with the reply to " + call + ": " + e.getMessage());
            }
        }
        network.note("fault on " + call + ": " + fault.what());
        fault.script.then.forEach(incident -> incident.happen(network));
        throw fault.kind == Fault.Kind.REFUSE
                ? refused.apply(new Ec2RefusalException(fault.code, fault.text))
                : unanswered(fault, call, permission);
    }

    private static UnavailableException unanswered(Fault fault, Call call, String permission) {
        return call.mutating()
                ? UnavailableException.effectUnknown(permission, fault.what(), null)
                : UnavailableException.withoutEffect(permission, fault.what(), null);
    }

    private int record(Call call, String text, @Nullable Fault fault) {
        synchronized (calls) {
            int place = calls.size();
            calls.add(new RecordedCall(
                    place,
                    network.ticker().now(),
                    call,
                    Objects.requireNonNull(text, "text"),
                    null,
                    fault == null ? null : fault.toString()));
            return place;
        }
    }

    private void failed(int place, RuntimeException failure) {
        synchronized (calls) {
            RecordedCall came = calls.get(place);
            calls.set(
                    place,
                    new RecordedCall(
                            came.sequence(),
                            came.at(),
                            came.call(),
                            came.text(),
                            failure instanceof FloatingIpException ours
                                    ? ours.type()
                                    : failure.getClass().getSimpleName(),
                            came.fault()));
        }
    }
}
