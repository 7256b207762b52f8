package org.floatingip.event;

import java.util.List;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.internal.text.Holders;
import org.jspecify.annotations.Nullable;

/** What became of one address of an operation. Immutable. */
public final class AddressOutcome {

    private final IpAddress address;
    private final Outcome outcome;
    private final Effect effect;
    private final List<String> warnings;
    private final @Nullable MoveResult moved;
    private final @Nullable ReleaseResult released;
    private final @Nullable SettleResult settled;
    private final @Nullable FloatingIpException failure;

    private AddressOutcome(
            IpAddress address,
            Outcome outcome,
            Effect effect,
            List<String> warnings,
            @Nullable MoveResult moved,
            @Nullable ReleaseResult released,
            @Nullable SettleResult settled,
            @Nullable FloatingIpException failure) {
        this.address = Objects.requireNonNull(address, "address");
        this.outcome = outcome;
        this.effect = effect;
        this.warnings = List.copyOf(warnings);
        this.moved = moved;
        this.released = released;
        this.settled = settled;
        this.failure = failure;
    }

    /** That of an address which the target holds now: moved, or held before. */
    public static AddressOutcome moved(MoveResult result) {
        return new AddressOutcome(
                result.address(),
                result.moved() ? Outcome.MOVED : Outcome.ALREADY_HELD,
                result.moved() ? Effect.APPLIED : Effect.NONE,
                result.warnings(),
                result,
                null,
                null,
                null);
    }

    /** That of an address which was released. */
    public static AddressOutcome released(ReleaseResult result) {
        return new AddressOutcome(
                result.address(), Outcome.RELEASED, Effect.APPLIED, List.of(), null, result, null, null);
    }

    /** That of an address whose hosts were told to drop it. The network was not changed. */
    public static AddressOutcome settled(SettleResult result) {
        return new AddressOutcome(
                result.address(),
                result.complete() ? Outcome.SETTLED : Outcome.UNSETTLED,
                Effect.NONE,
                result.warnings(),
                null,
                null,
                result,
                null);
    }

    /**
     * That of an address which was refused, or failed.
     *
     * @param failure its own, or that of all
     * @param warnings what somebody should know beside that
     */
    public static AddressOutcome failed(IpAddress address, FloatingIpException failure, List<String> warnings) {
        return new AddressOutcome(
                address,
                failure instanceof RefusedException ? Outcome.REFUSED : Outcome.FAILED,
                failure.effect(),
                warnings,
                failure instanceof NotReassociatedException missing ? missing.moved() : null,
                null,
                null,
                failure);
    }

    /**
     * That of an address which is where it was, because others failed.
     *
     * @param failure of all, which says which others
     * @param warnings what somebody should know beside that
     */
    public static AddressOutcome restored(IpAddress address, FloatingIpException failure, List<String> warnings) {
        return new AddressOutcome(address, Outcome.RESTORED, Effect.NONE, warnings, null, null, null, failure);
    }

    /** Which address. */
    public IpAddress address() {
        return address;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Whether the network was changed, for this address. */
    public Effect effect() {
        return effect;
    }

    /**
     * Whether the network may have sent the address elsewhere than before, if only for a while: it was moved, released or
     * restored, or it failed and nobody knows that nothing was changed. Connections through it may be dead then.
     */
    public boolean mayHaveMoved() {
        return effect != Effect.NONE || outcome == Outcome.RESTORED;
    }

    /** Who lost the address, and may still accept it; give {@link #moved()} or {@link #settled()} to {@code settle(..)} later. */
    public List<Holder> unsettled() {
        return moved != null ? moved.unsettled() : settled != null ? settled.unsettled() : List.of();
    }

    /** What went wrong beside the operation and needs somebody's attention, each as a sentence. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * The result of its move; null if there is none. There may be one beside a {@link #failure()}: the address was moved, and what
     * hung on it could not be put back.
     */
    public @Nullable MoveResult moved() {
        return moved;
    }

    /** The result of its release; null if there is none. */
    public @Nullable ReleaseResult released() {
        return released;
    }

    /** The result of settling it; null if there is none. */
    public @Nullable SettleResult settled() {
        return settled;
    }

    /** Why it was refused, failed or restored; null if it was not. Addresses that failed together share it. */
    public @Nullable FloatingIpException failure() {
        return failure;
    }

    /** The same without the address. */
    String words() {
        StringBuilder words = new StringBuilder(
                switch (outcome) {
                    case MOVED, ALREADY_HELD -> whereItIs(Objects.requireNonNull(moved));
                    case RELEASED ->
                        "released from " + Objects.requireNonNull(released).from();
                    case SETTLED -> "settled";
                    case UNSETTLED -> "not settled";
                    case REFUSED -> "refused: " + why(Objects.requireNonNull(failure));
                    case FAILED -> "failed, effect " + effect + ": " + why(Objects.requireNonNull(failure));
                    case RESTORED -> "where it was, because others failed";
                    case NOTHING -> "nothing to do";
                });
        if (!unsettled().isEmpty()) {
            words.append(", still to settle: ").append(Holders.join(unsettled()));
        }
        warnings.forEach(warning -> words.append("; warning: ").append(warning));
        return words.toString();
    }

    private static String whereItIs(MoveResult result) {
        return result.moved()
                ? "moved from " + Holders.join(result.displaced()) + " to " + result.to()
                : "held by " + result.to() + " already";
    }

    private static String why(FloatingIpException failure) {
        return failure.type() + ": " + failure.getMessage();
    }

    /** For people and logs, for example {@code 10.0.1.12 moved from i-0a (eni-0a) to i-0b (eni-0b)}. */
    @Override
    public String toString() {
        return address + " " + words();
    }
}
