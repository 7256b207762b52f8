package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.SettleResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.operation.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Makes hosts drop addresses that they lost while they could not be reached: one look for all of them, one command for each
 * host, one look afterwards. Who holds an address by now is left alone. Used once, by one thread.
 */
final class SettleOperation {

    /**
     * One address.
     *
     * @param hosts who has lost it
     * @param refusal why nobody can be asked to drop it; null if they can
     * @param warning what was known of it before; null for nothing
     */
    private record One(
            Operation op,
            OldHosts oldHosts,
            List<Holder> hosts,
            @Nullable RefusedException refusal,
            @Nullable String warning) {}

    private final Operation lead;
    private final Hosts configurator;
    private final List<One> all = new ArrayList<>();

    /** The hosts that could not be reached: one that is dead costs its budget once. */
    private final Set<HostId> unreachable = new HashSet<>();

    /** @param operations one for each address, at least one, with the same deadline */
    SettleOperation(List<Operation> operations, Hosts configurator, Lost lost) {
        this.lead = operations.get(0);
        this.configurator = configurator;
        for (Operation op : operations) {
            all.add(new One(
                    op,
                    new OldHosts(op, configurator, unreachable),
                    Objects.requireNonNull(lost.hosts().get(op.address)),
                    lost.refusals().get(op.address),
                    lost.warnings().get(op.address)));
        }
    }

    List<SettleResult> run() {
        for (One one : all) {
            if (one.refusal() != null) {
                one.oldHosts().leave(one.hosts(), one.refusal().getMessage());
            }
        }
        // Nothing to do is no reason to ask anybody.
        List<One> asked = all.stream()
                .filter(one -> !one.hosts().isEmpty() && one.refusal() == null)
                .toList();
        if (!asked.isEmpty()) {
            drop(asked);
            long droppedNanos = lead.nanoTime();
            lookAgain(
                    asked.stream().filter(one -> one.oldHosts().mustLookAgain()).toList(), droppedNanos);
        }
        return all.stream().map(SettleOperation::result).toList();
    }

    /** The same for hosts that shall drop it whoever holds it: nobody is looked at, before or after. */
    List<SettleResult> runWhoeverHolds() {
        Map<Holder, List<One>> hosts = new LinkedHashMap<>();
        for (One one : all) {
            one.hosts()
                    .forEach(host -> hosts.computeIfAbsent(host, unused -> new ArrayList<>())
                            .add(one));
        }
        tell(hosts);
        return all.stream().map(SettleOperation::result).toList();
    }

    /** Looks, and makes those drop it that do not hold it by now. */
    private void drop(List<One> asked) {
        // An answer may be older than the call: whoever was given the address just before must not be made to drop it.
        Duration old = lead.readLag().minus(lead.deadline.elapsed());
        if (old.compareTo(lead.deadline.remaining()) > 0 || !lead.await(old)) {
            throw lead.outOfTime("waiting for up-to-date answers", null);
        }
        Rungs rung = rungs(asked, StepKind.PLANNED);
        Map<IpAddress, List<Holder>> now;
        try {
            now = lead.read(rung, "reading who holds " + count(asked), () -> lead.network.locateAll(addresses(asked)));
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.FAILED, e.getMessage());
            throw e;
        }
        rung.end(StepOutcome.DONE, op -> "held by " + words(Objects.requireNonNull(now.get(op.address))));
        Map<Holder, List<One>> losers = new LinkedHashMap<>();
        for (One one : asked) {
            List<Holder> holders = Objects.requireNonNull(now.get(one.op().address));
            one.hosts().stream()
                    .filter(host -> holders.stream().noneMatch(holder -> OldHosts.isSame(holder, host)))
                    .forEach(host -> losers.computeIfAbsent(host, unused -> new ArrayList<>())
                            .add(one));
        }
        tell(losers);
    }

    /** One command for each host, where that is possible. */
    private void tell(Map<Holder, List<One>> losers) {
        losers.forEach((host, lost) -> {
            if (lost.size() == 1 || !configurator.severalAtOnce() || unreachable.contains(host.host())) {
                lost.forEach(one -> one.oldHosts().settle(List.of(host)));
            } else {
                OldHosts.settle(
                        configurator, host, lost.stream().map(One::oldHosts).toList(), lead);
            }
        });
    }

    /** Looks once more, by an answer that is younger than that. */
    private void lookAgain(List<One> told, long droppedNanos) {
        if (told.isEmpty()) {
            return;
        }
        Duration old = lead.readLag().minusNanos(lead.nanoTime() - droppedNanos);
        if (old.compareTo(lead.deadline.remaining()) > 0 || !lead.await(old)) {
            told.forEach(one -> one.oldHosts()
                    .couldNotLookAgain(lead.outOfTime("waiting for up-to-date answers", null)
                            .getMessage()));
            return;
        }
        Operation look = lead.withBudget(HostSide.BUDGET);
        Rungs rung = rungs(told, StepKind.VERIFIED);
        try {
            Map<IpAddress, List<Holder>> now = look.read(
                    rung,
                    "reading who holds " + count(told) + " after the drop",
                    () -> lead.network.locateAll(addresses(told)));
            rung.end(StepOutcome.DONE, op -> "after the drop on " + words(Objects.requireNonNull(now.get(op.address))));
            told.forEach(one -> one.oldHosts().lookedAgain(Objects.requireNonNull(now.get(one.op().address))));
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            told.forEach(one -> one.oldHosts().couldNotLookAgain(e.getMessage()));
        }
    }

    private static SettleResult result(One one) {
        List<Holder> settled = new ArrayList<>(one.hosts());
        settled.removeAll(one.oldHosts().unsettled());
        List<String> warnings = new ArrayList<>();
        if (one.warning() != null) {
            warnings.add(one.warning());
        }
        warnings.addAll(one.oldHosts().warnings());
        return SettleResult.of(
                        one.op().address,
                        settled,
                        one.oldHosts().unsettled(),
                        warnings,
                        one.op().ladder.startedAt(),
                        one.op().ladder.elapsed(),
                        one.op().ladder.steps())
                .withOperationId(one.op().id);
    }

    private static Rungs rungs(List<One> several, StepKind kind) {
        return new Rungs(several.stream().map(One::op).toList(), kind);
    }

    private static List<IpAddress> addresses(List<One> several) {
        return several.stream().map(one -> one.op().address).toList();
    }

    private static String count(List<One> several) {
        return several.size() == 1 ? several.get(0).op().address.toString() : several.size() + " addresses";
    }
}
