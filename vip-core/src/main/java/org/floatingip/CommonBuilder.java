package org.floatingip;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.internal.gate.Clock;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.gate.Listeners;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.gate.Registrar;
import org.floatingip.internal.names.Names;
import org.floatingip.internal.operation.Collaborators;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.EpochLedger;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.ReachabilityProbe;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.floatingip.spi.Traits;
import org.jspecify.annotations.Nullable;

/**
 * The settings that {@link FloatingIp} and {@link FloatingIpGroup} share. The public builders inherit its methods.
 *
 * @param <B> the type of the builder itself
 */
abstract class CommonBuilder<B extends CommonBuilder<B>> {

    // No method that callers use is final: javac then adds public bridges to the builders, which reflection needs
    // because
    // this class is not public.

    private @Nullable IpAssigner assigner;
    private Duration timeout = FloatingIp.DEFAULT_TIMEOUT;
    private @Nullable HostNetworkConfigurator hosts;
    private @Nullable ReachabilityProbe probe;
    private Listeners listeners = Listeners.none();
    private Ticker ticker = SystemTicker.instance();
    private @Nullable DnsRegistrar registrar;
    private @Nullable EpochLedger ledger;
    private final Map<IpAddress, DnsName> names = new LinkedHashMap<>();
    private long dnsTtlSeconds = DnsRecord.DEFAULT_TTL_SECONDS;
    private final Map<HostId, Names.HostName> hostNames = new LinkedHashMap<>();

    abstract B self();

    /** Returns the settings; {@code what} is how the builder was begun, for the message. */
    final Collaborators collaborators(String what) {
        if (assigner == null) {
            throw new IllegalStateException(what + " needs an assigner: call assigner(..) before build()");
        }
        Clock clock = new Clock(ticker);
        Network network = new Network(assigner, clock);
        // Without hosts nobody is asked: a mock that has no traits is found by the first move.
        if (hosts != null && network.hostSide() != Traits.HostSide.ENGINE) {
            throw new IllegalStateException(what + " has hosts(..) beside " + assigner
                    + (network.hostSide() == Traits.HostSide.ASSIGNER
                            ? ", which makes hosts accept and drop the address itself"
                            : ", whose addresses no host ever sees")
                    + ": leave hosts(..) out");
        }
        return new Collaborators(network, hosts == null ? null : new Hosts(hosts), probe, listeners, clock, ledger);
    }

    final Duration timeout() {
        return timeout;
    }

    /** Sets the assigner, which assigns addresses in the network. Required. The caller closes it. */
    public B assigner(IpAssigner assigner) {
        this.assigner = Objects.requireNonNull(assigner, "assigner");
        return self();
    }

    /**
     * Sets the time limit of each operation, for all of its calls and waits together; default
     * {@link FloatingIp#DEFAULT_TIMEOUT}. An attempt that is under way at the end can add up to the assigner's attempt
     * timeout.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public B timeout(Duration timeout) {
        this.timeout = FloatingIp.checkTimeout(timeout);
        return self();
    }

    /** Like {@link #timeout(Duration)}, in seconds. */
    public B timeoutSeconds(long seconds) {
        return timeout(Duration.ofSeconds(seconds));
    }

    /**
     * Sets the configurator, which makes the hosts accept and drop the address. The caller closes it. Default: none;
     * the hosts are set up in another way.
     *
     * <p>With a configurator, a move makes the target accept the address before the network changes. It makes the
     * previous holder drop it after the target was seen to hold it. If packets follow the network with a delay
     * ({@link Traits#dataPlaneLag()}), it first waits for that time, in addition to the timeout of the move.
     * {@code build()} refuses a configurator if the assigner configures hosts itself, or if its addresses are never
     * seen by hosts ({@link Traits#hostSide()}).
     */
    public B hosts(HostNetworkConfigurator hosts) {
        this.hosts = Objects.requireNonNull(hosts, "hosts");
        return self();
    }

    /**
     * Sets a probe, for example a {@link TcpProbe}. Default: none. After the network was seen to show the target, the
     * move tries to reach the address until it answers or the time limit ends. The move is already made by then: if the
     * address does not answer, the result has a failed step and a warning.
     */
    public B probe(ReachabilityProbe probe) {
        this.probe = Objects.requireNonNull(probe, "probe");
        return self();
    }

    /**
     * Adds a listener, which is told of each operation after its end. It is called on the caller's thread, before the
     * caller gets the result. Can be called several times.
     */
    public B listener(MoveListener listener) {
        this.listeners = listeners.and(Objects.requireNonNull(listener, "listener"), null);
        return self();
    }

