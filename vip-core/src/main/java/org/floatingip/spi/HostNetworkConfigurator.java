package org.floatingip.spi;

import java.time.Duration;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;

/**
 * Who makes a host accept an address, or refuse it: the host's own side of a move, beside the network's.
 *
 * <p>Each method is idempotent and returns what it observed at its end. A method that throws has left the host as it was, or
 * as it can be set right by calling it again. Implementations are safe for use by several threads, and keep to the budget.
 */
public interface HostNetworkConfigurator {

    /**
     * Whether the host accepts the address. Changes nothing.
     *
     * @param placement the host, and the interface that it should be on
     * @throws org.floatingip.HostUnreachableException if the host can't be asked
     * @throws FloatingIpException if that can't be told
     */
    HostReport inspect(IpAddress address, Placement placement, Duration budget);

    /**
     * Makes the host accept packets for the address on that interface.
     *
     * @throws org.floatingip.HostUnreachableException if the host can't be reached
     * @throws org.floatingip.HostConfigurationException if the host can't be made to
     */
    HostReport accept(IpAddress address, Placement placement, Duration budget);

    /**
     * Makes the host stop accepting packets for the address.
     *
     * @throws org.floatingip.HostUnreachableException if the host can't be reached
     * @throws org.floatingip.HostConfigurationException if the host can't be made to
     */
    HostReport refuse(IpAddress address, Holder holder, Duration budget);
}
