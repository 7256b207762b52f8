package org.floatingip.examples.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;
import org.floatingip.linux.spi.CommandRunner;

/**
 * A PostgreSQL cluster of Debian's packages, and its host. Everything is done by one script, {@code node.sh}, which runs on the
 * host as root. Immutable.
 */
public final class PostgresNode {

    /** The role of a PostgreSQL. */
    public enum Role {
        /** It accepts writes. */
        PRIMARY,
        /** It follows a primary, and can be read. */
        STANDBY,
        /** It was a primary, was shut down, and can't start as a primary. */
        FENCED,
        /** It isn't running, and isn't fenced. */
        DOWN
    }

    /**
     * The observed state.
     *
     * @param system the identity of its data, if it is fenced; else empty
     * @param end the end of its log, if it is fenced; else empty
     */
    record State(Role role, String system, String end) {}

    /** Except for copying data, nothing on the host takes more than a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration PATIENCE_FOR_DATA = Duration.ofHours(12);

    private static final String SCRIPT = script();

    private final HostId host;
    private final String address;
    private final int port;
    private final String user;
    private final String version;
    private final String cluster;
    private final CommandRunner runner;

    private PostgresNode(
            HostId host, String address, int port, String user, String version, String cluster, CommandRunner runner) {
        this.host = host;
        this.address = IpAddress.of(address).toString();
        this.port = port;
        this.user = Objects.requireNonNull(user, "user");
        this.version = version;
        this.cluster = cluster;
        this.runner = Objects.requireNonNull(runner, "runner");
    }

    /**
     * Creates a node for a cluster of Debian's.
     *
     * @param host its name in the network, in EC2 an instance id
     * @param address the host's own address, never the floating one: the other PostgreSQL follows it there
     * @param port its port
     * @param user a role that may log in from the other host, replicate, and read files for pg_rewind; its password is in {@code
     *     .pgpass} of the other host's user {@code postgres}
     * @param cluster its name in {@code pg_lsclusters}, for example {@code 15/main}
     * @param runner runs commands on that host as root; over SSH as another user, put {@code sudo -n} before the arguments
     */
    public static PostgresNode at(
            String host, String address, int port, String user, String cluster, CommandRunner runner) {
        String[] parts = cluster.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a cluster is like 15/main, not " + cluster);
        }
        return new PostgresNode(HostId.of(host), address, port, user, parts[0], parts[1], runner);
    }

    private static String script() {
        try (InputStream in = PostgresNode.class.getResourceAsStream("node.sh")) {
            return new String(Objects.requireNonNull(in, "node.sh").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the host's id in the network. */
    public HostId host() {
        return host;
    }

    /** Returns its current role. */
    public Role role() {
        return look().role();
    }

    State look() {
        return state(ask(PATIENCE, "look"));
    }

    private State state(String answer) {
        String[] words = (answer + "  ").split(" ", -1);
        try {
            return new State(Role.valueOf(words[0]), words[1], words[2]);
        } catch (IllegalArgumentException e) {
            throw new PostgresException(this + " gives no role, but: " + answer, e);
        }
    }

    /** Returns by how many bytes of its log the given standby is behind; empty if that standby doesn't stream from this node. */
    OptionalLong behind(PostgresNode standby) {
        String answer = ask(PATIENCE, "behind", standby.address);
        return answer.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer));
    }

    /** Returns whether this standby has replayed everything that the fenced primary has written, up to the end of its log. */
    boolean hasAllOf(State fenced) {
        return "t".equals(ask(PATIENCE, "has", fenced.system(), fenced.end()));
    }

    /**
     * Shuts it down, with clients or not, so that it doesn't come back as a primary: neither by itself nor when its host boots.
     */
    State fence() {
        return state(ask(PATIENCE, "fence"));
    }

    /** Undoes {@link #fence()}: it is a primary again. */
    void resume() {
        ask(PATIENCE, "resume");
    }

    /** Promotes this standby to a primary. */
    void promote() {
        ask(PATIENCE, "promote");
    }

    /**
     * Makes it a standby of the given primary, by pg_rewind, whatever it was. Data that the primary doesn't have is lost.
     *
     * @throws PostgresException if it can't be rewound; then it may be of no use except for {@link #rebuild}
     */
    void follow(PostgresNode primary) {
        // pg_rewind goes by the control file, which knows of a promotion only after that.
        primary.ask(PATIENCE, "checkpoint");
        ask(PATIENCE_FOR_DATA, "follow", primary.conninfo());
    }

    /**
     * Like {@link #follow}, by a fresh base backup, which copies everything. Its old data is kept beside the new, in the folder
     * returned.
     */
    String rebuild(PostgresNode primary) {
        return ask(PATIENCE_FOR_DATA, "rebuild", primary.conninfo());
    }

    /** Returns how the other node connects to it. */
    private String conninfo() {
        return "host=" + address + " port=" + port + " user=" + user;
    }

    private String ask(Duration patience, String what, String... more) {
        List<String> words = new ArrayList<>(List.of("sh", "-s", "--", what, version, cluster, Integer.toString(port)));
        words.addAll(List.of(more));
        CommandResult answer;
        try {
            answer = runner.run(Command.of(words, SCRIPT, patience));
        } catch (CommandFailedException e) {
            throw new PostgresException(
                    this + " was asked to \"" + what + "\", and its answer is not known: " + e.getMessage(), e);
        }
        if (answer.status() != 0) {
            throw new PostgresException(
                    this + " could not do \"" + what + "\": " + answer.err().strip(), null);
        }
        return answer.out().strip();
    }

    /** Returns, for example, {@code PostgreSQL 15/main at 10.0.1.10 (i-0a)}. */
    @Override
    public String toString() {
        return "PostgreSQL " + version + "/" + cluster + " at " + address + " (" + host + ")";
    }
}
