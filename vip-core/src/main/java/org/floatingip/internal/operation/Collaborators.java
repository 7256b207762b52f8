package org.floatingip.internal.operation;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.floatingip.Effect;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationInfo;
import org.floatingip.event.OperationKind;
import org.floatingip.failure.UnavailableException;
import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.gate.Fence;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.gate.Listeners;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.EpochLedger;
import org.floatingip.spi.ReachabilityProbe;
import org.jspecify.annotations.Nullable;

/** Who does the work of an engine, as the caller brought them. Immutable. */
public record Collaborators(
        Network network,
        @Nullable Hosts hosts,
        @Nullable ReachabilityProbe probe,
        Listeners listeners,
        Clock clock,
        @Nullable EpochLedger ledger) {

    /**
     * The same for an operation of that epoch.
     *
     * @param epoch null for none
     * @param target who shall have the addresses
     * @throws IllegalStateException if there is an epoch and no ledger, or a ledger and no epoch
     */
    public Collaborators fenced(@Nullable Long epoch, HostId target) {
        if (ledger == null && epoch == null) {
            return this;
        }
        if (ledger == null) {
            throw new IllegalStateException(
                    "epoch " + epoch + " needs a ledger that remembers it: call fence(ledger) before build()");
        }
        if (epoch == null) {
            throw new IllegalStateException(
                    "behind a fence each change needs the number of the caller's election: call epoch(n)");
        }
        return new Collaborators(
                network.behind(new Fence(ledger, epoch, target)), hosts, probe, listeners, clock, ledger);
    }

    /**
     * The same, by which the target's host accepts addresses for that time.
     *
     * @throws IllegalStateException if there is nobody to tell hosts, or who there is can't
     */
    public Collaborators leasing(Duration time) {
        if (hosts == null || !hosts.leases()) {
            throw new IllegalStateException("hostLease(..) needs hosts that accept an address for a time: "
                    + (hosts == null
                            ? "call hosts(..) before build()"
                            : hosts.configurator() + " does not, leave it out"));
        }
        return new Collaborators(network, hosts.leasing(time), probe, listeners, clock, ledger);
    }

    /** A deadline that begins now, before anything was done. */
    public Deadline deadline(Duration timeout) {
        try {
            return new Deadline(clock, timeout);
        } catch (Clock.BrokenException e) {
            throw UnavailableException.unexpected(Effect.NONE, "reading the time", e);
        }
    }

    /** What an operation does on one address; it began with that deadline, and its steps are told there. */
    public Operation operation(IpAddress address, Deadline deadline, Telling telling) {
        Ladder ladder = new Ladder(clock, deadline, address, telling);
        return new Operation(address, telling.id(), network.afresh(), deadline, ladder, clock);
    }

    /**
     * Runs an operation that listeners and the log are told of, under an id of its own.
     *
     * @param about what is asked for
     * @param deadline began when the caller asked
     * @param body does it
     * @param outcomes what its result says of each address
     */
    public <T> T tell(
            Asked about, Deadline deadline, Function<Telling, T> body, Function<T, List<AddressOutcome>> outcomes) {
        OperationInfo operation = OperationInfo.builder(clock.operationId(), about.kind())
                .addresses(about.addresses())
                .target(about.target())
                .from(about.from())
                .startedAt(deadline.startedAt())
                .build();
        return Telling.run(operation, listeners, deadline, body, outcomes);
    }

    /**
     * What is asked for.
     *
     * @param target who shall get the addresses; null for nobody
     * @param from who shall not have them any more; null if nobody was named
     */
    public record Asked(
            OperationKind kind,
            List<IpAddress> addresses,
            @Nullable HostId target,
            @Nullable HostId from) {}
}
