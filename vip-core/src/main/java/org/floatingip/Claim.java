package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may have an address by the caller's election: what an {@link org.floatingip.spi.EpochLedger} keeps of it. Immutable.
 */
public final class Claim implements Serializable {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final long epoch;
    private final HostId target;

    private Claim(IpAddress address, long epoch, HostId target) {
        this.address = Objects.requireNonNull(address, "address");
        this.epoch = checkEpoch(epoch);
        this.target = Objects.requireNonNull(target, "target");
    }

    /**
     * A claim.
     *
     * @param address the floating IP
     * @param epoch the number of the election; a later one has a higher number
     * @param target the host that was elected
     * @throws IllegalArgumentException if the epoch is below zero
     */
    public static Claim of(IpAddress address, long epoch, HostId target) {
        return new Claim(address, epoch, target);
    }

    /**
     * That epoch.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public static long checkEpoch(long epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("an epoch is 0 or higher, not " + epoch
                    + ": take a number that rises with each election, such as a czxid, or a build's number");
        }
        return epoch;
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** The number of the election; 0 or higher. */
    public long epoch() {
        return epoch;
    }

    /** The host that was elected, as its mover named it. */
    public HostId target() {
        return target;
    }

    /**
     * Whether this may be recorded in place of that one: where there is none, where its epoch is lower, and where it is the same,
     * so that the same mover's retry converges.
     *
     * @param recorded null for none
     */
    public boolean mayReplace(@Nullable Claim recorded) {
        return recorded == null || recorded.epoch < epoch || equals(recorded);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Claim that
                && address.equals(that.address)
                && epoch == that.epoch
                && target.equals(that.target);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, epoch, target);
    }

    /** For example {@code 10.0.1.12 for i-0b by epoch 7}. */
    @Override
    public String toString() {
        return address + " for " + target + " by epoch " + epoch;
    }
}
