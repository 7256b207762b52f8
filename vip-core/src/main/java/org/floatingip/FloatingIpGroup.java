package org.floatingip;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.internal.doctor.DoctorEngine;
import org.floatingip.internal.move.Engine;
import org.floatingip.internal.move.MoveOrder;
import org.floatingip.internal.move.Standby;
import org.floatingip.internal.names.Names;
import org.floatingip.internal.names.NamesEngine;
import org.floatingip.internal.operation.Collaborators;
import org.floatingip.spi.DnsRegistrar;
import org.jspecify.annotations.Nullable;

/**
 * A handle on several addresses that move together. If the assigner can
 * ({@link org.floatingip.spi.Traits#mostPerCall()}), this takes as many calls to the network as a move of one address.
 * Otherwise the addresses move one after the other.
 *
 * <pre>{@code
 * FloatingIpGroup sites = FloatingIpGroup.at("10.0.1.12", "10.0.1.13")
 *         .assigner(Ec2IpAssigner.create("us-east-1"))
 *         .build();
 * sites.evacuate("i-0123456789abcdef0").to("i-0fedcba9876543210").execute();
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads, in one process or in many. Closes nothing. Threads, interrupts and
 * deadlines are treated as in {@link FloatingIp}.
 */
public final class FloatingIpGroup {

    private final Duration timeout;
    private final Engine engine;
    private final NamesEngine names;
    private final DoctorEngine doctor;

    private FloatingIpGroup(List<IpAddress> addresses, Duration timeout, Collaborators by, @Nullable Names names) {
        this.timeout = timeout;
        this.engine = new Engine(addresses, by, names);
        this.names = new NamesEngine(
                addresses, by, names, "this FloatingIpGroup has no names: call dns(registrar) and name(address, name)");
        this.doctor = new DoctorEngine(addresses, by, names);
    }

    /**
     * Starts a handle on the given addresses, in that order.
     *
     * @throws IllegalArgumentException if there is none, one is not the literal of an address, or one is given twice
     */
    public static Builder at(String... addresses) {
        return of(Arrays.asList(addresses));
    }

    /**
     * Starts a handle on the given addresses, in that order.
     *
     * @param addresses {@link IpAddress}es, or objects whose {@code toString()} is the literal of one
     * @throws IllegalArgumentException if there is none, one is not the literal of an address, or one is given twice
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

    /** Returns the addresses, in the order in which they were given. */
    public List<IpAddress> addresses() {
        return engine.addresses();
    }

    /** Returns the time limit of an operation of this handle, for all addresses together. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Returns all holders that the network shows now, by address, in the order of the group.
     *
     * @return an entry for each address; an empty list only if the network said that nobody holds it
     * @throws FloatingIpException if the network could not be read within the timeout
     */
    public Map<IpAddress, List<Holder>> holders() {
        return engine.locate(timeout);
    }

    /**
     * Moves all addresses to a host, whoever holds them now. The same as {@code move().to(target).execute()}.
     *
     * @throws IllegalArgumentException if {@code target} is not a valid host id
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
     * Starts a move of those addresses that a host holds when the move is executed. The others are left alone. The move
     * is refused before anything is changed if the host loses one of them during the preparation, or if the target is
     * the host itself or one of its interfaces. You can move addresses between two interfaces of a host if you name
     * both interfaces.
     *
     * <p>To evacuate several hosts in parallel, use a group and a thread of your own for each. This takes one call for
     * each host, and no more time than one host, up to the rate limits of the network's API.
     *
     * @throws IllegalArgumentException if {@code holder} is not a valid host id
     */
    public GroupMoveRequest evacuate(String holder) {
        return evacuate(HostId.of(holder));
    }

    /** Like {@link #evacuate(String)}. */
    public GroupMoveRequest evacuate(HostId holder) {
        return new GroupMoveRequest(engine, MoveOrder.within(timeout), Objects.requireNonNull(holder, "holder"), false);
    }

    /**
     * Starts a tenure: the time in which a host has the addresses because the caller's election chose it.
     *
     * @param self the host that was elected, usually the one that this code runs on
     * @param epoch the number of the election; see {@link MoveRequest#epoch}
     * @throws IllegalArgumentException if {@code self} is not a valid host id, or the epoch is below zero
     */
    public TenureRequest tenure(String self, long epoch) {
        return tenure(HostId.of(self), epoch);
    }

