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
     * Sets how long packets still go to the old host after a change, as in EC2; a move lets old hosts accept the address for that
     * time. Default: zero, since there are no packets in memory.
     *
     * @throws IllegalArgumentException if it is negative or more than a day
     */
    public void dataPlaneLag(Duration lag) {
        if (lag.isNegative() || lag.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a lag is zero to one day, not " + lag);
        }
        dataPlaneLag = lag;
    }

    /**
     * Overrides the maximum age of the network's answers. Default: {@link InMemoryVpc#readLag}.
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
     * <p>Returns those of the EC2 assigner that this one stands for, with the lags that are currently set.
     */
    @Override
    public Traits traits() {
        Duration said = readLag;
        return promised.toBuilder()
                .dataPlaneLag(dataPlaneLag)
                .readLag(said == null ? network.readLag() : said)
                .build();
    }

    /** Injects a fault into future calls. */
    public void inject(Fault fault) {
        script.inject(fault);
    }

    /** Removes all faults that are still pending. Changes of the network stay. */
    public void mend() {
        script.mend();
    }

    /**
     * Returns the faults that were not met as often as their scripts say. Each is a sentence with the fault, its calls, and how
     * often it was met. A fault with {@code times(n)} must be met that often; one with an end, one with {@code always()}, or one
     * that was mended, once.
     */
    public List<String> unmetFaults() {
        return script.unmet();
    }

    /** Returns all calls so far, in order, with the faults that they met. A survey counts as two calls, as on the wire. */
    public List<RecordedCall> calls() {
        return script.calls();
    }

    /** Returns how many calls of the given kind were made so far. */
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
