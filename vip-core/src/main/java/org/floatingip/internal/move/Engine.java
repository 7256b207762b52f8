package org.floatingip.internal.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.gate.Listeners;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.names.Names;
import org.floatingip.internal.operation.Collaborators;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/**
 * Runs the operations on addresses, always as a batch: one address is a batch of one, whose one result is
 * given and whose one failure is thrown. Stateless between operations; one instance serves many threads.
 *
 * @param addresses at least one, each once
 * @param names what names them; null for nobody
 */
public record Engine(
        List<IpAddress> addresses,
        Collaborators by,
        @Nullable Names names) {

    public Engine {
        addresses = List.copyOf(addresses);
    }

    /** The same for some of the addresses. */
    Engine of(List<IpAddress> some) {
        return new Engine(some, by, names);
    }

    /** The one address, or the first. */
    public IpAddress address() {
        return addresses.get(0);
    }

    /** Who holds each of the addresses now, asked until an answer comes. */
    public Map<IpAddress, List<Holder>> locate(Duration timeout) {
        return locate(by.deadline(timeout), "looking who holds " + what());
    }

    // ---- moves

    /** Moves all of them. */
    public GroupMoveResult move(MoveOrder order, boolean allOrNothing) {
        return moving(order.complete(), allOrNothing).run(Surveying.now());
    }

    /** Moves those that {@code from} holds. */
    public GroupMoveResult evacuate(HostId from, MoveOrder order, boolean allOrNothing) {
        Evacuation evacuation = evacuation(from, order);
        return evacuation.held().isEmpty()
                ? nothing(evacuation.order(), evacuation.deadline())
                : evacuation.move(this, allOrNothing, by.listeners()).run(evacuation.surveying());
    }

    /** Says what a move of all of them would do, changing nothing. */
    public GroupMovePlan plan(MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.complete();
        return new Move(by, addresses, names, complete, allOrNothing, by.deadline(order.timeout()), Listeners.none())
                .plan(Surveying.now());
    }

    /** The same of those that {@code from} holds. */
    public GroupMovePlan planEvacuation(HostId from, MoveOrder order, boolean allOrNothing) {
        Evacuation evacuation = evacuation(from, order);
        if (!evacuation.held().isEmpty()) {
            return evacuation.move(this, allOrNothing, Listeners.none()).plan(evacuation.surveying());
        }
        return GroupMovePlan.builder()
                .target(evacuation.order().requiredTarget())
                .strategy(order.strategy())
                .expectedHolder(from)
                .reassociate(order.reassociate())
                .evacuated(from)
                .allOrNothing(allOrNothing)
                .plannedAt(evacuation.deadline().startedAt())
                .build();
    }

    /** Carries out a plan for addresses of these, if the world is still as it was. */
    public GroupMoveResult apply(GroupMovePlan plan, Duration timeout) {
        MoveOrder order = MoveOrder.of(plan, timeout);
        Deadline deadline = by.deadline(timeout);
        if (plan.plans().isEmpty()) {
            return nothing(order, deadline);
        }
        Move move = new Move(by, plan.addresses(), names, order, plan.allOrNothing(), deadline, by.listeners());
        move.courses().forEach(course -> course.expect(plan.plan(course.address())));
        HostId evacuated = plan.evacuated();
        return move.run(evacuated == null ? Surveying.now() : Surveying.evacuation(evacuated, null));
    }

    /** Reads what a move of all of them needs to know, and checks it, changing nothing. */
    PerAddress<Survey> survey(MoveOrder order) {
        return untold(order).survey(Surveying.now());
    }

    /**
     * Moves them as they were surveyed ahead of time.
     *
     * @param survey of each of them
     * @param ready what the target said of those that it was made to accept ahead of the move
     */
    GroupMoveResult moveBySurvey(MoveOrder order, PerAddress<Survey> survey, Map<IpAddress, HostReport> ready) {
        if (addresses.stream()
                .anyMatch(address -> order.isMetBy(survey.get(address).holders()))) {
            // It was there then: whether it still is, and accepts it, has to be asked.
            return move(order, false);
        }
        Move move = moving(order.complete(), false);
        move.courses().forEach(course -> course.prepared(ready.get(course.address())));
        return move.run(Surveying.prepared(survey));
    }

    /** Makes the target of a move accept the addresses ahead of it; what it said of each. */
    Map<IpAddress, HostReport> makeReady(MoveOrder order, PerAddress<Survey> survey) {
        Hosts unused = configurator("make the target ready");
        return untold(order).makeReady(survey);
    }

    /**
     * The one result of a batch of one, or the one failure.
     *
     * @param batch an operation of an engine of one address
     */
    public static <T> T leaf(Supplier<T> batch) {
        try {
            return batch.get();
        } catch (GroupMoveException e) {
            throw e.failures().values().iterator().next();
        } catch (GroupRefusedException e) {
            throw e.refusals().values().iterator().next();
        } catch (GroupReleaseException e) {
            throw e.failures().values().iterator().next();
        }
    }

    // ---- the rest

    /** Takes the addresses from {@code from}, those that it holds; each fares for itself. */
    public List<ReleaseResult> release(HostId from, Duration timeout) {
        Deadline deadline = by.deadline(timeout);
        List<Operation> operations = operations(addresses, deadline);
        return operations.get(0).run(() -> new ReleaseOperation(operations, from).run());
    }

    /**
     * Makes hosts drop what they lost, unless they hold it by now; all of that in one time. All are told before any is looked at
     * again, so that one wait for new answers is enough.
     *
     * @param lost which hosts have lost which of the addresses
     * @return for each of these
     */
    public List<SettleResult> settle(Map<IpAddress, List<Holder>> lost, Duration timeout) {
        return settle(lost, by.deadline(timeout));
    }

    /** Like {@link #settle(Map, Duration)}, for a host of which no more is known than its id, and all of the addresses. */
    public List<SettleResult> settle(HostId host, Duration timeout) {
        Hosts configurator = configurator("settle hosts");
        Deadline deadline = by.deadline(timeout);
        Lost lost = read(deadline, "reading the interface of " + host, network -> Lost.of(network, addresses, host));
        List<Operation> operations = operations(addresses, deadline);
        return operations.get(0).run(() -> new SettleOperation(operations, configurator, lost).run());
    }

    private List<SettleResult> settle(Map<IpAddress, List<Holder>> lost, Deadline deadline) {
        if (lost.isEmpty()) {
            return List.of();
        }
        Hosts configurator = configurator("settle hosts");
        List<Operation> operations = operations(List.copyOf(lost.keySet()), deadline);
        return operations.get(0).run(() -> new SettleOperation(operations, configurator, Lost.of(lost)).run());
    }

    // ---- what both stand on

    /**
     * What an evacuation found.
     *
     * @param held those of the addresses that the host holds
     */
    private record Evacuation(List<IpAddress> held, MoveOrder order, Deadline deadline, Surveying surveying) {

        /** Only where something is held. */
        Move move(Engine engine, boolean allOrNothing, Listeners listeners) {
            return new Move(engine.by, held, engine.names, order, allOrNothing, deadline, listeners);
        }
    }

    private Evacuation evacuation(HostId from, MoveOrder order) {
        MoveOrder complete = order.from(from).complete();
        Deadline deadline = by.deadline(order.timeout());
        PerAddress<Survey> survey =
                surveyIfClear(complete.requiredTarget(), deadline, "looking what " + from + " holds");
        Map<IpAddress, List<Holder>> holders =
                survey == null ? locate(deadline, "looking what " + from + " holds") : holders(survey);
        List<IpAddress> held = addresses.stream()
                .filter(address ->
                        Objects.requireNonNull(holders.get(address)).stream().anyMatch(holder -> holder.isOn(from)))
                .toList();
        if (held.isEmpty()) {
            checkKnown(from, deadline);
        }
        return new Evacuation(held, complete, deadline, Surveying.evacuation(from, survey));
    }

    /**
     * That a host holds nothing is good news only where there is such a host: a mistyped one would be taken for empty. Asked once;
     * what else fails or is refused says nothing of the host.
     */
    private void checkKnown(HostId host, Deadline deadline) {
        Operation operation = operations(List.of(address()), deadline).get(0);
        boolean unused = operation.run(() -> operation.plan(
                "looking at " + host, () -> isKnown(operation.network, host), known -> "it holds none of them"));
    }

    private boolean isKnown(Network network, HostId host) {
        FloatingIpException failure;
        try {
            failure = network.surveyAll(List.of(address()), host).failure(address());
        } catch (FloatingIpException e) {
            failure = e;
        }
        if (failure instanceof RefusedException refusal
                && (refusal.reason() == RefusalReason.UNKNOWN_TARGET
                        || refusal.reason() == RefusalReason.MALFORMED_HOST_ID)) {
            throw refusal;
        }
        return failure == null;
    }

    private static GroupMoveResult nothing(MoveOrder order, Deadline deadline) {
        return GroupMoveResult.of(order.requiredTarget(), List.of(), deadline.startedAt(), deadline.elapsed());
    }

    /**
     * A survey of all addresses, which says of those that the host holds all that a move of them has to know. Null where it
     * refuses something: that may be an address which the host does not hold, or the room for more of them than come. Null
     * as well where a survey would cost calls for each address, most of which the host may not hold.
     */
    private @Nullable PerAddress<Survey> surveyIfClear(HostId target, Deadline deadline, String doing) {
        if (!by.network().severalAtOnce()) {
            return null;
        }
        try {
            PerAddress<Survey> found = read(deadline, doing, network -> network.surveyAll(addresses, target));
            return found.failures().isEmpty() ? found : null;
        } catch (RefusedException e) {
            return null;
        }
    }

    private static Map<IpAddress, List<Holder>> holders(PerAddress<Survey> survey) {
        Map<IpAddress, List<Holder>> holders = new LinkedHashMap<>();
        survey.values().forEach((address, found) -> holders.put(address, found.holders()));
        return holders;
    }

    private Move moving(MoveOrder order, boolean allOrNothing) {
        return new Move(by, addresses, names, order, allOrNothing, by.deadline(order.timeout()), by.listeners());
    }

    /** A move of which no listener hears, since it is not made. */
    private Move untold(MoveOrder order) {
        MoveOrder complete = order.complete();
        return new Move(by, addresses, names, complete, false, by.deadline(complete.timeout()), Listeners.none());
    }

    private Hosts configurator(String what) {
        Hosts configurator = by.hosts();
        if (configurator == null) {
            throw new IllegalStateException("there is nobody to " + what + " with: call hosts(..) before build()");
        }
        return configurator;
    }

    private Map<IpAddress, List<Holder>> locate(Deadline deadline, String doing) {
        return read(deadline, doing, network -> network.locateAll(addresses));
    }

    private <T> T read(Deadline deadline, String doing, Function<Network, T> reading) {
        Operation operation = operations(List.of(address()), deadline).get(0);
        return operation.run(() -> operation.plan(doing, () -> reading.apply(operation.network), found -> what()));
    }

    /** Operations of which no listener hears. */
    private List<Operation> operations(List<IpAddress> of, Deadline deadline) {
        List<Operation> operations = new ArrayList<>();
        of.forEach(address ->
                operations.add(by.operation(address, deadline, Listeners.none().events())));
        return operations;
    }

    private String what() {
        return addresses.size() == 1 ? address().toString() : addresses.size() + " addresses";
    }

    public static String words(List<Holder> holders) {
        return switch (holders.size()) {
            case 0 -> "nobody";
            case 1 -> holders.get(0).toString();
            default -> String.join(" and ", Lists.map(holders, Holder::toString));
        };
    }
}
