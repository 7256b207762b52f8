package org.floatingip.lab.fence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.floatingip.lab.Program;
import org.floatingip.lab.e2e.Wait;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL of Debian, on loopback, in a folder of its own. */
public final class LocalPostgres implements AutoCloseable {

    /** It refuses to be root. */
    private static final List<String> NOBODY =
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

    private final Path folder;
    private final int port;
    private final Process server;

    private LocalPostgres(Path folder, int port, Process server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    /** Skips the test with a reason, or fails it, where a program is missing. */
    private static String program(String name) {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            String[] found = versions.map(
                            version -> version.resolve("bin").resolve(name).toString())
                    .sorted()
                    .toArray(String[]::new);
            return Program.requireTool(name, found);
        } catch (IOException e) {
            return Program.requireTool(name);
        }
    }

    /** Started, and ready. */
    public static LocalPostgres start() {
        String initdb = program("initdb");
        String postgres = program("postgres");
        try {
            Path folder = Files.createTempDirectory("vip-ledger");
            run("chown", "nobody:nogroup", folder.toString());
            run(command(
                    initdb,
                    "--pgdata=" + folder.resolve("data"),
                    "--username=app",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"));
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Process server = new ProcessBuilder(command(
                            postgres,
                            "-D",
                            folder.resolve("data").toString(),
                            "-p",
                            Integer.toString(port),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "unix_socket_directories=",
                            "-c",
                            "fsync=off"))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            LocalPostgres started = new LocalPostgres(folder, port, server);
            Wait.until("PostgreSQL answers", started::answers);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] command(String... more) {
        return Stream.concat(NOBODY.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new AssertionError(List.of(command) + ": " + output);
        }
    }

    private boolean answers() {
        try (java.sql.Connection connection = dataSource().getConnection()) {
            return connection.isValid(1);
        } catch (java.sql.SQLException e) {
            return false;
        }
    }

    /** Gives connections of its own. */
    public DataSource dataSource() {
        return dataSource(port);
    }

    /** Its port on loopback. */
    public int port() {
        return port;
    }

    /** The same for another process. */
    public static PGSimpleDataSource dataSource(int port) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser("app");
        source.setConnectTimeout(5);
        return source;
    }

    /** As a crash does. */
    void kill() {
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        server.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        server.onExit().join();
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
