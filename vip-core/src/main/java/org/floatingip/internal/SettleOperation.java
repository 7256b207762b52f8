package org.floatingip.internal;

import static org.floatingip.internal.Engine.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.SettleResult;

/**
 * Makes hosts refuse an address that they lost while they could not be reached. Looks first: who holds the address by now is
 * left alone. Used once, by one thread.
 */
final class SettleOperation {

    private final Operation op;
    private final OldHosts oldHosts;
    private final List<Holder> hosts;
    private long droppedNanos;

    /** @param unreachable the hosts that could not be reached, shared by the operations of a group */
    SettleOperation(Operation op, Hosts configurator, List<Holder> hosts, Set<HostId> unreachable) {
        this.op = op;
        this.oldHosts = new OldHosts(op, configurator, unreachable);
        this.hosts = hosts;
    }

    /** Looks, and makes those drop it that do not hold it by now. */
    SettleOperation drop() {
        // An answer may be older than the call: whoever was given the address just before must not be made to drop it.
        Duration old = op.readLag().minus(op.deadline.elapsed());
        if (!hosts.isEmpty() && (old.compareTo(op.deadline.remaining()) > 0 || !op.await(old))) {
            throw op.outOfTime("waiting for answers that are new", null);
        }
        // Nothing to do is no reason to ask anybody.
        List<Holder> now = hosts.isEmpty()
                ? List.of()
                : op.plan("looking who holds " + op.address, op::locate, found -> "held by " + words(found));
        List<Holder> losers = hosts.stream()
                .filter(host -> now.stream().noneMatch(holder -> OldHosts.isSame(holder, host)))
                .toList();
        oldHosts.settle(losers);
        droppedNanos = op.nanoTime();
        return this;
    }

    /** Looks once more, by an answer that is younger than that. */
    SettleResult finish() {
        if (oldHosts.mustLookAgain()) {
            Duration old = op.readLag().minusNanos(op.nanoTime() - droppedNanos);
            if (old.compareTo(op.deadline.remaining()) > 0 || !op.await(old)) {
                oldHosts.couldNotLookAgain(
                        op.outOfTime("waiting for answers that are new", null).getMessage());
            } else {
                oldHosts.lookAgain();
            }
        }
        List<Holder> settled = new ArrayList<>(hosts);
        settled.removeAll(oldHosts.unsettled());
        return SettleResult.of(
                op.address,
                settled,
                oldHosts.unsettled(),
                oldHosts.warnings(),
                op.ladder.startedAt(),
                op.ladder.elapsed(),
                op.ladder.steps());
    }
}
