package org.floatingip.examples.failover;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;

/**
 * Keeps a database address on a healthy host: call {@link #check()} every few seconds from a scheduler of yours.
 *
 * <p>This is the shape of most failover code, and all of it can be tested without AWS: see its test.
 */
public final class DatabaseFailover {

    private final FloatingIp address;
    private final HostId preferred;
    private final HostId standby;
    private final Predicate<HostId> healthy;

    /**
     * A pair of hosts that share an address.
     *
     * @param healthy whether the database on a host can be used; asked at each check
     */
    public DatabaseFailover(FloatingIp address, HostId preferred, HostId standby, Predicate<HostId> healthy) {
        this.address = Objects.requireNonNull(address, "address");
        this.preferred = Objects.requireNonNull(preferred, "preferred");
        this.standby = Objects.requireNonNull(standby, "standby");
        this.healthy = Objects.requireNonNull(healthy, "healthy");
    }

    /**
     * Moves the address to a healthy host if its holder is not one. It never moves back by itself: a second move is a second
     * interruption, and somebody should look first. Where no host is healthy it is left alone.
     *
     * @return who holds the address after the check; empty for nobody
     * @throws org.floatingip.FloatingIpException if the network can't be read or changed; the next check tries again
     */
    public Optional<HostId> check() {
        Optional<HostId> holder = address.holder().map(Holder::host);
        if (holder.filter(healthy).isPresent()) {
            return holder;
        }
        Optional<HostId> next = Stream.of(preferred, standby)
                .filter(host -> !holder.equals(Optional.of(host)))
                .filter(healthy)
                .findFirst();
        return next.isEmpty()
                ? holder
                : next.map(host -> address.moveTo(host).to().host());
    }
}
