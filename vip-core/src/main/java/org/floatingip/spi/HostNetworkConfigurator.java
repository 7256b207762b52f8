package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;

/**
 * Makes a host accept addresses, or drop them: the host's own side of a move. Extend
 * {@link SingleHostNetworkConfigurator} if you configure one address at a time. Extend
 * {@link ForwardingHostNetworkConfigurator} to wrap a configurator. Every method is abstract, so that a wrapper written
 * by hand can't forget one.
 *
 * <p>Each method is idempotent, and returns what it observed at its end. It reports on each address separately. A
 * method that throws has left the host as it was, or in a state that another call repairs. Lists of addresses have at
 * least one element, and no repetition. The budget is for all addresses together, and implementations keep to it. They
 * are safe for use by several threads.
 */
public interface HostNetworkConfigurator {

    /**
     * Returns whether one call takes several addresses. If not, the lists have one element. A constant; makes no
     * request.
     */
    boolean severalAtOnce();

    /** Returns whether {@link #diagnose} finds more than {@link #inspect}. A constant; makes no request. */
    boolean diagnoses();

    /**
     * Returns whether a host can accept an address for a limited time: {@link #acceptFor}. A constant; makes no
     * request.
     */
    boolean leases();

    /**
     * Returns whether the host accepts the addresses. Changes nothing.
     *
     * @param placement the host, and the interface that the addresses should be on
     * @return for each address a report, or why there is none
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be asked
     * @throws FloatingIpException if there is a report for none of the addresses, for a reason that has nothing to do
     *     with them
     */
    PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget);

    /**
     * Makes the host accept packets for the addresses on the given interface.
     *
     * @return for each address a report, or the {@link org.floatingip.failure.HostConfigurationException} that says why
     *     the host can't accept it. An address without either is not treated as accepted; before a move it is requested
     *     again while there is time
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached, or did not answer within
     *     the budget; it may accept any of the addresses
     * @throws FloatingIpException if the host can't be configured at all, whatever the address
     */
    PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget);

    /**
     * Makes the host accept packets for the addresses on the given interface for a limited time. The host then stops by
     * itself, even if this process is gone. Another call renews the lease; {@link #accept} removes the limit. Called
     * only if {@link #leases()}.
     *
     * @param lease the time, from when the host is told; at least one second, in whole seconds. The host stops at most
     *     one second after it has passed
     * @return as from {@link #accept}; the reports have the {@linkplain HostReport#lease() lease}
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached, or did not answer within
     *     the budget; it may accept any of the addresses, for no longer than the lease
     * @throws FloatingIpException if the host can't be configured at all, whatever the address
     * @throws UnsupportedOperationException if this configurator has no leases
     */
    PerAddress<HostReport> acceptFor(List<IpAddress> addresses, Placement placement, Duration lease, Duration budget);

    /**
     * Makes the host stop accepting packets for the addresses.
     *
     * @return for each address a report, or the {@link org.floatingip.failure.HostConfigurationException} that says why
     *     the host can't drop it. If an address has neither, the host may still accept it
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached, or did not answer within
     *     the budget; it may have dropped any of the addresses
     * @throws FloatingIpException if the host can't be configured at all, whatever the address
     */
    PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget);

    /**
     * Returns what would keep the host from accepting the address or from keeping it, such as the software that manages
     * the interface, or a missing permission to change it. Changes nothing. For
     * {@link org.floatingip.FloatingIp#doctor(String...)}, which calls {@link #inspect} itself. Called only if
     * {@link #diagnoses()}. Each check gives a finding every time, also if all is well.
     *
     * @param placement the host, and the interface that the address should be on
     * @return findings whose subject is the host's id
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be asked
     * @throws FloatingIpException if the checks could not be made
     */
    List<Finding> diagnose(IpAddress address, Placement placement, Duration budget);
}
