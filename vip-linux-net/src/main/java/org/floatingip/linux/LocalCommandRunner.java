package org.floatingip.linux;

import org.floatingip.linux.internal.Processes;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;

/** Runs commands on this machine, as the user of this process. Safe for use by several threads. */
public final class LocalCommandRunner implements CommandRunner {

    private LocalCommandRunner() {}

    /** Creates a runner for this machine. */
    public static LocalCommandRunner create() {
        return new LocalCommandRunner();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A command is killed if it runs out of time, or if its thread is interrupted.
     */
    @Override
    public CommandResult run(Command command) throws CommandFailedException {
        return Processes.run(command);
    }
}
