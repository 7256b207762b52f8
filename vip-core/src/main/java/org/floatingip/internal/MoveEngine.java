package org.floatingip.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.RefusedException;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/** Runs the operations on one address. Stateless between them; one instance serves many threads. */
public final class MoveEngine {

    private final IpAddress address;
    private final Collaborators by;
    private final @Nullable Names names;

    public MoveEngine(IpAddress address, Collaborators by, @Nullable Names names) {
        this.address = address;
        this.by = by;
        this.names = names;
    }

    public IpAddress address() {
        return address;
    }

    /** Who holds the address now, asked until an answer comes. */
    public List<Holder> locate(Duration timeout) {
        Operation operation = operation(timeout, Listeners.none().events());
        return operation.run(() -> operation.plan(
                "looking who holds " + address, operation::locate, holders -> "held by " + words(holders)));
    }

    /** Carries out a move. */
    public MoveResult move(MoveOrder order) {
        return told(order.complete(), MoveOperation::run);
    }

    /**
     * Carries out a move that was surveyed ahead of time.
     *
     * @param ready what the target said when it was made to accept the address ahead of the move; null if it was not
     */
    public MoveResult moveBySurvey(MoveOrder order, Survey survey, @Nullable HostReport ready) {
        return told(order.complete(), move -> move.runPrepared(survey, ready));
    }

    /** Makes the target of a move accept the address ahead of it. */
    public HostReport makeReady(MoveOrder order, Survey survey) {
        Hosts configurator = configurator("make the target ready");
        Operation operation = operation(order.timeout(), Listeners.none().events());
        return operation.run(() -> Objects.requireNonNull(
                new HostSide(operation, configurator).make(survey.placement()), "the host's report"));
    }

    /** Carries out a plan, if the world is still as it was. */
    public MoveResult apply(MovePlan plan, Duration timeout) {
        MoveOrder order = new MoveOrder(
                plan.target(), plan.expectedHolder(), plan.orUnheld(), plan.strategy(), plan.reassociate(), timeout);
        return told(order.complete(), move -> move.apply(plan));
    }

    /** Says what a move would do, changing nothing. */
    public MovePlan plan(MoveOrder order) {
        return untold(order.complete(), MoveOperation::plan);
    }

    /** Reads what a move needs to know, and checks it, changing nothing. */
    public Survey survey(MoveOrder order) {
        return untold(order.complete(), MoveOperation::survey);
    }

    /** Takes the address from {@code from}, if it holds it. */
    public ReleaseResult release(HostId from, Duration timeout) {
        Operation operation = operation(timeout, Listeners.none().events());
        return operation.run(() -> new ReleaseOperation(operation, from).run());
    }

    /** Makes those hosts refuse the address, unless they hold it by now. */
    public SettleResult settle(List<Holder> hosts, Duration timeout) {
        return settle(hosts, by.deadline(timeout), new HashSet<>());
    }

    /** Like {@link #settle(List, Duration)}, as one of several: they share their time, and what is known of dead hosts. */
    SettleResult settle(List<Holder> hosts, Deadline deadline, Set<HostId> unreachable) {
        Hosts configurator = configurator("settle hosts");
        Operation operation = by.operation(address, deadline, Listeners.none().events());
        return operation.run(() -> new SettleOperation(operation, configurator, hosts, unreachable).run());
    }

    /** Like {@link #settle(List, Duration)}, for a host of which no more is known than its id. */
    public SettleResult settle(HostId host, Duration timeout) {
        Deadline deadline = by.deadline(timeout);
        Operation operation = by.operation(address, deadline, Listeners.none().events());
        Holder there = operation.run(() -> operation
                .plan(
                        "reading the interface of " + host,
                        () -> operation.network.survey(address, host),
                        found -> "it is " + found.placement())
                .placement()
                .asHolder());
        return settle(List.of(there), deadline, new HashSet<>());
    }

    private Hosts configurator(String what) {
        Hosts configurator = by.hosts();
        if (configurator == null) {
            throw new IllegalStateException("there is nobody to " + what + " with: call hosts(..) before build()");
        }
        return configurator;
    }

    private <T> T untold(MoveOrder order, Function<MoveOperation, T> body) {
        Operation operation = operation(order.timeout(), Listeners.none().events());
        return operation.run(() -> body.apply(new MoveOperation(operation, order, by, names)));
    }

    /** Runs a move and tells the listeners of it. */
    private MoveResult told(MoveOrder order, Function<MoveOperation, MoveResult> body) {
        Listeners.Events events = by.listeners().events();
        Operation operation = operation(order.timeout(), events);
        events.tell(listener -> listener.started(address, order.requiredTarget()));
        try {
            MoveResult result = operation.run(() -> body.apply(new MoveOperation(operation, order, by, names)));
            events.tell(listener -> listener.moved(result));
            return result;
        } catch (RefusedException e) {
            events.tell(listener -> listener.refused(address, e));
            throw e;
        } catch (FloatingIpException e) {
            events.tell(listener -> listener.failed(address, e));
            throw e;
        } finally {
            events.end();
        }
    }

    private Operation operation(Duration timeout, Listeners.Events events) {
        return by.operation(address, by.deadline(timeout), events);
    }

    static String words(List<Holder> holders) {
        return holders.isEmpty()
                ? "nobody"
                : String.join(" and ", holders.stream().map(Holder::toString).toList());
    }
}
