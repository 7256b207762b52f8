package org.floatingip.internal.move;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.Claim;
import org.floatingip.GroupMovePlan;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.internal.plan.PlanText;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for: to whom, from whom, how, and in what time. Immutable.
 *
 * @param target who shall hold the address
 * @param from who must hold it; null for anybody
 * @param orUnheld whether nobody is as good as {@code from}
 * @param reassociate whether what a handover cuts off shall be put back
 * @param epoch of the caller's election; null for none
 */
public record MoveOrder(
        @Nullable HostId target,
        @Nullable HostId from,
        boolean orUnheld,
        MoveStrategy strategy,
        boolean reassociate,
        Duration timeout,
        @Nullable Long epoch) {

    /** A takeover by nobody yet, from anybody. */
    public static MoveOrder within(Duration timeout) {
        return new MoveOrder(null, null, false, MoveStrategy.TAKEOVER, false, timeout, null);
    }

    public MoveOrder to(HostId host) {
        return new MoveOrder(
                Objects.requireNonNull(host, "target"), from, orUnheld, strategy, reassociate, timeout, epoch);
    }

    public MoveOrder from(HostId host) {
        return new MoveOrder(
                target, Objects.requireNonNull(host, "from"), orUnheld, strategy, reassociate, timeout, epoch);
    }

    public MoveOrder acceptingUnheld() {
        return new MoveOrder(target, from, true, strategy, reassociate, timeout, epoch);
    }

    public MoveOrder by(MoveStrategy another) {
        return new MoveOrder(target, from, orUnheld, another, reassociate, timeout, epoch);
    }

    public MoveOrder reassociating() {
        return new MoveOrder(target, from, orUnheld, strategy, true, timeout, epoch);
    }

    public MoveOrder in(Duration another) {
        return new MoveOrder(target, from, orUnheld, strategy, reassociate, another, epoch);
    }

    /**
     * In that election.
     *
     * @throws IllegalArgumentException if it is below zero
     */
    public MoveOrder inEpoch(long election) {
        return new MoveOrder(target, from, orUnheld, strategy, reassociate, timeout, Claim.checkEpoch(election));
    }

    /**
     * This order, if it is whole.
     *
     * @throws IllegalStateException if something is missing that only the caller can know
     */
    public MoveOrder complete() {
        if (target == null) {
            throw new IllegalStateException("a move needs a target: call to(..)");
        }
        Flaw flaw = flaw();
        if (flaw != null) {
            throw new IllegalStateException(flaw.what() + ": call " + flaw.remedy());
        }
        return this;
    }

    /**
     * What a plan asks for, if it makes sense: a text is a plan only then, whoever wrote it.
     *
     * @throws IllegalArgumentException if no move could have given that plan
     */
    public static MoveOrder of(GroupMovePlan plan, Duration timeout) {
        MoveOrder order = new MoveOrder(
                plan.target(),
                plan.expectedHolder(),
                plan.orUnheld(),
                plan.strategy(),
                plan.reassociate(),
                timeout,
                plan.epoch());
        Flaw flaw = order.flaw();
        if (flaw != null) {
            throw PlanText.bad(flaw.what());
        }
        HostId evacuated = plan.evacuated();
        if (evacuated != null && (!evacuated.equals(order.from()) || order.orUnheld())) {
            throw PlanText.bad(
                    "an evacuation of " + evacuated + " takes from that host alone, and this would take from "
                            + (order.from() == null ? "anybody" : order.from())
                            + (order.orUnheld() ? ", or what nobody holds" : ""));
        }
        return order;
    }

    /**
     * What makes no sense of it, whoever the target is.
     *
     * @param remedy what a caller should have called
     */
    private record Flaw(String what, String remedy) {}

    private @Nullable Flaw flaw() {
        if (from == null && orUnheld) {
            return new Flaw("orUnheld() needs an expected holder", "from(..)");
        }
        if (from == null && strategy == MoveStrategy.HANDOVER) {
            return new Flaw("a handover needs the holder that hands over", "from(..)");
        }
        if (reassociate && strategy != MoveStrategy.HANDOVER) {
            return new Flaw(
                    "reassociate() needs a handover", "handover(); a takeover takes along what depends on the address");
        }
        return null;
    }

    /** For people, as far as it is set; begins with a space. */
    public String words() {
        return (target == null ? "" : " to " + target)
                + (from == null ? "" : " from " + from)
                + (orUnheld ? " or unheld" : "")
                + " by " + strategy
                + (reassociate ? ", reassociating," : "")
                + (epoch == null ? "" : " in epoch " + epoch)
                + " within " + timeout;
    }

    HostId requiredTarget() {
        return Objects.requireNonNull(target, "target");
    }

    /** Whether these holders meet the condition. */
    boolean accepts(List<Holder> holders) {
        return from == null
                || (holders.isEmpty() && orUnheld)
                || (holders.size() == 1 && holders.get(0).isOn(from));
    }

    /** Whether these holders are what was asked for: the target, and nobody beside it. */
    boolean isMetBy(List<Holder> holders) {
        return holders.size() == 1 && holders.get(0).isOn(requiredTarget());
    }

    /** Those of the holders that are other hosts than that one: a host keeps what it holds by another interface. */
    static List<Holder> others(List<Holder> holders, Holder now) {
        return Lists.filter(holders, holder -> !holder.host().equals(now.host()));
    }

    /** Those of the holders who would be displaced: all but the target. */
    List<Holder> displaced(List<Holder> holders) {
        return Lists.filter(holders, holder -> !holder.isOn(requiredTarget()));
    }

    /**
     * Whether somebody holds it who is neither the target nor was seen before: taking it from them would be a theft.
     *
     * @param known whom the survey showed
     */
    boolean somebodyNew(List<Holder> now, List<Holder> known) {
        // By interface: a host that lost its interface meanwhile leaves the same interface behind.
        return now.stream()
                .anyMatch(holder -> !holder.isOn(requiredTarget())
                        && known.stream().noneMatch(seen -> seen.interfaceId().equals(holder.interfaceId())));
    }

    /**
     * Whether repeating an assignment would take the address from nobody but those whom the caller meant, and the survey
     * showed.
     *
     * @param known whom the survey showed
     * @param seen whom the last attempt would have displaced
     */
    boolean mayRepeat(List<Holder> now, List<Holder> known, List<Holder> seen) {
        if (strategy == MoveStrategy.HANDOVER) {
            return now.isEmpty();
        }
        if (seen.isEmpty() && !now.isEmpty()) {
            return false;
        }
        return !somebodyNew(now, known) && accepts(now);
    }

    /**
     * Refuses holders that do not meet the condition.
     *
     * @throws HolderChangedException if these holders do not meet the condition
     */
    void check(IpAddress address, List<Holder> holders) {
        if (!accepts(holders)) {
            throw new HolderChangedException(address, from, holders, null);
        }
    }
}
