package org.floatingip.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Effect;
import org.floatingip.Finding;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.UnavailableException;
import org.floatingip.spi.ConditionalIpAssigner;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.DiagnosingIpAssigner;
import org.floatingip.spi.ExplainingIpAssigner;
import org.floatingip.spi.GroupIpAssigner;
import org.floatingip.spi.GroupSurvey;
import org.floatingip.spi.HostAddressIpAssigner;
import org.floatingip.spi.HostClaimingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.LaggingIpAssigner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.ReassociatingIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * The caller's assigner, with what it can do beside moving one address, as one operation uses it: all of its answers are
 * whole, all of its failures ours, and what its changes came to is kept. Used by one thread.
 */
public final class Network {

    private final IpAssigner assigner;
    private final Clock clock;
    private Effect effect = Effect.NONE;
    private @Nullable Duration readLag;
    private long lookBeganNanos;

    public Network(IpAssigner assigner, Clock clock) {
        this.assigner = assigner;
        this.clock = clock;
    }

    /** The same for another operation, which has changed nothing yet. */
    Network afresh() {
        return new Network(assigner, clock);
    }

    /** What the changes of this operation came to so far: applied once the network took one. */
    Effect effect() {
        return effect;
    }

    List<Holder> locate(IpAddress address) {
        return read("locate", () -> copy(assigner.locate(address)));
    }

    Survey survey(IpAddress address, HostId target) {
        return read("survey", () -> assigner.survey(address, target));
    }

    void assign(Transfer transfer) {
        change("assign", () -> assigner.assign(transfer));
    }

    /** Takes those addresses from that holder, all or none; no more than {@link #portions} gives. */
    void release(List<IpAddress> addresses, Holder holder) {
        for (IpAddress address : addresses) {
            change("release", () -> assigner.release(address, holder));
        }
    }

    /** What one call takes at a time when several are released. */
    <T> List<List<T>> portions(List<T> all) {
        return all.stream().map(List::of).toList();
    }

    /** Whether it can read and assign several addresses by one call. */
    boolean severalAtOnce() {
        return assigner instanceof GroupIpAssigner;
    }

    /** Who holds each of the addresses, in their order. What an answer says nothing of must not read as "nobody". */
    Map<IpAddress, List<Holder>> locateAll(Collection<IpAddress> addresses) {
        lookBeganNanos = clock.nanoTime();
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        if (assigner instanceof GroupIpAssigner able) {
            Map<IpAddress, List<Holder>> answer = read("locateAll", () -> able.locateAll(addresses));
            for (IpAddress address : addresses) {
                List<Holder> holders = said(answer.get(address), address);
                found.put(address, read("locateAll", () -> List.copyOf(holders)));
            }
        } else {
            addresses.forEach(address -> found.put(address, locate(address)));
        }
        return found;
    }

    /** A survey of each of the addresses, or what refuses it. */
    GroupSurvey surveyAll(Collection<IpAddress> addresses, HostId target) {
        if (assigner instanceof GroupIpAssigner able) {
            GroupSurvey answer = read("surveyAll", () -> able.surveyAll(addresses, target));
            for (IpAddress address : addresses) {
                if (answer.refusals().get(address) == null) {
                    Survey unused = said(answer.surveys().get(address), address);
                }
            }
            return answer;
        }
        GroupSurvey.Builder found = GroupSurvey.builder();
        for (IpAddress address : addresses) {
            try {
                found.add(address, survey(address, target));
            } catch (RefusedException e) {
                found.refuse(address, e);
            }
        }
        return found.build();
    }

    /** @param transfers one alone, unless it can do {@link #severalAtOnce()}: only then are several all given, or none */
    void assignAll(List<Transfer> transfers) {
        if (assigner instanceof GroupIpAssigner able) {
            change("assignAll", () -> able.assignAll(transfers));
        } else if (transfers.size() == 1) {
            assign(transfers.get(0));
        } else {
            throw new IllegalArgumentException("one at a time, not " + transfers.size());
        }
    }

    /** Whether it enforces conditions, so that it can hand over. */
    boolean conditional() {
        return assigner instanceof ConditionalIpAssigner;
    }

