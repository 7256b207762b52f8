package org.floatingip.spi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Finding;

/**
 * An assigner for a network that takes one address in a call, by four methods and with default {@link Traits}. A group
 * of addresses moves one after the other. If you override {@link #traits()}, override also the methods that its traits
 * promise.
 *
 * <p>The methods follow the rules of {@link IpAssigner}: one attempt each, no retries, typed failures.
 */
public abstract class SingleIpAssigner implements IpAssigner {

    /** For subclasses. */
    protected SingleIpAssigner() {}

    /**
     * Returns the current holders of the address. Reads only.
     *
     * @return all holders that the network shows; empty only if the network was asked and said that nobody holds the
     *     address
     * @throws FloatingIpException if the network gave no valid answer; a failed or unknown answer is never an empty
     *     list
     */
    public abstract List<Holder> locate(IpAddress address);

    /**
     * Returns what a move to the target needs to know: the current holders, and the interface of the target that can
     * take the address. Reads only.
     *
     * @return holders and placement; if the target holds the address already, the placement is the interface that does
     * @throws RefusedException the refusal that {@link #assign} would meet, of the type that names it
     * @throws FloatingIpException if the network can't be read
     */
    public abstract Survey survey(IpAddress address, HostId target);

    /**
     * Gives the address to the placement, whoever holds it now. Makes one attempt.
     *
     * @throws org.floatingip.failure.HolderChangedException if nobody was seen to hold the address, and somebody does
     *     now
     * @throws FloatingIpException if the change was refused or failed
     */
    public abstract void assign(Transfer transfer);

    /**
     * Takes the address from the given holder, and from nobody else. Makes one attempt.
     *
     * @throws org.floatingip.failure.HolderChangedException if the holder does not have it; nothing was changed
     * @throws FloatingIpException if the change was refused or failed
     */
    public abstract void release(IpAddress address, Holder holder);

    /** Returns {@link Traits#plain()}. */
    @Override
    public Traits traits() {
        return Traits.plain();
    }

    @Override
    public final Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, locate(address)));
        return found;
    }

    @Override
    public final PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        return PerAddress.oneByOne(addresses, address -> survey(address, target), RefusedException.class);
    }

    @Override
    public final void assign(List<Transfer> batch) {
        assign(one(batch));
    }

    @Override
    public final void release(List<IpAddress> addresses, Holder holder) {
        release(one(addresses), holder);
    }

    private static <T> T one(List<T> several) {
        if (several.size() != 1) {
            throw new IllegalArgumentException("this assigner takes one address a call, not " + several.size());
        }
        return several.get(0);
    }

    /** Throws IllegalStateException. Called only with {@link Traits#putsBack()}. */
    @Override
    public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
        throw new IllegalStateException("putsBack() is not one of " + traits());
    }

    /** Throws IllegalStateException. Called only with {@link Traits#knowsHosts()}. */
    @Override
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        throw new IllegalStateException("knowsHosts() is not one of " + traits());
    }

    /** Returns an empty list: the assigner can't tell. */
    @Override
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        return List.of();
    }

    /** Returns an empty list. */
    @Override
    public List<String> warnings(List<Transfer> batch) {
        return List.of();
    }

    /** Returns an empty list. Called only with {@link Traits#diagnoses()}. */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return List.of();
    }

    /** Returns an empty list. Called only with {@link Traits#diagnoses()}. */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return List.of();
    }
}
