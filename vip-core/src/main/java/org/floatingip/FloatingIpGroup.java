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

    /** The time that an operation of this handle has, all addresses together. */
    public Duration timeout() {
        return timeout;
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
     * Starts a tenure: the time in which that host has the addresses by an election of the caller's.
     *
     * @param self the host that was elected: most often the one that this runs on
     * @param epoch the number of the election; see {@link MoveRequest#epoch}
     * @throws IllegalArgumentException if {@code self} can't be a host id, or the epoch is below zero
     */
    public TenureRequest tenure(String self, long epoch) {
        return tenure(HostId.of(self), epoch);
    }

    /** Like {@link #tenure(String, long)}. */
    public TenureRequest tenure(HostId self, long epoch) {
        return new TenureRequest(engine, MoveOrder.within(timeout).to(self).inEpoch(epoch));
    }

    /**
     * Resolves and checks a move of all addresses to that host now, ahead of time, so that during the failover it is one call
     * to the network for each interface. Changes nothing.
     *
     * @throws GroupRefusedException if addresses can't be moved as things stand
     * @throws RefusedException if the target can take none of them
     * @throws FloatingIpException if the network can't be read, by type
     * @throws IllegalArgumentException if {@code target} can't be a host id
     */
    public GroupStandbyMove standby(String target) {
        return standby(HostId.of(target));
    }

    /** Like {@link #standby(String)}. */
    public GroupStandbyMove standby(HostId target) {
        return new GroupStandbyMove(Standby.of(engine, MoveOrder.within(timeout).to(target)));
    }

    /**
     * Carries out a plan that {@link GroupMoveRequest#plan()} made, in this process or another, if the world is still as it was
     * then: for each address the same holders, the same interface of the target, its conditions met. An address that the target
     * holds already is left alone. The time is this handle's. The addresses are those of the plan: an evacuation's has those that
     * the host held when it was made.
     *
     * @throws GroupRefusedException if the world has changed, with a {@link org.floatingip.failure.StalePlanException} for each address for which it has;
     *     nothing was changed
     * @throws IllegalArgumentException if the plan has an address that is not one of the group's, or asks for what
     *     no move asks for
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
     * Takes the addresses from that host, by one call for each of its interfaces where the assigner can do that, and returns once
     * the network was seen not to show them there any more. Nobody holds them then. Each fares for itself.
     *
     * @return for each of the addresses, in the order of the group
     * @throws GroupReleaseException if addresses were not released, as {@link FloatingIp#release(String)} says for each; the
     *     others were
     * @throws FloatingIpException if the network can't be read, by type; nothing was changed
     * @throws IllegalArgumentException if {@code from} can't be a host id
     */
    public List<ReleaseResult> release(String from) {
        return release(HostId.of(from));
    }

    /** Like {@link #release(String)}. */
    public List<ReleaseResult> release(HostId from) {
        return engine.release(Objects.requireNonNull(from, "from"), null, timeout);
    }

    /** Like {@link #release(String)}, in the epoch of the caller's election: see {@link FloatingIp#release(String, long)}. */
    public List<ReleaseResult> release(String from, long epoch) {
        return release(HostId.of(from), epoch);
    }

    /** Like {@link #release(String, long)}. */
    public List<ReleaseResult> release(HostId from, long epoch) {
        return engine.release(Objects.requireNonNull(from, "from"), Claim.checkEpoch(epoch), timeout);
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
        Map<IpAddress, List<Holder>> lost = new LinkedHashMap<>();
        for (MoveResult result : moved.results()) {
            if (!result.unsettled().isEmpty()) {
                lost.put(result.address(), result.unsettled());
            }
        }
        return engine.settle(lost, timeout);
    }

    /**
     * Like {@link #settle(GroupMoveResult)}, for a host of which no more is known than its id: it drops those of the addresses that
     * it does not hold. The network is asked for its interface in the subnet of each; where that is full, the host is
     * asked by its id alone, and a warning says so. An address that the network refuses for another reason is left unsettled, with
     * that reason as a warning.
     *
     * @throws IllegalArgumentException if {@code host} can't be a host id
     * @throws IllegalStateException if this handle was built without {@code hosts(..)}
     * @throws RefusedException if the network knows no such interface for any of the addresses
     * @throws FloatingIpException if the network can't be read, by type: then no host was touched
     */
    public List<SettleResult> settle(String host) {
        return engine.settle(HostId.of(host), timeout);
    }

    /**
     * Writes the names of the addresses and of their hosts where they differ from what is there. The same as
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
     * Looks whether moves of all addresses between these hosts would go well: what {@link FloatingIp#doctor(String...)} says of one
     * address, by one reading of the network and one command on each host for all of them. Room is looked for for all together.
     *
     * @param hosts all hosts between which the addresses move, the holders among them; at least one
     * @return for each of the addresses, in the order of the group. What is wrong with a host, or with a host's name, stands with
     *     each of them
     * @throws IllegalArgumentException if there is none, or one can't be a host id
     * @throws RefusedException MALFORMED_HOST_ID if one has another form than this network's ids
     * @throws RefusedException UNSUPPORTED_ADDRESS if the assigner can't move addresses of this kind at all
     */
    public List<Diagnosis> doctor(String... hosts) {
        return doctor(List.of(hosts));
    }

    /** Like {@link #doctor(String...)}. */
    public List<Diagnosis> doctor(HostId... hosts) {
        return doctor(List.of(hosts));
    }

    /** Like {@link #doctor(String...)}; each element is taken by its {@code toString()}, so that Groovy's strings work. */
    public List<Diagnosis> doctor(Collection<?> hosts) {
        return doctor.diagnose(FloatingIp.between(hosts, addresses().toString()), timeout);
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
         * Who keeps the names that {@link #name} and {@link #hostName} give; the registrar stays the caller's to close. Default: no
         * names. A move looks up the name of each address after that was seen on the target, and writes it if it does not
         * point there; what fails in that is a failed step and a warning on the result.
         */
        public Builder dns(DnsRegistrar registrar) {
            keptBy(registrar);
            return this;
        }

        /**
         * The name of one of the addresses. Can be called several times, once for each; needs {@link #dns}. An address without one
         * is moved all the same.
         *
         * @throws IllegalArgumentException if one can't be what it should, the address is not one of the group's, or was given
         *     another name
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
         * Builds it.
         *
         * @throws IllegalStateException if no assigner was given, or hosts beside one that does their work itself, or names
         *     are incomplete or not unique
         * @throws FloatingIpException if hosts were given, and the assigner can't say whether it does their work itself:
         *     its {@link org.floatingip.spi.IpAssigner#traits()} failed, or it is a mock. Nothing was changed
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
