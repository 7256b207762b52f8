package org.floatingip.testkit.assigner;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.floatingip.Dependent;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Ec2RequestLimits;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.internal.fault.RefusalCodes;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;

/**
 * Assigns addresses directly in an {@link InMemoryVpc}, with the same refusals as the real EC2 assigner. For unit tests of code
 * that moves addresses. Faults can be injected as a {@link Fault}. Safe for use by several threads.
 */
public final class InMemoryIpAssigner extends ScriptedAssigner {

    private static final Traits TRAITS = Traits.builder()
            .mostPerCall(Integer.MAX_VALUE)
            .conditional()
            .putsBack()
            .knowsHosts()
            .diagnoses()
            .build();

    private InMemoryIpAssigner(InMemoryVpc network, @Nullable Ec2RequestLimits limits) {
        super(network, TRAITS, limits);
    }

    /** Creates an assigner for the given network. An address that several of its VPCs have is refused as ambiguous. */
    public static InMemoryIpAssigner of(InMemoryVpc network) {
        return new InMemoryIpAssigner(network, null);
    }

    /**
     * Like {@link #of(InMemoryVpc)}, throttled as EC2 does: calls over the limit throw {@link
     * org.floatingip.failure.ThrottledException}.
     */
    public static InMemoryIpAssigner of(InMemoryVpc network, Ec2RequestLimits limits) {
        return new InMemoryIpAssigner(network, Objects.requireNonNull(limits, "limits"));
    }

