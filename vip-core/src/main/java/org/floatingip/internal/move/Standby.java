package org.floatingip.internal.move;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.event.OperationKind;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.StaleStandbyException;
import org.floatingip.internal.operation.Telling;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;

/**
 * A move of addresses that was surveyed ahead of time, with what has become of its target since. Safe for use by several
 * threads.
 */
public final class Standby {

    /**
     * What is known of the way.
     *
     * @param ready what the target said of those that it was made ready for; none if it was not, or a move has used it up
     * @param keepsReady whether each refresh shall make it ready again
     */
    private record Prepared(PerAddress<Survey> survey, Map<IpAddress, HostReport> ready, boolean keepsReady) {

        Prepared notReady() {
            return new Prepared(survey, Map.of(), keepsReady);
        }
    }

    /** The one state of a standby and all that {@link #orMove()} makes of it: there is only one target to be ready. */
    private static final class Shared {

        private Prepared prepared;

        Shared(Prepared prepared) {
            this.prepared = prepared;
        }

        synchronized Prepared get() {
            return prepared;
        }

        /** What was there before. */
        synchronized Prepared update(UnaryOperator<Prepared> change) {
            Prepared before = prepared;
            prepared = change.apply(before);
            return before;
        }
    }

    private final Engine engine;
    private final MoveOrder order;
    private final boolean fallBack;
    private final Shared shared;

    private Standby(Engine engine, MoveOrder order, boolean fallBack, Shared shared) {
        this.engine = engine;
        this.order = order;
        this.fallBack = fallBack;
        this.shared = shared;
    }

    /** Surveys such a move now. */
    public static Standby of(Engine engine, MoveOrder order) {
        return new Standby(engine, order, false, new Shared(new Prepared(engine.survey(order), Map.of(), false)));
    }

    /** Who will hold each of the addresses, and on which interface. */
    public Map<IpAddress, Holder> targets() {
        Map<IpAddress, Holder> targets = new LinkedHashMap<>();
        PerAddress<Survey> survey = shared.get().survey();
        engine.addresses()
                .forEach(address ->
                        targets.put(address, survey.get(address).placement().asHolder()));
        return targets;
    }

    /** Reads everything again, and makes the target ready again if it was made so. */
    public void refresh() {
        Prepared before = shared.get();
        PerAddress<Survey> survey = engine.survey(order);
        if (before.keepsReady()) {
            makeReady(before, survey);
        } else {
            store(before, new Prepared(survey, Map.of(), false));
        }
    }

    /** Makes the target accept the addresses now. */
    public void makeReady() {
        Prepared before = shared.get();
        makeReady(before, before.survey());
    }

    /** A target that could not be made ready is not taken for ready, whatever it said before. */
    private void makeReady(Prepared before, PerAddress<Survey> survey) {
        Prepared found = new Prepared(survey, Map.of(), before.keepsReady());
        try {
            found = new Prepared(survey, engine.makeReady(order, survey), true);
        } finally {
            store(before, found);
        }
    }

    /** Takes what was just found out; what somebody else did meanwhile makes readiness doubtful, and it is not relied on. */
    private void store(Prepared before, Prepared found) {
        shared.update(now -> now.equals(before) ? found : new Prepared(found.survey(), Map.of(), now.keepsReady()));
    }

    /** Makes the target drop those of the addresses that it does not hold by now. */
    public List<SettleResult> standDown() {
        shared.update(now -> new Prepared(now.survey(), Map.of(), false));
        Map<IpAddress, List<Holder>> lost = new LinkedHashMap<>();
        targets().forEach((address, target) -> lost.put(address, List.of(target)));
        return engine.settle(lost, order.timeout());
    }

    /** The same standby, with the same readiness, that makes a full move of what has gone stale. */
    public Standby orMove() {
        return new Standby(engine, order, true, shared);
    }

    /** The same standby, with the same readiness, in that epoch. */
    public Standby inEpoch(long epoch) {
        return new Standby(engine, order.inEpoch(epoch), fallBack, shared);
    }

    /** Gives the addresses to the target: one operation, whatever it takes. */
    public GroupMoveResult execute() {
        Standby fenced = new Standby(engine.fenced(order.epoch(), order.requiredTarget()), order, fallBack, shared);
        return fenced.executeFenced();
    }

