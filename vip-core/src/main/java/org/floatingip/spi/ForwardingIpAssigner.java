package org.floatingip.spi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.doctor.Finding;

/**
 * An assigner that forwards every call to another one. Extend it to add metrics, logging and the like, and override
 * only the methods you need. Its {@link #traits()} are those of the assigner that it wraps.
 */
public abstract class ForwardingIpAssigner implements IpAssigner {

    private final IpAssigner delegate;

    /**
     * Creates an assigner that forwards to another one.
     *
     * @param delegate the assigner that does the work; not closed by this one
     */
    protected ForwardingIpAssigner(IpAssigner delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** Returns the assigner that does the work. */
    protected final IpAssigner delegate() {
        return delegate;
    }

    @Override
    public Traits traits() {
        return delegate.traits();
    }

    @Override
    public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        return delegate.locate(addresses);
    }

    @Override
    public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        return delegate.survey(addresses, target);
    }

    @Override
    public void assign(List<Transfer> batch) {
        delegate.assign(batch);
    }

    @Override
    public void release(List<IpAddress> addresses, Holder holder) {
        delegate.release(addresses, holder);
    }

    @Override
    public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
        delegate.putBack(address, placement, dependents);
    }

    @Override
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        return delegate.ownAddresses(hosts);
    }

    @Override
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        return delegate.explain(batch, strategy, cutOff);
    }

    @Override
    public List<String> warnings(List<Transfer> batch) {
        return delegate.warnings(batch);
    }

    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return delegate.diagnoseAddress(address, survey);
    }

    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return delegate.diagnoseTarget(address, survey);
    }

    /** Returns the name of the class and the assigner that it wraps. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + delegate + "]";
    }
}
