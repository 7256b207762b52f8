package org.floatingip.lab.e2e;

import java.lang.ProcessBuilder.Redirect;
import java.util.Locale;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.lab.hosts.LinuxLab;

/** A Redis of Debian on each of two hosts; one of them is the other's replica. They know each other by their own addresses. */
final class RedisPair {

    static final int PORT = 6379;

    private final LinuxHost a;
    private final LinuxHost b;

    private RedisPair(LinuxHost a, LinuxHost b) {
        this.a = a;
        this.b = b;
    }

    /** Starts both; they end with their hosts. */
    static RedisPair start(LinuxLab lab, LinuxHost a, LinuxHost b) {
        for (LinuxHost host : new LinuxHost[] {a, b}) {
            String folder =
                    lab.write(host.name() + "/redis/log", "").getParent().toString();
            // The file's name is how a client learns which of the two it speaks with.
            String letter = host == a ? "a" : "b";
            host.start(
                    Redirect.to(lab.folder().resolve(host.name() + "/redis/log").toFile()),
                    "redis-server",
                    "--port",
                    Integer.toString(PORT),
                    "--bind",
                    "0.0.0.0",
                    "--protected-mode",
                    "no",
                    "--save",
                    "",
                    "--dbfilename",
                    letter + ".rdb",
                    "--repl-diskless-sync-delay",
                    "0",
                    "--dir",
                    folder);
            Wait.until("Redis answers on " + host.name(), () -> answers(host));
        }
        return new RedisPair(a, b);
    }

    private static boolean answers(LinuxHost host) {
        return host.sh("redis-cli ping || true").contains("PONG");
    }

    private LinuxHost other(LinuxHost host) {
        return host == a ? b : a;
    }

    /** That host is the primary and the other follows it, whatever was before; what the other alone had is gone. */
    void settle(LinuxHost primary) {
        promote(primary);
        LinuxHost replica = other(primary);
        replica.run("redis-cli", "replicaof", primary.address(), Integer.toString(PORT));
        Wait.until(
                replica.name() + " follows " + primary.name(),
                () -> info(replica).contains("master_link_status:up")
                        && info(primary).contains("state=online"));
    }

    /** Makes that host a primary, whatever the other does. */
    void promote(LinuxHost host) {
        host.run("redis-cli", "replicaof", "no", "one");
    }

    /** Makes the replica the primary without losing what was acknowledged: Redis holds back what is written meanwhile. */
    void handOver(LinuxHost from) {
        LinuxHost to = other(from);
        String reply = from.run("redis-cli", "failover", "to", to.address(), Integer.toString(PORT), "timeout", "5000");
        if (!reply.toUpperCase(Locale.ROOT).contains("OK")) {
            throw new AssertionError("FAILOVER was answered with " + reply);
        }
        Wait.until(from.name() + " follows " + to.name(), () -> info(from).contains("role:slave"));
    }

    private static String info(LinuxHost host) {
        return host.run("redis-cli", "info", "replication");
    }
}
