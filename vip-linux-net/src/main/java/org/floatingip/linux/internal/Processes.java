package org.floatingip.linux.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;

/**
 * Processes of this machine, run on the caller's thread. Their streams are files: three pipes would need threads of ours,
 * and a pipe that a child of the process keeps open (an SSH master does) would never end.
 */
public final class Processes {

    private static final long MOST_OUTPUT = 1 << 20;

    private Processes() {}

    /** Runs a command to its end; kills it when it is out of time, or the thread is interrupted. */
    public static CommandResult run(Command command) throws CommandFailedException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("vip-run");
            return run(command, folder.resolve("in"), folder.resolve("out"), folder.resolve("err"));
        } catch (IOException e) {
            if (e instanceof CommandFailedException ours) {
                throw ours;
            }
            throw new CommandFailedException(Reason.NOT_RUN, "could not run " + command + ": " + e.getMessage(), e);
        } finally {
            if (folder != null) {
                delete(folder);
            }
        }
    }

    private static CommandResult run(Command command, Path in, Path out, Path err) throws IOException {
        Files.writeString(in, command.input());
        Process process = new ProcessBuilder(command.arguments())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(command.timeout().toMillis() + 1, TimeUnit.MILLISECONDS)) {
                throw new CommandFailedException(
                        Reason.TIMED_OUT,
                        "no answer within " + command.timeout().toMillis() + " ms",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(Reason.INTERRUPTED, "interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        return CommandResult.of(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MOST_OUTPUT) {
            throw new CommandFailedException(Reason.NOT_RUN, "it printed more than " + MOST_OUTPUT + " bytes", null);
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Deletes a folder of ours and the files in it. */
    static void delete(Path folder) {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + folder, e);
        }
    }
}
