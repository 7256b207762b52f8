package org.floatingip.testkit.hosts;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;

/**
 * Hosts in memory: they accept and drop addresses, and keep a history. Hosts can be cut off, made slow, or made to fail. Safe for
 * use by several threads.
 */
public final class InMemoryHosts implements HostNetworkConfigurator {

    private final Map<HostId, Set<IpAddress>> accepted = new HashMap<>();
    /** The time when a lease ends, by the ticker's nanoseconds. */
    private final Map<HostId, Map<IpAddress, Long>> leases = new HashMap<>();

    private final HostScript script = new HostScript();
    private final List<String> history = new ArrayList<>();
    private final List<Consumer<? super String>> watchers = new ArrayList<>();
    private final Ticker ticker;
    private final Predicate<HostId> running;

    private InMemoryHosts(Ticker ticker, Predicate<HostId> running) {
        this.ticker = ticker;
        this.running = running;
    }

    /** Creates hosts that accept nothing yet. {@link HostFault#slow Slow} hosts take real time. */
    public static InMemoryHosts create() {
        return create(SystemTicker.instance());
    }

    /** Creates hosts that accept nothing yet. {@link HostFault#slow Slow} hosts wait by the given ticker. */
    public static InMemoryHosts create(Ticker ticker) {
        return new InMemoryHosts(Objects.requireNonNull(ticker, "ticker"), host -> true);
    }

    /** Creates the hosts of the given network, on its clock. Hosts that aren't running can't be reached. */
    public static InMemoryHosts of(InMemoryVpc network) {
        return new InMemoryHosts(
                network.ticker(),
                host -> network.instance(host.value())
                        .map(instance -> instance.state() == InstanceState.RUNNING)
                        .orElse(true));
    }

    /** Returns whether the host accepts the address. */
    public synchronized boolean accepts(HostId host, IpAddress address) {
        endLeases();
        return accepted.getOrDefault(host, Set.of()).contains(address);
    }

    /** Like {@link #accepts(HostId, IpAddress)}. */
    public boolean accepts(String host, String address) {
        return accepts(HostId.of(host), IpAddress.of(address));
    }

