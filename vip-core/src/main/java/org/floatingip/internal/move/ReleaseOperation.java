package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.ReleaseResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * One release of addresses: look, take them from their holder, by as few calls as the network allows, verify that they are gone
 * from there. Each fares for itself. Used once, by one thread.
 */
final class ReleaseOperation {

    private final List<Operation> operations;
    private final Operation lead;
    private final HostId from;
    private final Map<Operation, ReleaseResult> released = new LinkedHashMap<>();
    private final Map<Operation, FloatingIpException> failures = new LinkedHashMap<>();

    /** @param operations one for each address, at least one, with the same deadline */
    ReleaseOperation(List<Operation> operations, HostId from) {
        this.operations = operations;
        this.lead = operations.get(0);
        this.from = from;
    }

    List<ReleaseResult> run() {
        Map<Operation, Holder> taken = new LinkedHashMap<>();
        Map<Operation, Effect> known = new LinkedHashMap<>();
        Map<Holder, List<Operation>> held = held();
        List<Operation> claimed = held.values().stream().flatMap(List::stream).toList();
        if (!claimed.isEmpty()) {
            Claiming.claim(claimed);
        }
        Map<Holder, Unassignment> unassignments = new LinkedHashMap<>();
        held.forEach((holder, holding) -> {
            Unassignment unassignment = new Unassignment(lead, holder, holding, "release");
            unassignments.put(holder, unassignment);
            while (!unassignment.isDone()) {
                unassignment.next();
            }
        });
        Unassignment.look(unassignments.values());
        held.forEach((holder, holding) -> {
            Unassignment unassignment = Objects.requireNonNull(unassignments.get(holder));
            for (Operation op : holding) {
                Unassignment.Taken what = unassignment.taken(op);
                if (what != null) {
                    taken.put(op, holder);
                    known.put(op, what.known());
                } else {
                    failures.put(op, Objects.requireNonNull(unassignment.failure(op)));
                }
            }
        });
        if (!taken.isEmpty()) {
            verify(taken, known);
        }
        return result();
    }

    /** The holders that are on that host, and which of the addresses each has; the others have failed. */
    private Map<Holder, List<Operation>> held() {
        Rungs rung = new Rungs(operations, StepKind.PLANNED);
        List<IpAddress> addresses = operations.stream().map(op -> op.address).toList();
        Map<IpAddress, List<Holder>> holders;
        try {
            holders = lead.read(
                    rung,
                    "reading who holds " + (addresses.size() == 1 ? addresses.get(0) : addresses),
                    () -> lead.network.locateAll(addresses));
        } catch (FloatingIpException e) {
            rung.end(StepOutcome.FAILED, e.getMessage());
            throw e;
        }
        rung.end(StepOutcome.DONE, op -> "held by " + words(Objects.requireNonNull(holders.get(op.address))));
        Map<Holder, List<Operation>> held = new LinkedHashMap<>();
        for (Operation op : operations) {
            List<Holder> all = Objects.requireNonNull(holders.get(op.address));
            all.stream()
                    .filter(candidate -> candidate.isOn(from))
                    .findFirst()
                    .ifPresentOrElse(
                            holder -> held.computeIfAbsent(holder, unused -> new ArrayList<>())
                                    .add(op),
                            () -> failures.put(op, new HolderChangedException(op.address, from, all, null)));
        }
        return held;
    }

    private void verify(Map<Operation, Holder> taken, Map<Operation, Effect> known) {
        Rungs rung = new Rungs(taken.keySet(), StepKind.VERIFIED);
        Backoff backoff = lead.backoff();
        List<Operation> left = new ArrayList<>(taken.keySet());
        Map<IpAddress, List<Holder>> seen = null;
        while (true) {
            FloatingIpException failure = null;
            try {
                rung.attempt();
                Map<IpAddress, List<Holder>> now = lead.network.locateAll(
                        left.stream().map(op -> op.address).toList());
                seen = now;
                for (Operation op : List.copyOf(left)) {
                    List<Holder> holders = Objects.requireNonNull(now.get(op.address));
                    if (holders.stream().noneMatch(candidate -> candidate.isOn(from))) {
                        rung.end(op, StepOutcome.DONE, "seen on " + words(holders));
                        left.remove(op);
                    }
                }
            } catch (FloatingIpException e) {
                failure = e;
            }
            boolean hopeless = failure != null && !failure.retryable();
            if (left.isEmpty() || hopeless || !backoff.pause()) {
                for (Operation op : left) {
                    List<Holder> last = seen == null ? null : seen.get(op.address);
                    rung.end(
                            op,
                            StepOutcome.UNKNOWN,
                            failure != null
                                    ? failure.getMessage()
                                    : "last seen on " + words(last == null ? List.of() : last));
                    failures.put(
                            op,
                            notVerified(
                                    op,
                                    Objects.requireNonNull(known.get(op)),
                                    Objects.requireNonNull(taken.get(op)),
                                    last,
                                    hopeless ? "reading the network failed" : lead.whyEnded(),
                                    failure));
                }
                taken.forEach((op, holder) -> {
                    if (!failures.containsKey(op)) {
                        released.put(
                                op,
                                ReleaseResult.of(
                                                op.address,
                                                holder,
                                                op.ladder.startedAt(),
                                                op.ladder.elapsed(),
                                                op.ladder.steps())
                                        .withOperationId(op.id));
                    }
                });
                return;
            }
        }
    }

    private static NotVerifiedException notVerified(
            Operation op,
            Effect effect,
            Holder holder,
            @Nullable List<Holder> observed,
            String why,
            @Nullable FloatingIpException cause) {
        return new NotVerifiedException(effect, op.address, "gone from " + holder, observed, why, cause);
    }

    private List<ReleaseResult> result() {
        List<ReleaseResult> done =
                operations.stream().map(released::get).filter(Objects::nonNull).toList();
        if (failures.isEmpty()) {
            return done;
        }
        Map<IpAddress, FloatingIpException> failed = new LinkedHashMap<>();
        for (Operation op : operations) {
            FloatingIpException failure = failures.get(op);
            if (failure != null) {
                failure.recordSteps(op.ladder.steps());
                failed.put(op.address, failure);
            }
        }
        throw new GroupReleaseException(
                from, done, failed, failed.values().iterator().next());
    }
}
