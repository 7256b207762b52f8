package org.floatingip.lab.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.linux.LocalCommandRunner;

/**
 * A network of Debian hosts on this machine: each is a process with its own network, mount, process and IPC namespaces, its own
 * {@code /etc/network} and {@code /run}, and a veth to a bridge. Nothing leaves the namespaces, and nothing of this machine's
 * own configuration is touched. The namespaces live as long as that process does, which ends with its standard input: also
 * when this JVM is killed.
 */
public final class LinuxLab implements AutoCloseable {

    /** The subnet's prefix; hosts are numbered. */
    public static final String SUBNET = "10.77.1.";

    private static final List<String> TOOLS = List.of(
            "ip", "unshare", "nsenter", "ifup", "ifquery", "arping", "sshd", "ssh", "ssh-keygen", "sudo", "perl");

    private final Path folder;
    private final List<LinuxHost> hosts = new ArrayList<>();
    private final LinuxHost router;

    private LinuxLab(Path folder) {
        this.folder = folder;
        this.router = LinuxHost.start(this, "router", 1);
        hosts.add(router);
        router.sh("ip link add br0 type bridge && ip address add " + SUBNET + "1/24 dev br0 && ip link set br0 up"
                + " && ip address add fd77:1::1/64 dev br0 nodad");
    }

    /** An empty network; skips the test with a reason, or fails it, where root or a program is missing. */
    public static LinuxLab start() {
        requireRoot();
        TOOLS.forEach(tool -> Program.requireTool(tool, "/usr/sbin/" + tool, "/sbin/" + tool));
        try {
            Path folder = Files.createTempDirectory("vip-linux-lab");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                return new LinuxLab(folder);
            } catch (RuntimeException | AssertionError e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireRoot() {
        String reason = "this test makes network namespaces, for which it needs root";
        boolean root = "root".equals(System.getProperty("user.name"));
        if ("required".equals(System.getProperty("lab"))) {
            assertThat(root).as(reason + " (-Dlab=required)").isTrue();
        }
        assumeTrue(root, reason);
    }

    public Path folder() {
        return folder;
    }

    /** The other end of every wire: a bridge with the addresses .1 and ::1. */
    public LinuxHost router() {
        return router;
    }

    /** A host with that number on the subnet, its interface eth0 connected but not configured. */
    public LinuxHost host(String name, int number) {
        LinuxHost host = LinuxHost.start(this, name, number);
        hosts.add(host);
        wire(host, "eth0");
        return host;
    }

    /** A host whose eth0 was configured by ifupdown, as the number says. */
    public LinuxHost debianHost(String name, int number) {
        LinuxHost host = host(name, number);
        host.configure(host.usualInterfaces());
        return host;
    }

    /** A host of that number beyond the bridge: its eth0 is connected to an interface of the router, neither configured. */
    public LinuxHost farHost(String name, int number) {
        return hostBehind(router, name, number);
    }

    /** The same, connected to that other host instead; its end is called as the router's would be. */
    public LinuxHost hostBehind(LinuxHost other, String name, int number) {
        LinuxHost host = LinuxHost.start(this, name, number);
        hosts.add(host);
        cable(other, host, "eth0");
        return host;
    }

    /** Connects one more interface of the host to the bridge. */
    void wire(LinuxHost host, String interfaceName) {
        cable(router, host, interfaceName);
        router.sh("ip link set " + routerEnd(host, interfaceName) + " master br0 up");
    }

    /** What the router calls its end of the wire to an interface of the host. */
    public static String routerEnd(LinuxHost host, String interfaceName) {
        return "v" + host.number() + interfaceName;
    }

    private static void cable(LinuxHost other, LinuxHost host, String interfaceName) {
        String end = routerEnd(host, interfaceName);
        other.sh("ip link add " + end + " type veth peer name p" + end);
        // The namespace of another process can only be named from where both are seen.
        LocalCommands.run("nsenter", "-t", other.pid(), "-n", "ip", "link", "set", "p" + end, "netns", host.pid());
        host.sh("ip link set p" + end + " name " + interfaceName);
    }

    /** A file of this lab. */
    public Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (int i = hosts.size() - 1; i >= 0; i--) {
            hosts.get(i).stop();
        }
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commands of this machine that must succeed. */
    static final class LocalCommands {

        private LocalCommands() {}

        static String run(String... command) {
            return LinuxHost.succeed(LocalCommandRunner.create(), List.of(command));
        }
    }
}
