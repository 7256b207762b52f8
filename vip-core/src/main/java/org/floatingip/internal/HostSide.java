package org.floatingip.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostConfigurationException;
import org.floatingip.HostId;
import org.floatingip.HostUnreachableException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * The hosts' side of one move: make before break, the breaking by {@link OldHosts} once packets have had time to follow.
 * Without a configurator every method does nothing, and the ladder has no rung of it. Used by one thread.
 */
final class HostSide {

    /** What breaking and undoing may take, each: neither is what the caller waits for. */
    static final Duration BUDGET = Duration.ofSeconds(2);

    private final Operation op;
    private final @Nullable Hosts hosts;
    private final List<String> warnings = new ArrayList<>();
    private final OldHosts oldHosts;
    private final Grace grace;
    private final Set<HostId> unreachable;
    private @Nullable Placement added;
    private @Nullable Placement found;
    private @Nullable Placement ahead;
    private @Nullable Placement target;
    private @Nullable Placement perhapsAdded;
    private boolean unanswered;
    private boolean standing;

    HostSide(Operation op, @Nullable Hosts hosts) {
        this(op, hosts, new HashSet<>());
    }

    /**
     * The hosts' side of a move that is one of several.
     *
     * @param unreachable the hosts that could not be reached to refuse an address, shared by the moves: one that is dead
     *     costs its budget once
     */
    HostSide(Operation op, @Nullable Hosts hosts, Set<HostId> unreachable) {
        this.op = op;
        this.hosts = hosts;
        this.unreachable = unreachable;
        this.oldHosts = new OldHosts(op, hosts, unreachable);
        this.grace = op.grace();
    }

