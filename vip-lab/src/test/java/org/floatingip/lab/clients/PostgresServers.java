package org.floatingip.lab.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.lab.e2e.Wait;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;

/** PostgreSQL of Debian on several hosts, which know nothing of each other. They end with their hosts. */
final class PostgresServers {

    /** It refuses to be root. */
    private static final List<String> NOBODY =
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

    private final LinuxLab lab;

    private PostgresServers(LinuxLab lab) {
        this.lab = lab;
    }

    /** Skips the test with a reason, or fails it, where a program is missing. */
    static void requirePrograms() {
        program("initdb");
    }

    /** Debian has them in no folder of the PATH, but in one for each version. */
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

    /** One on each host, of the same beginning; the user {@code app} needs no password. */
    static PostgresServers start(LinuxLab lab, List<LinuxHost> hosts) {
        PostgresServers servers = new PostgresServers(lab);
        LinuxHost first = hosts.get(0);
        servers.own(first);
        first.run(command(
                program("initdb"),
                "--pgdata=" + servers.data(first),
                "--username=app",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
        first.sh("echo host all all 0.0.0.0/0 trust >> " + servers.data(first) + "/pg_hba.conf");
        for (LinuxHost host : hosts) {
            if (host != first) {
                servers.own(host);
                host.sh("cp -a " + servers.data(first) + "/. " + servers.data(host));
            }
        }
        hosts.forEach(servers::start);
        for (LinuxHost host : hosts) {
            Wait.until(
                    "PostgreSQL answers on " + host.name(),
                    () -> host.sh(program("pg_isready") + " -h 127.0.0.1 || true")
                            .contains("accepting"));
        }
        return servers;
    }

    private static String[] command(String... more) {
        return Stream.concat(NOBODY.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private Path data(LinuxHost host) {
        return lab.folder().resolve(host.name() + "/postgres/data");
    }

    private void own(LinuxHost host) {
        try {
            Files.createDirectories(data(host));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        host.sh("chown nobody:nogroup " + data(host) + " && chmod 700 " + data(host));
    }

    private void start(LinuxHost host) {
        host.start(
                Redirect.to(lab.folder().resolve(host.name() + "/postgres/log").toFile()),
                command(
                        program("postgres"),
                        "-D",
                        data(host).toString(),
                        "-c",
                        "listen_addresses=*",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off",
                        "-c",
                        "shared_buffers=16MB"));
    }

    /** The line of shell that stops it there. Fast: sessions are ended, and told so. */
    String stopping(LinuxHost host) {
        return String.join(
                " ", command(program("pg_ctl"), "stop -m fast -w -D", data(host).toString()));
    }
}
