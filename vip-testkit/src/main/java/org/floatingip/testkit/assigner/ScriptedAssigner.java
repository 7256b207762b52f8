package org.floatingip.testkit.assigner;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Traits;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.CallScript;
import org.floatingip.testkit.fault.Ec2RequestLimits;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.internal.fault.RefusalCodes;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;

/** What the in-memory assigners have in common: faults, a record of their calls, and how old answers may be. */
abstract class ScriptedAssigner implements IpAssigner {

    final InMemoryVpc network;
    final CallScript script;
    final TargetResolver targets;
    private final Traits promised;
    private volatile Duration dataPlaneLag = Duration.ZERO;
    private volatile @Nullable Duration readLag;

    ScriptedAssigner(InMemoryVpc network, Traits promised, @Nullable Ec2RequestLimits limits) {
        this.network = Objects.requireNonNull(network, "network");
        this.promised = promised;
        this.script = new CallScript(network, limits);
        this.targets = new TargetResolver(network);
    }

    /**
     * Lets packets follow the network that much later, as in EC2, so that old hosts go on accepting an address for that
     * time. Default: not at all, since no packets are in memory.
     *
     * @throws IllegalArgumentException if it is negative or more than a day
     */
    public void dataPlaneLag(Duration lag) {
        if (lag.isNegative() || lag.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a lag is nothing to a day, not " + lag);
        }
        dataPlaneLag = lag;
    }

    /**
     * Says how old an answer of the network may be, whatever it is. Default: what the network itself says,
     * {@link InMemoryVpc#readLag}.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void readLag(Duration lag) {
        if (lag.isNegative()) {
            throw new IllegalArgumentException("a lag must not be negative, and is " + lag);
        }
        readLag = lag;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Those of the assigner of EC2 whose place it takes. The lags are those that are set by now.
     */
    @Override
    public Traits traits() {
        Duration said = readLag;
        return promised.toBuilder()
                .dataPlaneLag(dataPlaneLag)
                .readLag(said == null ? network.readLag() : said)
                .build();
    }

    /** Lets something go wrong with calls to come, as the fault says. */
    public void inject(Fault fault) {
        script.inject(fault);
    }

    /** Drops all faults that are still to come; what has happened in the network stays. */
    public void mend() {
        script.mend();
    }

    /**
     * Each fault that did not come as often as its script says, as a sentence that says which, of which call, and how often it was
     * met. One with {@code times(n)} has to be met that often, one with an end, {@code always()}, or that was mended, once.
     */
    public List<String> unmetFaults() {
        return script.unmet();
    }

    /** All calls so far, in order, with the faults that they met; a survey is two, as on the wire. */
    public List<RecordedCall> calls() {
        return script.calls();
    }

    /** How many calls of that kind came so far. */
    public long count(Call call) {
        return calls().stream().filter(each -> each.call() == call).count();
    }

    @Override
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        if (!promised.knowsHosts()) {
            throw new IllegalStateException("knowsHosts() is not one of " + promised);
        }
        return script.around(
                Call.RESOLVE,
                "the addresses of " + hosts,
                e -> RefusalCodes.of(Call.RESOLVE, e),
                () -> primaryAddresses(hosts));
    }

    private Map<HostId, IpAddress> primaryAddresses(List<HostId> hosts) {
        Map<HostId, IpAddress> found = new LinkedHashMap<>();
        for (HostId host : hosts) {
            // An instance's first interface is its primary one.
            VpcInterface primary = targets.interfacesOf(host).stream()
                    .findFirst()
                    .orElseThrow(() -> RefusedException.unknownTarget(host, "it has no network interface", null));
            found.put(host, primary.primaryAddress());
        }
        return found;
    }
}
