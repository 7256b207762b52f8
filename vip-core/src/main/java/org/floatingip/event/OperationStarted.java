package org.floatingip.event;

import java.util.Objects;

/** An operation began: nothing was read or changed yet. Immutable. */
public final class OperationStarted {

    private final OperationInfo operation;

    private OperationStarted(OperationInfo operation) {
        this.operation = Objects.requireNonNull(operation, "operation");
    }

    /** An event; for the engine, and for tests of a listener. */
    public static OperationStarted of(OperationInfo operation) {
        return new OperationStarted(operation);
    }

    /** Which operation. */
    public OperationInfo operation() {
        return operation;
    }

    /** One line for people and logs. */
    @Override
    public String toString() {
        return operation + " begins";
    }
}
