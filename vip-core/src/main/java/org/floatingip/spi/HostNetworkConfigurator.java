package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;

/**
 * Who makes a host accept addresses, or drop them: the host's own side of a move, beside the network's. Extend
 * {@link SingleHostNetworkConfigurator} to tell a host of one address at a time; extend
 * {@link ForwardingHostNetworkConfigurator} to wrap one. Every method is abstract, so that who wraps one by hand loses nothing
 * in silence.
 *
 * <p>Each method is idempotent and returns what it observed at its end, for each of the addresses, each of which fares for
 * itself. A method that throws has left the host as it was, or as it can be set right by calling it again. Lists of addresses
 * have at least one, and each once. Implementations are safe for use by several threads, and keep to the budget, which is for
 * all of the addresses together.
 */
public interface HostNetworkConfigurator {

    /** Whether a call takes several addresses; if not, lists have one. Asks nobody; always the same. */
    boolean severalAtOnce();

    /** Whether it has more to say of a host than {@link #inspect}: {@link #diagnose}. Asks nobody; always the same. */
    boolean diagnoses();

    /** Whether a host can be made to accept an address for a time: {@link #acceptFor}. Asks nobody; always the same. */
    boolean leases();

    /**
     * Whether the host accepts the addresses. Changes nothing.
     *
     * @param placement the host, and the interface that they should be on
     * @return for each of the addresses a report, or why that can't be told
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be asked
     * @throws FloatingIpException if that can be told of none, whatever the address
     */
    PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget);

    /**
     * Makes the host accept packets for the addresses on that interface.
     *
     * @return for each of the addresses a report, or the {@link org.floatingip.failure.HostConfigurationException} that says why the
     *     host can't be made to. One that it says nothing of is not taken for accepted: before a move it is asked for again
     *     while there is time
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached, or gave no answer within the budget: it
     *     may accept any of them
     * @throws FloatingIpException if the host can be told of none, whatever the address
     */
    PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget);

    /**
     * Makes the host accept packets for the addresses on that interface for a time: it stops by itself, whatever has become of
     * us by then. Asking again before that renews it; {@link #accept} makes it accept them without an end. Called only where
     * it {@link #leases()}.
     *
     * @param lease how long from when the host is told, at least one second; whole seconds count. The host has stopped one
     *     second after that at the latest
     * @return as from {@link #accept}; the reports say {@linkplain HostReport#lease() for how long}
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached, or gave no answer within the budget: it
     *     may accept any of them, for no longer than the lease
     * @throws FloatingIpException if the host can be told of none, whatever the address
     * @throws UnsupportedOperationException if it does not lease
     */
    PerAddress<HostReport> acceptFor(List<IpAddress> addresses, Placement placement, Duration lease, Duration budget);

    /**
     * Makes the host drop the addresses: it stops accepting packets for them.
     *
     * @return for each of the addresses a report, or the {@link org.floatingip.failure.HostConfigurationException} that says why the
     *     host can't be made to. One that it says nothing of is taken for one that the host may still accept
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached, or gave no answer within the budget: it
     *     may have dropped any of them
     * @throws FloatingIpException if the host can be told of none, whatever the address
     */
    PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget);

    /**
     * What would keep the host from accepting the address, or from keeping it: who manages the interface, whether we may change
     * it. For {@link org.floatingip.FloatingIp#doctor(String...)}, which asks {@link #inspect} itself; called only where it
     * {@link #diagnoses()}. Changes nothing. A check that sometimes finds something wrong has a finding each time.
     *
     * @param placement the host, and the interface that the address should be on
     * @return findings whose subject is the host's id
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be asked
     * @throws FloatingIpException if that can't be told
     */
    List<Finding> diagnose(IpAddress address, Placement placement, Duration budget);
}
