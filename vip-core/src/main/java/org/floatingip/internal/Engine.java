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
import java.util.function.Supplier;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveException;
import org.floatingip.GroupMoveResult;
import org.floatingip.GroupRefusedException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.OutOfTimeException;
import org.floatingip.RefusedException;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
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

    // ---- several addresses

    /** Who holds each of the addresses now, asked until an answer comes. */
    public Map<IpAddress, List<Holder>> locate(Duration timeout) {
        return locate(by.deadline(timeout), "looking who holds " + what());
    }

    /** Moves all of them. */
    public GroupMoveResult move(MoveOrder order, boolean allOrNothing) {
        return moving(order.complete(), allOrNothing).run(Surveying.now());
    }

    /** Moves those that {@code from} of the order holds. */
    public GroupMoveResult evacuate(HostId from, MoveOrder order, boolean allOrNothing) {
        MoveOrder complete = order.from(from).complete();
        Deadline deadline = by.deadline(order.timeout());
        HostId target = complete.requiredTarget();
        PerAddress<Survey> survey = surveyIfClear(target, deadline, "looking what " + from + " holds");
        Map<IpAddress, List<Holder>> holders =
                survey == null ? locate(deadline, "looking what " + from + " holds") : holders(survey);
        List<IpAddress> held = addresses.stream()
                .filter(address ->
                        Objects.requireNonNull(holders.get(address)).stream().anyMatch(holder -> holder.isOn(from)))
                .toList();
        return held.isEmpty()
                ? GroupMoveResult.of(target, List.of(), deadline.startedAt(), deadline.elapsed())
                : new Move(by, held, names, complete, allOrNothing, deadline, by.listeners())
                        .run(Surveying.evacuation(from, survey));
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

    /**
     * Makes hosts drop what they lost by those moves, unless they hold it by now; all of that in one time. All are told before
     * any is looked at again, so that one wait for new answers is enough.
     */
    public List<SettleResult> settle(List<MoveResult> moved, Duration timeout) {
        Deadline deadline = by.deadline(timeout);
        Set<HostId> unreachable = new HashSet<>();
        List<Supplier<SettleResult>> told = new ArrayList<>();
        if (moved.isEmpty()) {
            return List.of();
        }
        Hosts configurator = configurator("settle hosts");
        for (MoveResult result : moved) {
            Operation operation = silent(result.address(), deadline);
            try {
                if (!told.isEmpty() && deadline.passed()) {
                    throw new OutOfTimeException("settling " + result.address(), timeout, false, null);
                }
                SettleOperation settling = operation.run(
                        () -> new SettleOperation(operation, configurator, result.unsettled(), unreachable).drop());
                told.add(() -> operation.run(settling::finish));
            } catch (FloatingIpException e) {
                if (told.isEmpty()) {
                    throw e;
                }
                // What was done for the others must not be lost.
                told.add(() -> untouched(result, e));
            }
        }
        return told.stream().map(Supplier::get).toList();
    }

    private static SettleResult untouched(MoveResult moved, FloatingIpException failure) {
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

    // ---- one address

    /** The one address, or the first. */
    public IpAddress address() {
        return addresses.get(0);
    }

    /** Moves the one address. */
    public MoveResult moveOne(MoveOrder order) {
        return one(() -> move(order, false));
    }

    /**
     * Moves the one address as it was surveyed ahead of time.
     *
     * @param ready what the target said when it was made to accept the address ahead of the move; null if it was not
     */
    public MoveResult moveBySurvey(MoveOrder order, Survey survey, @Nullable HostReport ready) {
        if (order.isMetBy(survey.holders())) {
            // It was there then: whether it still is, and accepts it, has to be asked.
            return moveOne(order);
        }
        Move move = moving(order.complete(), false);
        move.courses().forEach(course -> course.prepared(ready));
        PerAddress<Survey> known =
                PerAddress.<Survey>builder().add(address(), survey).build();
        return one(() -> move.run(Surveying.prepared(known)));
    }

    /** Carries out a plan, if the world is still as it was. */
    public MoveResult apply(MovePlan plan, Duration timeout) {
        MoveOrder order = new MoveOrder(
                plan.target(), plan.expectedHolder(), plan.orUnheld(), plan.strategy(), plan.reassociate(), timeout);
        Move move = moving(order.complete(), false);
        move.courses().forEach(course -> course.expect(plan));
        return one(() -> move.run(Surveying.now()));
    }

    /** Says what a move would do, changing nothing. */
    public MovePlan plan(MoveOrder order) {
        return leaf(() -> untold(order).plan(Surveying.now()));
    }

    /** Reads what a move needs to know, and checks it, changing nothing. */
    public Survey survey(MoveOrder order) {
        return leaf(() -> Objects.requireNonNull(
                untold(order).survey(Surveying.now()).values().get(address())));
    }

    /** Makes the target of a move accept the address ahead of it. */
    public HostReport makeReady(MoveOrder order, Survey survey) {
        Hosts configurator = configurator("make the target ready");
        Operation operation = operation(by.deadline(order.timeout()));
        HostSide hostSide = new HostSide(operation, configurator);
        return operation.run(() -> {
            try {
                return Objects.requireNonNull(hostSide.make(survey.placement()), "the host's report");
            } catch (FloatingIpException e) {
                FloatingIpException left = hostSide.perhapsLeft();
                if (left != null) {
                    Operation.suppress(e, left);
                }
                throw e;
            }
        });
    }

    /** Takes the address from {@code from}, if it holds it. */
    public ReleaseResult release(HostId from, Duration timeout) {
        Operation operation = operation(by.deadline(timeout));
        return operation.run(() -> new ReleaseOperation(operation, from).run());
    }

    /** Makes those hosts drop the address, unless they hold it by now. */
    public SettleResult settleOne(List<Holder> hosts, Duration timeout) {
        return settle(hosts, by.deadline(timeout));
    }

    /** Like {@link #settleOne(List, Duration)}, for a host of which no more is known than its id. */
    public SettleResult settleOne(HostId host, Duration timeout) {
        Deadline deadline = by.deadline(timeout);
        Operation operation = operation(deadline);
        Holder there = operation.run(() -> operation
                .plan(
                        "reading the interface of " + host,
                        () -> operation.network.survey(address(), host),
                        found -> "it is " + found.placement())
                .placement()
                .asHolder());
        return settle(List.of(there), deadline);
    }

    /** The one result of a batch of one, or the one failure. */
    private static MoveResult one(Supplier<GroupMoveResult> batch) {
        return leaf(() -> batch.get().results().get(0));
    }

    private static <T> T leaf(Supplier<T> batch) {
        try {
            return batch.get();
        } catch (GroupMoveException e) {
            throw e.failures().values().iterator().next();
        } catch (GroupRefusedException e) {
            throw e.refusals().values().iterator().next();
        }
    }

    // ---- what both stand on

    private Move moving(MoveOrder order, boolean allOrNothing) {
        return new Move(by, addresses, names, order, allOrNothing, by.deadline(order.timeout()), by.listeners());
    }

    /** A move of which no listener hears, since it is not made. */
    private Move untold(MoveOrder order) {
        MoveOrder complete = order.complete();
        return new Move(by, addresses, names, complete, false, by.deadline(complete.timeout()), Listeners.none());
    }

    private SettleResult settle(List<Holder> hosts, Deadline deadline) {
        Hosts configurator = configurator("settle hosts");
        Operation operation = silent(address(), deadline);
        return operation.run(() -> new SettleOperation(operation, configurator, hosts, new HashSet<>())
                .drop()
                .finish());
    }

    /** An operation of which no listener hears. */
    private Operation silent(IpAddress of, Deadline deadline) {
        return by.operation(of, deadline, Listeners.none().events());
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
        Operation operation = operation(deadline);
        return operation.run(() -> operation.plan(doing, () -> reading.apply(operation.network), found -> what()));
    }

    private Operation operation(Deadline deadline) {
        return silent(address(), deadline);
    }

    private String what() {
        return addresses.size() == 1 ? address().toString() : addresses.size() + " addresses";
    }

    static String words(List<Holder> holders) {
        return holders.isEmpty()
                ? "nobody"
                : String.join(" and ", holders.stream().map(Holder::toString).toList());
    }
}
