package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.linux.LocalCommandRunner;
import org.floatingip.linux.spi.Command;

/** Small Java programs of this package, in the network of a host. They share the clock of {@link System#nanoTime()}. */
final class Programs {

    private Programs() {}

    /** One that runs; it said that it is ready. */
    record Running(Process process, BufferedReader out) implements AutoCloseable {

        /** Lets it come to its end, by the end of its input. */
        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("did not end with its input: " + process.info());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts one, and waits until it says that it is ready. */
    static Running start(LinuxHost host, Class<?> program, String... arguments) {
        return start(host, program, List.of(), arguments);
    }

    /** The same with what it needs beside this package, by a class of each jar. */
    static Running start(LinuxHost host, Class<?> program, List<Class<?>> libraries, String... arguments) {
        // Before others: what the machine is busy with must not be taken for the network's doing.
        List<String> command = new ArrayList<>(List.of("chrt", "-r", "20"));
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xms48m",
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Stream.concat(Stream.of(Programs.class), libraries.stream())
                        .map(type -> location(type).toString())
                        .collect(Collectors.joining(File.pathSeparator)),
                program.getName()));
        command.addAll(List.of(arguments));
        try {
            Process process = host.inNetwork(command.toArray(String[]::new)).start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(out.readLine())
                    .as(program.getSimpleName() + " on " + host.name())
                    .isEqualTo("ready");
            return new Running(process, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Lets a thread of this JVM run before others, like the programs above: the network of a VPC does not slow down because
     * this machine is busy. The thread has to have begun.
     */
    static void hurry(String thread) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
                    LocalCommandRunner.create()
                            .run(Command.of(
                                    List.of(
                                            "chrt",
                                            "-r",
                                            "-p",
                                            "20",
                                            task.getFileName().toString()),
                                    "",
                                    Duration.ofSeconds(10)));
                    return;
                }
            }
            throw new AssertionError("no thread is called " + thread);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For such a program: ends it when its standard input ends, which it does at the latest with who started it. */
    static void endWithInput() {
        Thread thread = new Thread(() -> {
            awaitEndOfInput();
            Runtime.getRuntime().halt(0);
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** For such a program: returns when its standard input has ended. */
    static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Whatever it is.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
