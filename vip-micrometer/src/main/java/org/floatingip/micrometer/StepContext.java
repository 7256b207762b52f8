package org.floatingip.micrometer;

import io.micrometer.observation.Observation;
import java.util.Objects;
import org.floatingip.MoveStep;
import org.floatingip.event.StepStarted;
import org.jspecify.annotations.Nullable;

/** What a convention, a handler or a filter finds of one step of one address. Used by the thread of the operation. */
public final class StepContext extends Observation.Context {

    private final StepStarted started;
    private @Nullable MoveStep step;
    private boolean brokenOff;

    /** One that has begun; for {@link MoveObservations}, and for tests of a convention. */
    public StepContext(StepStarted started) {
        this.started = Objects.requireNonNull(started, "started");
    }

    /** Which step, of which address, of which operation. */
    public StepStarted started() {
        return started;
    }

    /** What it came to; null until it has ended, and for good where the operation was broken off in it. */
    public @Nullable MoveStep step() {
        return step;
    }

    /** Sets what it came to; for {@link MoveObservations}, and for tests of a convention. */
    public StepContext step(MoveStep ended) {
        this.step = Objects.requireNonNull(ended, "ended");
        return this;
    }

    /** Whether the operation ended in it, so that it has no end of its own. */
    public boolean isBrokenOff() {
        return brokenOff;
    }

    /** Sets that; for {@link MoveObservations}, and for tests of a convention. */
    public StepContext brokenOff() {
        this.brokenOff = true;
        return this;
    }
}
