package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.aws.IamWay;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * IPv6 addresses of interfaces. EC2 never takes one from its holder: it has to be unassigned first. What it says when it refuses was
 * never seen, so no meaning hangs on its words: after a refusal it is looked who holds the address. Prefixes of interfaces are left
 * alone. Used for one attempt.
 */
public final class Ipv6Network extends WayNetwork {

    private static final String ACTION = "ec2:DescribeNetworkInterfaces";

    private final Ec2Client client;

    public Ipv6Network(Ec2Calls calls) {
        super(calls);
        this.client = calls.client();
    }

    // ---- reading

    @Override
    public List<Holder> locate(IpAddress address) {
        return owners(address).stream().map(owner -> holder(owner, address)).toList();
    }

    private List<NetworkInterface> owners(IpAddress address) {
        if (!address.isIpv6()) {
            throw RefusedException.unsupportedAddress(
                    address, "Ec2Ipv6Assigner moves IPv6 addresses, and this is an IPv4 address", null);
        }
        List<NetworkInterface> shown = calls.interfacesWithIpv6(address);
        for (NetworkInterface eni : shown) {
            // EC2 shows it because it has the address: if it does not show that, nothing is known.
            Answers.check(
                    own(eni, address) != null,
                    ACTION,
                    "address of " + eni.networkInterfaceId() + " that was asked for");
        }
        List<String> vpcs =
                shown.stream().map(NetworkInterface::vpcId).distinct().toList();
        if (vpcs.size() > 1) {
            throw RefusedException.ambiguousAddress(
                    address,
                    shown.stream()
                            .map(owner -> owner.vpcId() + " (" + owner.networkInterfaceId() + ")")
                            .toList(),
                    null);
        }
        if (shown.size() > 1) {
            throw UnavailableException.withoutEffect(
                    ACTION, "the pages of the answer show two holders of " + address, null);
        }
        return shown;
    }

    private static @Nullable OwnAddress own(NetworkInterface eni, IpAddress address) {
        return Candidate.of(eni).own(address);
    }

    private static Holder holder(NetworkInterface owner, IpAddress address) {
        HostId host = Candidate.hostOf(owner);
        String interfaceId = Candidate.idOf(owner);
        return Objects.requireNonNull(own(owner, address)).primary()
                ? Holder.ofPrimary(host, interfaceId)
                : Holder.of(host, interfaceId);
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        List<NetworkInterface> owners = owners(address);
        List<Holder> holding =
                owners.stream().map(owner -> holder(owner, address)).toList();
        for (Holder each : holding) {
            if (each.primary()) {
                throw RefusedException.primaryAddress(address, each, null);
            }
        }
        Ec2Target found = new Ec2Targets(calls).resolveIpv6(target);
        Candidate holder = holding(found.candidates(), holding);
        if (holder != null) {
            return Survey.of(holding, holder.placement("it holds the address already"))
                    .withWarnings(found.warnings());
        }
        List<String> subnets =
                owners.isEmpty() ? containing(address, found.candidates()) : List.of(Candidate.subnetOf(owners.get(0)));
        List<Candidate> fitting = found.candidates().stream()
                .filter(candidate -> subnets.contains(candidate.subnetId()))
                .toList();
        if (fitting.isEmpty()) {
            throw Ways.acrossSubnetsByIpv6(RefusedException.subnetMismatch(
                    address,
                    subnets.isEmpty() ? "another subnet" : subnets.get(0),
                    target,
                    Stream.concat(
                                    found.candidates().stream()
                                            .map(Candidate::subnetId)
                                            .distinct(),
                                    found.unable().stream())
                            .toList(),
                    null));
        }
        if (fitting.size() > 1) {
            throw RefusedException.ambiguousInterface(
                    address, target, fitting.stream().map(Candidate::toString).toList(), null);
        }
        Candidate chosen = fitting.get(0);
        return Survey.of(holding, chosen.placement("the only interface of " + target + " in " + chosen.subnetId()))
                .withWarnings(found.warnings());
    }

