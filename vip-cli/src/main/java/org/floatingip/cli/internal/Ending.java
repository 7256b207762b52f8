package org.floatingip.cli.internal;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the process ends. A signal interrupts the command, which then says itself how far it came; only if it does not answer is that
 * said for it. Whatever is printed first decides the exit status, so that a result and the status never differ.
 *
 * <p>The JVM runs its shutdown hooks on SIGINT, SIGTERM and SIGHUP, each begun by a thread that is named after the signal. That is
 * all there is to know of a signal without {@code sun.misc.Signal}.
 */
public final class Ending extends Thread {

    /** What an interrupted call may take to return; whoever sent the signal is waiting. */
    private static final long GRACE_SECONDS = 5;

    private static final String HANDLER = " handler";
    private static final Map<String, Integer> STATUSES =
            Map.of("SIGHUP", ExitStatus.HUNG_UP, "SIGINT", ExitStatus.INTERRUPTED, "SIGTERM", ExitStatus.TERMINATED);

    private static final Ending THE_ONE = new Ending();

    private final CountDownLatch said = new CountDownLatch(1);
    private boolean armed;
    private @Nullable ReportingCommand command;
    private @Nullable Thread worker;
    private @Nullable String signal;
    private @Nullable Integer status;
    private boolean spoken;

    private Ending() {
        super("ending");
    }

    /** Listens to signals from now on. To be called once, by the program itself. */
    public static void arm() {
        THE_ONE.armed = true;
    }

    /** A signal interrupts this thread from now on. */
    static void interrupts(ReportingCommand command) {
        THE_ONE.begin(command);
    }

    private synchronized void begin(ReportingCommand begun) {
        if (armed && worker == null) {
            command = begun;
            worker = Thread.currentThread();
            try {
                Runtime.getRuntime().addShutdownHook(this);
            } catch (IllegalStateException e) {
                // The signal was faster; nothing was asked yet.
                worker.interrupt();
            }
        }
    }

    /** The exit status of this process: the first that is asked for here, or that of the signal that came before. */
    public static int settle(int own) {
        return THE_ONE.decide(own);
    }

    /** The exit status where a good result could not be delivered: a script that reads nothing must not take that for one. */
    public static int lost() {
        return THE_ONE.undelivered();
    }

    private synchronized int undelivered() {
        // What was printed, if anything, had the status of success.
        status = signal != null
                ? STATUSES.getOrDefault(signal, ExitStatus.TERMINATED)
                : command != null && command.changes() ? ExitStatus.OUTCOME_UNKNOWN : ExitStatus.OTHER;
        return status;
    }

    private synchronized int decide(int own) {
        if (!armed) {
            return own;
        }
        // The result was said for the command, and the process is about to end: a second one may not follow.
        while (spoken && Thread.currentThread() != this) {
            try {
                wait();
            } catch (InterruptedException e) {
                // That ends nothing any more.
            }
        }
        if (status == null) {
            status = signal == null ? own : STATUSES.getOrDefault(signal, ExitStatus.TERMINATED);
        }
        return status;
    }

    /** Everything was printed. */
    public static void said() {
        THE_ONE.said.countDown();
    }

    /** The signal that ends this process, for example SIGTERM. */
    static @Nullable String signal() {
        return THE_ONE.signalSoFar();
    }

    private synchronized @Nullable String signalSoFar() {
        return signal;
    }

    @Override
    public void run() {
        String name = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(each -> each.endsWith(HANDLER)
                        && STATUSES.containsKey(each.substring(0, each.length() - HANDLER.length())))
                .findFirst()
                .orElse(null);
        if (name == null) {
            return;
        }
        synchronized (this) {
            signal = name.substring(0, name.length() - HANDLER.length());
            if (status == null && worker != null) {
                worker.interrupt();
            }
        }
        if (!awaited()) {
            speak();
        }
        // The JVM's own status is that of the signal, also where the result was printed before it came.
        Runtime.getRuntime().halt(decide(ExitStatus.OTHER));
    }

    private boolean awaited() {
        try {
            return said.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** For a command whose call does not return. */
    private void speak() {
        ReportingCommand silent = command;
        if (silent == null || !mySay()) {
            return;
        }
        String outcome = silent.changes() ? "the outcome is unknown. " + silent.afterUnknown() : "nothing was changed";
        String message = "ended by " + signal + " before a call returned: " + outcome;
        PrintWriter err = silent.spec.commandLine().getErr();
        err.println("vip: " + message);
        err.flush();
        if (silent.json()) {
            Map<String, @Nullable Object> error = new LinkedHashMap<>();
            error.put("type", "Interrupted");
            error.put("message", message);
            error.put("effect", silent.changes() ? "UNKNOWN" : "NONE");
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("outcome", "ERROR");
            fields.put("error", error);
            silent.out().println(JsonText.of(fields, ExitStatus.OUTCOME_UNKNOWN));
            silent.out().flush();
        }
    }

    /** Whether the result is still to be said. If the command is just printing it, waits for that. */
    private boolean mySay() {
        synchronized (this) {
            if (status == null) {
                spoken = true;
                return true;
            }
        }
        boolean unused = awaited();
        return false;
    }
}
