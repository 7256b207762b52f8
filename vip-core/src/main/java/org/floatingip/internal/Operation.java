package org.floatingip.internal;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.OutOfTimeException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.UnavailableException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/** What every operation on one address stands on: its ladder, its deadline, and reads that are repeated while they fail. */
final class Operation {

    final IpAddress address;
    final IpAssigner assigner;
    final Deadline deadline;
    final Ladder ladder;
    private final Ticker ticker;

    Operation(IpAddress address, IpAssigner assigner, Deadline deadline, Ladder ladder, Ticker ticker) {
        this.address = address;
        this.assigner = assigner;
        this.deadline = deadline;
        this.ladder = ladder;
        this.ticker = ticker;
    }

    /** The same address and ladder with a deadline of its own, beginning now. */
    Operation withBudget(Duration budget) {
        return new Operation(address, assigner, deadline(budget), ladder, ticker);
    }

    /** A deadline beside that of the operation, beginning now. */
    Deadline deadline(Duration budget) {
        return new Deadline(ticker, budget);
    }

    /** Runs the body; whatever of ours leaves it carries the ladder. */
    <T> T run(Supplier<T> body) {
        try {
            return body.get();
        } catch (FloatingIpException e) {
            e.recordSteps(ladder.steps());
            throw e;
        }
    }

    /** The time that an old host has after the flip. */
    Grace grace() {
        return new Grace(ticker, assigner);
    }

    Backoff backoff() {
        return new Backoff(ticker, deadline);
    }

    /** A rung that is one read, repeated under the deadline; whatever fails here has changed nothing. */
    <T> T plan(String doing, Supplier<T> read, Function<T, String> describe) {
        Rung rung = ladder.begin(StepKind.PLANNED);
        try {
            T found = read(rung, doing, read);
            rung.end(StepOutcome.DONE, describe.apply(found));
            return found;
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.FAILED, e.getMessage());
            throw e;
        }
    }

    /**
     * Reads until an answer comes. A failure that may pass is repeated while there is time, any other leaves at once.
     *
     * @throws OutOfTimeException if time ran out or the thread was interrupted; its cause is the last failure
     */
    <T> T read(Rung rung, String doing, Supplier<T> read) {
        Backoff backoff = backoff();
        while (true) {
            FloatingIpException failure;
            try {
                rung.attempt();
                return read.get();
            } catch (RuntimeException e) {
                failure = typed(e, Effect.NONE, doing);
            }
            if (!failure.retryable()) {
                throw failure;
            }
            if (!backoff.pause()) {
                throw outOfTime(doing, failure);
            }
        }
    }

    List<Holder> locate() {
        return assigner.locate(address);
    }

    OutOfTimeException outOfTime(String doing, @Nullable FloatingIpException last) {
        return new OutOfTimeException(doing, deadline.timeout(), interrupted(), last);
    }

    boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }

    String whyEnded() {
        return interrupted()
                ? "interrupted after " + ladder.elapsed().toMillis() + " ms"
                : "the timeout of " + deadline.timeout().toMillis() + " ms passed";
    }

    /** Keeps a second failure beside the first; an implementation may throw one instance twice, and Java forbids that here. */
    static void suppress(FloatingIpException first, FloatingIpException second) {
        if (first != second) {
            first.addSuppressed(second);
        }
    }

    /** What an assigner threw, as one of ours: a custom assigner may have bugs, and they must not hide what is known. */
    static FloatingIpException typed(RuntimeException thrown, Effect possible, String doing) {
        return thrown instanceof FloatingIpException ours
                ? ours
                : UnavailableException.unexpected(possible, doing, thrown);
    }
}