    /** Returns the hosts that accept the address, sorted by id. */
    public synchronized List<HostId> accepting(IpAddress address) {
        endLeases();
        return accepted.entrySet().stream()
                .filter(entry -> entry.getValue().contains(address))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(HostId::value))
                .toList();
    }

    /** Lets the host accept the address, without an entry in the history. */
    public synchronized void set(String host, String address) {
        accepted.computeIfAbsent(HostId.of(host), key -> new HashSet<>()).add(IpAddress.of(address));
    }

    /** Makes every call for the host fail until {@link #mend}. */
    public void cutOff(String host) {
        fault(host, HostFault.unreachable());
    }

    /** Gives the host a fault, which replaces its previous one, until {@link #mend}. */
    public synchronized void fault(String host, HostFault fault) {
        script.set(HostId.of(host), Objects.requireNonNull(fault, "fault"));
    }

    /** Makes every call for the host fail with the given exception, until {@link #mend}. */
    public synchronized void fail(String host, FloatingIpException failure) {
        script.fail(HostId.of(host), Objects.requireNonNull(failure, "failure"));
    }

    /** Ends the faults of the host. */
    public synchronized void mend(String host) {
        script.mend(HostId.of(host));
    }

    /** Returns the faults that no call met, including those that were mended. Each is a sentence with the fault and its host. */
    public synchronized List<String> unmetFaults() {
        return script.unmet();
    }

    /** Returns all changes and failures so far, in order, each as a sentence. */
    public synchronized List<String> history() {
        endLeases();
        return List.copyOf(history);
    }

    /**
     * Calls a watcher for each change and failure from now on, as it is added to the {@link #history()}.
     *
     * @param watcher called in their order, on the thread that changes the host and in the middle of that change: it must be
     *     quick, must not use the hosts, and must not throw
     */
    public synchronized void watch(Consumer<? super String> watcher) {
        watchers.add(Objects.requireNonNull(watcher, "watcher"));
    }

    @Override
    public boolean severalAtOnce() {
        return true;
    }

    @Override
    public boolean diagnoses() {
        return true;
    }

    @Override
    public PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
        HostId host = placement.host();
        return each(host, addresses, budget, (runs, address) -> look(host, runs, address));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A {@link HostFault#slow slow} host waits once for all addresses.
     */
    @Override
    public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
        HostId host = placement.host();
        return each(host, addresses, budget, (runs, address) -> change(host, runs, "accept", address, true));
    }

    @Override
    public boolean leases() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A lease ends by the ticker, whether the host is running or not. Its end enters the history with the next call of any
     * kind.
     *
     * @throws IllegalArgumentException if the lease is shorter than a second
     */
    @Override
    public PerAddress<HostReport> acceptFor(
            List<IpAddress> addresses, Placement placement, Duration lease, Duration budget) {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a lease takes a second at least, not " + lease);
        }
        HostId host = placement.host();
        return each(host, addresses, budget, (runs, address) -> accept(host, runs, address, lease));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A {@link HostFault#slow slow} host waits once for all addresses.
     */
    @Override
    public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
        HostId host = holder.host();
        return each(host, addresses, budget, (runs, address) -> change(host, runs, "drop", address, false));
    }

    /** @param one makes the report of one address, given whether the host runs */
    private PerAddress<HostReport> each(
            HostId host, List<IpAddress> addresses, Duration budget, BiFunction<Boolean, IpAddress, HostReport> one) {
        await(host, budget);
        PerAddress.Builder<HostReport> all = PerAddress.builder();
        boolean runs = running.test(host);
        for (IpAddress address : addresses) {
            try {
                all.add(address, one.apply(runs, address));
            } catch (HostUnreachableException e) {
                throw e;
            } catch (FloatingIpException e) {
                all.fail(address, e);
            }
        }
        delay(host, budget);
        return all.build();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Finds a host that permits no changes, or has a read-only disk; see {@link HostFault}.
     */
    @Override
    public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
        HostId host = placement.host();
        await(host, budget);
        FloatingIpException wouldFail;
        synchronized (this) {
            check(host, running.test(host), "diagnose", address, false);
            wouldFail = script.faultFailure(host, true);
        }
        delay(host, budget);
        return List.of(
                wouldFail == null
                        ? Finding.ok(Checks.HOST_PRIVILEGES, host.value(), "it can be changed")
                        : Finding.problem(
                                Checks.HOST_PRIVILEGES,
                                host.value(),
                                "it can't be changed: " + wouldFail.getMessage().replaceAll("\\. .*$", ""),
                                "mend(\"" + host + "\")"));
    }

    private synchronized HostReport look(HostId host, boolean runs, IpAddress address) {
        check(host, runs, "inspect", address, false);
        boolean accepts = accepts(host, address);
        return withLease(
                address, HostReport.of(host, accepts, false, accepts ? "it has the address" : "it lacks the address"));
    }

    private synchronized HostReport accept(HostId host, boolean runs, IpAddress address, Duration lease) {
        HostReport report = change(host, runs, "accept", address, true);
        long ends = ticker.nanoTime() + lease.truncatedTo(ChronoUnit.SECONDS).toNanos();
        leases.computeIfAbsent(host, key -> new HashMap<>()).put(address, ends);
        return withLease(address, report);
    }

    private HostReport withLease(IpAddress address, HostReport report) {
        Long ends = leases.getOrDefault(report.host(), Map.of()).get(address);
        if (ends == null) {
            return report;
        }
        Duration left = Duration.ofNanos(ends - ticker.nanoTime());
        return report.withLease(left.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS));
    }

    private void endLeases() {
        long now = ticker.nanoTime();
        leases.forEach((host, all) -> all.entrySet().removeIf(lease -> {
            boolean over = lease.getValue() - now <= 0;
            if (over && accepted.getOrDefault(host, Set.of()).remove(lease.getKey())) {
                record(host + " accepts " + lease.getKey() + " no longer: its lease is over");
            }
            return over;
        }));
    }

    private synchronized HostReport change(
            HostId host, boolean runs, String action, IpAddress address, boolean accepts) {
        check(host, runs, action, address, true);
        endLeases();
        leases.getOrDefault(host, new HashMap<>()).remove(address);
        Set<IpAddress> addresses = accepted.computeIfAbsent(host, key -> new HashSet<>());
        boolean changed = accepts ? addresses.add(address) : addresses.remove(address);
        return report(host, address, accepts, changed);
    }

    private void check(HostId host, boolean runs, String action, IpAddress address, boolean change) {
        FloatingIpException failure = script.failure(host, change);
        if (failure == null && !runs) {
            failure = new HostUnreachableException(host, "it does not run", null);
        }
        if (failure != null) {
            record(host + " failed to " + action + " " + address);
            throw failure;
        }
    }

    /** A frozen host answers only after its caller has stopped waiting. */
    private void await(HostId host, Duration budget) {
        HostFault fault;
        synchronized (this) {
            fault = script.slowness(host, true);
        }
        if (fault != null) {
            sleep(budget, budget);
            throw new HostUnreachableException(host, "no answer within " + budget.toMillis() + " ms", null);
        }
    }

    private void sleep(Duration time, Duration budget) {
        try {
            ticker.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutOfTimeException("asking a host", budget, true, e);
        }
    }

    /** Outside the lock: a slow host must not slow the others down. */
    private void delay(HostId host, Duration budget) {
        HostFault fault;
        synchronized (this) {
            fault = script.slowness(host, false);
        }
        if (fault == null || fault.delay().isZero()) {
            return;
        }
        boolean tooSlow = fault.delay().compareTo(budget) > 0;
        try {
            ticker.sleep(tooSlow ? budget : fault.delay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutOfTimeException("asking host " + host, budget, true, e);
        }
        if (tooSlow) {
            throw new HostUnreachableException(host, "no answer within " + budget.toMillis() + " ms", null);
        }
    }

    private void record(String what) {
        history.add(what);
        watchers.forEach(watcher -> watcher.accept(what));
    }

    private HostReport report(HostId host, IpAddress address, boolean accepts, boolean changed) {
        String what = host + (accepts ? " accepts " : " drops ") + address;
        if (changed) {
            record(what);
        }
        return HostReport.of(host, accepts, changed, changed ? what : what + " already");
    }
}
