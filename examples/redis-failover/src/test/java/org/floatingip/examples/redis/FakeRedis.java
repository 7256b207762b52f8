package org.floatingip.examples.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Answers as a Redis does to what a promotion asks; it replicates one step whenever it is looked at. */
final class FakeRedis implements RedisNode.Connector {

    private static final int PORT = 6379;

    final RedisNode node;
    final List<String> history;
    boolean dead;
    boolean paused;
    String follows = "";
    /** What it refuses, by how that begins. */
    String refused = "nothing";

    long offset;
    long toCatchUp;
    private final String host;

    FakeRedis(String host, String address, List<String> history) {
        this.host = host;
        this.history = history;
        this.node = RedisNode.at(host, address, PORT, this);
    }

    @Override
    public RedisNode.Connection open() throws IOException {
        if (dead) {
            throw new IOException("Connection refused");
        }
        ByteArrayOutputStream asked = new ByteArrayOutputStream();
        return new RedisNode.Connection() {
            @Override
            public InputStream in() {
                return new ByteArrayInputStream(
                        answer(words(asked.toString(StandardCharsets.US_ASCII))).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public OutputStream out() {
                return asked;
            }

            @Override
            public void close() {}
        };
    }

    private static List<String> words(String request) {
        List<String> words = new ArrayList<>();
        String[] lines = request.split("\r\n", -1);
        for (int i = 2; i < lines.length; i += 2) {
            words.add(lines[i]);
        }
        return words;
    }

    private String answer(List<String> words) {
        String command = String.join(" ", words);
        if (command.equals("INFO replication")) {
            String info = info();
            return "$" + info.length() + "\r\n" + info + "\r\n";
        }
        if (command.startsWith(refused)) {
            return "-NOPERM this user has no permissions to run the command\r\n";
        }
        history.add(host + ": " + command);
        if (command.startsWith("CLIENT PAUSE ")) {
            paused = true;
        } else if (command.equals("CLIENT UNPAUSE")) {
            paused = false;
        } else if (command.equals("REPLICAOF NO ONE")) {
            follows = "";
        } else if (command.startsWith("REPLICAOF ")) {
            follows = words.get(1);
        } else if (command.startsWith("CLIENT KILL ")) {
            return ":2\r\n";
        } else {
            return "-ERR unknown command\r\n";
        }
        return "+OK\r\n";
    }

    private String info() {
        if (follows.isEmpty()) {
            return "# Replication\r\nrole:master\r\nmaster_repl_offset:" + offset;
        }
        long now = offset - toCatchUp;
        toCatchUp = Math.max(0, toCatchUp - 1);
        return "# Replication\r\nrole:slave\r\nmaster_host:" + follows + "\r\nmaster_port:" + PORT
                + "\r\nmaster_link_status:up\r\nslave_repl_offset:" + now;
    }
}
