package org.floatingip;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.StalePlanException;
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
 * A handle on one address that can move between hosts.
 *
 * <pre>{@code
 * FloatingIp db = FloatingIp.at("10.0.1.12")
 *         .assigner(Ec2IpAssigner.create("us-east-1"))
 *         .build();
 * MoveResult moved = db.moveTo("i-0123456789abcdef0");
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads, in one process or in many: the only state is that of the network. A
 * handle needs no closing and closes nothing; close the assigner if you created it. Operations run on the calling
 * thread. An interrupt ends an operation within one call to the network, and the thread's interrupt flag stays set.
 */
public final class FloatingIp {

    /** The default time limit of an operation: 10 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final IpAddress address;
    private final Duration timeout;
    private final Engine engine;
    private final NamesEngine names;
    private final DoctorEngine doctor;

    private FloatingIp(IpAddress address, Duration timeout, Collaborators by, @Nullable Names names) {
        this.address = address;
        this.timeout = timeout;
        this.engine = new Engine(List.of(address), by, names);
        this.names =
                new NamesEngine(List.of(address), by, names, "this FloatingIp has no name: call dns(registrar, name)");
        this.doctor = new DoctorEngine(List.of(address), by, names);
    }

    /**
     * Starts a handle on the given address.
     *
     * @throws IllegalArgumentException if it is not the literal of an address; see {@link IpAddress#of(String)}
     */
    public static Builder at(String address) {
        return new Builder(IpAddress.of(address));
    }

    /** Starts a handle on the given address. */
    public static Builder at(IpAddress address) {
        return new Builder(Objects.requireNonNull(address, "address"));
    }

    public IpAddress address() {
        return address;
    }

    /** Returns the time limit of an operation of this handle. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Returns who holds the address now, as the network says.
     *
     * @return empty only if the network said that nobody does
     * @throws RefusedException AMBIGUOUS_ADDRESS if several hold it; {@link #holders()} lists them
     * @throws FloatingIpException if the network could not be read within the timeout
     */
    public Optional<Holder> holder() {
        List<Holder> holders = holders();
        if (holders.size() > 1) {
            throw RefusedException.ambiguousAddress(
                    address, holders.stream().map(Holder::toString).toList(), null);
        }
        return holders.stream().findFirst();
    }

    /**
     * Returns all holders that the network shows now; in EC2 at most one.
     *
     * @return empty only if the network said that nobody holds the address
     * @throws FloatingIpException if the network could not be read within the timeout
     */
    public List<Holder> holders() {
        return Objects.requireNonNull(engine.locate(timeout).get(address));
    }

    /**
     * Moves the address to a host, whoever holds it now. Returns once the network was seen to show the host as its only
     * holder. The same as {@code move().to(target).execute()}.
     *
     * @throws IllegalArgumentException if {@code target} is not a valid host id
     * @see MoveRequest#execute()
     */
    public MoveResult moveTo(String target) {
        return move().to(target).execute();
    }

    /** Like {@link #moveTo(String)}. */
    public MoveResult moveTo(HostId target) {
        return move().to(target).execute();
    }

    /**
     * Prepares a move to a host: resolves and checks it ahead of time, so that during the failover it is one call to
     * the network. Changes nothing.
     *
     * @throws RefusedException if the move can't be done as things stand; its reason says why
     * @throws FloatingIpException if the network can't be read, by type
     * @throws IllegalArgumentException if {@code target} is not a valid host id
     */
    public StandbyMove standby(String target) {
        return standby(HostId.of(target));
    }

    /** Like {@link #standby(String)}. */
    public StandbyMove standby(HostId target) {
        MoveOrder order = MoveOrder.within(timeout).to(target);
        return new StandbyMove(Engine.leaf(() -> Standby.of(engine, order)));
    }

    /**
     * Starts a tenure: the time in which a host has the address because the caller's election chose it.
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

    /** Starts a move with settings of its own. */
    public MoveRequest move() {
        return new MoveRequest(engine, MoveOrder.within(timeout));
    }

    /**
     * Carries out a plan from {@link MoveRequest#plan()}, made in this process or another, if nothing relevant has
     * changed since: the holders and the target's interface are the same, and the conditions are met. If the target
     * holds the address already, nothing is changed. The time limit is this handle's.
     *
     * @throws StalePlanException if something has changed; the message shows the difference. Nothing was changed
     * @throws IllegalArgumentException if the plan is for another address, or has a combination of settings that no
     *     move can have
     * @throws FloatingIpException as {@link MoveRequest#execute()} does
     */
    public MoveResult apply(MovePlan plan) {
        if (!plan.address().equals(address)) {
            throw new IllegalArgumentException("the plan is for " + plan.address() + ", not for " + address);
        }
        return Engine.leaf(() -> engine.apply(GroupMovePlan.of(plan), timeout))
                .results()
                .get(0);
    }

    /**
     * Takes the address from a host. Returns once the network was seen not to show it there any more. Then nobody holds
     * it.
     *
     * @throws HolderChangedException if the host does not hold it; nothing was changed
     * @throws RefusedException PRIMARY_ADDRESS if it is the host's primary address; nothing was changed
     * @throws NotVerifiedException if the outcome is unknown
     * @throws FloatingIpException for every other failure, by type; {@link FloatingIpException#effect()} says whether
     *     anything was changed
     * @throws IllegalArgumentException if {@code from} is not a valid host id
     */
    public ReleaseResult release(String from) {
        return release(HostId.of(from));
    }

    /** Like {@link #release(String)}. */
    public ReleaseResult release(HostId from) {
        Objects.requireNonNull(from, "from");
        return Engine.leaf(() -> engine.release(from, null, timeout)).get(0);
    }

    /**
     * Like {@link #release(String)}, for a handle with a {@linkplain CommonBuilder#fence fence}. Claims the address for
     * {@code from} by the epoch of the caller's election.
     *
     * @throws StaleEpochException if a later epoch has claimed it; nothing was changed
     * @throws IllegalArgumentException if the epoch is below zero
     * @throws IllegalStateException if this handle was built without {@code fence(..)}
     */
    public ReleaseResult release(String from, long epoch) {
        return release(HostId.of(from), epoch);
    }

    /** Like {@link #release(String, long)}. */
    public ReleaseResult release(HostId from, long epoch) {
        Objects.requireNonNull(from, "from");
        Claim.checkEpoch(epoch);
        return Engine.leaf(() -> engine.release(from, epoch, timeout)).get(0);
    }

    /**
     * Cleans up after a move whose old host could not be reached. Makes that host drop the address, unless it holds the
     * address by now or accepts it permanently. Can be repeated until {@link SettleResult#complete()}. If there is
     * nothing to clean up, no request is made.
     *
     * @param moved the result of a move of this address, in this process or another
     * @return which hosts drop the address now, and which may still accept it; a host that can't be reached is no
     *     exception
     * @throws IllegalArgumentException if the result is of another address
     * @throws IllegalStateException if this handle was built without {@code hosts(..)}
     * @throws FloatingIpException if the network can't be read, by type; no host was changed
     */
    public SettleResult settle(MoveResult moved) {
        return settle(moved.address(), moved.unsettled());
    }

    /** Like {@link #settle(MoveResult)}, for the hosts that an earlier call left. */
    public SettleResult settle(SettleResult earlier) {
        return settle(earlier.address(), earlier.unsettled());
    }

    /**
     * Like {@link #settle(MoveResult)}, for a host of which you know only the id. The network is asked for its
     * interface in the subnet of the address. If that interface is full, the host is asked by its id alone, and the
     * result has a warning.
     *
     * @throws IllegalArgumentException if {@code host} is not a valid host id
     * @throws RefusedException if the network knows no such interface
     */
    public SettleResult settle(String host) {
        return engine.settle(HostId.of(host), timeout).get(0);
    }

    private SettleResult settle(IpAddress settled, List<Holder> hosts) {
        if (!settled.equals(address)) {
            throw new IllegalArgumentException("the result is of " + settled + ", not of " + address);
        }
        return engine.settle(Map.of(address, hosts), timeout).get(0);
    }

    /**
     * Writes the DNS names of the address and of its hosts if they differ from the existing records. The same as
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
     * Checks whether moves between the given hosts would succeed: whether each host could take the address and accepts
     * it if it should, what depends on the address, whether its names point to it, and all that its assigner and
     * configurator can check. Changes nothing anywhere. A problem, or a failed check, is a {@link Finding}, never an
     * exception.
     *
     * @param hosts all hosts between which the address moves, including the holder; at least one
     * @throws IllegalArgumentException if there is none, or one is not a valid host id
     * @throws RefusedException MALFORMED_HOST_ID if one has another form than this network's ids
     * @throws RefusedException UNSUPPORTED_ADDRESS if the assigner can't move this kind of address at all
     */
    public Diagnosis doctor(String... hosts) {
        return doctor(List.of(hosts));
    }

    /** Like {@link #doctor(String...)}. */
    public Diagnosis doctor(HostId... hosts) {
        return doctor(List.of(hosts));
    }

    /** Like {@link #doctor(String...)}. Uses the {@code toString()} of each element, so Groovy's strings work too. */
    public Diagnosis doctor(Collection<?> hosts) {
        return doctor.diagnose(between(hosts, address.toString()), timeout).get(0);
    }

    /** Returns the given hosts, each once. */
    static List<HostId> between(Collection<?> hosts, String what) {
        List<HostId> all = hosts.stream()
                .map(host -> HostId.of(host.toString()))
                .distinct()
                .toList();
        if (all.isEmpty()) {
            throw new IllegalArgumentException("doctor(..) needs the hosts between which " + what + " moves");
        }
        return all;
    }

    /** Returns text such as {@code FloatingIp(10.0.1.12)}. */
    @Override
    public String toString() {
        return "FloatingIp(" + address + ")";
    }

    static Duration checkTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout must be positive, not " + timeout);
        }
        // Nanoseconds in a long: about 292 years, the range of the monotonic clock.
        if (timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("a timeout of " + timeout + " is out of range");
        }
        return timeout;
    }

    /** Builds a {@link FloatingIp}. Not safe for use by several threads. */
    public static final class Builder extends CommonBuilder<Builder> {

        private final IpAddress address;

        private Builder(IpAddress address) {
            this.address = address;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the DNS name of the address, and the registrar that writes it. The caller closes the registrar. Default:
         * no name.
         *
         * <p>With a name, a move looks it up after the address was seen on the target, and changes it if it does not
         * point to the address. A failure of this is a failed step and a warning on the result.
         *
         * @throws IllegalArgumentException if {@code name} is not a valid name; see {@link DnsName#of(String)}
         */
        public Builder dns(DnsRegistrar registrar, String name) {
            return dns(registrar, DnsName.of(name));
        }

        /** Like {@link #dns(DnsRegistrar, String)}. */
        public Builder dns(DnsRegistrar registrar, DnsName name) {
            keptBy(registrar);
            return renamed(address, name);
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
        public FloatingIp build() {
            return new FloatingIp(
                    address,
                    timeout(),
                    collaborators("FloatingIp.at(\"" + address + "\")"),
                    givenNames("dns(registrar, name)"));
        }
    }
}
