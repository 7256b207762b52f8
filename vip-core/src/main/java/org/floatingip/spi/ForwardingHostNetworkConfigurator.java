package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;

/**
 * A configurator around another one, for metrics, logging and the like: override what you want to see, and nothing is lost.
 */
public abstract class ForwardingHostNetworkConfigurator implements HostNetworkConfigurator {

    private final HostNetworkConfigurator delegate;

    /** @param delegate who does the work; not closed by this one */
    protected ForwardingHostNetworkConfigurator(HostNetworkConfigurator delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** Who does the work. */
    protected final HostNetworkConfigurator delegate() {
        return delegate;
    }

    @Override
    public boolean severalAtOnce() {
        return delegate.severalAtOnce();
    }

    @Override
    public boolean diagnoses() {
        return delegate.diagnoses();
    }

    @Override
    public PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
        return delegate.inspect(addresses, placement, budget);
    }

    @Override
    public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
        return delegate.accept(addresses, placement, budget);
    }

    @Override
    public boolean leases() {
        return delegate.leases();
    }

    @Override
    public PerAddress<HostReport> acceptFor(
            List<IpAddress> addresses, Placement placement, Duration lease, Duration budget) {
        return delegate.acceptFor(addresses, placement, lease, budget);
    }

    @Override
    public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
        return delegate.drop(addresses, holder, budget);
    }

    @Override
    public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        return delegate.diagnose(address, placement, budget);
    }

    /** The class, and what it wraps. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + delegate + "]";
    }
}
