package org.floatingip.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.linux.internal.HostCall;
import org.floatingip.linux.internal.HostRequest;
import org.floatingip.linux.internal.HostRequest.Operation;
import org.floatingip.linux.internal.Names;
import org.floatingip.linux.internal.UsableAddresses;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * Makes Debian hosts accept a floating IP, without touching anything else of their network: the address is added to the
 * interface by {@code ip address}, and in mode {@link HostMode#ALWAYS} also persisted in a file of its own that ifupdown
 * reads. The base interface is never taken down, no file of anybody else is changed, and the address never becomes one that
 * the host sends from by itself ({@code docs/decisions/0012}).
 *
 * <p>The interface is the one that was named, or else the one with the placement's MAC address, or else the only one with an
 * address in a subnet that contains the floating IP.
 *
 * <p>Each operation is one command on the host, also one on several addresses, run as root: as root itself, or with {@link Builder#sudo()}. Operations on one
 * host, also of several processes, come one after the other. Safe for use by several threads. {@link #close()} ends the SSH
 * connections.
 */
public final class IfupdownConfigurator implements HostNetworkConfigurator, AutoCloseable {

    private final Map<HostId, CommandRunner> runners;
    private final List<AutoCloseable> owned;
    private final HostMode mode;
    private final @Nullable String interfaceName;
    private final boolean announce;
    private final boolean sudo;

    private IfupdownConfigurator(Builder builder) {
        this.runners = new LinkedHashMap<>(builder.runners);
        List<AutoCloseable> opened = new ArrayList<>();
        builder.ssh.forEach(hosts -> hosts.open().forEach((host, runner) -> {
            opened.add(runner);
            runners.put(host, runner);
        }));
        this.owned = List.copyOf(opened);
        this.mode = builder.mode;
        this.interfaceName = builder.interfaceName;
        this.announce = builder.announce;
        this.sudo = builder.sudo;
    }

    /** Hosts over SSH, in mode {@link HostMode#WHILE_HOLDING}, as the users of the destinations. */
    public static IfupdownConfigurator over(SshHosts hosts) {
        return builder().ssh(hosts).build();
    }

    /**
     * This machine alone, in mode {@link HostMode#WHILE_HOLDING}, as the user of this process.
     *
     * @param host what the network calls this machine, in EC2 its instance id; other hosts are refused
     */
    public static IfupdownConfigurator local(String host) {
        return builder().local(host).build();
    }

    /** Starts a configurator with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    /** True: each call is one command on the host, however many addresses it is for. */
    @Override
    public boolean severalAtOnce() {
        return true;
    }

    /** True. */
    @Override
    public boolean diagnoses() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The report's detail names the interface, who manages it, and whether the address is persisted: then the report is
     * {@linkplain HostReport#standing() standing} in either mode. Needs no root.
     */
    @Override
    public PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
        return inMode(
                ask(addresses, placement.asHolder(), budget, usable -> request(Operation.INSPECT, usable, placement)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One command on the host. In mode {@link HostMode#WHILE_HOLDING}, where nothing is announced and the interface is known
     * by name or MAC address, all of which the host keeps nothing are added by one call of {@code ip}; each other one as
     * if it were alone. In mode {@link HostMode#ALWAYS} the reports are {@linkplain HostReport#standing() standing}: a move then
     * leaves the old host as it is.
     *
     * @return also a {@link RefusedException}: AMBIGUOUS_INTERFACE where several interfaces could take the address,
     *     UNSUPPORTED_ADDRESS where no host can take such a one; and
     *     {@link org.floatingip.failure.PermissionDeniedException} where we are not root
     * @throws org.floatingip.failure.PermissionDeniedException if SSH or sudo does not let us
     */
    @Override
    public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
        return inMode(
                ask(addresses, placement.asHolder(), budget, usable -> request(Operation.ACCEPT, usable, placement)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One command on the host. In either mode it takes away what is live and what is persisted.
     *
     * @throws org.floatingip.failure.PermissionDeniedException if SSH or sudo does not let us
     */
    @Override
    public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
        return ask(
                addresses,
                holder,
                budget,
                usable -> new HostRequest(Operation.DROP, usable, interfaceName, null, mode, false));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Whether we are root there, who manages the interface, whether it is up and can take the address, and whether what
     * mode {@link HostMode#ALWAYS} persists is read at a boot. Needs no root.
     */
    @Override
    public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        Objects.requireNonNull(address, "address");
        HostCall call = call(placement.asHolder(), budget);
        UsableAddresses.require(address);
        return call.diagnose(address, request(Operation.DIAGNOSE, List.of(address), placement), mode);
    }

    private PerAddress<HostReport> inMode(PerAddress<HostReport> all) {
        if (mode != HostMode.ALWAYS) {
            return all;
        }
        PerAddress.Builder<HostReport> standing = PerAddress.builder();
        all.values().forEach((address, report) -> standing.add(address, report.asStanding()));
        all.failures().forEach(standing::fail);
        return standing.build();
    }

    /** What is usable of them by one command; each of the others has failed. */
    private PerAddress<HostReport> ask(
            List<IpAddress> addresses, Holder holder, Duration budget, Function<List<IpAddress>, HostRequest> request) {
        HostCall call = call(holder, budget);
        PerAddress.Builder<HostReport> all = PerAddress.builder();
        List<IpAddress> usable = new ArrayList<>();
        for (IpAddress address : addresses) {
            try {
                UsableAddresses.require(address);
                usable.add(address);
            } catch (RefusedException e) {
                all.fail(address, e);
            }
        }
        if (!usable.isEmpty()) {
            call.report(usable, request.apply(usable), all);
        }
        return all.build();
    }

    /** Ends the SSH connections that this object opened; closing twice does nothing. */
    @Override
    public void close() {
        IllegalStateException failed = null;
        for (AutoCloseable runner : owned) {
            try {
                runner.close();
            } catch (Exception e) {
                // The others' connections have to end all the same.
                IllegalStateException one = new IllegalStateException("could not close " + runner, e);
                if (failed == null) {
                    failed = one;
                } else {
                    failed.addSuppressed(one);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private HostRequest request(Operation operation, List<IpAddress> addresses, Placement placement) {
        return new HostRequest(operation, addresses, interfaceName, placement.macAddress(), mode, announce);
    }

    private HostCall call(Holder holder, Duration budget) {
        Objects.requireNonNull(budget, "budget");
        CommandRunner runner = runners.get(holder.host());
        if (runner == null) {
            runner = runners.get(HostId.of(holder.interfaceId()));
        }
        if (runner == null) {
            throw new HostConfigurationException(
                    holder.host(), "no way to it was given, only to " + runners.keySet(), null);
        }
        return new HostCall(runner, sudo, holder.host(), budget);
    }

    /** Builds an {@link IfupdownConfigurator}. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<HostId, CommandRunner> runners = new LinkedHashMap<>();
        private final List<SshHosts> ssh = new ArrayList<>();
        private HostMode mode = HostMode.WHILE_HOLDING;
        private @Nullable String interfaceName;
        private boolean announce;
        private boolean sudo;

        private Builder() {}

        /** Hosts over SSH. */
        public Builder ssh(SshHosts hosts) {
            ssh.add(Objects.requireNonNull(hosts, "hosts"));
            return this;
        }

        /**
         * This machine.
         *
         * @param host what the network calls it, in EC2 its instance id
         */
        public Builder local(String host) {
            return runner(host, LocalCommandRunner.create());
        }

        /** A host that is reached in a way of the caller's, who also closes it. */
        public Builder runner(String host, CommandRunner runner) {
            runners.put(HostId.of(host), Objects.requireNonNull(runner, "runner"));
            return this;
        }

        /** The mode; by default {@link HostMode#WHILE_HOLDING}. */
        public Builder mode(HostMode mode) {
            this.mode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /** {@link HostMode#ALWAYS}. */
        public Builder always() {
            return mode(HostMode.ALWAYS);
        }

        /**
         * The interface to use on every host, for example {@code eth0}; by default it is found.
         *
         * @throws IllegalArgumentException if no interface can be called that
         */
        public Builder interfaceName(String name) {
            this.interfaceName = Names.interfaceName(name);
            return this;
        }

        /**
         * Tells the neighbours when a host accepts the address, by gratuitous ARP or an unsolicited neighbour advertisement.
         * Only for a plain LAN, where accepting <em>is</em> taking: elsewhere it would announce the address before it has
         * moved. Needs {@code arping} of iputils on the hosts for IPv4. By default nothing is announced.
         */
        public Builder announce() {
            this.announce = true;
            return this;
        }

        /** Runs the commands by {@code sudo -n}, which must not ask for a password; by default as the user that logs in. */
        public Builder sudo() {
            this.sudo = true;
            return this;
        }

        /**
         * The configurator.
         *
         * @throws IllegalArgumentException if no host was given, or one twice
         */
        public IfupdownConfigurator build() {
            List<HostId> all = new ArrayList<>(runners.keySet());
            ssh.forEach(hosts -> all.addAll(hosts.hosts()));
            if (all.isEmpty()) {
                throw new IllegalArgumentException("no hosts: name them by ssh(..), local(..) or runner(..)");
            }
            if (all.stream().distinct().count() != all.size()) {
                throw new IllegalArgumentException("a host is there twice: " + all);
            }
            return new IfupdownConfigurator(this);
        }
    }
}
