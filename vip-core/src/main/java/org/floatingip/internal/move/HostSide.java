package org.floatingip.internal.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.operation.Grace;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Rung;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * The hosts' side of one move: make before break, the breaking by {@link OldHosts} once packets have had time to follow.
 * Without a configurator every method does nothing, and the ladder has no rung of it. Used by one thread.
 */
public final class HostSide {

    /** What breaking and undoing may take, each: neither is what the caller waits for. */
    public static final Duration BUDGET = Duration.ofSeconds(2);

    /** What each further address of one command may take beside that: the host is asked once. */
    static final Duration EACH_MORE = Duration.ofMillis(100);

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
    private @Nullable HostReport said;
    private boolean unanswered;
    private boolean standing;

    HostSide(Operation op, @Nullable Hosts hosts) {
        this(op, hosts, new HashSet<>());
    }

    /**
     * The hosts' side of a move that is one of several.
     *
     * @param unreachable the hosts that could not be reached to drop an address, shared by the moves: one that is dead
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
                } catch (FloatingIpException e) {
                    if (mayHaveRun(e)) {
                        unanswered(placement);
                    }
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

    /** Whether what failed so may have been carried out: no answer came. Whoever refuses answers, and does nothing. */
    static boolean mayHaveRun(FloatingIpException failure) {
        return failure instanceof HostUnreachableException
                || failure instanceof UnavailableException
                || failure instanceof OutOfTimeException;
    }

    /** An attempt to make the target accept the address got no answer: it may have been carried out. */
    void unanswered(Placement placement) {
        unanswered = true;
        perhapsAdded = placement;
    }

    /** Where {@link #make} added it; null if it did not. */
    @Nullable
    Placement added() {
        return added;
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
        said = report;
        standing = report.standing();
        perhapsAdded = null;
        if (!standing) {
            added = report.changed() ? placement : null;
            found = report.changed() ? null : placement;
            perhapsAdded = !report.changed() && unanswered ? placement : null;
        }
    }

    /** What the target said when it accepted the address; null if it did not. */
    @Nullable
    HostReport said() {
        return said;
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
     * How taking back ended.
     *
     * @param left what is left of it, to be told beside what the address failed by; null if nothing
     */
    record Undone(
            StepOutcome outcome, String detail, @Nullable FloatingIpException left) {}

    /** What an attempt left behind that got no answer, where {@link #added()} is null; null if there was none. */
    @Nullable
    FloatingIpException perhapsLeft() {
        Placement perhaps = perhapsAdded;
        if (hosts == null || perhaps == null) {
            return null;
        }
        String why = target == null
                ? "it may accept " + op.address + ": an attempt to make it do so got no answer"
                : "it still accepts " + op.address
                        + "; whether it accepted it before is not known: an attempt to make it do so got no answer";
        op.ladder.skip(StepKind.UNDONE, perhaps.host() + ": " + why);
        return new HostConfigurationException(perhaps.host(), why, null);
    }

    /** Takes back what {@link #make} added; only where {@link #added()} is not null. */
    Undone undo(Rung rung) {
        Placement placement = Objects.requireNonNull(added, "added");
        HostId host = placement.host();
        if (unreachable.contains(host)) {
            return new Undone(
                    StepOutcome.UNKNOWN,
                    host + " could not be reached before",
                    new HostUnreachableException(
                            host, "it could not be reached before, and may still accept " + op.address, null));
        }
        try {
            rung.attempt();
            HostReport report = Objects.requireNonNull(hosts, "hosts").drop(op.address, placement.asHolder(), BUDGET);
            return report.accepts()
                    ? new Undone(
                            StepOutcome.FAILED,
                            report.detail(),
                            new HostConfigurationException(
                                    host, "it still accepts " + op.address + ": " + report.detail(), null))
                    : new Undone(StepOutcome.DONE, report.detail(), null);
        } catch (FloatingIpException e) {
            if (e instanceof HostUnreachableException) {
                unreachable.add(host);
            }
            return new Undone(StepOutcome.UNKNOWN, e.getMessage(), e);
        }
    }

    /** Asks for what has to be known of the network, before anything is changed. */
    void ask() {
        grace.ask();
    }

    /** The target was seen to hold the address: from now on packets may still come to the old host for some time. */
    void seen() {
        grace.begin();
    }

    /** How long those who held the address have to go on accepting it; zero where nobody is made to drop it. */
    Duration graceOf(List<Holder> displaced) {
        return !drops() || displaced.isEmpty() ? Duration.ZERO : grace.left();
    }

    /** Whether old hosts are made to drop the address at all: not where hosts accept it for good. */
    boolean drops() {
        return hosts != null && !standing;
    }

    /** What the step says in which packets had time to follow. */
    static String afterGrace(Duration wait, List<Holder> now) {
        return "packets had " + wait.toMillis() + " ms to follow; then on " + Engine.words(now);
    }

    /** Who of them has to drop the address: nobody where hosts accept it for good. */
    List<Holder> toDrop(List<Holder> displaced) {
        return drops() ? displaced : List.of();
    }

    /** The same after the grace: those who do not hold it again by now. */
    List<Holder> toDrop(List<Holder> displaced, List<Holder> now) {
        Placement placement = target;
        if (placement != null && (now.size() != 1 || !OldHosts.isSame(now.get(0), placement.asHolder()))) {
            warnings.add(op.address + " was seen on " + placement.host() + ", and is on " + Engine.words(now)
                    + " by now: somebody else moved it");
            // Whoever did has seen to the target.
            found = null;
        }
        return toDrop(displaced).stream()
                .filter(holder -> now.stream().noneMatch(seen -> OldHosts.isSame(seen, holder)))
                .toList();
    }

    /** Nobody is made to drop what it may hold again. */
    void couldNotLook(List<Holder> displaced, FloatingIpException failure) {
        oldHosts.leave(displaced, "it could not be seen whether it holds it again: " + failure.getMessage());
    }

    /**
     * Asks a target once more that accepted the address before this move: it may have held it until a moment ago, and whoever
     * took it away then may have made it drop since.
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

    /** Has the target accept the address again; why it does not, or null. */
    @Nullable
    String acceptAgain() {
        return acceptAgain(op, Objects.requireNonNull(hosts), Objects.requireNonNull(target));
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
