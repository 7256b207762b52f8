package org.floatingip.micrometer;

import io.micrometer.observation.Observation;
import java.util.Objects;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.jspecify.annotations.Nullable;

/**
 * The context of a move, a release or a settling, as conventions, handlers and filters see it. Used by the thread of the
 * operation.
 */
public final class OperationContext extends Observation.Context {

    private final OperationInfo operation;
    private @Nullable OperationEnded ended;

    /** Creates the context of an operation that has begun. For {@link MoveObservations}, and for tests of a convention. */
    public OperationContext(OperationInfo operation) {
        this.operation = Objects.requireNonNull(operation, "operation");
    }

    /** Returns the operation. */
    public OperationInfo operation() {
        return operation;
    }

    /** Returns how the operation ended; null while it is under way. */
    public @Nullable OperationEnded ended() {
        return ended;
    }

    /** Sets how the operation ended. For {@link MoveObservations}, and for tests of a convention. */
    public OperationContext ended(OperationEnded event) {
        this.ended = Objects.requireNonNull(event, "event");
        return this;
    }
}
