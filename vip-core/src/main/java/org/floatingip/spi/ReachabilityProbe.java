package org.floatingip.spi;

import java.io.IOException;
import java.time.Duration;
import org.floatingip.Holder;
import org.floatingip.IpAddress;

/**
 * Tries whether what an address is for can be reached through it. What the network's service shows and where packets go are
 * two things; this looks at the second. Implementations are safe for use by several threads.
 */
public interface ReachabilityProbe {

    /**
     * One try.
     *
     * @param budget the time that it may take
     * @return what was reached, for people
     * @throws IOException if it could not be reached; the message says why
     */
    String reach(IpAddress address, Duration budget) throws IOException;

    /**
     * One try of an address that was moved there: what the engine calls. By default {@link #reach(IpAddress, Duration)}, for what does not
     * depend on who holds the address.
     *
     * @param holder who was seen to hold it
     * @param budget the time that it may take
     * @return what was reached, for people
     * @throws IOException if it could not be reached; the message says why
     */
    default String reach(IpAddress address, Holder holder, Duration budget) throws IOException {
        return reach(address, budget);
    }
}
