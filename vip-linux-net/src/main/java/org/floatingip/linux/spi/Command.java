package org.floatingip.linux.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command to run: its argument vector, its standard input and its timeout. Immutable. */
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
     * Creates a command.
     *
     * @param arguments the program and its arguments; copied
     * @param input the standard input, as UTF-8; may be empty
     * @param timeout the time that the command may take
     * @throws IllegalArgumentException if there is no program, an argument contains a NUL character, or the timeout isn't
     *     positive
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
     * Returns a copy whose standard output is complete after a line with the given end. Once that line was read, a runner may
     * stop waiting and report status 0: the command might not end, because something keeps its session open. If the connection
     * breaks after that line, nothing of the answer is missing. By default the output is complete only when the command ends.
     *
     * @param lastLine the end of the last line; not empty
     */
    public Command completeWith(String lastLine) {
        if (lastLine.isEmpty()) {
            throw new IllegalArgumentException("a last line needs a text");
        }
        return new Command(arguments, input, timeout, lastLine);
    }

    /**
     * Returns a copy with other arguments, for a runner that wraps the command.
     *
     * @throws IllegalArgumentException if there is no program, or an argument contains a NUL character
     */
    public Command withArguments(List<String> arguments) {
        return new Command(of(arguments, input, timeout).arguments, input, timeout, lastLine);
    }

    /** Returns whether the given output contains the line that completes it; false if the command has no such line. */
    public boolean isCompletedBy(String out) {
        String last = lastLine;
        return last != null
                && out.contains(last)
                && out.lines().anyMatch(line -> line.stripTrailing().endsWith(last));
    }

    /** Returns the program and its arguments; unmodifiable. */
    public List<String> arguments() {
        return arguments;
    }

    /** Returns the standard input. */
    public String input() {
        return input;
    }

    /** Returns the time that the command may take. */
    public Duration timeout() {
        return timeout;
    }

    /** Returns the arguments, for people. Never pass the text to a shell. */
    @Override
    public String toString() {
        return arguments.toString();
    }
}
