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
 * A handover cut off what hung on the address, in EC2 an Elastic IP, and it could not be put back, or was not seen there in
 * time. The address itself is where {@link #holder()} says; what comes by the dependent does not arrive.
 *
 * <p>Also found among the {@linkplain Throwable#getSuppressed() suppressed} exceptions of a handover that failed for another
 * reason after it had cut something off.
 */
public final class NotReassociatedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;
    private final @Nullable Holder holder;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Dependent> dependents;

    private volatile @Nullable MoveResult moved;

    /**
     * What was cut off and is not back.
     *
     * @param effect of the handover: {@link Effect#APPLIED} where the network took a change of it, {@link Effect#UNKNOWN} where no
     *     answer said so, and somebody else may have brought the address there
     * @param address the floating IP
     * @param holder who holds the address, as far as is known; null for nobody, or not known
     * @param dependents what is not on it any more
     * @param why what stood against it
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
                        ? "Look who holds " + address + ", then associate "
                        : address + " is held by " + holder + ". Look where it is, then associate ")
                + String.join(" and ", dependents.stream().map(Dependent::id).toList()) + " with " + address
                + (holder == null ? "" : " of " + holder.interfaceId())
                + " by hand: a repeated move does not know of it.";
    }

    /** The floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Who holds the address, as far as is known; null for nobody, or not known. */
    public @Nullable Holder holder() {
        return holder;
    }

    /** What was on the address before, and is not any more. */
    public List<Dependent> dependents() {
        return dependents;
    }

    /**
     * What else the move came to, where it brought the address to its target all the same: who may still
     * {@linkplain MoveResult#unsettled() accept} it there, and can be given to {@link FloatingIp#settle(MoveResult)}; the warnings;
     * the change of the name. Null where the address did not get there.
     */
    public @Nullable MoveResult moved() {
        return moved;
    }

    /** Sets {@link #moved()}. Called by the engine; nobody else has a reason to. */
    public void recordMoved(MoveResult result) {
        this.moved = Objects.requireNonNull(result, "result");
    }
}
