package org.floatingip.linux.spi;

import java.util.Objects;

/** The exit status and the output of a command. Immutable. */
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
     * Creates a result.
     *
     * @param status the exit status
     * @param out the standard output
     * @param err the standard error
     */
    public static CommandResult of(int status, String out, String err) {
        return new CommandResult(status, out, err);
    }

    /** Returns the exit status. */
    public int status() {
        return status;
    }

    /** Returns the standard output. */
    public String out() {
        return out;
    }

    /** Returns the standard error. */
    public String err() {
        return err;
    }

    @Override
    public String toString() {
        return "status " + status + ", out \"" + out + "\", err \"" + err + "\"";
    }
}