    @Override
    public Map<IpAddress, List<Holder>> locate(List<IpAddress> addresses) {
        addresses.forEach(InMemoryIpAssigner::checkFamily);
        List<VpcInterface> shown = look(addresses);
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, TargetResolver.holders(address, shown)));
        return found;
    }

    @Override
    public PerAddress<Survey> survey(List<IpAddress> addresses, HostId target) {
        List<VpcInterface> shown =
                look(addresses.stream().filter(IpAddress::isIpv4).toList());
        Map<IpAddress, List<Holder>> holders = new LinkedHashMap<>();
        PerAddress.Builder<Survey> found = PerAddress.builder();
        for (IpAddress address : addresses) {
            try {
                checkFamily(address);
                holders.put(address, TargetResolver.holders(address, shown));
            } catch (RefusedException e) {
                found.fail(address, e);
            }
        }
        if (!holders.isEmpty()) {
            script.aroundChange(
                    Call.RESOLVE,
                    target + " for " + words(holders.keySet()),
                    e -> RefusalCodes.ofResolve(e, target),
                    () -> targets.resolve(holders, shown, target, found));
        }
        return found.build();
    }

    @Override
    public void assign(List<Transfer> batch) {
        Transfer first = batch.get(0);
        for (Transfer transfer : batch) {
            if (!transfer.placement().isSameInterface(first.placement())
                    || transfer.seen().isEmpty() != first.seen().isEmpty()) {
                throw new IllegalArgumentException("these don't fit into one call: " + first + ", and " + transfer);
            }
        }
        List<IpAddress> addresses = batch.stream().map(Transfer::address).toList();
        script.aroundChange(
                Call.ASSIGN,
                words(addresses) + " to " + first.placement().interfaceId(),
                e -> RefusalCodes.ofAssign(e, first),
                () -> give(addresses, first));
    }

    @Override
    public void release(List<IpAddress> addresses, Holder holder) {
        script.aroundChange(
                Call.RELEASE,
                words(addresses) + " from " + holder.interfaceId(),
                e -> isGone(e) ? notHeld(addresses, holder, e) : RefusalCodes.of(Call.RELEASE, e),
                () -> take(addresses, holder));
    }

    @Override
    public void putBack(IpAddress address, Placement placement, List<Dependent> dependents) {
        for (Dependent there : TargetResolver.dependents(address, look(List.of(address)))) {
            if (dependents.stream().noneMatch(ours -> ours.id().equals(there.id()))) {
                throw RefusedException.of(
                        RefusalReason.REJECTED,
                        Call.REASSOCIATE.permission() + " was refused: Resource.AlreadyAssociated: " + address
                                + " has " + there
                                + " by now, and another would disassociate that (it was not asked for)",
                        "mend what it names, then try again",
                        null);
            }
        }
        for (Dependent dependent : dependents) {
            try {
                script.aroundChange(
                        Call.REASSOCIATE,
                        dependent + " with " + address + " of " + placement.interfaceId(),
                        RefusalCodes::ofReassociate,
                        () -> associate(dependent, address, placement));
            } catch (RefusedException e) {
                // Like the EC2 assigner, which can't know whether EC2 takes it for done where it is done.
                ServiceError said = e.serviceError();
                if (said == null
                        || !said.code().equalsIgnoreCase("Resource.AlreadyAssociated")
                        || !isOn(address, placement, dependent)) {
                    throw e;
                }
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Returns the requests that the EC2 assigner would make.
     */
    @Override
    public List<PlannedCall> explain(List<Transfer> batch, MoveStrategy strategy, List<Dependent> cutOff) {
        return InMemoryExplanation.of(batch, strategy, cutOff);
    }

    /** Returns an empty list: the survey has all warnings about the target. */
    @Override
    public List<String> warnings(List<Transfer> batch) {
        return List.of();
    }

    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return new InMemoryDiagnosis(network, script).ofAddress(address, survey);
    }

    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return new InMemoryDiagnosis(network, script).ofTarget(survey);
    }

    private static String words(Collection<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
    }

    private List<VpcInterface> look(Collection<IpAddress> addresses) {
        if (addresses.isEmpty()) {
            return List.of();
        }
        return script.around(
                Call.LOOK,
                "who holds " + words(addresses),
                e -> RefusalCodes.of(Call.LOOK, e),
                network::visibleInterfaces);
    }

    private static void checkFamily(IpAddress address) {
        if (!address.isIpv4()) {
            throw RefusedException.unsupportedAddress(address, "this assigner moves IPv4 addresses", null);
        }
    }

    private void give(List<IpAddress> addresses, Transfer first) {
        Placement placement = first.placement();
        boolean unseen = first.seen().isEmpty();
        try {
            // Where nobody was seen, the network itself shall refuse to displace somebody who came since.
            network.assignAddresses(placement.interfaceId(), addresses, !unseen);
        } catch (Ec2RefusalException e) {
            if (unseen && e.text().contains("move is not allowed")) {
                IpAddress taken = addresses.stream()
                        .filter(address -> List.of(e.text().split("[^0-9.]+")).contains(address.toString()))
                        .findFirst()
                        .orElse(addresses.get(0));
                throw new HolderChangedException(taken, null, holdersOf(taken, locate(List.of(taken))), e);
            }
            // Something came between survey and assignment: resolving anew says what, with more to say than the
            // refusal.
            HostId target = HostId.of(placement.interfaceId());
            List<VpcInterface> offered = targets.interfacesOf(target);
            List<VpcInterface> shown = network.visibleInterfaces();
            addresses.forEach(address ->
                    targets.resolve(address, TargetResolver.holders(address, shown), shown, target, offered));
            // Each of them alone would go: it is for all together that there is no room.
            throw RefusalCodes.ofAssign(e, first);
        }
    }

    private void take(List<IpAddress> addresses, Holder holder) {
        if (holder.primary()) {
            throw RefusedException.primaryAddress(addresses.get(0), holder, null);
        }
        try {
            network.unassignAddresses(holder.interfaceId(), addresses);
        } catch (Ec2RefusalException e) {
            throw notHeld(addresses, holder, e);
        }
    }

    /** Explains a refused release. EC2 doesn't say which of the addresses it refuses, so look. */
    private FloatingIpException notHeld(List<IpAddress> addresses, Holder holder, Ec2RefusalException refusal) {
        Map<IpAddress, List<Holder>> now = locate(addresses);
        for (IpAddress address : addresses) {
            for (Holder owner : holdersOf(address, now)) {
                if (owner.primary() && owner.interfaceId().equals(holder.interfaceId())) {
                    return RefusedException.primaryAddress(address, owner, refusal);
                }
            }
        }
        for (IpAddress address : addresses) {
            if (!holdersOf(address, now).contains(holder)) {
                return new HolderChangedException(address, holder.host(), holdersOf(address, now), refusal);
            }
        }
        // It may be shown there yet, by an old answer: what is refused is the present.
        return refusal.text().contains("not assigned to interface") || isGone(refusal)
                ? new HolderChangedException(addresses.get(0), holder.host(), holdersOf(addresses.get(0), now), refusal)
                : RefusedException.rejected(
                        "UnassignPrivateIpAddresses", ServiceError.of(refusal.code(), refusal.text(), null), refusal);
    }

    private static boolean isGone(Ec2RefusalException refusal) {
        return refusal.code().equalsIgnoreCase("InvalidNetworkInterfaceID.NotFound");
    }

    private static List<Holder> holdersOf(IpAddress address, Map<IpAddress, List<Holder>> located) {
        return Objects.requireNonNull(located.get(address));
    }

    private void associate(Dependent dependent, IpAddress address, Placement placement) {
        try {
            network.associateElasticIp(dependent.id(), placement.interfaceId(), address, false);
        } catch (Ec2RefusalException e) {
            throw RefusalCodes.ofReassociate(e);
        }
    }

    private boolean isOn(IpAddress address, Placement placement, Dependent dependent) {
        List<VpcInterface> owners = look(List.of(address)).stream()
                .filter(eni -> eni.addresses().contains(address))
                .toList();
        return owners.stream().allMatch(owner -> owner.id().equals(placement.interfaceId()))
                && TargetResolver.dependents(address, owners).stream()
                        .anyMatch(there -> there.id().equals(dependent.id()));
    }
}
