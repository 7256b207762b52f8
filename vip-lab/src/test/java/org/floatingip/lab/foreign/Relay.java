package org.floatingip.lab.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.floatingip.IpAddress;

/**
 * Takes connections at one address and leads them to another. Two of them, with a socket in the file system between, lead from a
 * network namespace to this JVM: the file system is the same on both sides, the network is not.
 */
final class Relay implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final SocketAddress to;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    });

    Relay(SocketAddress from, SocketAddress to) {
        this.to = to;
        try {
            listener = from instanceof UnixDomainSocketAddress
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open();
            listener.bind(from);
        } catch (IOException e) {
            throw new UncheckedIOException("can't listen at " + from, e);
        }
        threads.execute(this::accept);
    }

    /**
     * In a namespace: for each two arguments, an address with its port and the path of a socket, leads from there to it, until standard
     * input ends.
     */
    public static void main(String[] arguments) throws IOException {
        List<Relay> relays = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            int colon = arguments[i].lastIndexOf(':');
            relays.add(new Relay(
                    new InetSocketAddress(
                            IpAddress.of(arguments[i].substring(0, colon)).toInetAddress(),
                            Integer.parseInt(arguments[i].substring(colon + 1))),
                    UnixDomainSocketAddress.of(arguments[i + 1])));
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Whatever it is.
        }
        relays.forEach(Relay::close);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                threads.execute(() -> lead(client));
            }
        } catch (IOException closed) {
            threads.shutdownNow();
        }
    }

    private void lead(SocketChannel client) {
        try (client;
                SocketChannel server = SocketChannel.open(to)) {
            Thread back = new Thread(() -> copy(server, client), "relay-back");
            back.setDaemon(true);
            back.start();
            copy(client, server);
            back.join();
        } catch (IOException ended) {
            // The end of a connection, like any other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until one side ends, which the other then learns; what breaks, breaks for both. */
    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException closed) {
            // It is closed either way.
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
