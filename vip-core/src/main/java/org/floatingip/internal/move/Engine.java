package org.floatingip.internal.move;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
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
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationKind;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.names.Names;
import org.floatingip.internal.operation.Collaborators;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.operation.Telling;
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

    /**
     * The same behind the fence, for operations of that epoch; this, where there is neither.
     *
     * @throws IllegalStateException if one is there without the other
     */
    Engine fenced(@Nullable Long epoch, HostId target) {
        return new Engine(addresses, by.fenced(epoch, target), names);
    }

    /** The same, by which the target's host accepts the addresses for that time. */
    Engine leasing(Duration time) {
        return new Engine(addresses, by.leasing(time), names);
    }

    private Engine fenced(MoveOrder order) {
        return fenced(order.epoch(), order.requiredTarget());
    }

    /** Of a move that is not made: a plan may be asked for before the epoch is known, or where there is no ledger. */
    private Engine planning(MoveOrder order) {
        return by.ledger() == null || order.epoch() == null ? this : fenced(order);
    }

    /** The one address, or the first. */
    public IpAddress address() {
        return addresses.get(0);
    }

    /** Who holds each of the addresses now, asked until an answer comes. */
    public Map<IpAddress, List<Holder>> locate(Duration timeout) {
        return locate(by.deadline(timeout), Telling.none(), "reading who holds " + what());
    }

    // ---- moves

    /** Moves all of them. */
    public GroupMoveResult move(MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.complete();
        Engine fenced = fenced(complete);
        Deadline deadline = by.deadline(complete.timeout());
        return tell(
                asked(OperationKind.MOVE, addresses, complete),
                deadline,
                telling ->
                        fenced.moving(complete, allOrNothing, deadline, telling).run(Surveying.now()));
    }

    /** Moves those that {@code from} holds. */
    public GroupMoveResult evacuate(HostId from, MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.from(from).complete();
        Engine fenced = fenced(complete);
        Deadline deadline = by.deadline(complete.timeout());
        return tell(asked(OperationKind.EVACUATION, addresses, complete), deadline, telling -> {
            Evacuation evacuation = evacuation(from, complete, deadline, telling);
            telling.takesUp(evacuation.held());
            return evacuation.held().isEmpty()
                    ? nothing(complete, deadline, telling)
                    : evacuation.move(fenced, allOrNothing, telling).run(evacuation.surveying());
        });
    }

    /** Says what a move of all of them would do, changing nothing. */
    public GroupMovePlan plan(MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.complete();
        return planning(complete)
                .moving(complete, allOrNothing, by.deadline(order.timeout()), Telling.none())
                .plan(Surveying.now());
    }

    /** The same of those that {@code from} holds. */
    public GroupMovePlan planEvacuation(HostId from, MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.from(from).complete();
        Evacuation evacuation = evacuation(from, complete, by.deadline(complete.timeout()), Telling.none());
        if (!evacuation.held().isEmpty()) {
            return evacuation
                    .move(planning(complete), allOrNothing, Telling.none())
                    .plan(evacuation.surveying());
        }
        return GroupMovePlan.builder()
                .target(evacuation.order().requiredTarget())
                .strategy(order.strategy())
                .expectedHolder(from)
                .reassociate(order.reassociate())
                .epoch(order.epoch())
                .evacuated(from)
                .allOrNothing(allOrNothing)
                .plannedAt(evacuation.deadline().startedAt())
                .build();
    }

    /** Carries out a plan for addresses of these, if the world is still as it was. */
    public GroupMoveResult apply(GroupMovePlan plan, Duration timeout) {
        MoveOrder order = MoveOrder.of(plan, timeout);
        Engine fenced = fenced(order);
        Deadline deadline = by.deadline(timeout);
        HostId evacuated = plan.evacuated();
        OperationKind kind = evacuated == null ? OperationKind.MOVE : OperationKind.EVACUATION;
        return tell(asked(kind, plan.addresses(), order), deadline, telling -> {
            if (plan.plans().isEmpty()) {
                return nothing(order, deadline, telling);
            }
            Move move = new Move(fenced.by, plan.addresses(), names, order, plan.allOrNothing(), deadline, telling);
            move.courses().forEach(course -> course.expect(plan.plan(course.address())));
            return move.run(evacuated == null ? Surveying.now() : Surveying.evacuation(evacuated, null));
        });
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
     * @param telling of the operation that this is a part of
     */
    GroupMoveResult moveBySurvey(
            MoveOrder order,
            PerAddress<Survey> survey,
            Map<IpAddress, HostReport> ready,
            Deadline deadline,
            Telling telling) {
        if (addresses.stream()
                .anyMatch(address -> order.isMetBy(survey.get(address).holders()))) {
            // It was there then: whether it still is, and accepts it, has to be asked.
            return moveFully(order, deadline, telling);
        }
        Move move = moving(order, false, deadline, telling);
        move.courses().forEach(course -> course.prepared(ready.get(course.address())));
        return move.run(Surveying.prepared(survey));
    }

    /** Moves them as if nothing had been surveyed, as a part of that operation. */
    GroupMoveResult moveFully(MoveOrder order, Deadline deadline, Telling telling) {
        return moving(order, false, deadline, telling).run(Surveying.now());
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

    /**
     * Takes the addresses from {@code from}, those that it holds; each fares for itself.
     *
     * @param epoch of the caller's election, by which it claims them for that host; null for none
     */
    public List<ReleaseResult> release(HostId from, @Nullable Long epoch, Duration timeout) {
        Engine fenced = fenced(epoch, from);
        Deadline deadline = by.deadline(timeout);
        Collaborators.Asked asked = new Collaborators.Asked(OperationKind.RELEASE, addresses, null, from);
        return by.tell(
                asked,
                deadline,
                telling -> {
                    List<Operation> operations = fenced.operations(addresses, deadline, telling);
                    return operations.get(0).run(() -> new ReleaseOperation(operations, from).run());
                },
                released -> released.stream().map(AddressOutcome::released).toList());
    }

    /**
     * Makes hosts drop what they lost, unless they hold it by now; all of that in one time. All are told before any is looked at
     * again, so that one wait for new answers is enough.
     *
     * @param lost which hosts have lost which of the addresses
     * @return for each of these
     */
    public List<SettleResult> settle(Map<IpAddress, List<Holder>> lost, Duration timeout) {
        return lost.isEmpty()
                ? List.of()
                : settle(List.copyOf(lost.keySet()), null, timeout, (deadline, telling) -> Lost.of(lost));
    }

    /** Like {@link #settle(Map, Duration)}, for a host of which no more is known than its id, and all of the addresses. */
    public List<SettleResult> settle(HostId host, Duration timeout) {
        return settle(
                addresses,
                host,
                timeout,
                (deadline, telling) -> read(
                        deadline,
                        telling,
                        "reading the interface of " + host,
                        network -> Lost.of(network, addresses, host)));
    }

    /**
     * Makes hosts drop addresses whoever holds them: who is not elected any more lets go before the network does.
     *
     * @param those which hosts shall drop which of the addresses
     * @return for each of these; none where there is nobody to tell hosts
     */
    List<SettleResult> letGo(Map<IpAddress, List<Holder>> those, Duration timeout) {
        Hosts hosts = by.hosts();
        if (hosts == null || those.isEmpty()) {
            return List.of();
        }
        List<IpAddress> all = List.copyOf(those.keySet());
        Deadline deadline = by.deadline(timeout);
        return by.tell(
                new Collaborators.Asked(OperationKind.SETTLE, all, null, null),
                deadline,
                telling -> {
                    List<Operation> operations = operations(all, deadline, telling);
                    SettleOperation settling = new SettleOperation(operations, hosts, Lost.of(those));
                    return operations.get(0).run(settling::runWhoeverHolds);
                },
                settled -> settled.stream().map(AddressOutcome::settled).toList());
    }

    private List<SettleResult> settle(
            List<IpAddress> those,
            @Nullable HostId host,
            Duration timeout,
            BiFunction<Deadline, Telling, Lost> whoLost) {
        Hosts configurator = configurator("settle hosts");
        Deadline deadline = by.deadline(timeout);
        return by.tell(
                new Collaborators.Asked(OperationKind.SETTLE, those, null, host),
                deadline,
                telling -> {
                    Lost lost = whoLost.apply(deadline, telling);
                    List<Operation> operations = operations(those, deadline, telling);
                    return operations.get(0).run(() -> new SettleOperation(operations, configurator, lost).run());
                },
                settled -> settled.stream().map(AddressOutcome::settled).toList());
    }

    // ---- what both stand on

    /**
     * What an evacuation found.
     *
     * @param held those of the addresses that the host holds
     */
    private record Evacuation(List<IpAddress> held, MoveOrder order, Deadline deadline, Surveying surveying) {

        /** Only where something is held. */
        Move move(Engine engine, boolean allOrNothing, Telling telling) {
            return new Move(engine.by, held, engine.names, order, allOrNothing, deadline, telling);
        }
    }

    private Evacuation evacuation(HostId from, MoveOrder order, Deadline deadline, Telling telling) {
        String doing = "looking what " + from + " holds";
        PerAddress<Survey> survey = surveyIfClear(order.requiredTarget(), deadline, telling, doing);
        Map<IpAddress, List<Holder>> holders = survey == null ? locate(deadline, telling, doing) : holders(survey);
        List<IpAddress> held = addresses.stream()
                .filter(address ->
                        Objects.requireNonNull(holders.get(address)).stream().anyMatch(holder -> holder.isOn(from)))
                .toList();
        if (held.isEmpty()) {
            checkKnown(from, deadline, telling);
        }
        return new Evacuation(held, order, deadline, Surveying.evacuation(from, survey));
    }

    /**
     * That a host holds nothing is good news only where there is such a host: a mistyped one would be taken for empty. Asked once;
     * what else fails or is refused says nothing of the host.
     */
    private void checkKnown(HostId host, Deadline deadline, Telling telling) {
        Operation operation = reading(deadline, telling);
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

    private static GroupMoveResult nothing(MoveOrder order, Deadline deadline, Telling telling) {
        return GroupMoveResult.of(order.requiredTarget(), List.of(), deadline.startedAt(), deadline.elapsed())
                .withOperationId(telling.id());
    }

    /**
     * A survey of all addresses, which says of those that the host holds all that a move of them has to know. Null where it
     * refuses something: that may be an address which the host does not hold, or the room for more of them than come. Null
     * as well where a survey would cost calls for each address, most of which the host may not hold.
     */
    private @Nullable PerAddress<Survey> surveyIfClear(
            HostId target, Deadline deadline, Telling telling, String doing) {
        if (!by.network().severalAtOnce()) {
            return null;
        }
        try {
            PerAddress<Survey> found = read(deadline, telling, doing, network -> network.surveyAll(addresses, target));
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

    private Move moving(MoveOrder order, boolean allOrNothing, Deadline deadline, Telling telling) {
        return new Move(by, addresses, names, order, allOrNothing, deadline, telling);
    }

    /** An operation that moves, and is told. */
    GroupMoveResult tell(Collaborators.Asked asked, Deadline deadline, Function<Telling, GroupMoveResult> body) {
        return by.tell(
                asked,
                deadline,
                body,
                moved -> moved.results().stream().map(AddressOutcome::moved).toList());
    }

    static Collaborators.Asked asked(OperationKind kind, List<IpAddress> those, MoveOrder order) {
        return new Collaborators.Asked(kind, those, order.requiredTarget(), order.from());
    }

    /** A move of which no listener hears, since it is not made. */
    private Move untold(MoveOrder order) {
        MoveOrder complete = order.complete();
        return new Move(by, addresses, names, complete, false, by.deadline(complete.timeout()), Telling.none());
    }

    private Hosts configurator(String what) {
        Hosts configurator = by.hosts();
        if (configurator == null) {
            throw new IllegalStateException("can't " + what + " without a configurator: call hosts(..) before build()");
        }
        return configurator;
    }

    private Map<IpAddress, List<Holder>> locate(Deadline deadline, Telling telling, String doing) {
        return read(deadline, telling, doing, network -> network.locateAll(addresses));
    }

    private <T> T read(Deadline deadline, Telling telling, String doing, Function<Network, T> reading) {
        Operation operation = reading(deadline, telling);
        return operation.run(() -> operation.plan(doing, () -> reading.apply(operation.network), found -> what()));
    }

    /** For what is read of all addresses before it is known what becomes of each: no listener hears of its steps. */
    private Operation reading(Deadline deadline, Telling telling) {
        return by.operation(address(), deadline, telling.unheard());
    }

    private List<Operation> operations(List<IpAddress> of, Deadline deadline, Telling telling) {
        return of.stream()
                .map(address -> by.operation(address, deadline, telling))
                .toList();
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
