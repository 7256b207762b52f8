package org.floatingip.lab.fence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.lab.e2e.Wait;
import org.jspecify.annotations.Nullable;

/** ZooKeeper of Debian, one server on loopback with a folder of its own. It clears empty containers away every half second. */
public final class DebianZooKeeper implements AutoCloseable {

    private static final String JAR = "/usr/share/java/zookeeper.jar";

    private final Path folder;
    private final int port;
    private Process server;

    private DebianZooKeeper(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.server = run();
    }

    /** Started, and ready; skips the test with a reason, or fails it, where it is missing. */
    public static DebianZooKeeper start(int tickMillis) {
        String unused = Program.requireTool("zkServer.sh", "/usr/share/zookeeper/bin/zkServer.sh");
        try {
            Path folder = Files.createTempDirectory("vip-zookeeper");
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Files.writeString(folder.resolve("zoo.cfg"), """
                    tickTime=%d
                    dataDir=%s
                    clientPort=%d
                    clientPortAddress=127.0.0.1
                    admin.enableServer=false
                    """.formatted(tickMillis, folder.resolve("data"), port));
            DebianZooKeeper started = new DebianZooKeeper(folder, port);
            Wait.until("ZooKeeper answers", () -> started.version() != null);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process run() {
        try {
            return new ProcessBuilder(
                            Program.java().toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Dznode.container.checkIntervalMs=500",
                            "-cp",
                            JAR,
                            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                            folder.resolve("zoo.cfg").toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find it. */
    public String connectString() {
        return "127.0.0.1:" + port;
    }

    /** What it says of itself; null while it does not answer. */
    public @Nullable String version() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return line == null || !line.startsWith("Zookeeper version: ")
                    ? null
                    : line.replaceAll("Zookeeper version: ([0-9.]+).*", "$1");
        } catch (IOException e) {
            return null;
        }
    }

    /** As a crash does, and up again, with what it had. */
    public void restart() {
        server.destroyForcibly();
        server.onExit().join();
        server = run();
        Wait.until("ZooKeeper answers again", () -> version() != null);
    }

    @Override
    public void close() {
        server.destroyForcibly();
        server.onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
