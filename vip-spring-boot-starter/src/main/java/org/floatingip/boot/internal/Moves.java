package org.floatingip.boot.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The moves of this application that are under way. While there are any, its shutdown waits, by Spring's own means and for as long
 * as Spring lets it: a move that is cut off leaves nobody who knows where the address is. No thread is held for that: who ends the
 * last move lets the shutdown go on. Safe for use by several threads.
 */
final class Moves implements SmartLifecycle, DisposableBean {

    /** Between the web server's graceful phase, in which requests end, and the one in which it interrupts those that have not. */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1536;

    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

    private final Object lock = new Object();
    private final List<UnderWay> underWay = new ArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private @Nullable Runnable stopped;
    private volatile boolean running;

    /** @param mover a move works on one thread, and may be beside another of the same address */
    private record UnderWay(IpAddress address, HostId target, Thread mover) {}

    /** Is told of the start of moves as it happens, on the threads that make them. */
    MoveListener starts() {
        return new MoveListener() {
            @Override
            public void started(IpAddress address, HostId target) {
                begin(new UnderWay(address, target, Thread.currentThread()));
            }
        };
    }

    /** Is told of the end of moves, on the threads that made them; after all other listeners, for these may need beans too. */
    MoveListener ends() {
        return new MoveListener() {
            @Override
            public void moved(MoveResult result) {
                end(result.address());
            }

            @Override
            public void refused(IpAddress address, RefusedException refusal) {
                end(address);
            }

            @Override
            public void failed(IpAddress address, FloatingIpException failure) {
                end(address);
            }
        };
    }

    private void begin(UnderWay move) {
        synchronized (lock) {
            underWay.add(move);
        }
    }

    private void end(IpAddress address) {
        Runnable goOn = null;
        synchronized (lock) {
            remove(address, Thread.currentThread());
            changes.incrementAndGet();
            if (underWay.isEmpty()) {
                goOn = stopped;
                stopped = null;
            }
        }
        if (goOn != null) {
            goOn.run();
        }
    }

    private void remove(IpAddress address, Thread mover) {
        for (Iterator<UnderWay> each = underWay.iterator(); each.hasNext(); ) {
            UnderWay one = each.next();
            if (one.mover() == mover && one.address().equals(address)) {
                each.remove();
                return;
            }
        }
    }

    /** What is under way, for people: {@code 10.0.1.12 to i-0b}. */
    List<String> underWay() {
        synchronized (lock) {
            return underWay.stream()
                    .map(move -> move.address() + " to " + move.target())
                    .toList();
        }
    }

    /** How often who holds an address may have changed by this application: what was read before may be wrong. */
    long changes() {
        return changes.get();
    }

    /** It may have changed otherwise. */
    void changed() {
        changes.incrementAndGet();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        List<String> waitedFor;
        synchronized (lock) {
            waitedFor = underWay();
            if (!waitedFor.isEmpty()) {
                stopped = callback;
            }
        }
        if (waitedFor.isEmpty()) {
            callback.run();
        } else {
            LOG.info("The shutdown waits for {}", waitedFor);
        }
    }

    /** Nobody waits any longer, and what the moves need is closed next. */
    @Override
    public void destroy() {
        List<String> cutOff = underWay();
        if (!cutOff.isEmpty()) {
            LOG.warn(
                    "The application ends while it moves {}: who holds the address is not known, look and run it again. "
                            + "spring.lifecycle.timeout-per-shutdown-phase is for how long a shutdown waits",
                    cutOff);
        }
    }
}
