package org.floatingip.testkit.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A gate at which calls to the in-memory AWS endpoint wait. {@link WireFault#holdBefore} or {@link WireFault#holdAfter} stops a
 * call at the gate; the test can wait until the call is there, and releases it.
 *
 * <p>A gate opens once and stays open: a call that comes after {@link #release()} passes. It can hold several calls. Durations
 * are in real time, whatever the clock of the network. Safe for use by several threads.
 */
public final class Hold {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean reached;
    private boolean released;
    private int held;

    private Hold() {}

    /** Creates a closed gate. */
    public static Hold create() {
        return new Hold();
    }

    /**
     * Waits until a call has reached the gate. Returns at once if one has already, even if it is gone again.
     *
     * @throws TimeoutException if no call reaches the gate in time
     * @throws InterruptedException if interrupted while waiting
     */
    public void awaitReached(Duration atMost) throws TimeoutException, InterruptedException {
        if (!await(() -> reached, atMost)) {
            throw new TimeoutException("no call was held within " + atMost);
        }
    }

    /**
     * Waits until a call has reached the gate and no call is there any more. Each of these calls was recorded and has taken
     * effect, or was dropped because its client died or the endpoint was closed.
     *
     * @throws TimeoutException if no call reaches the gate in time, or one is still held then
     * @throws InterruptedException if interrupted while waiting
     */
    public void awaitEnded(Duration atMost) throws TimeoutException, InterruptedException {
        if (!await(() -> reached && held == 0, atMost)) {
            throw new TimeoutException("no call was held and ended within " + atMost);
        }
    }

    /** Opens the gate for the calls that are held and for all later ones. May be called again. */
    public void release() {
        change(() -> released = true);
    }

    /** Registers a call at the gate. Must be followed by {@link #leave}. */
    void enter() {
        change(() -> {
            reached = true;
            held++;
        });
    }

    /** Removes a call that is done or dropped. */
    void leave() {
        change(() -> held--);
    }

    /** Returns whether the gate opens in time. */
    boolean awaitReleased(Duration atMost) throws InterruptedException {
        return await(() -> released, atMost);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
