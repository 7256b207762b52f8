package org.floatingip.cli.internal;

import java.io.PrintWriter;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.StepKind;
import org.floatingip.event.StepStarted;
import org.floatingip.spi.SystemTicker;

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
    public synchronized void run() {
        try {
            while (!over && passedMillis() < FIRST_MILLIS) {
                wait(FIRST_MILLIS - passedMillis());
            }
            while (!over) {
                tell();
                awaitNews();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long passedMillis() {
        return (SystemTicker.instance().nanoTime() - begun) / 1_000_000;
    }

    private void tell() {
        told = activity;
        err.println("vip: " + activity + " (" + passedMillis() / 1000 + " s of " + seconds + " s)");
        err.flush();
    }

    /** Until something else is waited for, or it is time to say the same again. */
    private void awaitNews() throws InterruptedException {
        long until = passedMillis() + NEXT_MILLIS;
        while (!over && told.equals(activity) && passedMillis() < until) {
            wait(until - passedMillis());
        }
    }

    /** After this nothing is told any more: what follows is the result. */
    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }
}
