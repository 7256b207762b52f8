package org.floatingip.linux.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;

/**
 * Processes of this machine, run on the caller's thread. Their input is a file, and of their output no more is read than there
 * is: three pipes would need threads of ours, and a pipe that a child of the process keeps open (an SSH master does) would never
 * end.
 */
public final class Processes {

    private static final int MOST_OUTPUT = 1 << 20;

    /** How often it is looked for output while there is none, in milliseconds; an end is noticed at once. */
    private static final long PAUSE = 5;

    /** What a command has to end by itself once its output is complete. */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(250);

    /** Processes of a real machine take real time, whatever the clock of a caller. */
    private static final Ticker CLOCK = SystemTicker.instance();

    private Processes() {}

    /** Runs a command to its end; kills it when it is out of time or prints too much, or the thread is interrupted. */
    public static CommandResult run(Command command) throws CommandFailedException {
        return run(command, command.timeout());
    }

    /** The same in what is left of the command's time. */
    public static CommandResult run(Command command, Duration time) throws CommandFailedException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("vip-run");
            return run(command, time, Files.writeString(folder.resolve("in"), command.input()));
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

    private static CommandResult run(Command command, Duration time, Path in) throws IOException {
        long end = CLOCK.nanoTime() + TimeUnit.MILLISECONDS.toNanos(time.toMillis() + 1);
        Process process = new ProcessBuilder(command.arguments())
                .redirectInput(in.toFile())
                .start();
        try (Output out = new Output(process.getInputStream());
                Output err = new Output(process.getErrorStream())) {
            boolean complete = false;
            boolean ended = false;
            while (true) {
                boolean more = out.read();
                more |= err.read();
                if (more && !complete && command.isCompletedBy(out.text())) {
                    complete = true;
                    end = Math.min(end, CLOCK.nanoTime() + MOMENT);
                }
                if (!more && ended) {
                    return CommandResult.of(process.exitValue(), out.text(), err.text());
                }
                long left = end - CLOCK.nanoTime();
                if (complete && (left <= 0 || out.isTooMuch() || err.isTooMuch())) {
                    return CommandResult.of(0, out.text(), err.text());
                }
                if (out.isTooMuch() || err.isTooMuch()) {
                    throw new CommandFailedException(
                            Reason.NOT_RUN, "it printed more than " + MOST_OUTPUT + " bytes" + said(out, err), null);
                }
                if (left <= 0) {
                    throw new CommandFailedException(
                            Reason.TIMED_OUT,
                            "no answer within " + command.timeout().toMillis() + " ms" + said(out, err),
                            null);
                }
                if (!more) {
                    // What it had printed before its end is read once more.
                    ended = process.waitFor(Math.min(left, TimeUnit.MILLISECONDS.toNanos(PAUSE)), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(Reason.INTERRUPTED, "interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String said(Output out, Output err) {
        String said = Printable.telling(err.text(), out.text());
        return said.isEmpty() ? "" : " (it printed: " + said + ")";
    }

    /** What a process prints, as far as it is read. Closed before the process is killed: who still writes to it then, fails. */
    private static final class Output implements AutoCloseable {

        private final InputStream stream;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(InputStream stream) {
            this.stream = stream;
        }

        /** Reads what is there by now, and nothing beyond the bound; whether there was anything. */
        boolean read() throws IOException {
            int there = Math.min(stream.available(), MOST_OUTPUT + 1 - bytes.size());
            if (there > 0) {
                bytes.write(stream.readNBytes(there));
            }
            return there > 0;
        }

        boolean isTooMuch() {
            return bytes.size() > MOST_OUTPUT;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** Deletes a folder of ours and the files in it; what is gone by then is gone. */
    static void delete(Path folder) {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException e) {
            // Somebody cleaned up before us.
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + folder, e);
        }
    }
}
