package org.floatingip.spi;

import java.io.IOException;
import java.time.Duration;
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
}