    /** Like {@link #tenure(String, long)}. */
    public TenureRequest tenure(HostId self, long epoch) {
        return new TenureRequest(engine, MoveOrder.within(timeout).to(self).inEpoch(epoch));
    }

    /**
     * Prepares a move of all addresses to a host: resolves and checks it ahead of time, so that during the failover it
     * is one call to the network for each interface. Changes nothing.
     *
     * @throws GroupRefusedException if addresses can't be moved as things stand
     * @throws RefusedException if the target can take none of them
     * @throws FloatingIpException if the network can't be read, by type
     * @throws IllegalArgumentException if {@code target} is not a valid host id
     */
    public GroupStandbyMove standby(String target) {
        return standby(HostId.of(target));
    }

    /** Like {@link #standby(String)}. */
    public GroupStandbyMove standby(HostId target) {
        return new GroupStandbyMove(Standby.of(engine, MoveOrder.within(timeout).to(target)));
    }

    /**
     * Carries out a plan from {@link GroupMoveRequest#plan()}, made in this process or another, if nothing relevant has
     * changed since: for each address the holders and the target's interface are the same, and the conditions are met.
     * Addresses that the target holds already are left alone. The time limit is this handle's. Only the addresses of
     * the plan are moved; an evacuation's plan has those that the host held when it was made.
     *
     * @throws GroupRefusedException if something has changed, with a {@link org.floatingip.failure.StalePlanException}
     *     for each address concerned; nothing was changed
     * @throws IllegalArgumentException if the plan has an address that is not in the group, or a combination of
     *     settings that no move can have
     * @throws FloatingIpException as {@link GroupMoveRequest#execute()} does
     */
    public GroupMoveResult apply(GroupMovePlan plan) {
        for (IpAddress address : plan.addresses()) {
            if (!addresses().contains(address)) {
                throw new IllegalArgumentException(
                        "the plan is for " + address + " too, which is not one of " + addresses());
            }
        }
        return engine.apply(plan, timeout);
    }

    /**
     * Takes the addresses from a host. Returns once the network was seen not to show them there any more. Then nobody
     * holds them. Takes one call for each interface of the host if the assigner can do that. Each address succeeds or
     * fails on its own.
     *
     * @return a result for each address, in the order of the group
     * @throws GroupReleaseException if some addresses were not released, each for a reason as of
     *     {@link FloatingIp#release(String)}; the others were released
     * @throws FloatingIpException if the network can't be read, by type; nothing was changed
     * @throws IllegalArgumentException if {@code from} is not a valid host id
     */
    public List<ReleaseResult> release(String from) {
        return release(HostId.of(from));
    }

    /** Like {@link #release(String)}. */
    public List<ReleaseResult> release(HostId from) {
        return engine.release(Objects.requireNonNull(from, "from"), null, timeout);
    }

    /**
     * Like {@link #release(String)}, in the epoch of the caller's election; see
     * {@link FloatingIp#release(String, long)}.
     */
    public List<ReleaseResult> release(String from, long epoch) {
        return release(HostId.of(from), epoch);
    }

    /** Like {@link #release(String, long)}. */
    public List<ReleaseResult> release(HostId from, long epoch) {
        return engine.release(Objects.requireNonNull(from, "from"), Claim.checkEpoch(epoch), timeout);
    }

    /**
     * Cleans up after a move whose old hosts could not be reached. Does {@link FloatingIp#settle(MoveResult)} for each
     * result with something to clean up. The timeout is for all of them together; hosts for which it did not suffice
     * are {@linkplain SettleResult#unsettled() unsettled}.
     *
     * @return a result for each of those, in the order of the group; empty if there was nothing to clean up
     * @throws IllegalArgumentException if the result has an address that is not in the group
     */
    public List<SettleResult> settle(GroupMoveResult moved) {
        for (MoveResult result : moved.results()) {
            if (!addresses().contains(result.address())) {
                throw new IllegalArgumentException(
                        "the result is of " + result.address() + ", which is not one of " + addresses());
            }
        }
        Map<IpAddress, List<Holder>> lost = new LinkedHashMap<>();
        for (MoveResult result : moved.results()) {
            if (!result.unsettled().isEmpty()) {
                lost.put(result.address(), result.unsettled());
            }
        }
        return engine.settle(lost, timeout);
    }

