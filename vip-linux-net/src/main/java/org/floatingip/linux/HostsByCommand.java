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
import org.floatingip.linux.internal.HostRequest.Keepers;
import org.floatingip.linux.internal.HostRequest.Operation;
import org.floatingip.linux.internal.UsableAddresses;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/** Makes hosts accept and drop a floating IP, by our script. The base of the two public configurators. */
abstract class HostsByCommand implements HostNetworkConfigurator, AutoCloseable {

    private final Map<HostId, CommandRunner> runners;
    private final List<AutoCloseable> owned;
    private final HostMode mode;
    private final @Nullable String interfaceName;
    private final boolean announce;
    private final boolean sudo;
    private final Keepers keepers;

    HostsByCommand(HostsBuilder<?> builder, Keepers keepers) {
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
        this.keepers = keepers;
    }

    /** Returns true: each call runs one command on the host, for any number of addresses. */
    @Override
    public boolean severalAtOnce() {
        return true;
    }

    /** Returns true. */
    @Override
    public boolean diagnoses() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The report's detail names the interface, its manager, and whether the address is persisted. A report of a persisted
     * address is {@linkplain HostReport#standing() standing} in either mode. Needs no root.
     */
    @Override
    public PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
        return inMode(
                ask(addresses, placement.asHolder(), budget, usable -> request(Operation.INSPECT, usable, placement)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Runs one command on the host. In mode {@link HostMode#WHILE_HOLDING}, addresses that the host persists nothing for are
     * added by one call of {@code ip}, if nothing is announced and the interface is known by its name or MAC address. All others
     * are added one by one. In mode {@link HostMode#ALWAYS} the reports are {@linkplain HostReport#standing() standing}: a move
     * then leaves the old host as it is.
     *
     * @return also a {@link RefusedException}: AMBIGUOUS_INTERFACE if several interfaces could take the address,
     *     UNSUPPORTED_ADDRESS if no host can take such an address; and {@link org.floatingip.failure.PermissionDeniedException}
     *     if the command doesn't run as root
     * @throws org.floatingip.failure.PermissionDeniedException if SSH or sudo denies access
     */
    @Override
    public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
        return inMode(
                ask(addresses, placement.asHolder(), budget, usable -> request(Operation.ACCEPT, usable, placement)));
    }

    /** Returns true in mode {@link HostMode#WHILE_HOLDING}. */
    @Override
    public boolean leases() {
        return mode == HostMode.WHILE_HOLDING;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Runs one command on the host. The host's kernel ends the lease, even if nothing else runs there any more. Nothing is
     * persisted: an event on the interface may remove the address until the lease is renewed.
     *
     * @throws IllegalArgumentException if the lease is shorter than a second, or longer than 24 days
     * @throws org.floatingip.failure.PermissionDeniedException if SSH or sudo denies access
     */
    @Override
    public PerAddress<HostReport> acceptFor(
            List<IpAddress> addresses, Placement placement, Duration lease, Duration budget) {
        if (!leases()) {
            throw new UnsupportedOperationException("hosts in mode always have no leases: use the mode while holding");
        }
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofDays(24)) > 0) {
            throw new IllegalArgumentException("a lease takes from one second to 24 days, not " + lease);
        }
        return ask(
                addresses,
                placement.asHolder(),
                budget,
                usable -> new HostRequest(
                        Operation.ACCEPT,
                        usable,
                        interfaceName,
                        placement.macAddress(),
                        mode,
                        announce,
                        keepers,
                        lease));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Runs one command on the host. In either mode it removes both the live and the persisted configuration of the address.
     *
     * @throws org.floatingip.failure.PermissionDeniedException if SSH or sudo denies access
     */
    @Override
    public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
        return ask(
                addresses,
                holder,
                budget,
                usable -> new HostRequest(Operation.DROP, usable, interfaceName, null, mode, false, keepers, null));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Checks whether commands run as root, which manager the interface has, whether the interface is up and can take the
     * address, and whether the files that mode {@link HostMode#ALWAYS} writes are read at boot. Needs no root.
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

    /** Runs one command for the usable addresses; the others are reported as failed. */
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

    /** Closes the SSH connections that this object opened. May be called again. */
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
        return new HostRequest(
                operation, addresses, interfaceName, placement.macAddress(), mode, announce, keepers, null);
    }

    private HostCall call(Holder holder, Duration budget) {
        Objects.requireNonNull(budget, "budget");
        CommandRunner runner = runners.get(holder.host());
        if (runner == null) {
            runner = runners.get(HostId.of(holder.interfaceId()));
        }
        if (runner == null) {
            throw new HostConfigurationException(
                    holder.host(), "no SSH destination or runner was given for it, only for " + runners.keySet(), null);
        }
        return new HostCall(runner, sudo, holder.host(), budget);
    }
}
