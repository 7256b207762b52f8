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
 * A Redis and its host, reached by the host's own address, never by the floating one. Each command opens a connection: a
 * promotion makes few. Immutable.
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

    /** Connects to a Redis if a socket isn't enough, for example through a tunnel. */
    @FunctionalInterface
    public interface Connector {

        /** Opens a connection. */
        Connection open() throws IOException;
    }

    /** A connection. */
    public interface Connection extends Closeable {

        /** Returns the stream of its answers. */
        InputStream in() throws IOException;

        /** Returns the stream of its commands. */
        OutputStream out() throws IOException;
    }

    /** Creates a node for a Redis at its host's own address. */
    public static RedisNode at(String host, String address, int port) {
        return new RedisNode(HostId.of(host), address, port, () -> connect(address, port));
    }

    /** Like {@link #at(String, String, int)}, reached by other means. The other Redis still connects to it at that address. */
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

    /** Returns the host's id in the network. */
    public HostId host() {
        return host;
    }

    /** Returns whether it replicates as a primary. */
    public boolean isPrimary() {
        return "master".equals(replication().get("role"));
    }

    /** Returns whether it follows the given primary, and has been in sync with it. */
    public boolean follows(RedisNode primary) {
        Map<String, String> state = replication();
        return "slave".equals(state.get("role"))
                && primary.address.equals(state.get("master_host"))
                && Integer.toString(primary.port).equals(state.get("master_port"))
                && "up".equals(state.get("master_link_status"));
    }

    /** Returns its position in the stream of changes: as written by a primary, or as received by a replica. */
    long offset() {
        Map<String, String> state = replication();
        String offset = state.get("slave".equals(state.get("role")) ? "slave_repl_offset" : "master_repl_offset");
        if (offset == null) {
            throw new RedisException(this + " does not say how far its replication has come", null);
        }
        return Long.parseLong(offset);
    }

    /** Makes writes wait for the given time: they aren't answered, and so not acknowledged. Reads go on. */
    void pauseWrites(long millis) {
        ask("CLIENT", "PAUSE", Long.toString(millis), "WRITE");
    }

    /** Ends {@link #pauseWrites}. */
    void resumeWrites() {
        ask("CLIENT", "UNPAUSE");
    }

    /** Promotes it to a primary. */
    void promote() {
        ask("REPLICAOF", "NO", "ONE");
    }

    /** Makes it a replica of the given primary. Data that the primary doesn't have is lost. */
    void follow(RedisNode primary) {
        ask("REPLICAOF", primary.address, Integer.toString(primary.port));
    }

    /** Disconnects its clients, which then connect again. */
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

    /** Sends one command, and returns its answer as text. */
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

    /** Returns, for example, {@code Redis at 10.0.1.10:6379 (i-0a)}. */
    @Override
    public String toString() {
        return "Redis at " + address + ":" + port + " (" + host + ")";
    }
}