    /**
     * Like {@link #settle(GroupMoveResult)}, for a host of which you know only the id. Makes it drop those of the
     * addresses that it does not hold. The network is asked for its interface in the subnet of each. If that interface
     * is full, the host is asked by its id alone, and the result has a warning. If the network refuses an address for
     * another reason, it stays unsettled, with the reason as a warning.
     *
     * @throws IllegalArgumentException if {@code host} is not a valid host id
     * @throws IllegalStateException if this handle was built without {@code hosts(..)}
     * @throws RefusedException if the network knows no such interface for any of the addresses
     * @throws FloatingIpException if the network can't be read, by type; no host was changed
     */
    public List<SettleResult> settle(String host) {
        return engine.settle(HostId.of(host), timeout);
    }

    /**
     * Writes the DNS names of the addresses and of their hosts if they differ from the existing records. The same as
     * {@code names().register()}.
     *
     * @see NamesRequest#register()
     */
    public DnsChange registerNames() {
        return names().register();
    }

    /** Starts a registration of names with settings of its own. */
    public NamesRequest names() {
        return new NamesRequest(names, false, timeout);
    }

    /**
     * Checks whether moves of all addresses between the given hosts would succeed, as
     * {@link FloatingIp#doctor(String...)} does for one address. Takes one reading of the network, and one command on
     * each host, for all of them. Checks that there is room for all addresses together.
     *
     * @param hosts all hosts between which the addresses move, including the holders; at least one
     * @return a diagnosis for each address, in the order of the group. Findings on a host or its name are part of each
     *     diagnosis
     * @throws IllegalArgumentException if there is none, or one is not a valid host id
     * @throws RefusedException MALFORMED_HOST_ID if one has another form than this network's ids
     * @throws RefusedException UNSUPPORTED_ADDRESS if the assigner can't move this kind of address at all
     */
    public List<Diagnosis> doctor(String... hosts) {
        return doctor(List.of(hosts));
    }

    /** Like {@link #doctor(String...)}. */
    public List<Diagnosis> doctor(HostId... hosts) {
        return doctor(List.of(hosts));
    }

    /** Like {@link #doctor(String...)}. Uses the {@code toString()} of each element, so Groovy's strings work too. */
    public List<Diagnosis> doctor(Collection<?> hosts) {
        return doctor.diagnose(FloatingIp.between(hosts, addresses().toString()), timeout);
    }

    /** Returns text such as {@code FloatingIpGroup[10.0.1.12, 10.0.1.13]}. */
    @Override
    public String toString() {
        return "FloatingIpGroup" + addresses();
    }

    /** Builds a {@link FloatingIpGroup}. Not safe for use by several threads. */
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
         * Sets the registrar that writes the names given by {@link #name} and {@link #hostName}. The caller closes it.
         * Default: no names.
         *
         * <p>With names, a move looks up the name of each address after that was seen on the target, and changes it if
         * it does not point to the address. A failure of this is a failed step and a warning on the result.
         */
        public Builder dns(DnsRegistrar registrar) {
            keptBy(registrar);
            return this;
        }

        /**
         * Sets the DNS name of one of the addresses. Can be called several times, once for each address. Needs
         * {@link #dns}. An address without a name is moved all the same.
         *
         * @throws IllegalArgumentException if an argument is malformed, or the address is not in the group or already
         *     has another name
         */
        public Builder name(String address, String name) {
            return name(IpAddress.of(address), DnsName.of(name));
        }

        /** Like {@link #name(String, String)}. */
        public Builder name(IpAddress address, DnsName name) {
            if (!addresses.contains(address)) {
                throw new IllegalArgumentException(address + " is not one of " + addresses);
            }
            return namedOnce(address, name);
        }

        /**
         * Builds the handle.
         *
         * @throws IllegalStateException if there is no assigner, if there is a configurator but the assigner does not
         *     allow one, or if names are incomplete or not unique
         * @throws FloatingIpException if there is a configurator and {@link org.floatingip.spi.IpAssigner#traits()}
         *     failed or returned nothing (as a mock does), so that it is not known whether one is allowed. Nothing was
         *     changed
         */
        public FloatingIpGroup build() {
            return new FloatingIpGroup(
                    addresses,
                    timeout(),
                    collaborators("FloatingIpGroup.of(" + addresses + ")"),
                    givenNames("dns(registrar)"));
        }
    }
}
