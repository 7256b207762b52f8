package org.floatingip.internal.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.time.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of one operation as they are climbed. Used by one thread. */
public final class Ladder {

    private static final Logger LOG = LoggerFactory.getLogger(Ladder.class);

    private final Clock clock;
    private final Consumer<MoveStep> told;
    private final Instant startedAt;
    private final long startNanos;
    private final List<MoveStep> steps = new ArrayList<>();

    private boolean begun;

    /** A ladder that tells each step that ended. It, and its first step, begin where that deadline does. */
    Ladder(Clock clock, Deadline deadline, Consumer<MoveStep> told) {
        this.clock = clock;
        this.told = told;
        this.startedAt = deadline.startedAt();
        this.startNanos = deadline.startNanos();
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Duration elapsed() {
        return Duration.ofNanos(clock.nanoTime() - startNanos);
    }

    public List<MoveStep> steps() {
        return List.copyOf(steps);
    }

    public Rung begin(StepKind kind) {
        boolean first = !begun;
        begun = true;
        return first ? new OneRung(kind, startedAt, startNanos) : new OneRung(kind, clock.now(), clock.nanoTime());
    }

    public void skip(StepKind kind, String why) {
        begin(kind).end(StepOutcome.SKIPPED, why);
    }

    /** A step of this ladder alone. */
    private final class OneRung implements Rung {

        private final MoveStep.Builder step;
        private final long beganNanos;
        private int attempts;

        private OneRung(StepKind kind, Instant beganAt, long beganNanos) {
            this.beganNanos = beganNanos;
            this.step = MoveStep.builder(kind).startedAt(beganAt).offset(Duration.ofNanos(beganNanos - startNanos));
        }

        @Override
        public void attempt() {
            attempts++;
        }

        @Override
        public void end(StepOutcome outcome, String detail) {
            MoveStep ended = step.outcome(outcome)
                    .duration(Duration.ofNanos(clock.nanoTime() - beganNanos))
                    .attempts(attempts)
                    .detail(detail)
                    .build();
            steps.add(ended);
            LOG.debug("{}", ended);
            told.accept(ended);
        }
    }
}
