package org.floatingip.lab.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A wire to an HTTP endpoint on this machine that lets every request arrive later: the latency of a call, all of it before
 * its effect, which is the worst place for it. Replies come at once.
 */
public final class SlowWire implements AutoCloseable {

    private final ServerSocket listener;
    private final URI endpoint;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Duration latency = Duration.ZERO;
    private volatile Runnable beforeReplies = () -> {};

    private record Piece(ByteBuffer bytes, long due) {}

    public SlowWire(URI endpoint) {
        this.endpoint = endpoint;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public void latency(Duration latency) {
        this.latency = latency;
    }

    /** What is done before replies are passed on, from now on: whoever calls again does so after that. */
    void beforeReplies(Runnable first) {
        this.beforeReplies = first;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(endpoint.getHost(), endpoint.getPort());
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
                threads.execute(() -> read(client, pieces));
                threads.execute(() -> write(pieces, client, server));
                threads.execute(() -> copy(server, client));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void read(Socket from, BlockingQueue<Piece> to) {
        byte[] buffer = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            int count;
            while ((count = in.read(buffer)) > 0) {
                to.add(new Piece(ByteBuffer.wrap(Arrays.copyOf(buffer, count)), System.nanoTime() + latency.toNanos()));
            }
        } catch (IOException ended) {
            // The end of a connection, like any other.
        }
        to.add(new Piece(ByteBuffer.allocate(0), System.nanoTime()));
    }

    private static void write(BlockingQueue<Piece> pieces, Socket client, Socket server) {
        try (client;
                server) {
            OutputStream out = server.getOutputStream();
            for (Piece piece = pieces.take(); piece.bytes().hasRemaining(); piece = pieces.take()) {
                for (long left = piece.due() - System.nanoTime(); left > 0; left = piece.due() - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                out.write(piece.bytes().array());
            }
        } catch (IOException ended) {
            // The end of a connection, like any other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            int count;
            while ((count = in.read(buffer)) > 0) {
                beforeReplies.run();
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException ended) {
            // The end of a connection, like any other.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
