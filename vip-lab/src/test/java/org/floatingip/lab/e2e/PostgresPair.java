package org.floatingip.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.floatingip.examples.postgres.PostgresNode;
import org.floatingip.lab.Program;
import org.floatingip.lab.hosts.LinuxHost;

/**
 * A PostgreSQL of Debian on each of two hosts, in memory, set up by the example's own {@code prepare.sh}. At first each is alone.
 * They know each other by their own addresses, and end with their hosts.
 */
final class PostgresPair {

    static final int PORT = 5432;

    private static final Path PREPARE = Path.of("../examples/postgres-failover/prepare.sh");
    private static final String PASSWORD = "in-the-lab-only";

    private final EndToEndLab lab;
    private final String version;
    private final Map<LinuxHost, PostgresNode> nodes = new ConcurrentHashMap<>();

    private PostgresPair(EndToEndLab lab) {
        this.lab = lab;
        this.version = lab.a.sh("ls /usr/lib/postgresql | sort -n | tail -n 1").strip();
    }

    static PostgresPair start(EndToEndLab lab) {
        for (String tool : List.of("pg_createcluster", "pg_ctlcluster", "psql", "runuser")) {
            Program.requireTool(tool, "/usr/bin/" + tool, "/usr/sbin/" + tool);
        }
        PostgresPair pair = new PostgresPair(lab);
        pair.create(lab.a);
        pair.create(lab.b);
        pair.prepare(lab.a, "primary");
        pair.sql(
                lab.a,
                "CREATE ROLE client LOGIN; CREATE SCHEMA AUTHORIZATION client;"
                        + " CREATE TABLE client.written (n bigint PRIMARY KEY); ALTER TABLE client.written OWNER TO client");
        return pair;
    }

    /** A cluster as the package makes one, where its folders are the host's own. */
    private void create(LinuxHost host) {
        host.sh("for folder in /etc/postgresql /var/lib/postgresql /var/log/postgresql /dev/shm; do"
                + " mount -t tmpfs tmpfs $folder; done && chown postgres: /var/lib/postgresql /var/log/postgresql"
                + " && pg_createcluster " + version + " main -- --no-sync");
        // After switchover.conf, by the alphabet.
        host.sh("cat >/etc/postgresql/" + version + "/main/conf.d/the-lab.conf <<'END'\n"
                + "cluster_name = '" + letter(host) + "'\nssl = off\nshared_buffers = '16MB'\nEND\n"
                + "echo 'host postgres client " + Fabric.CLIENT_SUBNET + "0/24 trust' >>/etc/postgresql/" + version
                + "/main/pg_hba.conf");
        prepare(host, "both");
    }

    private void prepare(LinuxHost host, String what) {
        try {
            Path copy = lab.lab.write("prepare.sh", Files.readString(PREPARE));
            host.run(
                    "env",
                    "SWITCHOVER_PASSWORD=" + PASSWORD,
                    "sh",
                    copy.toString(),
                    what,
                    version,
                    lab.a.address().replaceFirst("[0-9]+$", "0/24"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    char letter(LinuxHost host) {
        return host == lab.a ? 'a' : 'b';
    }

    /** The PostgreSQL of a host, as the example sees it. */
    PostgresNode node(LinuxHost host) {
        return nodes.computeIfAbsent(
                host, it -> PostgresNode.at(lab.id(it), it.address(), PORT, "switchover", version + "/main", it));
    }

    /** Runs SQL as the superuser, on the host itself; what it answers. */
    String sql(LinuxHost host, String text) {
        return host.run("runuser", "-u", "postgres", "--", "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text)
                .strip();
    }

    /** The numbers that are there. */
    List<Long> written(LinuxHost host) {
        return sql(host, "SELECT n FROM client.written ORDER BY n")
                .lines()
                .map(Long::valueOf)
                .collect(Collectors.toList());
    }
}
