package org.floatingip.internal.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.StepEnded;
import org.floatingip.event.StepStarted;
import org.floatingip.failure.UnavailableException;
import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.gate.Listeners;
import org.floatingip.internal.gate.OperationLog;
import org.floatingip.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Tells of one operation, to its listeners and to the log: once that it began, its steps, once how it ended. Used by one thread.
 */
public final class Telling {

    private final String id;
    private final @Nullable OperationInfo operation;
    private final Listeners.Events events;
    private List<IpAddress> takenUp;
    private int steps;

    private Telling(String id, @Nullable OperationInfo operation, Listeners.Events events) {
        this.id = id;
        this.operation = operation;
        this.events = events;
        this.takenUp = operation == null ? List.of() : operation.addresses();
    }

    /** For what only reads: no listener hears of it, and it has no id. Its steps are in the log. */
    public static Telling none() {
        return new Telling("", null, Listeners.none().events(""));
    }

    /** For steps of this operation that belong to none of its addresses: they are in the log alone. */
    public Telling unheard() {
        return new Telling(id, null, Listeners.none().events(id));
    }

    /** That of the operation; empty for what only reads. */
    public String id() {
        return id;
    }

    /** Of the addresses that were asked for only these are taken up. */
    public void takesUp(List<IpAddress> some) {
        takenUp = some;
    }

    /**
     * Runs an operation, and tells of it.
     *
     * @param deadline began when the caller asked
     * @param body does it
     * @param outcomes what its result says of each address
     * @throws FloatingIpException whatever the body fails by, with the id
     */
    static <T> T run(
            OperationInfo operation,
            Listeners listeners,
            Deadline deadline,
            Function<Telling, T> body,
            Function<T, List<AddressOutcome>> outcomes) {
        Telling telling = new Telling(operation.id(), operation, listeners.events(operation.id()));
        Runnable leave = OperationLog.enter(operation.id());
        try {
            telling.began(operation);
            T result = ours(operation, () -> body.apply(telling));
            telling.ended(operation, deadline, () -> outcomes.apply(result), null);
            return result;
        } catch (FloatingIpException e) {
            telling.failed(operation, deadline, e);
            throw e;
        } finally {
            telling.events.end();
            leave.run();
        }
    }

    /** Each operation sees to what breaks it, and knows what was done by then. What is left is a bug between them. */
    private static <T> T ours(OperationInfo operation, Supplier<T> body) {
        try {
            return body.get();
        } catch (FloatingIpException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw UnavailableException.unexpected(Effect.UNKNOWN, operation.toString(), e);
        }
    }

    private void began(OperationInfo about) {
        OperationStarted event = OperationStarted.of(about);
        OperationLog.began(event);
        events.tell(listener -> listener.started(event));
    }

    /** A step of that address begins; its number. */
    int stepBegan(IpAddress address, StepKind kind, Instant at) {
        int number = nextStep();
        OperationInfo about = operation;
        if (about != null && !events.unheard()) {
            StepStarted event = StepStarted.of(about, address, number, kind, at);
            events.tell(listener -> listener.stepStarted(event));
        }
        return number;
    }

    /** The number of a step that is not told to begin. */
    int nextStep() {
        return ++steps;
    }

    void stepEnded(IpAddress address, int number, MoveStep step) {
        OperationLog.step(id, address, step);
        OperationInfo about = operation;
        if (about != null && !events.unheard()) {
            StepEnded event = StepEnded.of(about, address, number, step);
            events.tell(listener -> listener.stepEnded(event));
        }
    }

    private void failed(OperationInfo about, Deadline deadline, FloatingIpException whole) {
        List<AddressOutcome> failed = Outcomes.of(takenUp, whole);
        whole.recordOperationId(id);
        for (AddressOutcome each : failed) {
            FloatingIpException own = each.failure();
            if (own != null) {
                own.recordOperationId(id);
            }
        }
        boolean one = about.addresses().size() == 1 && failed.size() == 1;
        FloatingIpException leaf = one ? failed.get(0).failure() : null;
        ended(about, deadline, () -> failed, leaf == null ? whole : leaf);
    }

    private void ended(
            OperationInfo about,
            Deadline deadline,
            Supplier<List<AddressOutcome>> outcomes,
            @Nullable FloatingIpException failure) {
        if (events.unheard() && !OperationLog.isRead()) {
            return;
        }
        OperationEnded event = OperationEnded.of(about, elapsed(deadline), outcomes.get(), failure);
        OperationLog.ended(event);
        events.tell(listener -> listener.ended(event));
    }

    /** A clock that fails by now fails no operation that has ended. */
    private static Duration elapsed(Deadline deadline) {
        try {
            return deadline.elapsed();
        } catch (Clock.BrokenException e) {
            return Duration.ZERO;
        }
    }
}
