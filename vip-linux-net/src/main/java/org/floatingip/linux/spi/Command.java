package org.floatingip.linux.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command to run: its argument vector, what it reads on standard input, and the time that it has. Immutable. */
public final class Command {

    private final List<String> arguments;
    private final String input;
    private final Duration timeout;
    private final @Nullable String lastLine;

    private Command(List<String> arguments, String input, Duration timeout, @Nullable String lastLine) {
        this.arguments = arguments;
        this.input = input;
        this.timeout = timeout;
        this.lastLine = lastLine;
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
        return new Command(copy, input, timeout, null);
    }

    /**
     * The same command, whose standard output is complete with a line that ends so. A runner may then stop waiting for its end,
     * which does not come where something keeps a session open, and report status 0; and a connection that breaks after that
     * line takes nothing from the answer. By default nothing but the end of the command says that its output is complete.
     *
     * @param lastLine what the last line ends with; not empty
     */
    public Command completeWith(String lastLine) {
        if (lastLine.isEmpty()) {
            throw new IllegalArgumentException("a last line needs a text");
        }
        return new Command(arguments, input, timeout, lastLine);
    }

    /**
     * The same command by another argument vector, which takes it somewhere else.
     *
     * @throws IllegalArgumentException if there is no program, or an argument has a NUL character in it
     */
    public Command withArguments(List<String> arguments) {
        return new Command(of(arguments, input, timeout).arguments, input, timeout, lastLine);
    }

    /** Whether that output has a line in it with which it is complete; false if there is none such. */
    public boolean isCompletedBy(String out) {
        String last = lastLine;
        return last != null
                && out.contains(last)
                && out.lines().anyMatch(line -> line.stripTrailing().endsWith(last));
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
