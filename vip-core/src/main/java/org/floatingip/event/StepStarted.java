package org.floatingip.event;

import java.time.Instant;
import java.util.Objects;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;

/** A step of one address began. Immutable. */
public final class StepStarted {

    private final OperationInfo operation;
    private final IpAddress address;
    private final int number;
    private final StepKind kind;
    private final Instant startedAt;

    private StepStarted(OperationInfo operation, IpAddress address, int number, StepKind kind, Instant startedAt) {
        this.operation = Objects.requireNonNull(operation, "operation");
        this.address = Objects.requireNonNull(address, "address");
        this.number = number;
        this.kind = Objects.requireNonNull(kind, "kind");
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
    }

    /** Returns an event. For the engine, and for tests of a listener. */
    public static StepStarted of(
            OperationInfo operation, IpAddress address, int number, StepKind kind, Instant startedAt) {
        return new StepStarted(operation, address, number, kind, startedAt);
    }

    /** Returns the operation. */
    public OperationInfo operation() {
        return operation;
    }

    /** Returns the address that the step belongs to. */
    public IpAddress address() {
        return address;
    }

    /**
     * Returns a number that is unique in the operation. {@link StepEnded#number()} is the same. Steps of several
     * addresses overlap.
     */
    public int number() {
        return number;
    }

    public StepKind kind() {
        return kind;
    }

    /** Returns when the step began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns one line for people and logs. */
    @Override
    public String toString() {
        return "[" + operation.id() + "] " + address + " begins " + kind;
    }
}
