package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Finding;

/**
 * A configurator that forwards every call to another one. Extend it to add metrics, logging and the like, and override
 * only the methods you need.
 */
public abstract class ForwardingHostNetworkConfigurator implements HostNetworkConfigurator {

    private final HostNetworkConfigurator delegate;

    /**
     * Creates a configurator that forwards to another one.
     *
     * @param delegate the configurator that does the work; not closed by this one
     */
    protected ForwardingHostNetworkConfigurator(HostNetworkConfigurator delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** Returns the configurator that does the work. */
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

    /** Returns the name of the class and the configurator that it wraps. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + delegate + "]";
    }
}
