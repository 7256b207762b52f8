package org.floatingip.internal.gate;

import org.floatingip.IpAddress;
import org.floatingip.MoveStep;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.floatingip.event.OperationStarted;
import org.floatingip.internal.text.OneLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Operations in the log: one line at INFO when one ended, all else at DEBUG, and the id in the logging context while one is
 * under way. Whoever keeps the log is not ours: whatever it throws is dropped, for there is nobody left to tell, and the move goes on.
 */
public final class OperationLog {

    /** A name that people configure: it stays when classes move. */
    private static final Logger LOG = LoggerFactory.getLogger("org.floatingip.operation");

    /** Twenty addresses that fared differently, and more; the whole is in what the caller gets. */
    private static final int LONGEST_LINE = 4000;

    private OperationLog() {}

    public static void began(OperationStarted event) {
        try {
            if (LOG.isDebugEnabled()) {
                LOG.debug("{}", event);
            }
        } catch (Throwable unlogged) {
            // See above.
        }
    }

    /**
     * A step ended.
     *
     * @param id of its operation; empty for one that only reads
     */
    public static void step(String id, IpAddress address, MoveStep step) {
        try {
            if (LOG.isDebugEnabled()) {
                LOG.debug("{}", OneLine.of((id.isEmpty() ? "" : "[" + id + "] ") + address + " " + step, LONGEST_LINE));
            }
        } catch (Throwable unlogged) {
            // See above.
        }
    }

    public static void ended(OperationEnded event) {
        try {
            if (LOG.isInfoEnabled()) {
                LOG.info("{}", OneLine.of(event.toString(), LONGEST_LINE));
            }
        } catch (Throwable unlogged) {
            // See above.
        }
    }

    /** Whether somebody reads how operations end. */
    public static boolean isRead() {
        try {
            return LOG.isInfoEnabled();
        } catch (Throwable unlogged) {
            return false;
        }
    }

    /**
     * Puts the id into the logging context of this thread.
     *
     * @return what puts back there what was there before; to be run on the same thread
     */
    public static Runnable enter(String id) {
        String before;
        try {
            before = MDC.get(OperationInfo.MDC_KEY);
            MDC.put(OperationInfo.MDC_KEY, id);
        } catch (Throwable unlogged) {
            return () -> {};
        }
        return () -> leave(before);
    }

    private static void leave(@Nullable String before) {
        try {
            if (before == null) {
                MDC.remove(OperationInfo.MDC_KEY);
            } else {
                MDC.put(OperationInfo.MDC_KEY, before);
            }
        } catch (Throwable unlogged) {
            // See above.
        }
    }
}
