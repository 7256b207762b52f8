package org.floatingip.internal;

import java.time.Duration;
import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
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

    /** Gives the address to the target, whoever holds it. */
    public MoveResult move(HostId target, Duration timeout) {
        Operation operation = operation(timeout);
        return operation.run(() -> new MoveOperation(operation, target).run());
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
