package org.floatingip.examples.redis;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.floatingip.HostId;

/**
 * A Redis and the host that it runs on, reached by the host's own address, never by the floating one. Each command has a
 * connection of its own: a promotion makes few. Immutable.
 */
public final class RedisNode {

    private static final int PATIENCE_MILLIS = 2000;

    private final HostId host;
    private final String address;
    private final int port;
    private final Connector connector;

    private RedisNode(HostId host, String address, int port, Connector connector) {
        this.host = Objects.requireNonNull(host, "host");
        this.address = Objects.requireNonNull(address, "address");
        this.port = port;
        this.connector = Objects.requireNonNull(connector, "connector");
    }

    /** How a Redis is reached where a socket is not enough, for example through a tunnel. */
    @FunctionalInterface
    public interface Connector {

        /** A new connection. */
        Connection open() throws IOException;
    }

    /** A connection. */
    public interface Connection extends Closeable {

        /** What it answers. */
        InputStream in() throws IOException;

        /** What it is asked. */
        OutputStream out() throws IOException;
    }

    /** A Redis at the own address of its host. */
    public static RedisNode at(String host, String address, int port) {
        return new RedisNode(HostId.of(host), address, port, () -> connect(address, port));
    }

    /** The same, reached by other means; the other Redis still finds it at that address. */
    public static RedisNode at(String host, String address, int port, Connector connector) {
        return new RedisNode(HostId.of(host), address, port, connector);
    }

    private static Connection connect(String address, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new Connection() {
            @Override
            public InputStream in() throws IOException {
                return socket.getInputStream();
            }

            @Override
            public OutputStream out() throws IOException {
                return socket.getOutputStream();
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    /** The host, as the network knows it. */
    public HostId host() {
        return host;
    }

    /** Whether its replication is as that of a primary. */
    public boolean isPrimary() {
        return "master".equals(replication().get("role"));
    }

    /** Whether it follows that one, and has caught up with it once. */
    public boolean follows(RedisNode primary) {
        Map<String, String> state = replication();
        return "slave".equals(state.get("role"))
                && primary.address.equals(state.get("master_host"))
                && Integer.toString(primary.port).equals(state.get("master_port"))
                && "up".equals(state.get("master_link_status"));
    }

    /** How much of the stream of changes it has: a primary has made it, a replica has received it. */
    long offset() {
        Map<String, String> state = replication();
        String offset = state.get("slave".equals(state.get("role")) ? "slave_repl_offset" : "master_repl_offset");
        if (offset == null) {
            throw new RedisException(this + " does not say how far its replication has come", null);
        }
        return Long.parseLong(offset);
    }

    /** Keeps writes waiting for that long: not answered, and so not acknowledged. Reads go on. */
    void pauseWrites(long millis) {
        ask("CLIENT", "PAUSE", Long.toString(millis), "WRITE");
    }

    /** Lets them go on. */
    void resumeWrites() {
        ask("CLIENT", "UNPAUSE");
    }

    /** Makes it a primary. */
    void promote() {
        ask("REPLICAOF", "NO", "ONE");
    }

    /** Makes it a replica. What it has and that one has not is gone. */
    void follow(RedisNode primary) {
        ask("REPLICAOF", primary.address, Integer.toString(primary.port));
    }

    /** Lets its clients connect anew. */
    void dropClients() {
        ask("CLIENT", "KILL", "TYPE", "NORMAL");
    }

    private Map<String, String> replication() {
        return ask("INFO", "replication")
                .lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }

    /** One command, and its answer in text. */
    private String ask(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (Connection connection = connector.open()) {
            connection.out().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            connection.out().flush();
            return answer(new BufferedInputStream(connection.in()), String.join(" ", words));
        } catch (IOException e) {
            throw new RedisException(this + " could not be asked: " + e.getMessage(), e);
        }
    }

    private String answer(InputStream in, String asked) throws IOException {
        String line = line(in);
        char kind = line.isEmpty() ? ' ' : line.charAt(0);
        return switch (kind) {
            case '+', ':' -> line.substring(1);
            case '-' -> throw new RedisException(this + " refuses " + asked + ": " + line.substring(1), null);
            case '$' -> {
                int length = Integer.parseInt(line.substring(1));
                byte[] body = in.readNBytes(length);
                if (body.length < length) {
                    throw new EOFException("the answer is cut off");
                }
                yield new String(body, StandardCharsets.UTF_8);
            }
            default -> throw new IOException("not an answer of Redis: " + line);
        };
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = in.read()) != '\r') {
            if (c < 0) {
                throw new EOFException("no whole answer");
            }
            line.append((char) c);
        }
        if (in.read() != '\n') {
            throw new IOException("a line without its end");
        }
        return line.toString();
    }

    /** For example {@code Redis at 10.0.1.10:6379 (i-0a)}. */
    @Override
    public String toString() {
        return "Redis at " + address + ":" + port + " (" + host + ")";
    }
}
