package org.floatingip.lab.clients;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.floatingip.lab.clients.ClientCase.Call;

/** {@link Socket}, which speaks with Redis. */
final class SocketClients {

    private static final String NAME = "`java.net.Socket`";
    private static final String KEEP_ALIVE = "`SO_KEEPALIVE` 2 s, 6 × 1 s";
    private static final String SYSCTL = "`sysctl`";
    private static final byte[] QUESTION = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LONG_QUESTION = "BLPOP nothing 0\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long EACH_MILLIS = 100;
    private static final int FOR_EVER = 0;

    private SocketClients() {}

    /** What is done to a socket before it connects. */
    @FunctionalInterface
    interface Setting {
        void applyTo(Socket socket) throws IOException;
    }

    static List<ClientCase> cases() {
        Setting nothing = socket -> {};
        Setting timeout = socket -> socket.setSoTimeout(Limits.millis(Limits.TIMEOUT));
        Setting keepAliveAlone = socket -> socket.setKeepAlive(true);
        return List.of(
                ClientCase.of(NAME, "nothing", Doing.WAITS, address -> waits(address, nothing)),
                ClientCase.of(NAME, "nothing", Doing.ASKS, address -> asks(address, nothing)),
                ClientCase.of(NAME, "nothing", Doing.WRITES, address -> writes(address, nothing)),
                ClientCase.of(NAME, "`SO_TIMEOUT` 3 s", Doing.WAITS, address -> waits(address, timeout)),
                ClientCase.of(NAME, "`SO_TIMEOUT` 3 s", Doing.ASKS, address -> asks(address, timeout)),
                ClientCase.of(NAME, "`SO_TIMEOUT` 3 s", Doing.WRITES, address -> writes(address, timeout)),
                ClientCase.of(NAME, "`SO_KEEPALIVE` alone", Doing.WAITS, address -> waits(address, keepAliveAlone)),
                ClientCase.of(NAME, KEEP_ALIVE, Doing.WAITS, address -> waits(address, SocketClients::keepAlive)),
                ClientCase.of(NAME, KEEP_ALIVE, Doing.ASKS, address -> asks(address, SocketClients::keepAlive)),
                ClientCase.of(NAME, KEEP_ALIVE, Doing.WRITES, address -> writes(address, SocketClients::keepAlive)),
                ClientCase.onTunedHost(NAME, SYSCTL, Doing.WAITS, address -> waits(address, nothing)),
                ClientCase.onTunedHost(NAME, SYSCTL, Doing.ASKS, address -> asks(address, nothing)),
                ClientCase.onTunedHost(
                        NAME, SYSCTL + ", `SO_KEEPALIVE`", Doing.WAITS, address -> waits(address, keepAliveAlone)),
                ClientCase.of(NAME, "nothing", Doing.CONNECTS, address -> () -> connects(address, nothing, FOR_EVER)),
                ClientCase.of(
                        NAME,
                        "`connect(address, 3000)`",
                        Doing.CONNECTS,
                        address -> () -> connects(address, nothing, Limits.millis(Limits.TIMEOUT))),
                ClientCase.of(
                        NAME,
                        "`connect(address, 3000)`, `SO_TIMEOUT` 3 s",
                        Doing.CONNECTS,
                        address -> () -> connects(address, timeout, Limits.millis(Limits.TIMEOUT))));
    }

    private static void keepAlive(Socket socket) throws IOException {
        // sample
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 2); // seconds; Linux's own are 7200, 75 and 9
        socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 6);
        // end
    }

    private static Call waits(String address, Setting setting) throws IOException {
        Socket socket = connected(address, setting, FOR_EVER);
        return () -> ask(socket, LONG_QUESTION);
    }

    private static Call asks(String address, Setting setting) throws IOException {
        Socket socket = connected(address, setting, FOR_EVER);
        ask(socket, QUESTION);
        return () -> ask(socket, QUESTION);
    }

    private static Call writes(String address, Setting setting) throws IOException {
        Socket socket = connected(address, setting, FOR_EVER);
        ask(socket, QUESTION);
        return () -> {
            while (true) {
                socket.getOutputStream().write(QUESTION);
                TimeUnit.MILLISECONDS.sleep(EACH_MILLIS);
            }
        };
    }

    private static void connects(String address, Setting setting, int patience) throws IOException {
        ask(connected(address, setting, patience), QUESTION);
    }

    private static Socket connected(String address, Setting setting, int patience) throws IOException {
        Socket socket = new Socket();
        setting.applyTo(socket);
        socket.connect(new InetSocketAddress(address, ClientsLab.REDIS), patience);
        return socket;
    }

    /** Returns when something was answered, the first line of it. */
    private static void ask(Socket socket, byte[] question) throws IOException {
        socket.getOutputStream().write(question);
        int read;
        do {
            read = socket.getInputStream().read();
            if (read < 0) {
                throw new EOFException("closed");
            }
        } while (read != '\n');
    }
}
