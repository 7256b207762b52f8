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
 * The settings that one address and a group of them share. Its methods show up in the builders. None is final: javac gives
 * the public builders bridges to the others, and what calls by reflection can't call through a class that is not public.
 *
 * @param <B> the builder itself
 */
abstract class CommonBuilder<B extends CommonBuilder<B>> {

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

    /** What was set; {@code what} is how the builder was begun, for the message. */
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

    /** Who assigns addresses in the network. Required; stays the caller's to close. */
    public B assigner(IpAssigner assigner) {
        this.assigner = Objects.requireNonNull(assigner, "assigner");
        return self();
    }

    /**
     * The time that each operation has, all calls and waits together; default {@link FloatingIp#DEFAULT_TIMEOUT}. An
     * attempt that is under way when it ends may add the assigner's attempt timeout.
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
     * Who makes the hosts accept and drop the address; stays the caller's to close. Default: nobody, the hosts are set
     * up otherwise. With one, a move makes the target accept the address before the network changes, and the previous
     * holder drop it after the target was seen to hold it; where packets follow the network late
     * ({@link Traits#dataPlaneLag()}), after that time, which comes on top of the move's timeout. Not beside an assigner that
     * sees to hosts itself, or whose addresses no host sees ({@link Traits#hostSide()}): {@code build()} refuses that.
     */
    public B hosts(HostNetworkConfigurator hosts) {
        this.hosts = Objects.requireNonNull(hosts, "hosts");
        return self();
    }

    /**
     * Tries to reach what the address is for, after the network was seen to show the target, until it answers or the
     * move's time is up; for example {@link TcpProbe}. Default: nobody tries. The move is made by then: an address that
     * does not answer is a failed step and a warning on the result.
     */
    public B probe(ReachabilityProbe probe) {
        this.probe = Objects.requireNonNull(probe, "probe");
        return self();
    }

    /**
     * Tells that listener of each operation when it has ended, on the caller's thread, before the caller gets the result. Can be
     * called several times.
     */
    public B listener(MoveListener listener) {
        this.listeners = listeners.and(Objects.requireNonNull(listener, "listener"), null);
        return self();
    }

    /**
     * Tells that listener of each operation as it happens, on that executor. {@code Runnable::run} is the thread that moves: the
     * move goes on when the listener returns. Can be called several times.
     */
    public B listener(MoveListener listener, Executor executor) {
        this.listeners = listeners.and(
                Objects.requireNonNull(listener, "listener"), Objects.requireNonNull(executor, "executor"));
        return self();
    }

    /**
     * Who remembers the highest epoch that claimed the address; stays the caller's to close. Default: nobody. With one, each
     * operation that changes the network needs the {@linkplain MoveRequest#epoch epoch} of the caller's election: it is recorded before
     * the first change, and looked at before each. Whoever has an earlier one starts no change any more. What it does not stop is a
     * request that is on its way already.
     */
    public B fence(EpochLedger ledger) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        return self();
    }

    /** The clock; default real time. For tests. */
    public B ticker(Ticker ticker) {
        this.ticker = Objects.requireNonNull(ticker, "ticker");
        return self();
    }

    /**
     * How long resolvers may remember what is written, in seconds; default {@link DnsRecord#DEFAULT_TTL_SECONDS}. A move
     * keeps the TTL of a record that is there.
     *
     * @throws IllegalArgumentException unless 0 to 2147483647
     */
    public B dnsTtlSeconds(long seconds) {
        DnsRecord.address(DnsName.of("ttl"), seconds, IpAddress.of("0.0.0.0")); // it knows the range
        this.dnsTtlSeconds = seconds;
        return self();
    }

    /**
     * The name of a host's primary address, for {@code registerNames()}; the network is asked for the address.
     * Can be called several times, once for each host; needs {@code dns(..)}.
     *
     * @throws IllegalArgumentException if one can't be what it should, or the host was given another name
     */
    public B hostName(String host, String name) {
        return hostName(HostId.of(host), DnsName.of(name));
    }

    /** Like {@link #hostName(String, String)}. */
    public B hostName(HostId host, DnsName name) {
        return named(host, new Names.HostName(Objects.requireNonNull(name, "name"), null));
    }

    /** Like {@link #hostName(String, String)}, where the network can't be asked for the address. */
    public B hostName(String host, String name, String address) {
        return hostName(HostId.of(host), DnsName.of(name), IpAddress.of(address));
    }

    /** Like {@link #hostName(String, String, String)}. */
    public B hostName(HostId host, DnsName name, IpAddress address) {
        return named(
                host,
                new Names.HostName(Objects.requireNonNull(name, "name"), Objects.requireNonNull(address, "address")));
    }

    /** A second name in the first one's place would be the first one lost without a word. */
    private B named(HostId host, Names.HostName given) {
        Names.HostName before = hostNames.putIfAbsent(Objects.requireNonNull(host, "host"), given);
        if (before != null && !before.equals(given)) {
            throw new IllegalArgumentException(
                    "host " + host + " has the name " + before.name() + " already, and " + given.name() + " now");
        }
        return self();
    }

    /** Who keeps the names. */
    final void keptBy(DnsRegistrar by) {
        registrar = Objects.requireNonNull(by, "registrar");
    }

    /** The name of that address, in place of one that was given before. */
    final B renamed(IpAddress address, DnsName name) {
        names.put(address, Objects.requireNonNull(name, "name"));
        return self();
    }

    /** The same, where it has none yet. */
    final B namedOnce(IpAddress address, DnsName name) {
        DnsName before = names.putIfAbsent(address, Objects.requireNonNull(name, "name"));
        if (before != null && !before.equals(name)) {
            throw new IllegalArgumentException(address + " has the name " + before + " already, and " + name + " now");
        }
        return self();
    }

    /** What names the addresses; null for nobody. {@code how} is how they are given, for the message. */
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
