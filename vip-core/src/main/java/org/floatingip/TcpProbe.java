package org.floatingip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.floatingip.spi.ReachabilityProbe;

/**
 * A probe that opens a TCP connection and closes it at once. It shows that a host answers at the address, from where
 * this process runs. It does not show which host answers, nor whether the service behind the port works. Immutable.
 */
public final class TcpProbe implements ReachabilityProbe {

    private final int port;

    private TcpProbe(int port) {
        this.port = port;
    }

    /**
     * Returns a probe of the given port.
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

    /** Returns text such as {@code TcpProbe(5432)}. */
    @Override
    public String toString() {
        return "TcpProbe(" + port + ")";
    }
}
