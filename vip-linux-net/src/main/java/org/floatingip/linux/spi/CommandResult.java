package org.floatingip.linux.spi;

import java.util.Objects;

/** How a command ended, and what it printed. Immutable. */
public final class CommandResult {

    private final int status;
    private final String out;
    private final String err;

    private CommandResult(int status, String out, String err) {
        this.status = status;
        this.out = Objects.requireNonNull(out, "out");
        this.err = Objects.requireNonNull(err, "err");
    }

    /**
     * A result.
     *
     * @param status the exit status
     * @param out what it printed on standard output
     * @param err what it printed on standard error
     */
    public static CommandResult of(int status, String out, String err) {
        return new CommandResult(status, out, err);
    }

    /** The exit status. */
    public int status() {
        return status;
    }

    /** What it printed on standard output. */
    public String out() {
        return out;
    }

    /** What it printed on standard error. */
    public String err() {
        return err;
    }

    @Override
    public String toString() {
        return "status " + status + ", out \"" + out + "\", err \"" + err + "\"";
    }
}
