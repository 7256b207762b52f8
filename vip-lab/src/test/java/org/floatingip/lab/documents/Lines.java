package org.floatingip.lab.documents;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process prints, as it prints it. Its thread ends with the process. */
final class Lines {

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private Lines() {}

    static Lines of(InputStream stream) {
        Lines lines = new Lines();
        Thread reader = new Thread(() -> lines.read(stream), "lines");
        reader.setDaemon(true);
        reader.start();
        return lines;
    }

    private void read(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** All lines of a process that has ended; those so far of one that has not. */
    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** Waits for a line in which that is found, also one that was there before. */
    synchronized MatchResult await(String pattern, Duration atMost) throws InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        long deadline = System.nanoTime() + atMost.toNanos();
        for (int i = 0; ; i++) {
            while (i == lines.size()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (ended || left <= 0) {
                    throw new AssertionError("no line with \"" + pattern + "\":\n" + String.join("\n", lines));
                }
                wait(left);
            }
            Matcher matcher = wanted.matcher(lines.get(i));
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
        }
    }
}
