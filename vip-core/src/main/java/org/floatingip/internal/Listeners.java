package org.floatingip.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.floatingip.MoveListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens to the moves of one floating IP, and how events get there without hurting a move. Immutable.
 *
 * @param all in the order in which they were added
 */
public record Listeners(List<Entry> all) {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    public Listeners {
        all = List.copyOf(all);
    }

    /** A listener, and the executor that it is called on; null for the caller's thread when the move has ended. */
    public record Entry(MoveListener listener, @Nullable Executor executor) {}

    public static Listeners none() {
        return new Listeners(List.of());
    }

    public Listeners and(MoveListener listener, @Nullable Executor executor) {
        List<Entry> more = new ArrayList<>(all);
        more.add(new Entry(listener, executor));
        return new Listeners(more);
    }

    /** The events of one move. */
    Events events() {
        return new Events();
    }

    /** Events on their way. Used by one thread. */
    final class Events {

        private final List<Runnable> waiting = new ArrayList<>();

        void tell(Consumer<MoveListener> event) {
            for (Entry entry : all) {
                Runnable delivery = () -> deliver(entry.listener(), event);
                Executor executor = entry.executor();
                if (executor == null) {
                    waiting.add(delivery);
                } else {
                    try {
                        executor.execute(delivery);
                    } catch (RuntimeException e) {
                        LOG.warn("an event for {} was not taken by its executor", entry.listener(), e);
                    }
                }
            }
        }

        /** Delivers what waited for the end. */
        void end() {
            waiting.forEach(Runnable::run);
            waiting.clear();
        }

        private void deliver(MoveListener listener, Consumer<MoveListener> event) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("the listener {} failed", listener, e);
            }
        }
    }
}
