package org.floatingip.event;

import java.util.Objects;

/** An operation began. Nothing was read or changed yet. Immutable. */
public final class OperationStarted {

    private final OperationInfo operation;

    private OperationStarted(OperationInfo operation) {
        this.operation = Objects.requireNonNull(operation, "operation");
    }

    /** Returns an event. For the engine, and for tests of a listener. */
    public static OperationStarted of(OperationInfo operation) {
        return new OperationStarted(operation);
    }

    /** Returns the operation. */
    public OperationInfo operation() {
        return operation;
    }

    /** Returns one line for people and logs. */
    @Override
    public String toString() {
        return operation + " begins";
    }
}
