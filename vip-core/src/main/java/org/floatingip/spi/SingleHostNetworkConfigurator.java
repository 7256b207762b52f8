package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HostConfigurationException;

/**
 * A configurator that tells a host of one address at a time: three methods. What {@link HostNetworkConfigurator} says of its
 * methods is true of these.
 */
public abstract class SingleHostNetworkConfigurator implements HostNetworkConfigurator {

    /** For subclasses. */
    protected SingleHostNetworkConfigurator() {}

    /**
     * Whether the host accepts the address. Changes nothing.
     *
     * @param placement the host, and the interface that it should be on
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be asked
     * @throws FloatingIpException if that can't be told
     */
    public abstract HostReport inspect(IpAddress address, Placement placement, Duration budget);

    /**
     * Makes the host accept packets for the address on that interface.
     *
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached
     * @throws HostConfigurationException if the host can't be made to
     */
    public abstract HostReport accept(IpAddress address, Placement placement, Duration budget);

    /**
     * Makes the host stop accepting packets for the address.
     *
     * @throws org.floatingip.failure.HostUnreachableException if the host can't be reached
     * @throws HostConfigurationException if the host can't be made to
     */
    public abstract HostReport drop(IpAddress address, Holder holder, Duration budget);

    /** False. */
    @Override
    public final boolean severalAtOnce() {
        return false;
    }

    /** False; override it together with {@link #diagnose}. */
    @Override
    public boolean diagnoses() {
        return false;
    }

    /** False; override it together with {@link #acceptFor}. */
    @Override
    public boolean leases() {
        return false;
    }

    /** Unsupported; not called unless it {@link #leases()}. */
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

    /** Empty; not called unless it {@link #diagnoses()}. */
    @Override
    public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        return List.of();
    }
}
