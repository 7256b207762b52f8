package org.floatingip.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.floatingip.linux.internal.Destination;
import org.floatingip.linux.internal.Processes;
import org.floatingip.linux.internal.Quoting;
import org.floatingip.linux.internal.SocketFolder;
import org.floatingip.linux.internal.SshFailures;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on one host over SSH, with the OpenSSH client of this machine. The user's configuration, agent, jump hosts and
 * known hosts are used as they are. The client never prompts (BatchMode), and refuses hosts whose key isn't known.
 *
 * <p>The first command opens a connection, which takes hundreds of milliseconds. Later commands share it and take milliseconds. A
 * process of the OpenSSH client keeps the connection; {@link #close()} ends it. If this process dies first, the connection ends
 * ten minutes after its last use. Its socket is in a directory that belongs to the user; where that is gone by the next command, a
 * new one is made, and where there can be no socket, the command has a connection of its own.
 *
 * <p>SSH passes a command as one string, so each argument is quoted for the user's login shell. After a timeout the command is no
 * longer waited for, but may go on running on the host. An exit status of 255 counts as a failure of SSH itself. Safe for use by
 * several threads.
 */
public final class SshCommandRunner implements CommandRunner, AutoCloseable {

    static final String DEFAULT_PROGRAM = "ssh";

    private static final Ticker CLOCK = SystemTicker.instance();

    private static final Duration END_OF_MASTER = Duration.ofSeconds(2);

    private final String destination;
    private final List<String> ssh;
    private final SocketFolder sockets = new SocketFolder();

    private SshCommandRunner(Builder builder) {
        this.destination = builder.destination;
        List<String> base = new ArrayList<>(List.of(builder.program));
        if (builder.config != null) {
            base.addAll(List.of("-F", builder.config.toString()));
        }
        this.ssh = List.copyOf(base);
    }

    /**
     * Creates a runner for the given destination.
     *
     * @param destination {@code host}, {@code user@host} or {@code ssh://user@host:port}
     * @throws IllegalArgumentException if the destination has another form
     */
    public static SshCommandRunner to(String destination) {
        return builder(destination).build();
    }

    /**
     * Returns a builder for the given destination.
     *
     * @throws IllegalArgumentException if the destination has another form; see {@link #to}
     */
    public static Builder builder(String destination) {
        return new Builder(destination);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this runner is closed
     */
    @Override
    public CommandResult run(Command command) throws CommandFailedException {
        long began = CLOCK.nanoTime();
        Path socket = socket();
        CommandResult result = run(command, command.timeout(), socket);
        Duration left = command.timeout().minusNanos(CLOCK.nanoTime() - began);
        if (socket != null && SshFailures.isOfSocket(result) && left.toMillis() > 0) {
            // Nothing that happens to a socket on this machine keeps a host from being reached.
            result = run(command, left, null);
        }
        if (result.status() == SshFailures.STATUS && !command.isCompletedBy(result.out())) {
            throw SshFailures.of(destination, result);
        }
        return result;
    }

    /** Where to share a connection; null where that can't be. */
    private @Nullable Path socket() {
        try {
            return sockets.socket();
        } catch (IOException e) {
            return null;
        }
    }

    private CommandResult run(Command command, Duration time, @Nullable Path socket) throws CommandFailedException {
        long seconds = Math.max(1, time.toSeconds());
        List<String> line = options(socket, "BatchMode=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=" + seconds);
        line.addAll(List.of("-T", "--", destination, Quoting.line(command.arguments())));
        try {
            return Processes.run(command.withArguments(line), time);
        } catch (CommandFailedException e) {
            if (e.reason() == Reason.TIMED_OUT) {
                endMaster(); // the connection may be dead: the next command shall make its own
            }
            throw e;
        }
    }

    /** Closes the shared connection, if there is one. A running command may fail. May be called again. */
    @Override
    public void close() {
        endMaster();
        sockets.close();
    }

    private void endMaster() {
        Path socket = sockets.socketIfThere();
        if (socket == null) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            List<String> line = options(socket, "BatchMode=yes");
            line.addAll(List.of("-O", "exit", "--", destination));
            Processes.run(Command.of(line, "", END_OF_MASTER));
        } catch (CommandFailedException e) {
            // There is nothing to be done about it, and the master ends by itself.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<String> options(@Nullable Path socket, String... more) {
        List<String> line = new ArrayList<>(ssh);
        List<String> options = new ArrayList<>(List.of(more));
        options.addAll(List.of(
                "ControlMaster=" + (socket == null ? "no" : "auto"),
                "ControlPath=" + (socket == null ? "none" : socket),
                "ControlPersist=" + (socket == null ? "no" : "600"),
                "ServerAliveInterval=5",
                "ServerAliveCountMax=2",
                "ClearAllForwardings=yes",
                "ForwardAgent=no",
                "ForwardX11=no",
                "PermitLocalCommand=no",
                "RemoteCommand=none",
                "RequestTTY=no",
                "LogLevel=ERROR"));
        options.forEach(option -> line.addAll(List.of("-o", option)));
        return line;
    }

    /** Returns the destination. */
    @Override
    public String toString() {
        return "ssh " + destination;
    }

    /** Builds an {@link SshCommandRunner}. Not safe for use by several threads. */
    public static final class Builder {

        private final String destination;
        private @Nullable Path config;
        private String program = DEFAULT_PROGRAM;

        private Builder(String destination) {
            this.destination = Destination.check(destination);
        }

        /** Sets the SSH configuration file. Default: the user's. */
        public Builder config(Path file) {
            this.config = Objects.requireNonNull(file, "file");
            return this;
        }

        /** Sets the OpenSSH client. Default: {@code ssh} on the {@code PATH}. */
        public Builder program(String path) {
            this.program = Objects.requireNonNull(path, "path");
            return this;
        }

        public SshCommandRunner build() {
            return new SshCommandRunner(this);
        }
    }
}
