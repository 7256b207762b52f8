package org.floatingip.micrometer;

import io.micrometer.observation.Observation;
import java.util.Objects;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.jspecify.annotations.Nullable;

/** What a convention, a handler or a filter finds of a move, a release or a settling. Used by the thread of the operation. */
public final class OperationContext extends Observation.Context {

    private final OperationInfo operation;
    private @Nullable OperationEnded ended;

    /** One that has begun; for {@link MoveObservations}, and for tests of a convention. */
    public OperationContext(OperationInfo operation) {
        this.operation = Objects.requireNonNull(operation, "operation");
    }

    /** Which operation. */
    public OperationInfo operation() {
        return operation;
    }

    /** How it ended; null until it has. */
    public @Nullable OperationEnded ended() {
        return ended;
    }

    /** Sets how it ended; for {@link MoveObservations}, and for tests of a convention. */
    public OperationContext ended(OperationEnded event) {
        this.ended = Objects.requireNonNull(event, "event");
        return this;
    }
}
