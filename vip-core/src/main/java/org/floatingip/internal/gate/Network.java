package org.floatingip.internal.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * The caller's assigner, with what it can do beside moving one address, as one operation uses it: all of its answers are
 * whole, all of its failures ours, and what its changes came to is kept. Used by one thread.
 */
public final class Network {

    private final IpAssigner assigner;
    private final Clock clock;
    private final @Nullable Fence fence;
    private Effect effect = Effect.NONE;
    private @Nullable Traits traits;
    private long lookBeganNanos;

    public Network(IpAssigner assigner, Clock clock) {
        this(assigner, clock, null);
    }

    private Network(IpAssigner assigner, Clock clock, @Nullable Fence fence) {
        this.assigner = assigner;
        this.clock = clock;
        this.fence = fence;
    }

    /** The same for another operation, which has changed nothing yet. */
    public Network afresh() {
        return new Network(assigner, clock, fence);
    }

    /** The same behind that fence, which each change has to pass. */
    public Network behind(Fence another) {
        return new Network(assigner, clock, another);
    }

    /** What each change has to pass; null for nothing. */
    public @Nullable Fence fence() {
        return fence;
    }

    /** What the assigner says that it can do. Asked once, at the first need. */
    public Traits traits() {
        Traits said = traits;
        if (said == null) {
            said = read("traits", assigner::traits);
            traits = said;
        }
        return said;
    }

    /** What the changes of this operation came to so far: applied once the network took one. */
    public Effect effect() {
        return effect;
    }

    public Survey survey(IpAddress address, HostId target) {
        return surveyAll(List.of(address), target).get(address);
    }

    /** Takes those addresses from that holder, all or none; no more than {@link #portions} gives. */
    public void release(List<IpAddress> addresses, Holder holder) {
        change("release", addresses, () -> assigner.release(addresses, holder));
    }

    /** What one call of the network takes at a time, in order. */
    public <T> List<List<T>> portions(List<T> all) {
        int most = traits().mostPerCall();
        List<List<T>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += Math.min(most, all.size() - from)) {
            portions.add(List.copyOf(all.subList(from, from + Math.min(most, all.size() - from))));
        }
        return portions;
    }

    /** Whether it reads and assigns several addresses by one call. */
    public boolean severalAtOnce() {
        return traits().mostPerCall() > 1;
    }

    /** Who holds each of the addresses, in their order. What an answer says nothing of must not read as "nobody". */
    public Map<IpAddress, List<Holder>> locateAll(List<IpAddress> addresses) {
        long began = clock.nanoTime();
        Map<IpAddress, List<Holder>> answer = read("locate", () -> assigner.locate(addresses));
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        for (IpAddress address : addresses) {
            // The map is theirs, and may be read only now.
            found.put(address, read("locate", () -> List.copyOf(said(answer.get(address), address))));
        }
        lookBeganNanos = began;
        return found;
    }

    /**
     * A survey of each of the addresses, or what refuses it; of no others, whatever the answer says of them.
     *
     * @throws FloatingIpException if one of them could not be read: no refusal is made of that
     */
    public PerAddress<Survey> surveyAll(List<IpAddress> addresses, HostId target) {
        PerAddress<Survey> answer = read("survey", () -> assigner.survey(addresses, target));
        PerAddress.Builder<Survey> asked = PerAddress.builder();
        for (IpAddress address : addresses) {
            Survey survey = answer.value(address);
            FloatingIpException failure = answer.failure(address);
            if (survey != null) {
                asked.add(address, survey);
            } else if (failure instanceof RefusedException) {
                asked.fail(address, failure);
            } else {
                throw failure == null ? incomplete(address) : failure;
            }
        }
        return asked.build();
    }

    /** Assigns: no more than {@link #portions} gives; all given, or none. */
    public void assignAll(List<Transfer> transfers) {
        change("assign", transfers.stream().map(Transfer::address).toList(), () -> assigner.assign(transfers));
    }

    /** Whether an address passes from a holder to another by one change. */
    public boolean takesOver() {
        return traits().takeover() == Traits.Takeover.ATOMIC;
    }

    /** Whether it enforces conditions, so that it can hand over. */
    public boolean conditional() {
        return traits().conditional();
    }

    /** Whether it can put back what a handover cuts off. */
    public boolean reassociates() {
        return traits().putsBack();
    }

    /** Only where it {@link #reassociates()}. */
    public void reassociate(IpAddress address, Placement placement, List<Dependent> dependents) {
        change("putBack", List.of(address), () -> assigner.putBack(address, placement, dependents));
    }

    /** How long packets follow its answer; zero where they follow at once. */
    public Duration dataPlaneLag() {
        return traits().dataPlaneLag();
    }

    /** How old its answers may be; zero where they are always new. */
    public Duration readLag() {
        return traits().readLag();
    }

    /** When the last look that was answered was begun: its answer is no younger than that, however long it was under way. */
    public long lookBeganNanos() {
        return lookBeganNanos;
    }

    /** Who makes hosts accept and drop the address. */
    public Traits.HostSide hostSide() {
        return traits().hostSide();
    }

    /** Whether it knows the hosts' own addresses. */
    public boolean knowsHosts() {
        return traits().knowsHosts();
    }

    /** Only where it {@link #knowsHosts()}; an address for each of the hosts. */
    public Map<HostId, IpAddress> ownAddresses(List<HostId> hosts) {
        Map<HostId, IpAddress> answer = read("ownAddresses", () -> assigner.ownAddresses(hosts));
        Map<HostId, IpAddress> own = new LinkedHashMap<>();
        for (HostId host : hosts) {
            own.put(host, read("ownAddresses", () -> {
                IpAddress address = answer.get(host);
                if (address == null) {
                    throw Spi.incomplete(assigner, "ownAddresses", host);
                }
                return address;
            }));
        }
        return own;
    }

    /** The calls of a move to one target; empty where it can't say. */
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        return read("explain", () -> copy(assigner.explain(batch, strategy, cutOff)));
    }

    /** Of all that come to one placement. Empty where it can't say. */
    public List<String> warnings(List<Transfer> batch) {
        return read("warnings", () -> copy(assigner.warnings(batch)));
    }

    /** Whether it has more to say of an address and of hosts. */
    public boolean diagnoses() {
        return traits().diagnoses();
    }

    /** Only where it {@link #diagnoses()}. */
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return read("diagnoseAddress", () -> copy(assigner.diagnoseAddress(address, survey)));
    }

    /** Only where it {@link #diagnoses()}. */
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return read("diagnoseTarget", () -> copy(assigner.diagnoseTarget(address, survey)));
    }

    /** Null stays null, for who asked to find. */
    static <T> @Nullable List<T> copy(@Nullable List<T> answer) {
        return answer == null ? null : List.copyOf(answer);
    }

    private <T> T read(String method, Spi.Call<T> call) {
        return Spi.answer(assigner, method, Effect.NONE, call);
    }

    /** The one way to each change. */
    private void change(String method, List<IpAddress> addresses, Spi.Order call) {
        if (fence != null) {
            fence.check(addresses);
        }
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
            throw incomplete(address);
        }
        return answer;
    }

    private static FloatingIpException incomplete(IpAddress address) {
        return UnavailableException.withoutEffect("the reading of the network", "it says nothing of " + address, null);
    }
}