    /** What went wrong beside the move, as sentences. */
    List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(oldHosts.warnings());
        return all;
    }

    OldHosts oldHosts() {
        return oldHosts;
    }

    /** Makes the target accept the address, before the first packet comes; what it said, or null without a configurator. */
    @Nullable
    HostReport make(Placement placement) {
        Hosts configurator = hosts;
        if (configurator == null) {
            return null;
        }
        Rung rung = op.ladder.begin(StepKind.HOST_READY);
        String doing = "making " + placement.host() + " accept " + op.address;
        try {
            HostReport report = op.read(rung, doing, () -> {
                try {
                    return configurator.accept(op.address, placement, op.deadline.remaining());
                } catch (HostUnreachableException e) {
                    unanswered();
                    throw e;
                }
            });
            made(placement, report);
            rung.end(StepOutcome.DONE, report.detail());
            return report;
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.FAILED, e.getMessage());
            throw e;
        }
    }

    /** An attempt to make the target accept the address got no answer: it may have been carried out. */
    void unanswered() {
        unanswered = true;
    }

    /**
     * Takes what the target said when it was to accept the address.
     *
     * @throws HostConfigurationException if it does not accept it
     */
    void made(Placement placement, HostReport report) {
        target = placement;
        if (!report.accepts()) {
            throw new HostConfigurationException(
                    placement.host(), "it does not accept the address: " + report.detail(), null);
        }
        standing = report.standing();
        if (!standing) {
            added = report.changed() ? placement : null;
            found = report.changed() ? null : placement;
            perhapsAdded = !report.changed() && unanswered ? placement : null;
        }
    }

    /** Goes by what the target was found to accept ahead of the move, in place of {@link #make}. */
    void madeAhead(HostReport report, Placement placement) {
        op.ladder.skip(StepKind.HOST_READY, "made ready ahead: " + report.detail());
        target = placement;
        standing = report.standing();
        ahead = placement;
    }

    /** Asks a target that was made ready ahead whether it still is: packets come to it by now. */
    void confirmReady() {
        Placement placement = ahead;
        if (placement != null) {
            found = placement;
            confirm();
            found = null;
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
        Hosts configurator = hosts;
        Placement placement = added;
        Placement perhaps = perhapsAdded;
        if (configurator != null && placement == null && perhaps != null) {
            String why = "whether it accepted it before is not known: an attempt to make it do so got no answer";
            op.ladder.skip(StepKind.UNDONE, perhaps.host() + ": " + why);
            return new HostConfigurationException(perhaps.host(), "it still accepts " + op.address + "; " + why, null);
        }
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
        } catch (FloatingIpException e) {
            if (e instanceof HostUnreachableException) {
                unreachable.add(host);
            }
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            return e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The target was seen to hold the address: from now on packets may still come to the old host for some time. */
    void seen() {
        grace.begin();
    }

    /** How long those who held the address have to go on accepting it; zero where nobody is made to refuse it. */
    Duration graceOf(List<Holder> displaced) {
        return hosts == null || standing || displaced.isEmpty() ? Duration.ZERO : grace.left();
    }

    /**
     * Makes those who held the address refuse it, unless hosts accept it for good; where packets follow the network's answer
     * late, after that time and another look.
     */
    void breakAt(List<Holder> displaced) {
        Duration wait = graceOf(displaced);
        if (wait.isZero()) {
            oldHosts.refuse(toRefuse(displaced));
            return;
        }
        Rung rung = op.ladder.begin(StepKind.VERIFIED);
        if (!op.await(wait)) {
            rung.end(StepOutcome.UNKNOWN, "interrupted while packets had time to follow");
            oldHosts.leave(displaced, "interrupted while packets may still have come to it");
            return;
        }
        Operation look = op.withBudget(BUDGET);
        try {
            List<Holder> now = look.read(rung, "looking who holds " + op.address + " before the refusal", look::locate);
            rung.end(StepOutcome.DONE, afterGrace(wait, now));
            oldHosts.refuse(toRefuse(displaced, now));
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.UNKNOWN, e.getMessage());
            couldNotLook(displaced, e);
        }
    }

    /** What the step says in which packets had time to follow. */
    static String afterGrace(Duration wait, List<Holder> now) {
        return "packets had " + wait.toMillis() + " ms to follow; then on " + MoveEngine.words(now);
    }

    /** Who of them has to refuse the address: nobody where hosts accept it for good. */
    List<Holder> toRefuse(List<Holder> displaced) {
        return hosts == null || standing ? List.of() : displaced;
    }

    /** The same after the grace: those who do not hold it again by now. */
    List<Holder> toRefuse(List<Holder> displaced, List<Holder> now) {
        Placement placement = target;
        if (placement != null && (now.size() != 1 || !OldHosts.isSame(now.get(0), placement.asHolder()))) {
            warnings.add(op.address + " was seen on " + placement.host() + ", and is on " + MoveEngine.words(now)
                    + " by now: somebody moved it on");
            // Whoever did has seen to the target.
            found = null;
        }
        return toRefuse(displaced).stream()
                .filter(holder -> now.stream().noneMatch(seen -> OldHosts.isSame(seen, holder)))
                .toList();
    }

    /** Nobody is made to refuse what it may hold again. */
    void couldNotLook(List<Holder> displaced, FloatingIpException failure) {
        oldHosts.leave(displaced, "it could not be seen whether it holds it again: " + failure.getMessage());
    }

    /**
     * Asks a target once more that accepted the address before this move: it may have held it until a moment ago, and whoever
     * took it away then may have made it refuse since.
     */
    void confirm() {
        Placement placement = found;
        if (hosts != null && placement != null) {
            confirmed(placement, acceptAgain(op, hosts, placement));
        }
    }

    /** Whether {@link #confirm()} would ask anybody. */
    boolean mustConfirm() {
        return hosts != null && found != null;
    }

    /**
     * Takes what the target said when it was asked once more.
     *
     * @param why why it does not accept the address any more, or null
     */
    void confirmed(Placement placement, @Nullable String why) {
        if (why != null) {
            warnings.add(placement.host() + " may not accept " + op.address + " any more: " + why);
        }
    }

    /** Has that host accept the address; why it does not, or null. */
    static @Nullable String acceptAgain(Operation op, Hosts configurator, Placement placement) {
        Rung rung = op.ladder.begin(StepKind.HOST_READY);
        try {
            rung.attempt();
            HostReport report = configurator.accept(op.address, placement, BUDGET);
            rung.end(report.accepts() ? StepOutcome.DONE : StepOutcome.FAILED, report.detail());
            return report.accepts() ? null : report.detail();
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.FAILED, e.getMessage());
            return e.getMessage();
        }
    }
}
