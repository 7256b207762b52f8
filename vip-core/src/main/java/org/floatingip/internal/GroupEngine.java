package org.floatingip.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
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

    /** Makes those hosts refuse that address, unless they hold it by now. */
    public SettleResult settle(IpAddress address, List<Holder> hosts, Duration timeout) {
        return new MoveEngine(address, by, null).settle(hosts, timeout);
    }

    private Map<IpAddress, List<Holder>> locate(Deadline deadline, String doing) {
        GroupIpAssigner network = OneByOne.unlessAble(by.assigner());
        Operation operation =
                by.operation(addresses.get(0), deadline, Listeners.none().events());
        return operation.run(() -> operation.plan(
                doing, () -> GroupAnswers.holders(network, addresses), found -> found.size() + " addresses"));
    }
}
