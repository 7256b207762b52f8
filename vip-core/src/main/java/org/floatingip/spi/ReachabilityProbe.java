package org.floatingip.spi;

import java.io.IOException;
import java.time.Duration;
import org.floatingip.Holder;
import org.floatingip.IpAddress;

/**
 * Tries to reach a service through an address. The network's API shows where the address is assigned; a probe shows
 * where its packets go. Implementations are safe for use by several threads.
 */
public interface ReachabilityProbe {

    /**
     * Makes one attempt.
     *
     * @param budget the longest time that it may take
     * @return what was reached, for people
     * @throws IOException if nothing was reached; the message says why
     */
    String reach(IpAddress address, Duration budget) throws IOException;

    /**
     * Makes one attempt on an address that was moved to the given holder. The engine calls this method. By default it
     * calls {@link #reach(IpAddress, Duration)}; override it if the probe depends on the holder.
     *
     * @param holder the holder that was seen
     * @param budget the longest time that it may take
     * @return what was reached, for people
     * @throws IOException if nothing was reached; the message says why
     */
    default String reach(IpAddress address, Holder holder, Duration budget) throws IOException {
        return reach(address, budget);
    }
}
