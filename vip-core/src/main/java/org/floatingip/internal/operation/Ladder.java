package org.floatingip.internal.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.time.Deadline;

/** The steps of one operation as they are climbed. Used by one thread. */
public final class Ladder {

    private final Clock clock;
    private final IpAddress address;
    private final Telling telling;
    private final Instant startedAt;
    private final long startNanos;
    private final List<MoveStep> steps = new ArrayList<>();

    private boolean begun;

    /** A ladder whose steps are told there. It, and its first step, begin where that deadline does. */
    Ladder(Clock clock, Deadline deadline, IpAddress address, Telling telling) {
        this.clock = clock;
        this.address = address;
        this.telling = telling;
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
        OneRung rung = next(kind);
        rung.number = telling.stepBegan(address, kind, rung.beganAt);
        return rung;
    }

    public void skip(StepKind kind, String why) {
        OneRung rung = next(kind);
        rung.number = telling.nextStep();
        rung.end(StepOutcome.SKIPPED, why);
    }

    private OneRung next(StepKind kind) {
        boolean first = !begun;
        begun = true;
        return first ? new OneRung(kind, startedAt, startNanos) : new OneRung(kind, clock.now(), clock.nanoTime());
    }

    /** A step of this ladder alone. */
    private final class OneRung implements Rung {

        private final MoveStep.Builder step;
        private final Instant beganAt;
        private final long beganNanos;
        private int number;
        private int attempts;

        private OneRung(StepKind kind, Instant beganAt, long beganNanos) {
            this.beganAt = beganAt;
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
            telling.stepEnded(address, number, ended);
        }
    }
}
