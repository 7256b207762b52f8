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
 * An assigner whose network takes one address by a call: four methods, and the plainest {@link Traits}. A group of addresses
 * moves one after the other. Override {@link #traits()} together with the method that a trait promises.
 *
 * <p>What {@link IpAssigner} says of its methods is true of these: one attempt each, no retries, typed failures.
 */
public abstract class SingleIpAssigner implements IpAssigner {

    /** For subclasses. */
    protected SingleIpAssigner() {}

    /**
     * Who holds the address now. Reads only.
     *
     * @return all holders that the network shows; empty only when the network was asked and said that nobody holds it
     * @throws FloatingIpException when that can't be told; a failed or unknown answer is never an empty list
     */
    public abstract List<Holder> locate(IpAddress address);

    /**
     * One reading of the world for a move: the holders, and the interface of the target that can take the address. Reads
     * only.
     *
     * @return holders and placement; where the target holds the address already, the placement is the interface that does
     * @throws RefusedException the refusal that {@link #assign} would meet, of the type that names it
     * @throws FloatingIpException when the network can't be read
     */
    public abstract Survey survey(IpAddress address, HostId target);

    /**
     * Gives the address to the placement, whoever holds it now. Takes one attempt.
     *
     * @throws org.floatingip.failure.HolderChangedException if nobody was seen to hold the address, and somebody does now
     * @throws FloatingIpException if that was refused or failed
     */
    public abstract void assign(Transfer transfer);

    /**
     * Takes the address from that holder, and from nobody else. Takes one attempt.
     *
     * @throws org.floatingip.failure.HolderChangedException if that holder does not have it; nothing was changed
     * @throws FloatingIpException if that was refused or failed
     */
    public abstract void release(IpAddress address, Holder holder);

    /** The plainest. */
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

    /** Not called unless {@link Traits#putsBack()} is promised. */
    @Override
    public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
        throw new IllegalStateException("putsBack() is not one of " + traits());
    }

    /** Not called unless {@link Traits#knowsHosts()} is promised. */
    @Override
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        throw new IllegalStateException("knowsHosts() is not one of " + traits());
    }

    /** Empty: it can't say. */
    @Override
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        return List.of();
    }

    /** Empty. */
    @Override
    public List<String> warnings(List<Transfer> batch) {
        return List.of();
    }

    /** Empty; not called unless {@link Traits#diagnoses()} is promised. */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return List.of();
    }

    /** Empty; not called unless {@link Traits#diagnoses()} is promised. */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return List.of();
    }
}
