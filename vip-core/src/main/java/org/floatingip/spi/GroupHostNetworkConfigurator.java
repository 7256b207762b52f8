package org.floatingip.spi;

import java.time.Duration;
import java.util.Collection;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;

/**
 * A configurator that can tell a host of several addresses at once, so that a group of them costs about what one costs. What
 * {@link HostNetworkConfigurator} says of its methods is true of these.
 *
 * <p>Without it a host is told of one address after the other.
 */
public interface GroupHostNetworkConfigurator extends HostNetworkConfigurator {

    /**
     * Makes the host accept packets for each of the addresses on that interface. Each fares for itself.
     *
     * @param addresses at least one, each once
     * @param budget for all of them together
     * @return for each of the addresses what {@link #accept} would have returned or thrown. One that it says nothing of is
     *     not taken for accepted: before a move it is asked for again while there is time
     * @throws org.floatingip.HostUnreachableException if the host can't be reached, or gave no answer within the budget: it
     *     may accept any of them
     * @throws FloatingIpException if the host can be told of none, whatever the address
     */
    GroupHostReport acceptAll(Collection<IpAddress> addresses, Placement placement, Duration budget);

    /**
     * Makes the host stop accepting packets for each of the addresses. Each fares for itself.
     *
     * @param addresses at least one, each once
     * @param budget for all of them together
     * @return for each of the addresses what {@link #refuse} would have returned or thrown. One that it says nothing of is
     *     taken for one that the host may still accept
     * @throws org.floatingip.HostUnreachableException if the host can't be reached, or gave no answer within the budget: it
     *     may refuse any of them
     * @throws FloatingIpException if the host can be told of none, whatever the address
     */
    GroupHostReport refuseAll(Collection<IpAddress> addresses, Holder holder, Duration budget);
}
