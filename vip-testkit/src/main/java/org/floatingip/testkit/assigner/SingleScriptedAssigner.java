package org.floatingip.testkit.assigner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.doctor.Finding;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.internal.fault.RefusalCodes;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInterface;

/**
 * The in-memory assigners that take one address a call, each a way for an address to float. What goes wrong is said of the same
 * calls for all of them: {@link Call#ASSIGN} is whatever gives an address by this way.
 */
abstract class SingleScriptedAssigner extends ScriptedAssigner {

    private final Map<Call, String> actions;

    /** @param actions what the calls are called on the wire */
    SingleScriptedAssigner(InMemoryVpc network, Traits promised, Map<Call, String> actions) {
        super(network, promised, null);
        this.actions = Map.copyOf(actions);
    }

    abstract List<Holder> locate(IpAddress address);

    abstract Survey survey(IpAddress address, HostId target);

    abstract void assign(Transfer transfer);

    abstract void release(IpAddress address, Holder holder);

    // ---- the SPI, of which these take one address a call

    @Override
    public final Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, locate(address)));
        return found;
    }

    @Override
    public final PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        return PerAddress.oneByOne(addresses, address -> survey(address, target), RefusedException.class);
    }

    @Override
    public final void assign(List<Transfer> batch) {
        assign(one(batch));
    }

    @Override
    public final void release(List<IpAddress> addresses, Holder holder) {
        release(one(addresses), holder);
    }

    private static <T> T one(List<T> several) {
        if (several.size() != 1) {
            throw new IllegalArgumentException("this assigner takes one address a call, not " + several.size());
        }
        return several.get(0);
    }

    /** Not promised. */
    @Override
    public final void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
        throw new IllegalStateException("putsBack() is not one of " + traits());
    }

    /**
     * {@inheritDoc}
     *
     * <p>In the words of EC2: what the assigner of EC2 would ask for.
     */
    @Override
    public final List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        List<PlannedCall> calls = new ArrayList<>();
        for (Transfer transfer : batch) {
            IpAddress address = transfer.address();
            Placement to = transfer.placement();
            calls.add(PlannedCall.reading(action(Call.LOOK) + ": who holds " + address, permission(action(Call.LOOK))));
            calls.add(PlannedCall.reading(action(Call.RESOLVE) + ": " + to.host(), permission(action(Call.RESOLVE))));
            if (strategy == MoveStrategy.HANDOVER) {
                transfer.seen()
                        .forEach(holder -> calls.add(
                                change(action(Call.RELEASE), " " + address + " from " + holder.interfaceId())));
            }
            giving(transfer).forEach(action -> calls.add(change(action, " " + address + " to " + to.interfaceId())));
            calls.add(PlannedCall.reading(
                    action(Call.LOOK) + ": until it shows " + to.asHolder(), permission(action(Call.LOOK))));
        }
        return Collections.unmodifiableList(calls);
    }

    private static PlannedCall change(String action, String what) {
        return PlannedCall.mutating(action + what, permission(action));
    }

    /** What the calls are called that give the address. */
    List<String> giving(Transfer transfer) {
        return List.of(action(Call.ASSIGN));
    }

    /** Empty: what is to be known of the target is in the survey. */
    @Override
    public List<String> warnings(List<Transfer> batch) {
        return List.of();
    }

    /** Nothing beyond the survey. */
    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return List.of();
    }

    /** Whether the host runs. */
    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return new InMemoryDiagnosis(network, script).ofHost(survey);
    }

    // ---- words for those that extend it

    final String action(Call call) {
        return Objects.requireNonNull(actions.get(call));
    }

    static String permission(String action) {
        return "ec2:" + action;
    }

    /** A reading of who holds what. */
    final <T> T look(IpAddress address, Supplier<T> reading) {
        return script.around(Call.LOOK, action(Call.LOOK), "who holds " + address, e -> refused(Call.LOOK, e), reading);
    }

    /** The target's interfaces, the primary one first. */
    final List<VpcInterface> resolve(HostId target) {
        return script.around(
                Call.RESOLVE,
                action(Call.RESOLVE),
                target.value(),
                e -> RefusalCodes.ofResolve(e, target),
                () -> targets.interfacesOf(target));
    }

    /** A call that changes something. */
    final void change(Call call, String action, String what, RefusalMeaning meaning, Runnable body) {
        script.around(call, action, what, e -> meaning.of(action, e), () -> {
            try {
                body.run();
            } catch (Ec2RefusalException e) {
                throw meaning.of(action, e);
            }
            return Boolean.TRUE;
        });
    }

    /** What a refusal means to one call. */
    @FunctionalInterface
    interface RefusalMeaning {

        FloatingIpException of(String action, Ec2RefusalException refusal);
    }

    final FloatingIpException refused(Call call, Ec2RefusalException refusal) {
        return RefusalCodes.of(permission(action(call)), refusal);
    }

    /** The interface that holds the address already; else the only one, unless none or several could take it. */
    static VpcInterface chosen(
            HostId target, List<VpcInterface> candidates, List<Holder> holders, String none, String several) {
        for (VpcInterface candidate : candidates) {
            if (holds(candidate, holders)) {
                return candidate;
            }
        }
        if (candidates.isEmpty()) {
            throw RefusedException.unknownTarget(target, none, null);
        }
        if (candidates.size() > 1) {
            throw RefusedException.of(
                    RefusalReason.AMBIGUOUS_INTERFACE,
                    "host " + target + " has several interfaces that " + several + ": "
                            + String.join(
                                    ", ",
                                    candidates.stream().map(VpcInterface::id).toList()),
                    "name one of them as the target",
                    null);
        }
        return candidates.get(0);
    }

    static boolean holds(VpcInterface candidate, List<Holder> holders) {
        return holders.stream().anyMatch(holder -> holder.interfaceId().equals(candidate.id()));
    }

    static void checkFamily(IpAddress address, boolean ipv4, String moves) {
        if (address.isIpv4() != ipv4) {
            throw RefusedException.unsupportedAddress(address, moves, null);
        }
    }
}