    private GroupMoveResult executeFenced() {
        Deadline whole = engine.by().deadline(order.timeout());
        return engine.tell(
                Engine.asked(OperationKind.STANDBY, engine.addresses(), order),
                whole,
                telling -> execute(whole, telling));
    }

    private GroupMoveResult execute(Deadline whole, Telling telling) {
        // Used up: whoever moves the addresses next may make this target drop them.
        Prepared known = shared.update(Prepared::notReady);
        try {
            return engine.moveBySurvey(order, known.survey(), known.ready(), whole, telling);
        } catch (GroupMoveException e) {
            List<IpAddress> stale = engine.addresses().stream()
                    .filter(address -> e.failures().get(address) instanceof StaleStandbyException)
                    .toList();
            if (!fallBack || stale.isEmpty()) {
                throw e;
            }
            return moveInstead(e, stale, whole, telling);
        }
    }

    /** A full move of what was stale, told together with what the first attempt came to. */
    private GroupMoveResult moveInstead(
            GroupMoveException first, List<IpAddress> stale, Deadline whole, Telling telling) {
        Map<IpAddress, MoveResult> moved = new HashMap<>();
        Map<IpAddress, FloatingIpException> failures = new HashMap<>(first.failures());
        failures.keySet().removeAll(stale);
        first.moved().forEach(result -> moved.put(result.address(), result));
        boolean nothingElse = moved.isEmpty() && failures.isEmpty();
        GroupMoveException again = null;
        try {
            Deadline anew = engine.by().deadline(order.timeout());
            engine.of(stale)
                    .moveFully(order, anew, telling)
                    .results()
                    .forEach(result -> moved.put(result.address(), result));
        } catch (FloatingIpException e) {
            Map<IpAddress, FloatingIpException> second = failures(e, stale);
            second.forEach((address, failure) ->
                    keepWhatIsLeft(Objects.requireNonNull(first.failures().get(address)), failure));
            if (nothingElse) {
                throw e;
            }
            failures.putAll(second);
            if (e instanceof GroupMoveException some) {
                again = some;
                some.moved().forEach(result -> moved.put(result.address(), result));
            }
        }
        List<MoveResult> there = inOrder(moved);
        if (failures.isEmpty()) {
            return GroupMoveResult.of(first.target(), there, whole.startedAt(), whole.elapsed())
                    .withOperationId(telling.id());
        }
        Map<IpAddress, FloatingIpException> failed = new LinkedHashMap<>();
        engine.addresses().forEach(address -> failed.computeIfAbsent(address, failures::get));
        GroupMoveException partial = new GroupMoveException(
                first.target(),
                there,
                failed,
                List.of(),
                failed.values().iterator().next());
        for (IpAddress address : failed.keySet()) {
            GroupMoveException told = stale.contains(address) ? again : first;
            if (told != null) {
                partial.recordAddress(address, told.stepsOf(address), told.warningsOf(address));
            }
        }
        throw partial;
    }

    private List<MoveResult> inOrder(Map<IpAddress, MoveResult> moved) {
        return engine.addresses().stream()
                .map(moved::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** What a failure of all of them comes to for each. */
    private static Map<IpAddress, FloatingIpException> failures(FloatingIpException whole, List<IpAddress> stale) {
        Map<IpAddress, FloatingIpException> failures = new LinkedHashMap<>();
        if (whole instanceof GroupMoveException some) {
            failures.putAll(some.failures());
        } else {
            // One that is refused refuses all, also those that nothing speaks against.
            Map<IpAddress, ? extends FloatingIpException> own =
                    whole instanceof GroupRefusedException refused ? refused.refusals() : Map.of();
            stale.forEach(address -> failures.put(address, own.containsKey(address) ? own.get(address) : whole));
        }
        return failures;
    }

    /** What the first attempt left on the target is there yet. */
    private static void keepWhatIsLeft(FloatingIpException first, FloatingIpException second) {
        for (Throwable left : first.getSuppressed()) {
            if (left != second) {
                second.addSuppressed(left);
            }
        }
    }
}
