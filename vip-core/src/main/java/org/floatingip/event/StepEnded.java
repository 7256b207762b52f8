package org.floatingip.event;

import java.util.Objects;
import org.floatingip.IpAddress;
import org.floatingip.MoveStep;
import org.floatingip.StepOutcome;

/** A step of one address ended, or was {@linkplain StepOutcome#SKIPPED skipped}. Immutable. */
public final class StepEnded {

    private final OperationInfo operation;
    private final IpAddress address;
    private final int number;
    private final MoveStep step;

    private StepEnded(OperationInfo operation, IpAddress address, int number, MoveStep step) {
        this.operation = Objects.requireNonNull(operation, "operation");
        this.address = Objects.requireNonNull(address, "address");
        this.number = number;
        this.step = Objects.requireNonNull(step, "step");
    }

    /** Returns an event. For the engine, and for tests of a listener. */
    public static StepEnded of(OperationInfo operation, IpAddress address, int number, MoveStep step) {
        return new StepEnded(operation, address, number, step);
    }

    /** Returns the operation. */
    public OperationInfo operation() {
        return operation;
    }

    /** Returns the address that the step belongs to. */
    public IpAddress address() {
        return address;
    }

    /** Returns the number of the {@link StepStarted} event of this step. A skipped step has no such event. */
    public int number() {
        return number;
    }

    /** Returns the step: its kind, its duration and its outcome. */
    public MoveStep step() {
        return step;
    }

    /**
     * Returns one line for people and logs, for example
     * {@code [4be0643f1d98573b] 10.0.1.12 +0.8 ms assigned done in 4.1 ms: asked once}.
     */
    @Override
    public String toString() {
        return "[" + operation.id() + "] " + address + " " + step;
    }
}
