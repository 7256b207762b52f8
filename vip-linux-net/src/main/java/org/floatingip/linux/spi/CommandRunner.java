package org.floatingip.linux.spi;

/**
 * Runs commands on one host. The program receives exactly the given argument vector: no shell interprets it.
 *
 * <p>Implementations are safe for use by several threads, and work on the caller's thread.
 */
public interface CommandRunner {

    /**
     * Runs a command to its end. Any exit status is a result, not a failure.
     *
     * @throws CommandFailedException if the command could not be run, or its end was not observed; it may then go on running
     */
    CommandResult run(Command command) throws CommandFailedException;
}
