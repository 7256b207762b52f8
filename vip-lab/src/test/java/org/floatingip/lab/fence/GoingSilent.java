package org.floatingip.lab.fence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Stands before a server on loopback, and passes nothing on any more once somebody says that text: connections stay open, as where packets vanish. */
final class GoingSilent implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile @Nullable String text;
    private volatile boolean silent;

    GoingSilent(int to) throws IOException {
        inTheBackground(() -> {
            while (true) {
                Socket client = kept(listening.accept());
                Socket server = kept(new Socket(InetAddress.getLoopbackAddress(), to));
                inTheBackground(() -> pass(client, server));
                inTheBackground(() -> pass(server, client));
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    void silentFrom(String said) {
        text = said;
    }

    private Socket kept(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private void pass(Socket from, Socket into) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = into.getOutputStream();
        byte[] bytes = new byte[8192];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            String said = text;
            if (said != null && new String(bytes, 0, read, StandardCharsets.ISO_8859_1).contains(said)) {
                silent = true;
            }
            if (!silent) {
                out.write(bytes, 0, read);
            }
        }
        if (!silent) {
            into.shutdownOutput();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void inTheBackground(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // Closed: nobody listens any more.
                    }
                },
                "going-silent");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket each : sockets) {
            each.close();
        }
    }
}
