package org.floatingip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.floatingip.spi.ReachabilityProbe;

/**
 * Reaches an address by a TCP connection that is closed at once. It shows that a host answers there, from where this process
 * runs; not which host, nor that the service behind the port is well. Immutable.
 */
public final class TcpProbe implements ReachabilityProbe {

    private final int port;

    private TcpProbe(int port) {
        this.port = port;
    }

    /**
     * A probe of that port.
     *
     * @throws IllegalArgumentException unless it is between 1 and 65535
     */
    public static TcpProbe of(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a TCP port is between 1 and 65535, not " + port);
        }
        return new TcpProbe(port);
    }

    @Override
    public String reach(IpAddress address, Duration budget) throws IOException {
        try (Socket socket = new Socket()) {
            // Zero would mean for ever.
            int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.MILLISECONDS.convert(budget)));
            socket.connect(new InetSocketAddress(address.toInetAddress(), port), millis);
            return "TCP port " + port + " answers";
        }
    }

    /** For example {@code TcpProbe(5432)}. */
    @Override
    public String toString() {
        return "TcpProbe(" + port + ")";
    }
}
