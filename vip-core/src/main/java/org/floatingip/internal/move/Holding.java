package org.floatingip.internal.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.TenureState;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.internal.gate.Fence;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that one host has by an election: looked at with each tick, taken back while its epoch is the highest, dropped once it
 * is not. What it changes in the network it changes by moves. Safe for use by several threads.
 */
public final class Holding {

    private static final long DAY = 86400;

    private final Engine engine;
    private final MoveOrder order;
    private final Fence fence;
    private final ReentrantLock lock = new ReentrantLock();

    /** For how long the host accepts them, unless it is renewed; null for without an end. */
    private final @Nullable Duration lease;

    /** The interface that has each of them, as it was read at the first renewal after a move; none before. Guarded by the lock. */
    private final Map<IpAddress, Placement> placements = new LinkedHashMap<>();

    /** Where the host has each of them, as it was seen last. Also read by an end that could not wait for the lock. */
    private final Map<IpAddress, Holder> places = new ConcurrentHashMap<>();

    /** What became of it when it was to drop them. */
    private volatile List<SettleResult> dropped = List.of();

    private volatile boolean over;
    private volatile TenureState state = TenureState.HELD;
    private volatile @Nullable FloatingIpException failure;
    private volatile List<MoveResult> lastMove = List.of();

    private Holding(Engine engine, MoveOrder order, Fence fence, @Nullable Duration lease) {
        this.engine = engine;
        this.order = order;
        this.fence = fence;
        this.lease = lease;
    }

    /**
     * Moves them there, in the order's epoch.
     *
     * @param lease for how long the host accepts them, unless it is renewed; null for without an end
     */
    public static Holding begin(Engine engine, MoveOrder order, @Nullable Duration lease) {
        Holding holding = of(engine, order, lease);
        boolean unused = holding.move(order);
        return holding;
    }

    /** One that is over, after a beginning that failed: the host drops what it may accept since then. */
    public static Holding abandon(Engine engine, MoveOrder order, @Nullable Duration lease) {
        Holding holding = of(engine, order, lease);
        for (IpAddress address : engine.addresses()) {
            holding.places.put(address, Lost.byItsIdAlone(order.requiredTarget()));
        }
        List<SettleResult> unused = holding.end();
        return holding;
    }

    private static Holding of(Engine engine, MoveOrder order, @Nullable Duration lease) {
        Fence fence = Objects.requireNonNull(engine.fenced(order.epoch(), order.requiredTarget())
                .by()
                .network()
                .fence());
        return new Holding(lease == null ? engine : engine.leasing(lease), order, fence, lease);
    }

    public TenureState state() {
        return state;
    }

    public @Nullable FloatingIpException failure() {
        return failure;
    }

    public List<MoveResult> lastMove() {
        return lastMove;
    }

    /** Looks, and does what is due. Throws nothing, whatever happens. */
    public TenureState tick() {
        // A listener of a move of its own is inside the lock already.
        if (lock.isHeldByCurrentThread() || !lock.tryLock()) {
            return state;
        }
        try {
            if (over) {
                dropUnlessSucceededHere();
            } else if (!look()) {
                // What the look made the host accept after it was ended is dropped as well.
                found(TenureState.LOST, null);
                dropped = List.of();
                drop();
            }
        } catch (RuntimeException | Error e) {
            // What was lost stays lost, whatever dropping it fails with.
            found(
                    over ? TenureState.LOST : TenureState.UNKNOWN,
                    e instanceof FloatingIpException ours
                            ? ours
                            : UnavailableException.unexpected(Effect.UNKNOWN, "the tick", e));
        } finally {
            lock.unlock();
        }
        return state;
    }

    /**
     * Looks once, within the time of one tick.
     *
     * @return false if it was ended meanwhile, and nobody has seen to that
     */
    private boolean look() {
        try {
            Deadline deadline = engine.by().deadline(order.timeout());
            long began = engine.by().clock().nanoTime();
            // The ledger first: who is not elected any more has no business with the network.
            fence.check(engine.addresses());
            Map<IpAddress, List<Holder>> now = engine.locate(left(deadline));
            boolean held = now.values().stream().allMatch(order::isMetBy);
            boolean moved = !held && !over && move(order.in(left(deadline)));
            if (lease != null && !moved && !over) {
                renew(lease, began, deadline);
            }
            found(moved ? TenureState.REASSERTED : TenureState.HELD, null);
        } catch (FloatingIpException e) {
            // That of one of several addresses ends the tenure of all: they stand for one election.
            StaleEpochException stale = StaleEpochException.in(e);
            if (stale != null) {
                over = true;
                found(TenureState.LOST, stale);
                if (isHere(stale.standing())) {
                    places.clear();
                } else {
                    drop();
                }
                return true;
            }
            found(TenureState.UNKNOWN, e);
        }
        return !over;
    }

