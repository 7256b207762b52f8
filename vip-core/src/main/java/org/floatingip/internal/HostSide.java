package org.floatingip.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostConfigurationException;
import org.floatingip.HostId;
import org.floatingip.HostUnreachableException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * The hosts' side of one move: make before break. Without a configurator every method does nothing, and the ladder has no
 * rung of it. Used by one thread.
 */
final class HostSide {

    /** What breaking and undoing may take, each: neither is what the caller waits for. */
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final Operation op;
    private final @Nullable HostNetworkConfigurator hosts;
    private final List<String> warnings = new ArrayList<>();
    private final List<Holder> unsettled = new ArrayList<>();
    private final Set<HostId> unreachable;
    private @Nullable Placement added;
    private boolean standing;

    HostSide(Operation op, @Nullable HostNetworkConfigurator hosts) {
        this(op, hosts, new HashSet<>());
    }

    /**
     * The hosts' side of a move that is one of several.
     *
     * @param unreachable the hosts that could not be reached to refuse an address, shared by the moves: one that is dead
     *     costs its budget once
     */
    HostSide(Operation op, @Nullable HostNetworkConfigurator hosts, Set<HostId> unreachable) {
        this.op = op;
        this.hosts = hosts;
        this.unreachable = unreachable;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Who may still accept the address, though the network sends it elsewhere. */
    List<Holder> unsettled() {
        return unsettled;
    }

    /** Makes the target accept the address, before the first packet comes. */
    void make(Placement placement) {
        HostNetworkConfigurator configurator = hosts;
        if (configurator == null) {
            return;
        }
        Rung rung = op.ladder.begin(StepKind.HOST_READY);
        String doing = "making " + placement.host() + " accept " + op.address;
        try {
            HostReport report = op.read(
                    rung,
                    doing,
                    () -> Objects.requireNonNull(
                            configurator.accept(op.address, placement, op.deadline.remaining()), "the host's report"));
            if (!report.accepts()) {
                throw new HostConfigurationException(
                        placement.host(), "it does not accept the address: " + report.detail(), null);
            }
            standing = report.standing();
            if (report.changed() && !standing) {
                added = placement;
            }
            rung.end(StepOutcome.DONE, report.detail());
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.FAILED, e.getMessage());
            throw e;
        }
    }

    /**
     * Takes back what {@link #make} added, if the failure is known to have left the network as it was. Where that is not
     * known the target keeps accepting: an address that the network may send there must not be refused there.
     */
    void undoAfter(FloatingIpException failure) {
        if (failure.effect() == Effect.NONE) {
            undo(failure);
        }
    }

    /** Takes back what {@link #make} added, because of that failure, to which a failure of this one is added. */
    void undo(FloatingIpException failure) {
        FloatingIpException another = undo();
        if (another != null) {
            Operation.suppress(failure, another);
        }
    }

    /** Takes back what {@link #make} added; what failed in that, or null. */
    @Nullable
    FloatingIpException undo() {
        HostNetworkConfigurator configurator = hosts;
        Placement placement = added;
        if (configurator == null || placement == null) {
            return null;
        }
        HostId host = placement.host();
        if (unreachable.contains(host)) {
            op.ladder.skip(StepKind.UNDONE, host + " could not be reached before");
            return new HostUnreachableException(
                    host, "it could not be reached before, and may still accept " + op.address, null);
        }
        boolean interrupted = Thread.interrupted();
        Rung rung = op.ladder.begin(StepKind.UNDONE);
        try {
            rung.attempt();
            HostReport report = configurator.refuse(op.address, placement.asHolder(), BUDGET);
            rung.end(report.accepts() ? StepOutcome.FAILED : StepOutcome.DONE, report.detail());
            return report.accepts()
                    ? new HostConfigurationException(
                            host, "it still accepts " + op.address + ": " + report.detail(), null)
                    : null;
        } catch (RuntimeException e) {
            FloatingIpException typed = Operation.typed(e, Effect.NONE, "undoing what was added to " + host);
            if (typed instanceof HostUnreachableException) {
                unreachable.add(host);
            }
            rung.end(StepOutcome.UNKNOWN, typed.getMessage());
            return typed;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Makes those who held the address refuse it, unless hosts accept it for good. They may be dead: what fails here is a
     * warning.
     */
    void breakAt(List<Holder> displaced) {
        HostNetworkConfigurator configurator = hosts;
        if (configurator == null || standing) {
            return;
        }
        for (Holder holder : displaced) {
            if (unreachable.contains(holder.host())) {
                op.ladder.skip(StepKind.OLD_HOST_RELEASED, holder.host() + " could not be reached before");
                unsettled.add(holder);
                warnings.add(holder.host() + " may still accept " + op.address + ": it could not be reached");
            } else {
                refuse(holder, () -> configurator.refuse(op.address, holder, BUDGET));
            }
        }
    }

    /**
     * Like {@link #breakAt}, for hosts of which it is not known whether they accept it for good: they are asked that, and no
     * more. One that does not accept it now, since its interface is down, may still have it.
     */
    void settle(HostNetworkConfigurator configurator, List<Holder> losers) {
        for (Holder holder : losers) {
            Placement there =
                    Placement.builder(holder.host(), holder.interfaceId()).build();
            refuse(holder, () -> {
                HostReport now = configurator.inspect(op.address, there, BUDGET);
                return now.standing() ? now : configurator.refuse(op.address, holder, BUDGET);
            });
        }
    }

    private void refuse(Holder holder, Supplier<HostReport> refusal) {
        Rung rung = op.ladder.begin(StepKind.OLD_HOST_RELEASED);
        try {
            rung.attempt();
            HostReport report = refusal.get();
            boolean settled = !report.accepts() || report.standing();
            rung.end(settled ? StepOutcome.DONE : StepOutcome.FAILED, report.detail());
            if (!settled) {
                unsettled.add(holder);
                warnings.add(holder.host() + " still accepts " + op.address + ": " + report.detail());
            }
        } catch (RuntimeException e) {
            FloatingIpException typed = Operation.typed(e, Effect.NONE, "making " + holder + " refuse " + op.address);
            if (typed instanceof HostUnreachableException) {
                unreachable.add(holder.host());
            }
            rung.end(StepOutcome.FAILED, typed.getMessage());
            unsettled.add(holder);
            warnings.add(holder.host() + " may still accept " + op.address + ": " + typed.getMessage());
        }
    }
}
