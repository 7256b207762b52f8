package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.floatingip.linux.LocalCommandRunner;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;

/** One host of a {@link LinuxLab}. */
public final class LinuxHost implements CommandRunner {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LinuxLab lab;
    private final String name;
    private final int number;
    private final Process process;
    private final String pid;

    private LinuxHost(LinuxLab lab, String name, int number, Process process, String pid) {
        this.lab = lab;
        this.name = name;
        this.number = number;
        this.process = process;
        this.pid = pid;
    }

    static LinuxHost start(LinuxLab lab, String name, int number) {
        Path network = lab.folder().resolve(name).resolve("network");
        try {
            for (String part : List.of("interfaces.d", "if-pre-up.d", "if-up.d", "if-down.d", "if-post-down.d")) {
                Files.createDirectories(network.resolve(part));
            }
            Files.writeString(network.resolve("interfaces"), "auto lo\niface lo inet loopback\n");
            // This machine's root may have slow start-up files: a home of the lab's own.
            String setUp = "mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run && mkdir -p /run/network /run/sshd"
                    + " && mount -t tmpfs tmpfs /root"
                    + " && mount --bind '" + network + "' /etc/network && ip link set lo up && echo ready && read _";
            Process process = new ProcessBuilder(
                            "unshare",
                            "--net",
                            "--mount",
                            "--pid",
                            "--ipc",
                            "--fork",
                            "--kill-child",
                            "--mount-proc",
                            "sh",
                            "-c",
                            setUp)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(out.readLine()).as("the namespaces of " + name).isEqualTo("ready");
            long child = process.toHandle().children().findFirst().orElseThrow().pid();
            return new LinuxHost(lab, name, number, process, Long.toString(child));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public int number() {
        return number;
    }

    /** Its first process, as seen from outside. */
    public String pid() {
        return pid;
    }

    /** Its own address. */
    public String address() {
        return LinuxLab.SUBNET + number;
    }

    /** Where its /etc/network lies on this machine. */
    Path network() {
        return lab.folder().resolve(name).resolve("network");
    }

    /** What Debian's installer writes: the folder is read before eth0's own stanzas. */
    String usualInterfaces() {
        return """
                # This file describes the network interfaces available on your system
                # and how to activate them. For more information, see interfaces(5).

                source /etc/network/interfaces.d/*

                # The loopback network interface
                auto lo
                iface lo inet loopback

                # The primary network interface
                auto eth0
                iface eth0 inet static
                \taddress %s/24
                \tgateway %s1
                \tup ip route add 172.30.0.0/24 dev eth0
                iface eth0 inet6 static
                \taddress fd77:1::%d/64
                \tgateway fd77:1::1
                \tdad-attempts 0
                """.formatted(address(), LinuxLab.SUBNET, number);
    }

    /** Has ifupdown configure its interfaces as that text says, which becomes its {@code interfaces}; they are up then. */
    public void configure(String interfaces) {
        write("interfaces", interfaces);
        run("ifup", "-a");
        // The kernel's own link-local address is tentative for a second or two.
        sh("for i in $(seq 200); do [ -n \"$(ip -6 address show tentative)\" ] || exit 0; sleep 0.05; done; exit 1");
    }

    /** Writes a file of its /etc/network. */
    public Path write(String file, String text) {
        try {
            return Files.writeString(network().resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file of its /etc/network, by its path there, with its permissions, time and text. */
    Map<String, String> files() {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(network())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(
                        network().relativize(file).toString(),
                        Files.getPosixFilePermissions(file) + " " + Files.getLastModifiedTime(file) + "\n"
                                + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** The argument vector that runs a command there. */
    List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", pid, "-n", "-m", "-p", "-i", "--"));
        all.addAll(command);
        return all;
    }

    @Override
    public CommandResult run(Command command) throws CommandFailedException {
        return LocalCommandRunner.create().run(command.withArguments(inside(command.arguments())));
    }

    /** Runs a program there that must succeed; what it printed. */
    public String run(String... command) {
        return succeed(this, List.of(command));
    }

    /** Runs a line of shell there that must succeed; what it printed. */
    public String sh(String line) {
        return run("sh", "-c", line);
    }

    /** Starts a program there that runs until it, or the host, is stopped. */
    public Process start(ProcessBuilder.Redirect out, String... command) {
        try {
            return new ProcessBuilder(inside(List.of(command)))
                    .redirectErrorStream(true)
                    .redirectOutput(out)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A program of this machine, with its files, in the network of the host: for what this JVM is made of. It does not end
     * with the host.
     */
    public ProcessBuilder inNetwork(String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", pid, "-n", "--"));
        all.addAll(List.of(command));
        return new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    static String succeed(CommandRunner runner, List<String> command) {
        try {
            CommandResult result = runner.run(Command.of(command, "", PATIENCE));
            assertThat(result.status()).as(command + ": " + result).isZero();
            return result.out();
        } catch (CommandFailedException e) {
            throw new AssertionError(command + ": " + e.getMessage(), e);
        }
    }

    /** Ends it, with everything that runs there. */
    void stop() {
        process.destroy();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
