package org.floatingip;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.floatingip.internal.text.Durations;
import org.jspecify.annotations.Nullable;

/** One step of an operation: its kind, outcome, start and duration. Immutable. */
public final class MoveStep implements Serializable {

    private static final long serialVersionUID = 1L;

    private final StepKind kind;
    private final StepOutcome outcome;
    private final Instant startedAt;
    private final Duration offset;
    private final Duration duration;
    private final int attempts;
    private final String detail;

    private MoveStep(Builder builder) {
        this.kind = builder.kind;
        this.outcome = Objects.requireNonNull(builder.outcome, "outcome");
        this.startedAt = Objects.requireNonNull(builder.startedAt, "startedAt");
        this.offset = builder.offset;
        this.duration = builder.duration;
        this.attempts = builder.attempts;
        this.detail = builder.detail;
    }

    /** Starts a step of the given kind. Outcome and start are required; everything else is zero or empty by default. */
    public static Builder builder(StepKind kind) {
        return new Builder(kind);
    }

    public StepKind kind() {
        return kind;
    }

    public StepOutcome outcome() {
        return outcome;
    }

    /** Returns when the step began, by the wall clock. */
    public Instant startedAt() {
        return startedAt;
    }

    /** Returns the time from the beginning of the operation to the beginning of the step, by the monotonic clock. */
    public Duration offset() {
        return offset;
    }

    /** Returns how long the step took, by the monotonic clock. */
    public Duration duration() {
        return duration;
    }

    /** Returns how many times the network was asked in this step; 0 for a skipped one. */
    public int attempts() {
        return attempts;
    }

    /** Returns what was found or done, for people; may be empty. */
    public String detail() {
        return detail;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MoveStep that
                && kind == that.kind
                && outcome == that.outcome
                && startedAt.equals(that.startedAt)
                && offset.equals(that.offset)
                && duration.equals(that.duration)
                && attempts == that.attempts
                && detail.equals(that.detail);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, outcome, startedAt, offset, duration, attempts, detail);
    }

    /** Returns one line, for example {@code +0.8 ms assigned done in 4.1 ms: asked once}. */
    @Override
    public String toString() {
        return "+" + Durations.text(offset) + " "
                + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " "
                + outcome.name().toLowerCase(Locale.ROOT) + " in " + Durations.text(duration)
                + (detail.isEmpty() ? "" : ": " + detail);
    }

    /** Builds a {@link MoveStep}. Not safe for use by several threads. */
    public static final class Builder {

        private final StepKind kind;
        private @Nullable StepOutcome outcome;
        private @Nullable Instant startedAt;
        private Duration offset = Duration.ZERO;
        private Duration duration = Duration.ZERO;
        private int attempts;
        private String detail = "";

        private Builder(StepKind kind) {
            this.kind = Objects.requireNonNull(kind, "kind");
        }

        public Builder outcome(StepOutcome outcome) {
            this.outcome = Objects.requireNonNull(outcome, "outcome");
            return this;
        }

        public Builder startedAt(Instant startedAt) {
            this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
            return this;
        }

        public Builder offset(Duration offset) {
            this.offset = Objects.requireNonNull(offset, "offset");
            return this;
        }

        public Builder duration(Duration duration) {
            this.duration = Objects.requireNonNull(duration, "duration");
            return this;
        }

        public Builder attempts(int attempts) {
            this.attempts = attempts;
            return this;
        }

        public Builder detail(String detail) {
            this.detail = Objects.requireNonNull(detail, "detail");
            return this;
        }

        /**
         * Builds the step.
         *
         * @throws NullPointerException if the outcome or the start was not given
         */
        public MoveStep build() {
            return new MoveStep(this);
        }
    }
}
