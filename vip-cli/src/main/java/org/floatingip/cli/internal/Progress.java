package org.floatingip.cli.internal;

import java.io.PrintWriter;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.StepKind;
import org.floatingip.event.StepStarted;
import org.floatingip.spi.SystemTicker;
import org.jspecify.annotations.Nullable;

/** Tells a person at a terminal what the command waits for, once that takes longer than a second. */
public final class Progress implements MoveListener, AutoCloseable, Runnable {

    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 5000;

    private static volatile boolean atTerminal;

    private final PrintWriter err;
    private final long seconds;
    private final long begun = SystemTicker.instance().nanoTime();
    private final Thread thread = new Thread(this, "progress");

    private String activity = "waiting for an answer";
    private String told = "";
    private long due = FIRST_MILLIS;
    private boolean over;

    private Progress(PrintWriter err, long seconds) {
        this.err = err;
        this.seconds = seconds;
        thread.setDaemon(true);
    }

    /** Standard error is a terminal: the launcher can tell, Java can't. To be called once, by the program itself. */
    public static void atTerminal() {
        atTerminal = true;
    }

    /**
     * Begins to watch a command.
     *
     * @param seconds what the command may take
     */
    static Progress watch(PrintWriter err, long seconds) {
        Progress progress = new Progress(err, seconds);
        if (atTerminal) {
            progress.thread.start();
        }
        return progress;
    }

    /** Whether anybody is told. */
    boolean tells() {
        return atTerminal;
    }

    @Override
    public void stepStarted(StepStarted event) {
        now(event.address(), event.kind());
    }

    private synchronized void now(IpAddress address, StepKind kind) {
        activity = address + ": " + words(kind);
        notifyAll();
    }

    private static String words(StepKind kind) {
        return switch (kind) {
            case PLANNED -> "asking who holds it, and whether the target can take it";
            case CLAIMED -> "recording the epoch";
            case HOST_READY -> "telling the target to accept it";
            case ASSIGNED -> "telling the network to give it to the target";
            case UNASSIGNED -> "telling the network to take it from its holder";
            case REASSOCIATED -> "putting the Elastic IP back";
            case VERIFIED -> "waiting until the network shows it at the target";
            case REACHABLE -> "probing it";
            case OLD_HOST_RELEASED -> "telling the old host to drop it";
            case NAMED -> "writing its name";
            case UNDONE -> "taking back what was changed";
        };
    }

    @Override
    public void run() {
        try {
            // Printed without the lock: a terminal that is stopped must not stop the move, which tells its steps here.
            for (String line = next(); line != null; line = next()) {
                err.println(line);
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something else to tell, or until it is time to say the same again; null once it is over. */
    private synchronized @Nullable String next() throws InterruptedException {
        while (!over && passedMillis() < due && (told.isEmpty() || told.equals(activity))) {
            wait(due - passedMillis());
        }
        if (over) {
            return null;
        }
        told = activity;
        due = passedMillis() + NEXT_MILLIS;
        return "vip: " + activity + " (" + passedMillis() / 1000 + " s of " + seconds + " s)";
    }

    private long passedMillis() {
        return (SystemTicker.instance().nanoTime() - begun) / 1_000_000;
    }

    /** After this nothing is told any more: what follows is the result. */
    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }
}
