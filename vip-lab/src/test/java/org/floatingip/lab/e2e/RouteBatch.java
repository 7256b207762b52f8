package org.floatingip.lab.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.floatingip.lab.hosts.LinuxHost;

/** Sets routes of a host by one process that lives as long as this: to start one takes longer than the change. */
final class RouteBatch implements AutoCloseable {

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    RouteBatch(LinuxHost host) {
        try {
            // It goes on after a line that failed, and says so among the rest.
            process = host.inNetwork("chrt", "-r", "20", "ip", "-o", "-force", "-batch", "-")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in = process.outputWriter(StandardCharsets.US_ASCII);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /**
     * Runs a line of {@code ip} that says nothing where it succeeds, and returns when that is done.
     *
     * @throws IOException if it failed, with what {@code ip} says
     */
    void run(String line) throws IOException {
        in.write(line + "\nlink show dev lo\n");
        in.flush();
        StringBuilder said = new StringBuilder();
        for (String next = out.readLine(); next == null || !next.startsWith("1: lo:"); next = out.readLine()) {
            if (next == null) {
                throw new IOException("the process that sets routes has ended: " + said);
            }
            said.append(next).append("; ");
        }
        if (!said.isEmpty()) {
            throw new IOException(line + ": " + said);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
