package org.floatingip.internal;

import java.time.Duration;
import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.ReleaseResult;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;

/** Runs the operations on one address. Stateless between them; one instance serves many threads. */
public final class MoveEngine {

    private final IpAddress address;
    private final IpAssigner assigner;
    private final Ticker ticker;

    public MoveEngine(IpAddress address, IpAssigner assigner, Ticker ticker) {
        this.address = address;
        this.assigner = assigner;
        this.ticker = ticker;
    }

    /** Who holds the address now, asked until an answer comes. */
    public List<Holder> locate(Duration timeout) {
        Operation operation = operation(timeout);
        return operation.run(() -> operation.plan(
                "looking who holds " + address, operation::locate, holders -> "held by " + words(holders)));
    }

    /** Carries out a move. */
    public MoveResult move(MoveOrder order) {
        Operation operation = operation(order.timeout());
        return operation.run(() -> new MoveOperation(operation, order.complete()).run());
    }

    /** Says what a move would do, changing nothing. */
    public MovePlan plan(MoveOrder order) {
        Operation operation = operation(order.timeout());
        return operation.run(() -> new MoveOperation(operation, order.complete()).plan());
    }

    /** Carries out a plan, if the world is still as it was. */
    public MoveResult apply(MovePlan plan, Duration timeout) {
        MoveOrder order =
                new MoveOrder(plan.target(), plan.expectedHolder(), plan.orUnheld(), plan.strategy(), timeout);
        Operation operation = operation(timeout);
        return operation.run(() -> new MoveOperation(operation, order.complete()).apply(plan));
    }

    /** Takes the address from {@code from}, if it holds it. */
    public ReleaseResult release(HostId from, Duration timeout) {
        Operation operation = operation(timeout);
        return operation.run(() -> new ReleaseOperation(operation, from).run());
    }

    private Operation operation(Duration timeout) {
        return new Operation(address, assigner, new Deadline(ticker, timeout), ticker);
    }

    static String words(List<Holder> holders) {
        return holders.isEmpty()
                ? "nobody"
                : String.join(" and ", holders.stream().map(Holder::toString).toList());
    }
}
