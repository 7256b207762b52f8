package org.floatingip.boot.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.floatingip.MoveListener;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.floatingip.event.OperationStarted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * What this application moves, releases and settles at this moment. While there is any of that, its shutdown waits, by Spring's own
 * means and for as long as Spring lets it: what is cut off leaves nobody who knows where the address is. No thread is held for that:
 * who ends the last of them lets the shutdown go on. Safe for use by several threads.
 */
final class Moves implements SmartLifecycle, DisposableBean {

    /** Between the web server's graceful phase, in which requests end, and the one in which it interrupts those that have not. */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1536;

    private static final Logger LOG = LoggerFactory.getLogger(Moves.class);

    private final Object lock = new Object();
    /** By their ids. */
    private final Map<String, OperationInfo> underWay = new LinkedHashMap<>();

    private final AtomicLong changes = new AtomicLong();
    private @Nullable Runnable stopped;
    private volatile boolean running;

    /** Is told of beginnings as they happen, on the threads that move. */
    MoveListener starts() {
        return new MoveListener() {
            @Override
            public void started(OperationStarted event) {
                begin(event.operation());
            }
        };
    }

    /** Is told of ends when all is over, and after the other listeners of the application, for these may need beans too. */
    MoveListener ends() {
        return new MoveListener() {
            @Override
            public void ended(OperationEnded event) {
                end(event.operation());
            }
        };
    }

    private void begin(OperationInfo operation) {
        synchronized (lock) {
            underWay.put(operation.id(), operation);
        }
    }

    private void end(OperationInfo operation) {
        Runnable goOn = null;
        synchronized (lock) {
            underWay.remove(operation.id());
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

    /** What is under way, for people: {@code [4be0643f1d98573b] move of 10.0.1.12 to i-0b}. */
    List<String> underWay() {
        synchronized (lock) {
            return underWay.values().stream().map(OperationInfo::toString).toList();
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
            LOG.info("The shutdown waits for {}", String.join(", ", waitedFor));
        }
    }

    /** Nobody waits any longer, and what the moves need is closed next. */
    @Override
    public void destroy() {
        List<String> cutOff = underWay();
        if (!cutOff.isEmpty()) {
            LOG.warn(
                    "The application ends during {}: who holds the address is not known, check that and run it again. "
                            + "spring.lifecycle.timeout-per-shutdown-phase sets how long a shutdown waits",
                    String.join(", ", cutOff));
        }
    }
}
