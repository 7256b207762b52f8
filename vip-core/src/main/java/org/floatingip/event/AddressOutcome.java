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

/** The outcome of an operation for one of its addresses. Immutable. */
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

    /** Returns the outcome for an address that the target holds now: it was moved, or the target held it before. */
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

    /** Returns the outcome for an address that was released. */
    public static AddressOutcome released(ReleaseResult result) {
        return new AddressOutcome(
                result.address(), Outcome.RELEASED, Effect.APPLIED, List.of(), null, result, null, null);
    }

    /** Returns the outcome for an address whose former hosts were told to drop it. The network was not changed. */
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
     * Returns the outcome for an address that was refused, or failed.
     *
     * @param failure the failure of this address, or the one that all addresses share
     * @param warnings other things that need attention, each as a sentence
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
     * Returns the outcome for an address that is back where it was, or never left, because other addresses failed.
     *
     * @param failure the failure of the whole operation, which names the addresses that failed
     * @param warnings other things that need attention, each as a sentence
     */
    public static AddressOutcome restored(IpAddress address, FloatingIpException failure, List<String> warnings) {
        return new AddressOutcome(address, Outcome.RESTORED, Effect.NONE, warnings, null, null, null, failure);
    }

    /** Returns the address. */
    public IpAddress address() {
        return address;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Returns whether the network was changed for this address. */
    public Effect effect() {
        return effect;
    }

    /**
     * Returns whether the network may have sent the address to another host, if only for a while. That is so if it was
     * moved, released or restored, or if it failed and an unchanged network is not certain. Connections through it may
     * then be dead.
     */
    public boolean mayHaveMoved() {
        return effect != Effect.NONE || outcome == Outcome.RESTORED;
    }

    /**
     * Returns the hosts that lost the address and may still accept it. To clean up later, give {@link #moved()} or
     * {@link #settled()} to {@code settle(..)}.
     */
    public List<Holder> unsettled() {
        return moved != null ? moved.unsettled() : settled != null ? settled.unsettled() : List.of();
    }

    /** Returns what went wrong besides the operation itself and needs attention, each as a sentence. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Returns the result of the move; null if there is none. It can stand beside a {@link #failure()}: the address was
     * moved, but what depended on it could not be put back.
     */
    public @Nullable MoveResult moved() {
        return moved;
    }

    /** Returns the result of the release; null if there is none. */
    public @Nullable ReleaseResult released() {
        return released;
    }

    /** Returns the result of settling; null if there is none. */
    public @Nullable SettleResult settled() {
        return settled;
    }

    /**
     * Returns why the address was refused, failed or was restored; null if it was not. Addresses that failed together
     * share one exception.
     */
    public @Nullable FloatingIpException failure() {
        return failure;
    }

    /** {@link #toString()} without the address. */
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

    /**
     * Returns one line for people and logs, for example {@code 10.0.1.12 moved from i-0a (eni-0a) to i-0b (eni-0b)}.
     */
    @Override
    public String toString() {
        return address + " " + words();
    }
}