    /** Those of the subnets of these interfaces that have the address in their IPv6 range. */
    private List<String> containing(IpAddress address, List<Candidate> candidates) {
        List<String> ids =
                candidates.stream().map(Candidate::subnetId).distinct().toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> containing = new ArrayList<>();
        for (Subnet subnet : calls.subnets(ids)) {
            boolean contains = subnet.ipv6CidrBlockAssociationSet().stream()
                    .anyMatch(range -> range.ipv6CidrBlock() != null
                            && !range.ipv6CidrBlock().isEmpty()
                            && CidrBlock.of(range.ipv6CidrBlock()).contains(address));
            if (contains) {
                containing.add(Answers.part(subnet.subnetId(), "ec2:DescribeSubnets", "subnetId"));
            }
        }
        return containing;
    }

    // ---- changing

    /** EC2 refuses where somebody has it. */
    @Override
    public void assign(Transfer transfer) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        calls.call(
                "AssignIpv6Addresses",
                true,
                thrown -> switch (Ec2Errors.code(thrown)) {
                    case "privateipaddresslimitexceeded" ->
                        RefusedException.interfaceFull(to.interfaceId(), "that of its instance type", thrown);
                    case "invalidnetworkinterfaceid.notfound", "invalidnetworkinterfaceid.malformed" ->
                        RefusedException.unknownTarget(to.host(), Ec2Errors.text(thrown), thrown);
                    case "invalidparametervalue" -> heldByOthers(address, null, to.interfaceId(), thrown);
                    default -> null;
                },
                own -> client.assignIpv6Addresses(request -> request.networkInterfaceId(to.interfaceId())
                        .ipv6Addresses(address.toString())
                        .overrideConfiguration(own)));
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        if (holder.primary()) {
            throw RefusedException.primaryAddress(address, holder, null);
        }
        calls.call(
                "UnassignIpv6Addresses",
                true,
                thrown -> switch (Ec2Errors.code(thrown)) {
                    case "invalidnetworkinterfaceid.notfound", "invalidparametervalue" ->
                        notHeldBy(address, holder, thrown);
                    default -> null;
                },
                own -> client.unassignIpv6Addresses(request -> request.networkInterfaceId(holder.interfaceId())
                        .ipv6Addresses(address.toString())
                        .overrideConfiguration(own)));
    }

    private @Nullable FloatingIpException heldByOthers(
            IpAddress address, @Nullable HostId expected, String interfaceId, RuntimeException refusal) {
        List<Holder> now = locate(address);
        return now.isEmpty() || now.get(0).interfaceId().equals(interfaceId)
                ? null
                : new HolderChangedException(address, expected, now, refusal);
    }

    private @Nullable FloatingIpException notHeldBy(IpAddress address, Holder holder, RuntimeException refusal) {
        List<Holder> now = locate(address);
        return now.stream().anyMatch(each -> each.interfaceId().equals(holder.interfaceId()))
                ? null
                : new HolderChangedException(address, holder.host(), now, refusal);
    }

    // ---- words

    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return List.of(Ways.ofAddress(IamWay.IPV6, address, survey.placement().subnetId()));
    }

    /** And the gap. */
    @Override
    public List<String> warnings(List<Transfer> batch) {
        List<String> warnings = new ArrayList<>(super.warnings(batch));
        if (batch.stream().anyMatch(transfer -> !transfer.seen().isEmpty())) {
            warnings.add("between UnassignIpv6Addresses and AssignIpv6Addresses nobody holds it, for about one call:"
                    + " EC2 has no takeover of IPv6 addresses");
        }
        return warnings;
    }

    @Override
    public List<PlannedCall> explain(Transfer transfer, boolean handover) {
        IpAddress address = transfer.address();
        Placement to = transfer.placement();
        List<PlannedCall> planned = new ArrayList<>();
        planned.add(Ec2Explanation.reading("DescribeNetworkInterfaces", "who holds " + address));
        planned.add(Ec2Explanation.target(to));
        if (transfer.seen().isEmpty()) {
            planned.add(Ec2Explanation.reading("DescribeSubnets", "which one contains " + address));
        }
        transfer.seen()
                .forEach(holder -> planned.add(PlannedCall.mutating(
                        "UnassignIpv6Addresses " + address + " from " + holder.interfaceId(),
                        "ec2:UnassignIpv6Addresses")));
        planned.add(PlannedCall.mutating(
                "AssignIpv6Addresses " + address + " to " + to.interfaceId(), "ec2:AssignIpv6Addresses"));
        planned.add(Ec2Explanation.reading("DescribeNetworkInterfaces", "until it shows " + to.asHolder() + " alone"));
        return planned;
    }
}
