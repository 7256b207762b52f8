package org.floatingip.micrometer;

import io.micrometer.observation.Observation;
import java.util.Objects;
import org.floatingip.MoveStep;
import org.floatingip.event.StepStarted;
import org.jspecify.annotations.Nullable;

/** The context of one step of one address, as conventions, handlers and filters see it. Used by the thread of the operation. */
public final class StepContext extends Observation.Context {

    private final StepStarted started;
    private @Nullable MoveStep step;
    private boolean brokenOff;

    /** Creates the context of a step that has begun. For {@link MoveObservations}, and for tests of a convention. */
    public StepContext(StepStarted started) {
        this.started = Objects.requireNonNull(started, "started");
    }

    /** Returns the start of the step, with its kind, address and operation. */
    public StepStarted started() {
        return started;
    }

    /** Returns the result of the step; null while it is under way, and if the operation was broken off in it. */
    public @Nullable MoveStep step() {
        return step;
    }

    /** Sets the result of the step. For {@link MoveObservations}, and for tests of a convention. */
    public StepContext step(MoveStep ended) {
        this.step = Objects.requireNonNull(ended, "ended");
        return this;
    }

    /** Returns whether the operation ended during the step, so that the step has no result. */
    public boolean isBrokenOff() {
        return brokenOff;
    }

    /** Marks the step as broken off. For {@link MoveObservations}, and for tests of a convention. */
    public StepContext brokenOff() {
        this.brokenOff = true;
        return this;
    }
}
