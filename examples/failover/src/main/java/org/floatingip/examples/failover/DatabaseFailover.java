package org.floatingip.examples.failover;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.MoveResult;
import org.floatingip.StandbyMove;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a database address on a healthy host. {@link #check()} makes one round; {@link FailoverService} makes one every two
 * seconds.
 *
 * <p>Several of these may watch the same address, on several machines, without a leader: each moves the address only
 * <em>from</em> the host that it found sick. A watcher that was paused or cut off during a failover finds another holder; its
 * move is refused, and it accepts the new holder. It never takes the address from a host that it hasn't checked.
 *
 * <p>Not safe for use by several threads.
 */
public final class DatabaseFailover {

    /** The interval at which the standby is refreshed. */
    static final Duration REFRESH = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFailover.class);

    private final FloatingIp address;
    private final List<HostId> hosts;
    private final HostHealth health;
    private final Ticker ticker;
    private final Set<Holder> unsettled = new LinkedHashSet<>();
    private @Nullable StandbyMove standby;
    private @Nullable FloatingIpException standbyProblem;
    private @Nullable Holder stranger;
    private long refreshedAt;

    /**
     * Creates the failover of an address.
     *
     * @param hosts the hosts that share the address, in order of preference
     * @param ticker the clock by which the standby is refreshed
     */
    DatabaseFailover(FloatingIp address, List<HostId> hosts, HostHealth health, Ticker ticker) {
        this.address = Objects.requireNonNull(address, "address");
        this.hosts = List.copyOf(hosts);
        this.health = Objects.requireNonNull(health, "health");
        this.ticker = Objects.requireNonNull(ticker, "ticker");
    }

    /**
     * Checks all hosts. If the holder is sick, or nobody holds the address, the address moves to the first healthy host. It never
     * moves back by itself: a second move is a second interruption, and somebody should look first. The address stays if no host
     * is healthy, or if its holder is none of the hosts.
     *
     * @return the holder of the address after the check; empty for nobody
     * @throws FloatingIpException if the network can't be read or changed; the next check tries again
     */
    public Optional<HostId> check() {
        Optional<Holder> seen = address.holder();
        hosts.forEach(health::look);
        List<HostId> others = hosts.stream()
                .filter(host -> seen.filter(holder -> holder.isOn(host)).isEmpty() && health.isReady(host))
                .toList();
        settle();
        if (seen.isEmpty()) {
            return others.isEmpty() ? Optional.empty() : Optional.of(failOver(others.get(0), others.get(0)));
        }
        Holder holder = seen.get();
        Optional<HostId> listed = listed(holder);
        noteStranger(listed.isEmpty() ? holder : null);
        if (listed.filter(health::isWell).isPresent()) {
            prepare(others);
        }
        if (listed.filter(health::isSick).isEmpty() || others.isEmpty()) {
            return Optional.of(holder.host());
        }
        return Optional.of(failOver(listed.get(), others.get(0)));
    }

    /**
     * Returns the host of the list that is this holder. A host may be listed by its interface; its health is known by the listed
     * id.
     */
    private Optional<HostId> listed(Holder holder) {
        return hosts.stream().filter(holder::isOn).findFirst();
    }

    /** Logs once, not in every round, that the holder is none of the hosts. Nobody checked that host, so it keeps the address. */
    private void noteStranger(@Nullable Holder holder) {
        if (holder != null && !holder.equals(stranger)) {
            LOG.warn("{} is held by {}, none of {}, and is left there", address.address(), holder, hosts);
        }
        stranger = holder;
    }

    private HostId failOver(HostId sick, HostId target) {
        try {
            // A standby's own execute() would be two readings faster, and takes the address from whoever holds it: that
            // is for those who hold a lease, and so know that nobody else acts.
            MoveResult moved = address.move().from(sick).orUnheld().to(target).execute();
            unsettled.addAll(moved.unsettled());
            return moved.to().host();
        } catch (HolderChangedException e) {
            LOG.info("{} has another holder by now, and is left there: {}", address.address(), e.getMessage());
            return address.holder().map(Holder::host).orElse(target);
        }
    }

    /** A host that was unreachable when it lost the address may still accept it. It is told once it is back. */
    private void settle() {
        for (Holder old : List.copyOf(unsettled)) {
            try {
                boolean ready = health.isReady(listed(old).orElse(old.host()));
                if (ready && address.settle(old.host().value()).complete()) {
                    unsettled.remove(old);
                }
            } catch (FloatingIpException e) {
                // The next check tries again; what is next in this one is more urgent.
                LOG.warn("{} may still accept {}: {}", old.host(), address.address(), e.getMessage());
            }
        }
    }

    /**
     * Checks ahead of time whether the next host could take the address, so that a full interface or a missing permission is
     * known before a failover. It also keeps connections open and credentials loaded.
     */
    private void prepare(List<HostId> others) {
        boolean trusted = standby != null
                && ticker.nanoTime() - refreshedAt < REFRESH.toNanos()
                && others.stream().anyMatch(standby.target()::isOn);
        if (trusted || others.isEmpty()) {
            return;
        }
        try {
            standby = address.standby(others.get(0));
            standbyProblem = null;
        } catch (FloatingIpException e) {
            standby = null;
            standbyProblem = e;
            LOG.warn("{} could not take {}: {}", others.get(0), address.address(), e.getMessage());
        }
        refreshedAt = ticker.nanoTime();
    }

    /** Returns why the next host could not take the address, as of the last refresh; empty if it could. For monitoring. */
    public Optional<FloatingIpException> standbyProblem() {
        return Optional.ofNullable(standbyProblem);
    }
}