    /**
     * Adds a listener, which is told of each operation while it runs, on the given executor. With {@code Runnable::run}
     * it is called on the thread that moves, and the move waits until it returns. Can be called several times.
     */
    public B listener(MoveListener listener, Executor executor) {
        this.listeners = listeners.and(
                Objects.requireNonNull(listener, "listener"), Objects.requireNonNull(executor, "executor"));
        return self();
    }

    /**
     * Sets the ledger that records the highest epoch for each address. The caller closes it. Default: none.
     *
     * <p>With a ledger, each operation that changes the network needs the {@linkplain MoveRequest#epoch epoch} of the
     * caller's election. The epoch is recorded before the first change and checked before each one. A caller with an
     * earlier epoch starts no more changes. A request that is already on its way is not stopped.
     */
    public B fence(EpochLedger ledger) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        return self();
    }

    /** Sets the clock; default real time. For tests. */
    public B ticker(Ticker ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        return self();
    }

    /**
     * Sets the TTL of new DNS records, in seconds; default {@link DnsRecord#DEFAULT_TTL_SECONDS}. A move keeps the TTL
     * of an existing record.
     *
     * @throws IllegalArgumentException unless it is between 0 and 2147483647
     */
    public B dnsTtlSeconds(long seconds) {
        DnsRecord.address(DnsName.of("ttl"), seconds, IpAddress.of("0.0.0.0")); // it knows the range
        this.dnsTtlSeconds = seconds;
        return self();
    }

    /**
     * Sets the name of a host's primary address, for {@code registerNames()}. The network is asked for the address. Can
     * be called several times, once for each host. Needs {@code dns(..)}.
     *
     * @throws IllegalArgumentException if an argument is malformed, or the host already has another name
     */
    public B hostName(String host, String name) {
        return hostName(HostId.of(host), DnsName.of(name));
    }

    /** Like {@link #hostName(String, String)}. */
    public B hostName(HostId host, DnsName name) {
        return named(host, new Names.HostName(Objects.requireNonNull(name, "name"), null));
    }

    /** Like {@link #hostName(String, String)}, with the address of the host, if the network can't be asked for it. */
    public B hostName(String host, String name, String address) {
        return hostName(HostId.of(host), DnsName.of(name), IpAddress.of(address));
    }

    /** Like {@link #hostName(String, String, String)}. */
    public B hostName(HostId host, DnsName name, IpAddress address) {
        return named(
                host,
                new Names.HostName(Objects.requireNonNull(name, "name"), Objects.requireNonNull(address, "address")));
    }

    /** Refuses a second name of a host: it would silently replace the first. */
    private B named(HostId host, Names.HostName given) {
        Names.HostName before = hostNames.putIfAbsent(Objects.requireNonNull(host, "host"), given);
        if (before != null && !before.equals(given)) {
            throw new IllegalArgumentException(
                    "host " + host + " has the name " + before.name() + " already, and " + given.name() + " now");
        }
        return self();
    }

    /** Sets the registrar. */
    final void keptBy(DnsRegistrar by) {
        registrar = Objects.requireNonNull(by, "registrar");
    }

    /** Sets the name of an address, in place of an earlier one. */
    final B renamed(IpAddress address, DnsName name) {
        names.put(address, Objects.requireNonNull(name, "name"));
        return self();
    }

    /** Sets the name of an address that has none yet. */
    final B namedOnce(IpAddress address, DnsName name) {
        DnsName before = names.putIfAbsent(address, Objects.requireNonNull(name, "name"));
        if (before != null && !before.equals(name)) {
            throw new IllegalArgumentException(address + " has the name " + before + " already, and " + name + " now");
        }
        return self();
    }

    /** Returns the names; null for none. {@code how} says how to set them, for the message. */
    final @Nullable Names givenNames(String how) {
        DnsRegistrar by = registrar;
        if (by == null) {
            if (!hostNames.isEmpty() || !names.isEmpty()) {
                throw new IllegalStateException(
                        (names.isEmpty() ? "hostName(..)" : "name(..)") + " needs a registrar: call " + how + " too");
            }
            return null;
        }
        if (names.isEmpty() && hostNames.isEmpty()) {
            throw new IllegalStateException("dns(..) has nothing to name: call name(address, name) too");
        }
        Set<DnsName> all = new HashSet<>();
        Stream.concat(names.values().stream(), hostNames.values().stream().map(Names.HostName::name))
                .forEach(name -> {
                    if (!all.add(name)) {
                        throw new IllegalStateException("the name " + name
                                + " is given twice: the address and each host need one of their own");
                    }
                });
        return new Names(new Registrar(by), names, dnsTtlSeconds, hostNames);
    }
}
