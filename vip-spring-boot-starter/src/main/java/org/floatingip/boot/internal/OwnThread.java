package org.floatingip.boot.internal;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread for the ticks alone, which ends when it is closed. Safe for use by several threads. */
final class OwnThread implements Pace {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderTenure.class);

    private final ScheduledThreadPoolExecutor thread;

    OwnThread() {
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "vip-leader");
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void every(Duration pause, Runnable tick) {
        long nanos = pause.toNanos();
        var unused = thread.scheduleWithFixedDelay(safe(tick), 0, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void now(Runnable tick) {
        try {
            thread.execute(safe(tick));
        } catch (RejectedExecutionException e) {
            LOG.debug("The ticks have ended: the end of the application does what is left", e);
        }
    }

    /** What leaves a tick would end all later ones. */
    private static Runnable safe(Runnable tick) {
        return () -> {
            try {
                tick.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A tick failed; the next one tries again", e);
            }
        };
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("A tick of the leader has not ended in a minute, and is not waited for any longer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
