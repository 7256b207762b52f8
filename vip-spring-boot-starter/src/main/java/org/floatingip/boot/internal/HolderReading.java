package org.floatingip.boot.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the addresses of a handle, read at most once in an interval, whoever asks and however many do: while one reads, the
 * others get what was known before. What could not be read is an answer too, and repeated no sooner. Safe for use by several
 * threads.
 */
final class HolderReading {

    private final Handle handle;
    private final Moves moves;
    private final Ticker ticker;
    private final long intervalNanos;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Answer last;

    HolderReading(Handle handle, Moves moves, Ticker ticker, Duration interval) {
        this.handle = handle;
        this.moves = moves;
        this.ticker = ticker;
        this.intervalNanos = interval.toNanos();
    }

    /**
     * What a reading came to.
     *
     * @param holders what the network said last; null if it never did
     * @param saidAt when it said that
     * @param failure why it can't be said now; null if it was
     * @param readAtNanos when the reading began, by the monotonic clock
     * @param changes how many changes by this application had been seen then
     */
    record Answer(
            @Nullable Map<IpAddress, List<Holder>> holders,
            @Nullable Instant saidAt,
            @Nullable FloatingIpException failure,
            long readAtNanos,
            long changes) {}

    Handle handle() {
        return handle;
    }

    /** What is known, read anew if that is too old, or a move of this application has ended since. */
    Answer get() {
        Answer known = last;
        if (known != null && isFresh(known)) {
            return known;
        }
        if (known == null) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return known;
        }
        try {
            known = last;
            return known != null && isFresh(known) ? known : read(known);
        } finally {
            reading.unlock();
        }
    }

    private boolean isFresh(Answer answer) {
        return answer.changes() == moves.changes() && ticker.nanoTime() - answer.readAtNanos() < intervalNanos;
    }

    private Answer read(@Nullable Answer before) {
        long changes = moves.changes();
        long now = ticker.nanoTime();
        Answer answer;
        try {
            answer = new Answer(handle.holders(), ticker.now(), null, now, changes);
        } catch (FloatingIpException e) {
            answer = new Answer(
                    before == null ? null : before.holders(), before == null ? null : before.saidAt(), e, now, changes);
        }
        last = answer;
        return answer;
    }
}
