package org.floatingip.testkit.assigner;

import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.internal.fault.RefusalCodes;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcSubnet;

/**
 * Moves IPv6 addresses of interfaces in an {@link InMemoryVpc}, with the same refusals as the real assigner of IPv6 addresses has: a held
 * one moves by a handover alone. For unit tests of code that moves addresses. Safe for use by several threads.
 */
public final class InMemoryIpv6Assigner extends SingleScriptedAssigner {

    private static final Map<Call, String> ACTIONS = Map.of(
            Call.LOOK, "DescribeNetworkInterfaces",
            Call.RESOLVE, "DescribeInstances",
            Call.ASSIGN, "AssignIpv6Addresses",
            Call.RELEASE, "UnassignIpv6Addresses");

    private InMemoryIpv6Assigner(InMemoryVpc network) {
        super(
                network,
                Traits.builder()
                        .takeover(Traits.Takeover.NONE)
                        .conditional()
                        .diagnoses()
                        .build(),
                ACTIONS);
    }

    /** An assigner for the IPv6 addresses of that network. */
    public static InMemoryIpv6Assigner of(InMemoryVpc network) {
        return new InMemoryIpv6Assigner(network);
    }

    // ---- reading

    @Override
    List<Holder> locate(IpAddress address) {
        return holders(owners(address));
    }

    private List<VpcInterface> owners(IpAddress address) {
        checkFamily(address, false, "this assigner moves IPv6 addresses");
        List<VpcInterface> owners = look(address, network::visibleInterfaces).stream()
                .filter(eni -> eni.ipv6Addresses().contains(address))
                .toList();
        if (owners.size() > 1) {
            throw RefusedException.ambiguousAddress(
                    address, owners.stream().map(VpcInterface::vpcId).toList(), null);
        }
        return owners;
    }

    private static List<Holder> holders(List<VpcInterface> owners) {
        return owners.stream()
                .map(owner -> Holder.of(TargetResolver.hostOf(owner), owner.id()))
                .toList();
    }

    @Override
    Survey survey(IpAddress address, HostId target) {
        List<VpcInterface> owners = owners(address);
        List<Holder> holders = holders(owners);
        List<VpcInterface> offered = resolve(target);
        for (VpcInterface candidate : offered) {
            if (holds(candidate, holders)) {
                return survey(holders, candidate, target);
            }
        }
        List<String> subnets = owners.isEmpty()
                ? containing(address, offered)
                : List.of(owners.get(0).subnetId());
        List<VpcInterface> fitting = offered.stream()
                .filter(candidate -> subnets.contains(candidate.subnetId()))
                .toList();
        if (fitting.isEmpty()) {
            throw RefusedException.subnetMismatch(
                    address,
                    subnets.isEmpty() ? "another subnet" : subnets.get(0),
                    target,
                    targets.subnetsOf(target, offered),
                    null);
        }
        if (fitting.size() > 1) {
            throw RefusedException.ambiguousInterface(
                    address, target, fitting.stream().map(VpcInterface::id).toList(), null);
        }
        return survey(holders, fitting.get(0), target);
    }

    private Survey survey(List<Holder> holders, VpcInterface chosen, HostId target) {
        return Survey.of(holders, TargetResolver.placement(chosen)).withWarnings(targets.warnings(target));
    }

    /** Those of the subnets of these interfaces that have the address in their IPv6 range. */
    private List<String> containing(IpAddress address, List<VpcInterface> offered) {
        return network.subnets().stream()
                .filter(subnet ->
                        offered.stream().anyMatch(eni -> eni.subnetId().equals(subnet.id())))
                .filter(subnet -> subnet.ipv6Blocks().stream()
                        .anyMatch(block -> block.cidr().contains(address)))
                .map(VpcSubnet::id)
                .toList();
    }

    // ---- changing

    @Override
    void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        change(
                Call.ASSIGN,
                action(Call.ASSIGN),
                address + " to " + to.interfaceId(),
                (action, e) -> ofAssign(transfer, action, e),
                () -> network.ipv6().assign(to.interfaceId(), List.of(address)));
    }

    private FloatingIpException ofAssign(Transfer transfer, String action, Ec2RefusalException refusal) {
        IpAddress address = transfer.address();
        String interfaceId = transfer.placement().interfaceId();
        if (refusal.code().equals("InvalidParameterValue")) {
            List<Holder> now = locate(address);
            if (now.stream().anyMatch(holder -> !holder.interfaceId().equals(interfaceId))) {
                return new HolderChangedException(address, null, now, refusal);
            }
        }
        return RefusalCodes.ofAssign(permission(action), refusal, transfer);
    }

    @Override
    void release(IpAddress address, Holder holder) {
        change(
                Call.RELEASE,
                action(Call.RELEASE),
                address + " from " + holder.interfaceId(),
                (action, e) -> ofRelease(address, holder, action, e),
                () -> network.ipv6().unassign(holder.interfaceId(), List.of(address)));
    }

    private FloatingIpException ofRelease(
            IpAddress address, Holder holder, String action, Ec2RefusalException refusal) {
        if (refusal.code().equals("InvalidParameterValue")
                || refusal.code().equals("InvalidNetworkInterfaceID.NotFound")) {
            List<Holder> now = locate(address);
            if (now.stream().noneMatch(each -> each.interfaceId().equals(holder.interfaceId()))) {
                return new HolderChangedException(address, holder.host(), now, refusal);
            }
        }
        return RefusalCodes.of(permission(action), refusal);
    }
}
