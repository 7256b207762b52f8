package org.floatingip.internal.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.floatingip.MoveListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens to the operations of one handle, and how events get there without hurting them. Immutable.
 *
 * @param all in the order in which they were added
 */
public record Listeners(List<Entry> all) {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    public Listeners {
        all = List.copyOf(all);
    }

    /** A listener, and the executor that it is called on; null for the caller's thread when the operation has ended. */
    public record Entry(MoveListener listener, @Nullable Executor executor) {}

    public static Listeners none() {
        return new Listeners(List.of());
    }

    public Listeners and(MoveListener listener, @Nullable Executor executor) {
        List<Entry> more = new ArrayList<>(all);
        more.add(new Entry(listener, executor));
        return new Listeners(more);
    }

    /** The events of the operation with that id. */
    public Events events(String id) {
        return new Events(id);
    }

    /** Events on their way. Used by one thread. */
    public final class Events {

        private final String id;
        private final Thread mover = Thread.currentThread();
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean interrupted;

        /** Read and written by the mover alone. */
        private boolean over;

        private Events(String id) {
            this.id = id;
        }

        /** Whether there is nobody to tell. */
        public boolean unheard() {
            return all.isEmpty();
        }

        public void tell(Consumer<MoveListener> event) {
            for (Entry entry : all) {
                MoveListener listener = entry.listener();
                Runnable delivery = () -> deliver(listener, event);
                Executor executor = entry.executor();
                if (executor == null) {
                    waiting.add(delivery);
                } else {
                    unhurt(listener, "was not told: its executor failed", () -> executor.execute(delivery));
                }
            }
        }

        /** What a listener logs itself has the id too, on whatever thread. */
        private void deliver(MoveListener listener, Consumer<MoveListener> event) {
            Runnable leave = OperationLog.enter(id);
            try {
                unhurt(listener, "failed", () -> event.accept(listener));
            } finally {
                leave.run();
            }
        }

        /** Delivers what waited for the end. */
        public void end() {
            waiting.forEach(Runnable::run);
            waiting.clear();
            over = true;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whatever it throws, what the JVM throws when it runs out of something included: the move has gone on, or is made. */
        private void unhurt(MoveListener listener, String what, Runnable call) {
            try {
                call.run();
            } catch (Throwable e) {
                if (Spi.unwrapped(e) instanceof InterruptedException) {
                    interrupted();
                }
                log(listener, what, e);
            }
        }

        /** It cleared the flag of its thread. The move's own gets it back when the move has ended: it is not the listener's to end. */
        private void interrupted() {
            if (Thread.currentThread() == mover && !over) {
                interrupted = true;
            } else {
                Thread.currentThread().interrupt();
            }
        }

        /** By its class: what it says of itself may fail, too, and so may what keeps the log. */
        private void log(MoveListener listener, String what, Throwable thrown) {
            try {
                LOG.warn("the listener {} {}", listener.getClass().getName(), what, thrown);
            } catch (Throwable unlogged) {
                // There is nobody left to tell.
            }
        }
    }
}
