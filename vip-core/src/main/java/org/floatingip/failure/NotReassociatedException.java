package org.floatingip.failure;

import java.util.List;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.jspecify.annotations.Nullable;

/**
 * A handover cut off what depended on the address, in EC2 an Elastic IP, and it could not be put back, or was not seen
 * back in time. The address itself is where {@link #holder()} says. Traffic through the Elastic IP does not arrive.
 *
 * <p>Also found among the {@linkplain Throwable#getSuppressed() suppressed} exceptions of a handover that failed for
 * another reason after it had cut something off.
 */
public final class NotReassociatedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final @Nullable Holder holder;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Dependent> dependents;

    private volatile @Nullable MoveResult moved;

    /**
     * Creates the exception.
     *
     * @param effect of the handover: {@link Effect#APPLIED} if the network accepted one of its changes;
     *     {@link Effect#UNKNOWN} if no answer said so, so that somebody else may have moved the address
     * @param address the floating IP
     * @param holder the holder of the address, as far as is known; null for nobody, or not known
     * @param dependents what was cut off
     * @param why what prevented it from being put back
     * @param cause the last failure, or why the handover itself was undone, or null
     */
    public NotReassociatedException(
            Effect effect,
            IpAddress address,
            @Nullable Holder holder,
            List<Dependent> dependents,
            String why,
            @Nullable Throwable cause) {
        super(effect, message(address, holder, dependents, why), cause);
        this.address = Objects.requireNonNull(address, "address");
        this.holder = holder;
        this.dependents = List.copyOf(dependents);
    }

    private static String message(IpAddress address, @Nullable Holder holder, List<Dependent> dependents, String why) {
        return Dependent.join(dependents) + " was cut off from " + address
                + " by a handover, and is not seen to be back: "
                + why.replaceAll("\\.+$", "") + ". "
                + (holder == null
                        ? "Check who holds " + address + ", then associate "
                        : address + " is held by " + holder + ". Check where it is, then associate ")
                + String.join(" and ", dependents.stream().map(Dependent::id).toList()) + " with " + address
                + (holder == null ? "" : " of " + holder.interfaceId())
                + " by hand: repeating the move does not put it back.";
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the holder of the address, as far as is known; null for nobody, or not known. */
    public @Nullable Holder holder() {
        return holder;
    }

    /** Returns what was cut off from the address. */
    public List<Dependent> dependents() {
        return dependents;
    }

    /**
     * Returns the result of the move, if it brought the address to its target all the same; null otherwise. It has the
     * warnings, the change of the name, and the hosts that may still {@linkplain MoveResult#unsettled() accept} the
     * address. It can be given to {@link FloatingIp#settle(MoveResult)}.
     */
    public @Nullable MoveResult moved() {
        return moved;
    }

    /** Sets {@link #moved()}. For the engine only. */
    public void recordMoved(MoveResult result) {
        this.moved = Objects.requireNonNull(result, "result");
    }
}
