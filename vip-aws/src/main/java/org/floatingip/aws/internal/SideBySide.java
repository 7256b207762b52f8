package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call for each of several things: side by side where an executor takes them, one after the other by the thread that asks
 * where it does not. That thread takes part, so an executor that is busy, or never runs anything, costs time and nothing else.
 */
final class SideBySide {

    private final @Nullable Executor executor;

    SideBySide(@Nullable Executor executor) {
        this.executor = executor;
    }

    /**
     * Returns once all were made.
     *
     * @return what failed, by its thing, in their order
     */
    Map<String, FloatingIpException> run(List<String> things, Consumer<String> call) {
        List<FutureTask<@Nullable FloatingIpException>> tasks = new ArrayList<>();
        for (String thing : things) {
            tasks.add(new FutureTask<>(() -> {
                try {
                    call.accept(thing);
                    return null;
                } catch (FloatingIpException e) {
                    return e;
                }
            }));
        }
        // The first is for the thread that asks.
        for (int i = 1; i < tasks.size() && executor != null; i++) {
            try {
                executor.execute(tasks.get(i));
            } catch (RejectedExecutionException e) {
                break;
            }
        }
        tasks.forEach(FutureTask::run);
        Map<String, FloatingIpException> failed = new LinkedHashMap<>();
        boolean interrupted = false;
        for (int i = 0; i < tasks.size(); i++) {
            FloatingIpException failure = null;
            boolean ended = false;
            while (!ended) {
                try {
                    failure = tasks.get(i).get();
                    ended = true;
                } catch (InterruptedException e) {
                    // What is under way is bounded by the attempt's time, and has to be known.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw thrown(e.getCause());
                }
            }
            if (failure != null) {
                failed.put(things.get(i), failure);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failed;
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
