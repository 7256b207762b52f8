package org.floatingip;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.internal.Engine;
import org.floatingip.internal.MoveOrder;

/**
 * A handle on several addresses that move together: as many calls to the network as for one of them, where the assigner can
 * do that ({@link org.floatingip.spi.Traits#mostPerCall()}), one address after the other where it can't.
 *
 * <pre>{@code
 * FloatingIpGroup sites = FloatingIpGroup.at("10.0.1.12", "10.0.1.13")
 *         .assigner(Ec2IpAssigner.create("us-east-1"))
 *         .build();
 * sites.evacuate("i-0123456789abcdef0").to("i-0fedcba9876543210").execute();
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads, in one process or in many. Closes nothing. What {@link FloatingIp} says
 * of its thread, of interrupts and deadlines is true here.
 */
public final class FloatingIpGroup {

    private final Duration timeout;
    private final Engine engine;

    private FloatingIpGroup(Duration timeout, Engine engine) {
        this.timeout = timeout;
        this.engine = engine;
    }

    /**
     * Starts a handle on the addresses with those literals, in that order.
     *
     * @throws IllegalArgumentException if there is none, one is not an address, or one comes twice
     */
    public static Builder at(String... addresses) {
        return of(Arrays.asList(addresses));
    }

    /**
     * Starts a handle on those addresses, in that order.
     *
     * @param addresses {@link IpAddress}es, or anything whose text is the literal of one
     * @throws IllegalArgumentException if there is none, one is not an address, or one comes twice
     */
    public static Builder of(Collection<?> addresses) {
        Set<IpAddress> unique = new LinkedHashSet<>();
        for (Object address : addresses) {
            IpAddress next =
                    IpAddress.of(Objects.requireNonNull(address, "address").toString());
            if (!unique.add(next)) {
                throw new IllegalArgumentException(next + " is twice in the group");
            }
        }
        if (unique.isEmpty()) {
            throw new IllegalArgumentException("a group needs at least one address");
        }
        return new Builder(List.copyOf(unique));
    }

    /** Its addresses, in the order in which they were given. */
    public List<IpAddress> addresses() {
        return engine.addresses();
    }

    /**
     * All holders that the network shows now, by address, in the order of the group.
     *
     * @return an entry for each address; an empty list only where the network said that nobody holds it
     * @throws FloatingIpException if the network could not be read within the timeout
     */
    public Map<IpAddress, List<Holder>> holders() {
        return engine.locate(timeout);
    }

    /**
     * Gives all of the addresses to that host, whoever holds them now. The same as {@code move().to(target).execute()}.
     *
     * @throws IllegalArgumentException if {@code target} can't be a host id
     * @see GroupMoveRequest#execute()
     */
    public GroupMoveResult moveTo(String target) {
        return move().to(target).execute();
    }

    /** Like {@link #moveTo(String)}. */
    public GroupMoveResult moveTo(HostId target) {
        return move().to(target).execute();
    }

    /** Starts a move of all addresses. */
    public GroupMoveRequest move() {
        return new GroupMoveRequest(engine, MoveOrder.within(timeout), null, false);
    }

    /**
     * Starts a move of those addresses that the host holds when the move is made; the others are left alone. One
     * that it loses while the move is prepared refuses the move, before anything is changed; so does a target that turns out
     * to be the host itself, or an interface of it. From one interface of a host to another is fine, if both are named.
     *
     * <p>Several hosts are evacuated side by side: a group for each, each on a thread of the caller's. As many calls as there
     * are hosts, and no more time than for one of them, until the limits of the network's API are met.
     *
     * @throws IllegalArgumentException if {@code holder} can't be a host id
     */
    public GroupMoveRequest evacuate(String holder) {
        return evacuate(HostId.of(holder));
    }

    /** Like {@link #evacuate(String)}. */
    public GroupMoveRequest evacuate(HostId holder) {
        return new GroupMoveRequest(engine, MoveOrder.within(timeout), Objects.requireNonNull(holder, "holder"), false);
    }

    /**
     * Cleans up after a move whose old hosts could not be reached: {@link FloatingIp#settle(MoveResult)} for each of its
     * results that has something to clean up. The timeout is that of all of them together; what it did not suffice for is
     * among the {@linkplain SettleResult#unsettled() unsettled}.
     *
     * @return for each of those, in the order of the group; empty if there was nothing to clean up
     * @throws IllegalArgumentException if the result is of an address that is not one of the group's
     */
    public List<SettleResult> settle(GroupMoveResult moved) {
        for (MoveResult result : moved.results()) {
            if (!addresses().contains(result.address())) {
                throw new IllegalArgumentException(
                        "the result is of " + result.address() + ", which is not one of " + addresses());
            }
        }
        return engine.settle(
                moved.results().stream()
                        .filter(result -> !result.unsettled().isEmpty())
                        .toList(),
                timeout);
    }

    /** For example {@code FloatingIpGroup[10.0.1.12, 10.0.1.13]}. */
    @Override
    public String toString() {
        return "FloatingIpGroup" + addresses();
    }

    /** Collects what a {@link FloatingIpGroup} is made of. Not safe for use by several threads. */
    public static final class Builder extends CommonBuilder<Builder> {

        private final List<IpAddress> addresses;

        private Builder(List<IpAddress> addresses) {
            this.addresses = addresses;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Builds it.
         *
         * @throws IllegalStateException if no assigner was given, or hosts beside one that does their work itself
         * @throws FloatingIpException if hosts were given, and the assigner can't say whether it does their work itself:
         *     its {@link org.floatingip.spi.IpAssigner#traits()} failed, or it is a mock. Nothing was changed
         */
        public FloatingIpGroup build() {
            return new FloatingIpGroup(
                    timeout(), new Engine(addresses, collaborators("FloatingIpGroup.of(" + addresses + ")"), null));
        }
    }
}
