package org.floatingip.linux;

import org.floatingip.linux.internal.Processes;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;

/** Runs commands on this machine, as the user of this process. Safe for use by several threads. */
public final class LocalCommandRunner implements CommandRunner {

    private LocalCommandRunner() {}

    /** A runner for this machine. */
    public static LocalCommandRunner create() {
        return new LocalCommandRunner();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A command that is out of time, or whose thread is interrupted, is killed.
     */
    @Override
    public CommandResult run(Command command) throws CommandFailedException {
        return Processes.run(command);
    }
}
