package org.floatingip.linux.spi;

/**
 * Runs commands on one host. There is no shell between the caller and the program: what is given is the argument vector that
 * the program sees, whatever is in it.
 *
 * <p>Implementations are safe for use by several threads, and work on the caller's thread.
 */
public interface CommandRunner {

    /**
     * Runs a command to its end. Whatever status it ends with is a result.
     *
     * @throws CommandFailedException if it could not be run, or its end was not seen: then it may go on running
     */
    CommandResult run(Command command) throws CommandFailedException;
}
