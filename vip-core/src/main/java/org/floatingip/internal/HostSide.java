package org.floatingip.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostConfigurationException;
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
    private @Nullable Placement added;
    private boolean standing;

    HostSide(Operation op, @Nullable HostNetworkConfigurator hosts) {
        this.op = op;
        this.hosts = hosts;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Makes the target accept the address, before the first packet comes. */
    void make(Placement placement) {
        HostNetworkConfigurator configurator = hosts;
        if (configurator == null) {
            return;
        }
        Ladder.Rung rung = op.ladder.begin(StepKind.HOST_READY);
        String doing = "making " + placement.host() + " accept " + op.address;
        try {
            HostReport report =
                    op.read(rung, doing, () -> configurator.accept(op.address, placement, op.deadline.remaining()));
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
        HostNetworkConfigurator configurator = hosts;
        Placement placement = added;
        if (configurator == null || placement == null || failure.effect() != Effect.NONE) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        Ladder.Rung rung = op.ladder.begin(StepKind.UNDONE);
        try {
            rung.attempt();
            HostReport report = configurator.refuse(op.address, placement.asHolder(), BUDGET);
            rung.end(report.accepts() ? StepOutcome.FAILED : StepOutcome.DONE, report.detail());
        } catch (RuntimeException e) {
            FloatingIpException typed =
                    Operation.typed(e, Effect.NONE, "undoing what was added to " + placement.host());
            rung.end(StepOutcome.UNKNOWN, typed.getMessage());
            Operation.suppress(failure, typed);
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
    void breakAt(List<Holder> displaced, Holder now) {
        HostNetworkConfigurator configurator = hosts;
        if (configurator == null || standing) {
            return;
        }
        for (Holder holder : displaced) {
            if (holder.host().equals(now.host())) {
                continue;
            }
            Ladder.Rung rung = op.ladder.begin(StepKind.OLD_HOST_RELEASED);
            try {
                rung.attempt();
                HostReport report = configurator.refuse(op.address, holder, BUDGET);
                rung.end(report.accepts() ? StepOutcome.FAILED : StepOutcome.DONE, report.detail());
                if (report.accepts()) {
                    warnings.add(holder.host() + " still accepts " + op.address + ": " + report.detail());
                }
            } catch (RuntimeException e) {
                FloatingIpException typed =
                        Operation.typed(e, Effect.NONE, "making " + holder + " refuse " + op.address);
                rung.end(StepOutcome.FAILED, typed.getMessage());
                warnings.add(holder.host() + " may still accept " + op.address + ": " + typed.getMessage());
            }
        }
    }
}