    private Duration left(Deadline deadline) {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw UnavailableException.withoutEffect(
                    "the tick", "its time of " + order.timeout() + " is used up", null);
        }
        return left;
    }

    /**
     * Lets the host go on accepting them, as far as the lease reaches from when the look was begun: who was paused since then must not
     * give a whole one.
     */
    private void renew(Duration whole, long began, Deadline deadline) {
        Hosts hosts = Objects.requireNonNull(engine.by().hosts());
        if (placements.isEmpty()) {
            engine.survey(order.in(left(deadline)))
                    .values()
                    .forEach((address, survey) -> placements.put(address, survey.placement()));
        }
        Map<Placement, List<IpAddress>> together = new LinkedHashMap<>();
        placements.forEach((address, placement) ->
                together.computeIfAbsent(placement, unused -> new ArrayList<>()).add(address));
        together.forEach((placement, addresses) -> {
            List<List<IpAddress>> portions =
                    hosts.severalAtOnce() ? List.of(addresses) : Lists.map(addresses, List::of);
            for (List<IpAddress> some : portions) {
                // Anew for each command: the process may have been paused since the last one.
                PerAddress<HostReport> said =
                        hosts.acceptAllFor(some, placement, leaseLeft(whole, began), HostSide.BUDGET);
                for (IpAddress address : some) {
                    HostReport report = Hosts.of(address, said);
                    if (!report.accepts()) {
                        throw new HostConfigurationException(
                                placement.host(), "it does not accept the address: " + report.detail(), null);
                    }
                }
            }
        });
    }

    /** In whole seconds, which is what a kernel's lease has. */
    private Duration leaseLeft(Duration whole, long began) {
        // A clock that went back gives no more than a whole one.
        Duration left = whole.minusNanos(Math.max(0, engine.by().clock().nanoTime() - began));
        if (left.compareTo(Duration.ofSeconds(1)) < 0) {
            throw UnavailableException.withoutEffect(
                    "renewing the host's lease",
                    "less than a second of the " + whole + " was left after the look",
                    null);
        }
        return Duration.ofSeconds(left.toSeconds());
    }

    private void found(TenureState what, @Nullable FloatingIpException why) {
        failure = why;
        state = what;
    }

    /** Whether anything had to be moved. */
    private boolean move(MoveOrder now) {
        // One address fails by its own failure, as everywhere.
        GroupMoveResult result =
                engine.addresses().size() == 1 ? Engine.leaf(() -> engine.move(now, false)) : engine.move(now, false);
        result.results().forEach(each -> places.put(each.address(), each.to()));
        lastMove = result.results();
        placements.clear();
        return result.results().stream().anyMatch(MoveResult::moved);
    }

    /** Ends it, and drops them; within a tick, where a listener ends it, that tick does. */
    public List<SettleResult> end() {
        over = true;
        if (lock.isHeldByCurrentThread()) {
            return dropped;
        }
        boolean mine = false;
        boolean interrupted = false;
        try {
            // A tick that hangs, in code of the caller's, must not keep the host from dropping them; nor must an
            // interrupt.
            mine = lock.tryLock() || lock.tryLock(2 * Math.min(order.timeout().toSeconds() + 1, DAY), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            if (state != TenureState.LOST) {
                found(TenureState.LOST, null);
            }
            drop();
            return dropped;
        } finally {
            if (mine) {
                lock.unlock();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether that later claim is this host's own: then the host accepts the addresses for its successor, and goes on. */
    private boolean isHere(Claim standing) {
        return standing.target().equals(fence.target());
    }

    /** What could not be dropped before: this host may have been elected again meanwhile. */
    private void dropUnlessSucceededHere() {
        if (places.isEmpty() || dropped.stream().filter(SettleResult::complete).count() == places.size()) {
            return;
        }
        try {
            fence.check(engine.addresses());
        } catch (StaleEpochException e) {
            if (isHere(e.standing())) {
                places.clear();
                return;
            }
        } catch (FloatingIpException e) {
            if (lease != null) {
                // The host ends it by itself, and may be a successor's by now.
                return;
            }
        }
        drop();
    }

    /** On the host alone, and only what it is not known to drop. */
    private void drop() {
        Map<IpAddress, SettleResult> known = new LinkedHashMap<>();
        dropped.stream().filter(SettleResult::complete).forEach(each -> known.put(each.address(), each));
        Map<IpAddress, List<Holder>> left = new LinkedHashMap<>();
        for (IpAddress address : engine.addresses()) {
            Holder holder = places.get(address);
            if (holder != null && !known.containsKey(address)) {
                left.put(address, List.of(holder));
            }
        }
        engine.letGo(left, order.timeout()).forEach(each -> known.put(each.address(), each));
        dropped = List.copyOf(known.values());
    }
}