    /** Whether it can put back what a handover cuts off. */
    boolean reassociates() {
        return assigner instanceof ReassociatingIpAssigner;
    }

    /** Only where it {@link #reassociates()}. */
    void reassociate(IpAddress address, Placement placement, List<Dependent> dependents) {
        change("reassociate", () -> ((ReassociatingIpAssigner) assigner).reassociate(address, placement, dependents));
    }

    /** How long packets follow its answer; zero where they follow at once. */
    Duration dataPlaneLag() {
        return assigner instanceof LaggingIpAssigner lagging
                ? read("dataPlaneLag", lagging::dataPlaneLag)
                : Duration.ZERO;
    }

    /** How old its answers may be; zero where they are always new. Asked once: it is the same in every call. */
    Duration readLag() {
        Duration lag = readLag;
        if (lag == null) {
            lag = assigner instanceof LaggingIpAssigner lagging ? read("readLag", lagging::readLag) : Duration.ZERO;
            readLag = lag;
        }
        return lag;
    }

    /** When the last look at several was begun: its answer is no younger than that, however long it was under way. */
    long lookBeganNanos() {
        return lookBeganNanos;
    }

    /** Whether it makes hosts accept and refuse the address itself. */
    boolean claimsHosts() {
        return assigner instanceof HostClaimingIpAssigner;
    }

    /** Whether it knows the hosts' own addresses. */
    boolean knowsHosts() {
        return assigner instanceof HostAddressIpAssigner;
    }

    /** Only where it {@link #knowsHosts()}; an address for each of the hosts. */
    Map<HostId, IpAddress> primaryAddresses(Collection<HostId> hosts) {
        Map<HostId, IpAddress> answer =
                read("primaryAddresses", () -> ((HostAddressIpAssigner) assigner).primaryAddresses(hosts));
        for (HostId host : hosts) {
            if (answer.get(host) == null) {
                throw Spi.incomplete(assigner, "primaryAddresses", host);
            }
        }
        return answer;
    }

    /** Empty where it can't say. */
    List<PlannedCall> explain(Transfer transfer, MoveStrategy strategy, List<Dependent> cutOff) {
        return assigner instanceof ExplainingIpAssigner able
                ? read("explain", () -> copy(able.explain(transfer, strategy, cutOff)))
                : List.of();
    }

    /** Empty where it can't say. */
    List<String> warnings(Transfer transfer) {
        return assigner instanceof ExplainingIpAssigner able
                ? read("warnings", () -> copy(able.warnings(transfer)))
                : List.of();
    }

    /** Whether it has more to say of an address and of hosts. */
    boolean diagnoses() {
        return assigner instanceof DiagnosingIpAssigner;
    }

    /** Only where it {@link #diagnoses()}. */
    List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return read("diagnoseAddress", () -> copy(((DiagnosingIpAssigner) assigner).diagnoseAddress(address, survey)));
    }

    /** Only where it {@link #diagnoses()}. */
    List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return read("diagnoseTarget", () -> copy(((DiagnosingIpAssigner) assigner).diagnoseTarget(address, survey)));
    }

    /** Null stays null, for who asked to find. */
    static <T> @Nullable List<T> copy(@Nullable List<T> answer) {
        return answer == null ? null : List.copyOf(answer);
    }

    private <T> T read(String method, Spi.Call<T> call) {
        return Spi.answer(assigner, method, Effect.NONE, call);
    }

    private void change(String method, Spi.Order call) {
        try {
            Spi.order(assigner, method, Effect.UNKNOWN, call);
            effect = Effect.APPLIED;
        } catch (FloatingIpException e) {
            if (e.effect() != Effect.NONE && effect == Effect.NONE) {
                effect = Effect.UNKNOWN;
            }
            throw e;
        }
    }

    /** A reading that lacks something is none, and asked for again. */
    private static <T> T said(@Nullable T answer, IpAddress address) {
        if (answer == null) {
            throw UnavailableException.withoutEffect("the reading of the group", "it says nothing of " + address, null);
        }
        return answer;
    }
}
