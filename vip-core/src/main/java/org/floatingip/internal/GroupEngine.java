package org.floatingip.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.OutOfTimeException;
import org.floatingip.RefusedException;
import org.floatingip.SettleResult;
import org.floatingip.spi.GroupSurvey;
import org.jspecify.annotations.Nullable;

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
        return locate(by.deadline(timeout), "looking who holds " + addresses.size() + " addresses");
    }

    /** Moves all of them. */
    public GroupMoveResult move(MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.complete();
        Deadline deadline = by.deadline(order.timeout());
        return new GroupOperation(by, addresses, complete, null, null, allOrNothing, deadline).run();
    }

    /** Moves those that {@code from} of the order holds. */
    public GroupMoveResult evacuate(HostId from, MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.from(from).complete();
        Deadline deadline = by.deadline(order.timeout());
        HostId target = complete.requiredTarget();
        GroupSurvey survey = surveyIfClear(target, deadline, "looking what " + from + " holds");
        Map<IpAddress, List<Holder>> holders =
                survey == null ? locate(deadline, "looking what " + from + " holds") : holders(survey);
        List<IpAddress> held = addresses.stream()
                .filter(address ->
                        Objects.requireNonNull(holders.get(address)).stream().anyMatch(holder -> holder.isOn(from)))
                .toList();
        return held.isEmpty()
                ? GroupMoveResult.of(target, List.of(), deadline.startedAt(), deadline.elapsed())
                : new GroupOperation(by, held, complete, from, survey, allOrNothing, deadline).run();
    }

    /**
     * A survey of all addresses, which says of those that the host holds all that a move of them has to know. Null where it
     * refuses something: that may be an address which the host does not hold, or the room for more of them than come. Null
     * as well where a survey would cost calls for each address, most of which the host may not hold.
     */
    private @Nullable GroupSurvey surveyIfClear(HostId target, Deadline deadline, String doing) {
        if (!by.network().severalAtOnce()) {
            return null;
        }
        try {
            GroupSurvey found = read(deadline, doing, network -> network.surveyAll(addresses, target));
            return found.refusals().isEmpty() ? found : null;
        } catch (RefusedException e) {
            return null;
        }
    }

    private static Map<IpAddress, List<Holder>> holders(GroupSurvey survey) {
        Map<IpAddress, List<Holder>> holders = new LinkedHashMap<>();
        survey.surveys().forEach((address, found) -> holders.put(address, found.holders()));
        return holders;
    }

    /** Makes hosts refuse what they lost by those moves, unless they hold it by now; all of that in one time. */
    public List<SettleResult> settle(List<MoveResult> moved, Duration timeout) {
        Deadline deadline = by.deadline(timeout);
        Set<HostId> unreachable = new HashSet<>();
        List<SettleResult> results = new ArrayList<>();
        for (MoveResult result : moved) {
            try {
                if (!results.isEmpty() && deadline.passed()) {
                    throw new OutOfTimeException("settling " + result.address(), timeout, false, null);
                }
                results.add(
                        new MoveEngine(result.address(), by, null).settle(result.unsettled(), deadline, unreachable));
            } catch (FloatingIpException e) {
                if (results.isEmpty()) {
                    throw e;
                }
                // What was done for the others must not be lost.
                results.add(untouched(result, e));
            }
        }
        return List.copyOf(results);
    }

    private SettleResult untouched(MoveResult moved, FloatingIpException failure) {
        return SettleResult.of(
                moved.address(),
                List.of(),
                moved.unsettled(),
                List.of("no host was asked: " + failure.getMessage()),
                failure.steps().isEmpty()
                        ? moved.startedAt()
                        : failure.steps().get(0).startedAt(),
                Duration.ZERO,
                failure.steps());
    }

    private Map<IpAddress, List<Holder>> locate(Deadline deadline, String doing) {
        return read(deadline, doing, network -> network.locateAll(addresses));
    }

    private <T> T read(Deadline deadline, String doing, Function<Network, T> reading) {
        Operation operation =
                by.operation(addresses.get(0), deadline, Listeners.none().events());
        return operation.run(() -> operation.plan(
                doing, () -> reading.apply(operation.network), found -> addresses.size() + " addresses"));
    }
}
