package org.floatingip.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.spi.GroupIpAssigner;

/**
 * Runs the operations on several addresses. Stateless between them; one instance serves many threads.
 *
 * @param addresses at least one, each once
 */
public record GroupEngine(List<IpAddress> addresses, Collaborators by) {

    public GroupEngine {
        addresses = List.copyOf(addresses);
    }

    /** Who holds each of the addresses now, asked until an answer comes. */
    public Map<IpAddress, List<Holder>> locate(Duration timeout) {
        return locate(new Deadline(by.ticker(), timeout), "looking who holds " + addresses.size() + " addresses");
    }

    /** Moves all of them. */
    public GroupMoveResult move(MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.complete();
        Deadline deadline = new Deadline(by.ticker(), order.timeout());
        return new GroupOperation(by, addresses, complete, null, allOrNothing, deadline).run();
    }

    /** Moves those that {@code from} of the order holds. */
    public GroupMoveResult evacuate(HostId from, MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.from(from).complete();
        Deadline deadline = new Deadline(by.ticker(), order.timeout());
        Map<IpAddress, List<Holder>> holders = locate(deadline, "looking what " + from + " holds");
        List<IpAddress> held = addresses.stream()
                .filter(address ->
                        Objects.requireNonNull(holders.get(address)).stream().anyMatch(holder -> holder.isOn(from)))
                .toList();
        return held.isEmpty()
                ? GroupMoveResult.of(complete.requiredTarget(), List.of(), deadline.startedAt(), deadline.elapsed())
                : new GroupOperation(by, held, complete, from, allOrNothing, deadline).run();
    }

    /** Makes hosts refuse what they lost by those moves, unless they hold it by now; all of that in one time. */
    public List<SettleResult> settle(List<MoveResult> moved, Duration timeout) {
        Deadline deadline = new Deadline(by.ticker(), timeout);
        Set<HostId> unreachable = new HashSet<>();
        List<SettleResult> results = new ArrayList<>();
        for (MoveResult result : moved) {
            try {
                results.add(
                        new MoveEngine(result.address(), by, null).settle(result.unsettled(), deadline, unreachable));
            } catch (FloatingIpException e) {
                if (results.isEmpty()) {
                    throw e;
                }
                // What was done for the others must not be lost.
                results.add(untouched(result, e));
            }
        }
        return List.copyOf(results);
    }

    private SettleResult untouched(MoveResult moved, FloatingIpException failure) {
        return SettleResult.of(
                moved.address(),
                List.of(),
                moved.unsettled(),
                List.of("no host was asked: " + failure.getMessage()),
                failure.steps().isEmpty()
                        ? moved.startedAt()
                        : failure.steps().get(0).startedAt(),
                Duration.ZERO,
                failure.steps());
    }

    private Map<IpAddress, List<Holder>> locate(Deadline deadline, String doing) {
        GroupIpAssigner network = OneByOne.unlessAble(by.assigner());
        Operation operation =
                by.operation(addresses.get(0), deadline, Listeners.none().events());
        return operation.run(() -> operation.plan(
                doing, () -> GroupAnswers.holders(network, addresses), found -> found.size() + " addresses"));
    }
}
