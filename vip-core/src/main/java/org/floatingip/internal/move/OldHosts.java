package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Rung;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * Makes hosts drop an address that they lost. They may be dead: what fails here is a warning. Used by one thread.
 *
 * <p>Somebody may bring the address back to such a host between the last look at the network and the drop, and it would
 * drop what it holds. So whoever drops looks once more afterwards, see {@link #lookedAgain}.
 */
final class OldHosts {

    private final Operation op;
    private final Set<HostId> unreachable;
    private final List<String> warnings = new ArrayList<>();
    private final List<Holder> unsettled = new ArrayList<>();
    private final List<Holder> dropped = new ArrayList<>();
    private final @Nullable Hosts configurator;

    /**
     * @param configurator null where nobody is to be asked
     * @param unreachable the hosts that could not be reached, shared by the moves of a group
     */
    OldHosts(Operation op, @Nullable Hosts configurator, Set<HostId> unreachable) {
        this.op = op;
        this.configurator = configurator;
        this.unreachable = unreachable;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Who may still accept the address, though the network sends it elsewhere. */
    List<Holder> unsettled() {
        return unsettled;
    }

    /** Makes those drop it who held it before a move, whatever is left of its time. */
    void drop(List<Holder> displaced) {
        for (Holder holder : displaced) {
            drop(holder, HostSide.BUDGET, budget -> hosts().drop(op.address, holder, budget));
        }
    }

    /**
     * Like {@link #drop}, for hosts of which it is not known whether they accept it for good: they are asked that, and no
     * more. One that does not accept it now, since its interface is down, may still have it. Within the operation's time.
     */
    void settle(List<Holder> losers) {
        for (Holder holder : losers) {
            Placement there = placement(holder);
            drop(holder, shorter(HostSide.BUDGET, op.deadline.remaining()), budget -> {
                Deadline both = op.deadline(budget);
                HostReport now = hosts().inspect(op.address, there, budget);
                return now.standing() ? now : hosts().drop(op.address, holder, both.remaining());
            });
        }
    }

    /** The same for one host and several addresses that it lost, by one command for asking and one for dropping. */
    static void settle(Hosts configurator, Holder holder, List<OldHosts> lost, Operation lead) {
        Duration budget = shorter(
                HostSide.BUDGET.plus(HostSide.EACH_MORE.multipliedBy(lost.size() - 1L)), lead.deadline.remaining());
        if (budget.isZero()) {
            lost.forEach(one -> one.settle(List.of(holder)));
            return;
        }
        Map<IpAddress, OldHosts> left = new LinkedHashMap<>();
        lost.forEach(one -> left.put(one.op.address, one));
        Rungs rung = new Rungs(lost.stream().map(one -> one.op).toList(), StepKind.OLD_HOST_RELEASED);
        Deadline both = lead.deadline(budget);
        rung.attempt();
        take(
                holder,
                left,
                rung,
                addresses -> configurator.inspectAll(addresses, placement(holder), budget),
                HostReport::standing);
        if (!left.isEmpty()) {
            take(
                    holder,
                    left,
                    rung,
                    addresses -> configurator.dropAll(addresses, holder, both.remaining()),
                    report -> true);
        }
    }

    /** Takes what a host said of those that are left: those are done with that failed, or whose report is enough. */
    private static void take(
            Holder holder,
            Map<IpAddress, OldHosts> left,
            Rungs rung,
            Function<List<IpAddress>, PerAddress<HostReport>> call,
            Predicate<HostReport> enough) {
        PerAddress<HostReport> answer;
        try {
            answer = call.apply(List.copyOf(left.keySet()));
        } catch (FloatingIpException e) {
            left.values().forEach(one -> one.settled(holder, rung, null, e));
            left.clear();
            return;
        }
        for (OldHosts one : List.copyOf(left.values())) {
            HostReport report = answer.value(one.op.address);
            FloatingIpException failure = answer.failure(one.op.address);
            if (report == null || enough.test(report)) {
                left.remove(one.op.address);
                one.settled(
                        holder,
                        rung,
                        report,
                        failure != null
                                ? failure
                                : UnavailableException.withoutEffect(
                                        "settling " + holder, "its answer says nothing of " + one.op.address, null));
            }
        }
    }

    private void settled(Holder holder, Rungs rung, @Nullable HostReport report, FloatingIpException failure) {
        if (report != null) {
            rung.end(op, answered(holder, report), report.detail());
        } else {
            failed(holder, failure);
            rung.end(op, StepOutcome.FAILED, failure.getMessage());
        }
    }

    private void drop(Holder holder, Duration budget, Function<Duration, HostReport> drop) {
        if (unreachable.contains(holder.host()) || budget.isZero()) {
            String why = budget.isZero() ? "there was no time left to ask it" : "it could not be reached before";
            op.ladder.skip(StepKind.OLD_HOST_RELEASED, holder.host() + ": " + why);
            unsettled(holder, " may still accept ", why);
            return;
        }
        Rung rung = op.ladder.begin(StepKind.OLD_HOST_RELEASED);
        try {
            rung.attempt();
            HostReport report = drop.apply(budget);
            rung.end(answered(holder, report), report.detail());
        } catch (FloatingIpException e) {
            failed(holder, e);
            rung.end(StepOutcome.FAILED, e.getMessage());
        }
    }

    /** Takes what a host said when it was to drop the address; how the step ends. */
    StepOutcome answered(Holder holder, HostReport report) {
        boolean settled = !report.accepts() || report.standing();
        if (!report.standing()) {
            dropped.add(holder);
        }
        if (!settled) {
            unsettled(holder, " still accepts ", report.detail());
        }
        return settled ? StepOutcome.DONE : StepOutcome.FAILED;
    }

    /** Takes what failed when a host was to drop the address. */
    void failed(Holder holder, FloatingIpException failure) {
        if (failure instanceof HostUnreachableException) {
            unreachable.add(holder.host());
        }
        // No answer is no proof that it was not carried out.
        dropped.add(holder);
        unsettled(holder, " may still accept ", failure.getMessage());
    }

    /** Leaves those as they are, who may still accept the address. */
    void leave(List<Holder> holders, String why) {
        for (Holder holder : holders) {
            op.ladder.skip(StepKind.OLD_HOST_RELEASED, holder.host() + ": " + why);
            unsettled(holder, " may still accept ", why);
        }
    }

    private void unsettled(Holder holder, String verb, @Nullable String why) {
        unsettled.add(holder);
        warnings.add(holder.host() + verb + op.address + ": " + why);
    }

    /** Whether somebody was made to drop the address, and could have been given it again meanwhile. */
    boolean mustLookAgain() {
        return !dropped.isEmpty();
    }

    /** Whether one of those that were made to drop the address is among these. */
    boolean isDroppedAmong(List<Holder> now) {
        return dropped.stream().anyMatch(holder -> anySame(now, holder));
    }

    /** Who of those that were made to drop the address holds it by now accepts it again. */
    void lookedAgain(List<Holder> now) {
        for (Holder holder : dropped) {
            now.stream().filter(seen -> isSame(seen, holder)).findFirst().ifPresent(seen -> cameBack(holder, seen));
        }
    }

    private void cameBack(Holder holder, Holder seen) {
        // A lease is the target's: nobody would renew it here.
        String why = HostSide.acceptAgain(op, hosts().forGood(), placementNow(seen));
        unsettled.remove(holder);
        if (why != null) {
            unsettled.add(holder);
        }
        warnings.add(op.address + " came back to " + seen + " while that host was made to drop it; the host "
                + (why == null
                        ? "accepts it again"
                        : "may not accept it: " + why + "; another move to it makes it accept the address"));
    }

    /**
     * Where the address is, in the network's own words: by its holder alone a host can't tell which interface is meant where
     * several are in a subnet of the address, or none is.
     */
    private Placement placementNow(Holder seen) {
        try {
            Placement surveyed = op.network.survey(op.address, seen.host()).placement();
            if (surveyed.asHolder().equals(seen)) {
                return surveyed;
            }
        } catch (FloatingIpException e) {
            // Whoever holds it is known all the same, and has to accept it.
        }
        return placement(seen);
    }

    /** What is said where nobody could be seen after the drop. */
    void couldNotLookAgain(String why) {
        warnings.add("it could not be seen whether " + op.address + " came back to " + words(dropped)
                + " while that was made to drop it: " + why);
    }

    /** By its interface too: one that was attached to nothing when it lost the address may belong to a host by now. */
    static boolean isSame(Holder now, Holder then) {
        return now.host().equals(then.host()) || now.interfaceId().equals(then.interfaceId());
    }

    /** Whether the holder, by its host or by its interface, is one of those. */
    static boolean anySame(List<Holder> holders, Holder holder) {
        return holders.stream().anyMatch(known -> isSame(known, holder));
    }

    private Hosts hosts() {
        return Objects.requireNonNull(configurator, "configurator");
    }

    private static Placement placement(Holder holder) {
        return Placement.builder(holder.host(), holder.interfaceId()).build();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
