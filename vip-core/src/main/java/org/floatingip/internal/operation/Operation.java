package org.floatingip.internal.operation;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.time.Backoff;
import org.floatingip.internal.time.Deadline;
import org.jspecify.annotations.Nullable;

/** What every operation on one address stands on: its ladder, its deadline, and reads that are repeated while they fail. */
public final class Operation {

    public final IpAddress address;

    /** That of the whole, by which it is told; empty for what only reads. */
    public final String id;

    public final Network network;
    public final Deadline deadline;
    public final Ladder ladder;
    private final Clock clock;

    Operation(IpAddress address, String id, Network network, Deadline deadline, Ladder ladder, Clock clock) {
        this.address = address;
        this.id = id;
        this.network = network;
        this.deadline = deadline;
        this.ladder = ladder;
        this.clock = clock;
    }

    /** The same address and ladder with a deadline of its own, beginning now. */
    public Operation withBudget(Duration budget) {
        return new Operation(address, id, network, deadline(budget), ladder, clock);
    }

    /** A deadline beside that of the operation, beginning now. */
    public Deadline deadline(Duration budget) {
        return new Deadline(clock, budget);
    }

    /** Runs the body; whatever leaves it is ours, and carries the ladder. */
    public <T> T run(Supplier<T> body) {
        FloatingIpException failure;
        try {
            return body.get();
        } catch (FloatingIpException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = broken(e);
        }
        failure.recordSteps(ladder.steps());
        throw failure;
    }

    /** What ended the operation where it stood: a clock that failed, or a bug. Nothing is known but what was done by then. */
    public FloatingIpException broken(Throwable thrown) {
        return UnavailableException.unexpected(network.effect(), "the operation on " + address, thrown);
    }

    public long nanoTime() {
        return clock.nanoTime();
    }

    /** How old an answer of the network may be. */
    public Duration readLag() {
        return network.readLag();
    }

    /** The time that an old host has after the flip. */
    public Grace grace() {
        return new Grace(clock, network);
    }

    /** Lets that time pass, beside the deadline; false if the thread was interrupted, whose flag is then set. */
    public boolean await(Duration time) {
        if (time.isZero() || time.isNegative()) {
            return true;
        }
        try {
            clock.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public Attempts attempts() {
        return new Attempts(clock);
    }

    public Backoff backoff() {
        return new Backoff(clock, deadline);
    }

    /** A rung that is one read, repeated under the deadline; whatever fails here has changed nothing. */
    public <T> T plan(String doing, Supplier<T> read, Function<T, String> describe) {
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
     * @throws OutOfTimeException if time ran out or the thread was interrupted; its cause is the last failure that tells
     *     something
     */
    public <T> T read(Rung rung, String doing, Supplier<T> read) {
        Backoff backoff = backoff();
        Attempts attempts = attempts();
        FloatingIpException telling = null;
        while (true) {
            FloatingIpException failure;
            attempts.begin();
            try {
                rung.attempt();
                return read.get();
            } catch (FloatingIpException e) {
                failure = e;
            }
            if (!failure.retryable()) {
                throw failure;
            }
            if (attempts.tells(deadline) || telling == null) {
                telling = failure;
            }
            if (!backoff.pause()) {
                throw outOfTime(doing, telling);
            }
        }
    }

    public OutOfTimeException outOfTime(String doing, @Nullable FloatingIpException last) {
        return new OutOfTimeException(doing, deadline.timeout(), interrupted(), last);
    }

    public boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }

    public String whyEnded() {
        return interrupted()
                ? "interrupted after " + ladder.elapsed().toMillis() + " ms"
                : "the timeout of " + deadline.timeout().toMillis() + " ms passed";
    }

    /** Keeps a second failure beside the first; an implementation may throw one instance twice, and Java forbids that here. */
    public static void suppress(FloatingIpException first, FloatingIpException second) {
        if (first != second) {
            first.addSuppressed(second);
        }
    }
}
