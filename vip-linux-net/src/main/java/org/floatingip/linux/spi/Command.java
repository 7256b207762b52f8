package org.floatingip.linux.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A command to run: its argument vector, what it reads on standard input, and the time that it has. Immutable. */
public final class Command {

    private final List<String> arguments;
    private final String input;
    private final Duration timeout;

    private Command(List<String> arguments, String input, Duration timeout) {
        this.arguments = arguments;
        this.input = input;
        this.timeout = timeout;
    }

    /**
     * A command.
     *
     * @param arguments the program and its arguments; copied
     * @param input what it reads on standard input, as UTF-8; may be empty
     * @param timeout the time that it has
     * @throws IllegalArgumentException if there is no program, an argument has a NUL character in it, or there is no time
     */
    public static Command of(List<String> arguments, String input, Duration timeout) {
        List<String> copy = List.copyOf(arguments);
        Objects.requireNonNull(input, "input");
        if (copy.isEmpty() || copy.get(0).isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (copy.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("an argument can't have a NUL character in it");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a command needs time, not " + timeout);
        }
        return new Command(copy, input, timeout);
    }

    /** The program and its arguments; unmodifiable. */
    public List<String> arguments() {
        return arguments;
    }

    /** What it reads on standard input. */
    public String input() {
        return input;
    }

    /** The time that it has. */
    public Duration timeout() {
        return timeout;
    }

    /** The arguments, for people; never for a shell. */
    @Override
    public String toString() {
        return arguments.toString();
    }
}
