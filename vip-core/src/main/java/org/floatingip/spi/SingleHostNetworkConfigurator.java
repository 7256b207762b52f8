package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HostConfigurationException;

/**
 * A configurator that configures one address at a time, by three methods. They follow the rules of
 * {@link HostNetworkConfigurator}.
 */
public abstract class SingleHostNetworkConfigurator implements HostNetworkConfigurator {

    /** For subclasses. */
    protected SingleHostNetworkConfigurator() {}

    /**
     * Returns whether the host accepts the address. Changes nothing.
     *
     * @param placement the host, and the interface that the address should be on
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be asked
     * @throws FloatingIpException if that could not be found out
     */
    public abstract HostReport inspect(IpAddress address, Placement placement, Duration budget);

    /**
     * Makes the host accept packets for the address on the given interface.
     *
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached
     * @throws HostConfigurationException if the host can't be configured to
     */
    public abstract HostReport accept(IpAddress address, Placement placement, Duration budget);

    /**
     * Makes the host stop accepting packets for the address.
     *
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached
     * @throws HostConfigurationException if the host can't be configured to
     */
    public abstract HostReport drop(IpAddress address, Holder holder, Duration budget);

    /** Returns false. */
    @Override
    public final boolean severalAtOnce() {
        return false;
    }

    /** Returns false. Override it together with {@link #diagnose}. */
    @Override
    public boolean diagnoses() {
        return false;
    }

    /** Returns false. Override it together with {@link #acceptFor}. */
    @Override
    public boolean leases() {
        return false;
    }

    /** Throws UnsupportedOperationException. Called only if {@link #leases()}. */
    @Override
    public PerAddress<HostReport> acceptFor(
            List<IpAddress> addresses, Placement placement, Duration lease, Duration budget) {
        throw new UnsupportedOperationException("hosts of " + this + " accept addresses without an end only");
    }

    @Override
    public final PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
        return PerAddress.oneByOne(
                addresses, address -> inspect(address, placement, budget), HostConfigurationException.class);
    }

    @Override
    public final PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
        return PerAddress.oneByOne(
                addresses, address -> accept(address, placement, budget), HostConfigurationException.class);
    }

    @Override
    public final PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
        return PerAddress.oneByOne(
                addresses, address -> drop(address, holder, budget), HostConfigurationException.class);
    }

    /** Returns an empty list. Called only if {@link #diagnoses()}. */
    @Override
    public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        return List.of();
    }
}
