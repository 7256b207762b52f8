package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A claim to an address: the host that the caller's election chose, and the number of that election. An
 * {@link org.floatingip.spi.EpochLedger} records claims. Immutable.
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
     * Returns a claim.
     *
     * @param address the floating IP
     * @param epoch the number of the election; a later election has a higher number
     * @param target the host that was elected
     * @throws IllegalArgumentException if the epoch is below zero
     */
    public static Claim of(IpAddress address, long epoch, HostId target) {
        return new Claim(address, epoch, target);
    }

    /**
     * Returns the given epoch if it is valid.
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

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the number of the election; 0 or higher. */
    public long epoch() {
        return epoch;
    }

    /** Returns the host that was elected, as the caller named it. */
    public HostId target() {
        return target;
    }

    /**
     * Returns whether this claim may replace the recorded one. It may if there is none, if the recorded one has a lower
     * epoch, and if both are equal, so that a mover can retry.
     *
     * @param recorded the recorded claim; null for none
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

    /** Returns text such as {@code 10.0.1.12 for i-0b by epoch 7}. */
    @Override
    public String toString() {
        return address + " for " + target + " by epoch " + epoch;
    }
}
