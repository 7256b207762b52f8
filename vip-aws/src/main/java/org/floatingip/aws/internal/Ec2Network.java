package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.floatingip.AddressOutsideSubnetsException;
import org.floatingip.AmbiguousAddressException;
import org.floatingip.AmbiguousInterfaceException;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.InterfaceFullException;
import org.floatingip.IpAddress;
import org.floatingip.MalformedHostIdException;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.PrimaryAddressException;
import org.floatingip.RefusedException;
import org.floatingip.RejectedException;
import org.floatingip.ReservedAddressException;
import org.floatingip.SubnetMismatchException;
import org.floatingip.UnavailableException;
import org.floatingip.UnknownTargetException;
import org.floatingip.UnsupportedAddressException;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.GroupSurvey;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * What the answers of EC2 mean for an address: who holds it, and which interface of a target can take it.
 *
 * <p>A held address and a target with nothing but primary addresses take two readings: the interface that holds it (whose
 * subnet is then the address's), and the target. More is read only where these can't decide.
 */
public final class Ec2Network {

    private static final Logger LOG = LoggerFactory.getLogger(Ec2Network.class);

    /** No instance type allows fewer addresses to an interface, so one address always leaves room for another. */
    private static final int LEAST_ADDRESS_LIMIT = 2;

    /** The network, the router, DNS, and one for the future; and the last. */
    private static final int RESERVED_AT_START = 4;

    private final Ec2Calls calls;

    /** What was read of them in this attempt: several addresses that nobody holds ask for the same. */
    private final Map<String, List<Subnet>> subnetsByVpc = new HashMap<>();

    /** Answers by these calls: those of one attempt. */
    public Ec2Network(Ec2Calls calls) {
        this.calls = calls;
    }

    /** Who holds the address. */
    public List<Holder> locate(IpAddress address) {
        checkFamily(address);
        return holders(address, owners(address, calls.interfacesWith(List.of(address))));
    }

    /** Who holds each of the addresses. */
    public Map<IpAddress, List<Holder>> locateAll(Collection<IpAddress> addresses) {
        addresses.forEach(Ec2Network::checkFamily);
        Map<IpAddress, List<NetworkInterface>> read = calls.interfacesWith(addresses);
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, holders(address, owners(address, read))));
        return found;
    }

    /** Who holds the address, and which interface of the target can take it. */
    public Survey survey(IpAddress address, HostId target) {
        GroupSurvey found = surveyAll(List.of(address), target);
        RefusedException refusal = found.refusals().get(address);
        if (refusal != null) {
            throw refusal;
        }
        return Objects.requireNonNull(found.surveys().get(address));
    }

    /** Who holds each of the addresses, and which interface of the target can take it, with room for all of them. */
    public GroupSurvey surveyAll(Collection<IpAddress> addresses, HostId target) {
        Map<IpAddress, List<NetworkInterface>> read = calls.interfacesWith(
                addresses.stream().filter(IpAddress::isIpv4).toList());
        Map<IpAddress, List<NetworkInterface>> owners = new LinkedHashMap<>();
        GroupSurvey.Builder found = GroupSurvey.builder();
        for (IpAddress address : addresses) {
            try {
                checkFamily(address);
                owners.put(address, owners(address, read));
            } catch (RefusedException e) {
                found.refuse(address, e);
            }
        }
        if (owners.isEmpty()) {
            return found.build();
        }
        Target resolved = inNamedVpc(target, find(target));
        Map<Candidate, List<IpAddress>> arriving = new LinkedHashMap<>();
        owners.forEach((address, holding) -> {
            try {
                found.add(address, survey(address, holding, target, resolved, arriving));
            } catch (RefusedException e) {
                found.refuse(address, e);
            }
        });
        arriving.forEach((candidate, coming) -> {
            InterfaceFullException full = lacksRoom(candidate, coming.size(), resolved);
            if (full != null) {
                coming.forEach(address -> found.refuse(address, full));
            }
        });
        return found.build();
    }

    /** The survey of one address; where it has to come to an interface of the target, it is added to what arrives there. */
    private Survey survey(
            IpAddress address,
            List<NetworkInterface> owners,
            HostId target,
            Target found,
            Map<Candidate, List<IpAddress>> arriving) {
        List<Holder> holders = holders(address, owners);
        for (Holder holder : holders) {
            if (holder.primary()) {
                throw new PrimaryAddressException(address, holder, null);
            }
            for (Candidate candidate : found.candidates()) {
                if (candidate.interfaceId().equals(holder.interfaceId())) {
                    return Survey.of(holders, placement(candidate, "it holds the address already"))
                            .withDependents(dependents(address, owners));
                }
            }
        }
        String subnetId = owners.isEmpty()
                ? subnetFor(address, target, found)
                : owners.get(0).subnetId();
        List<Candidate> fitting = found.candidates().stream()
                .filter(candidate -> candidate.subnetId().equals(subnetId))
                .toList();
        if (fitting.isEmpty()) {
            throw mismatch(address, subnetId, target, found);
        }
        if (fitting.size() > 1) {
            throw new AmbiguousInterfaceException(
                    address, target, fitting.stream().map(Candidate::toString).toList(), null);
        }
        arriving.computeIfAbsent(fitting.get(0), unused -> new ArrayList<>()).add(address);
        Placement placement = placement(fitting.get(0), "the only interface of " + target + " in " + subnetId);
        return Survey.of(holders, placement).withDependents(dependents(address, owners));
    }

    /** Gives the addresses of the transfers, which fit into one call, to their placement. */
    public void assignAll(List<Transfer> transfers) {
        Transfer first = transfers.get(0);
        Placement placement = first.placement();
        boolean unseen = first.seen().isEmpty();
        for (Transfer transfer : transfers) {
            if (!transfer.placement().isSameInterface(placement)
                    || transfer.seen().isEmpty() != unseen) {
                throw new IllegalArgumentException("these don't fit into one call: " + first + ", and " + transfer);
            }
        }
        List<IpAddress> addresses = transfers.stream().map(Transfer::address).toList();
        // Where nobody was seen, EC2 itself shall refuse to displace somebody who came since.
        calls.assign(placement.interfaceId(), addresses, !unseen, thrown -> switch (Ec2Errors.code(thrown)) {
            case "privateipaddresslimitexceeded" ->
                new InterfaceFullException(placement.interfaceId(), "that of its instance type", thrown);
            case "invalidnetworkinterfaceid.notfound", "invalidnetworkinterfaceid.malformed" ->
                new UnknownTargetException(placement.host(), Ec2Errors.text(thrown), thrown);
            case "invalidparametervalue" -> refusedAssignment(placement, addresses, Ec2Errors.text(thrown), thrown);
            default -> null;
        });
    }

    private @Nullable FloatingIpException refusedAssignment(
            Placement placement, List<IpAddress> addresses, String text, RuntimeException refusal) {
        String lower = text.toLowerCase(Locale.ROOT);
        String subnet = placement.subnetId() == null ? "its subnet" : placement.subnetId();
        // The text names the addresses that are refused, or the rule alone where it can only be one of one.
        IpAddress address = addresses.stream()
                .filter(candidate -> mentions(text, candidate))
                .findFirst()
                .orElse(addresses.get(0));
        if (lower.contains("does not fall within")) {
            return new SubnetMismatchException(address, "another subnet", placement.host(), List.of(subnet), refusal);
        }
        if (lower.contains("reserved range")) {
            return new ReservedAddressException(address, subnet, refusal);
        }
        if (lower.equals("secondary-addresses")) {
            return locateAll(addresses).entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream()
                            .filter(holder -> holder.primary() || addresses.size() == 1)
                            .map(holder -> new PrimaryAddressException(entry.getKey(), holder, refusal)))
                    .findFirst()
                    .orElse(null);
        }
        return lower.contains("move is not allowed")
                ? new HolderChangedException(address, null, locate(address), refusal)
                : null;
    }

    private static boolean mentions(String text, IpAddress address) {
        return List.of(text.split("[^0-9.]+")).contains(address.toString());
    }

    /** Takes the address from that holder. */
    public void release(IpAddress address, Holder holder) {
        if (holder.primary()) {
            throw new PrimaryAddressException(address, holder, null);
        }
        calls.unassign(holder.interfaceId(), address, thrown -> switch (Ec2Errors.code(thrown)) {
            case "invalidnetworkinterfaceid.notfound" ->
                new HolderChangedException(address, holder.host(), locate(address), thrown);
            case "invalidparametervalue" -> {
                String text = Ec2Errors.text(thrown);
                yield text.contains("primary IP address")
                        ? new PrimaryAddressException(address, holder, thrown)
                        : text.contains("not assigned to interface")
                                ? new HolderChangedException(address, holder.host(), locate(address), thrown)
                                : null;
            }
            default -> null;
        });
    }

    /** The primary address of each host: of an instance's primary interface, or of the interface that was named. */
    public Map<HostId, IpAddress> primaryAddresses(Collection<HostId> hosts) {
        Map<HostId, IpAddress> found = new LinkedHashMap<>();
        for (HostId host : hosts) {
            String address = host.value().startsWith("eni-")
                    ? refusing(host, () -> calls.networkInterface(host.value())).privateIpAddress()
                    : instance(host).privateIpAddress();
            if (address == null || address.isEmpty()) {
                throw new UnknownTargetException(host, "it has no primary address", null);
            }
            found.put(host, IpAddress.of(address));
        }
        return found;
    }

    /** Puts the Elastic IPs back onto the address, which the placement has; each by a call of its own. */
    public void reassociate(IpAddress address, Placement placement, List<Dependent> elasticIps) {
        for (Dependent elasticIp : elasticIps) {
            try {
                calls.associate(elasticIp.id(), placement.interfaceId(), address, thrown -> switch (Ec2Errors.code(
                        thrown)) {
                    // Right after the assignment EC2 may not see the address there yet.
                    case "invalidparametervalue", "invalidnetworkinterfaceid.notfound" ->
                        UnavailableException.withoutEffect("ec2:AssociateAddress", Ec2Errors.text(thrown), thrown);
                    default -> null;
                });
            } catch (RejectedException e) {
                // EC2's documentation calls this idempotent, and does not say whether without reassociation, too.
                if (!e.code().equalsIgnoreCase("Resource.AlreadyAssociated") || !isOn(address, placement, elasticIp)) {
                    throw e;
                }
            }
        }
    }

    private boolean isOn(IpAddress address, Placement placement, Dependent elasticIp) {
        List<NetworkInterface> owners = owners(address, calls.interfacesWith(List.of(address)));
        return owners.stream().allMatch(owner -> owner.networkInterfaceId().equals(placement.interfaceId()))
                && dependents(address, owners).stream()
                        .anyMatch(dependent -> dependent.id().equals(elasticIp.id()));
    }

    /** The calls of a move, in order. */
    public List<PlannedCall> explain(Transfer transfer, MoveStrategy strategy, List<Dependent> cutOff) {
        IpAddress address = transfer.address();
        Placement placement = transfer.placement();
        boolean handover = strategy == MoveStrategy.HANDOVER;
        List<PlannedCall> calls = new ArrayList<>();
        calls.add(reading("DescribeNetworkInterfaces", "who holds " + address));
        calls.add(target(placement));
        if (transfer.seen().isEmpty()) {
            calls.add(reading("DescribeSubnets", "which one contains " + address));
        }
        if (handover) {
            transfer.seen()
                    .forEach(holder -> calls.add(PlannedCall.mutating(
                            "UnassignPrivateIpAddresses " + address + " from " + holder.interfaceId(),
                            "ec2:UnassignPrivateIpAddresses")));
        }
        calls.add(PlannedCall.mutating(
                "AssignPrivateIpAddresses " + address + " to " + placement.interfaceId()
                        + (handover || transfer.seen().isEmpty()
                                ? ", without AllowReassignment"
                                : ", with AllowReassignment"),
                "ec2:AssignPrivateIpAddresses"));
        if (!cutOff.isEmpty()) {
            cutOff.forEach(elasticIp -> calls.add(PlannedCall.mutating(
                    "AssociateAddress " + elasticIp + " with " + address + " of " + placement.interfaceId()
                            + ", without AllowReassociation",
                    "ec2:AssociateAddress")));
            calls.add(reading("DescribeNetworkInterfaces", "until it shows " + Dependent.join(cutOff) + " on it"));
            calls.add(target(placement));
        }
        calls.add(reading("DescribeNetworkInterfaces", "until it shows " + placement.asHolder() + " alone"));
        return calls;
    }

    private static PlannedCall target(Placement placement) {
        return placement.host().value().startsWith("i-")
                ? reading("DescribeInstances", placement.host().value())
                : reading("DescribeNetworkInterfaces", placement.interfaceId());
    }

    private static PlannedCall reading(String action, String what) {
        return PlannedCall.reading(action + ": " + what, "ec2:" + action);
    }

    /** What somebody should know before a move; what can't be read is left out. */
    public List<String> warnings(Transfer transfer) {
        List<String> warnings = new ArrayList<>();
        for (Holder holder : transfer.seen()) {
            state(holder.host())
                    .filter(state -> state != InstanceStateName.RUNNING)
                    .ifPresent(state -> warnings.add("the holder " + holder.host() + " is " + state));
        }
        state(transfer.placement().host())
                .filter(state -> state != InstanceStateName.RUNNING)
                .ifPresent(state ->
                        warnings.add("the target " + transfer.placement().host() + " is " + state));
        try {
            NetworkInterface eni = calls.networkInterface(transfer.placement().interfaceId());
            Candidate candidate = candidate(eni);
            if (candidate.host().value().startsWith("i-")) {
                Optional<Instance> instance = calls.instance(candidate.host().value());
                if (instance.isPresent()) {
                    String type = instance.get().instanceTypeAsString();
                    int limit = calls.addressLimit(type);
                    if (candidate.addresses() + 1 == limit) {
                        warnings.add(candidate.interfaceId() + " will be at its limit of " + limit + " addresses ("
                                + type + ")");
                    }
                }
            }
        } catch (FloatingIpException e) {
            LOG.debug("the room on the target could not be read: {}", e.getMessage());
        }
        return warnings;
    }

    private Optional<InstanceStateName> state(HostId host) {
        if (!host.value().startsWith("i-")) {
            return Optional.empty();
        }
        try {
            return calls.instance(host.value()).map(instance -> instance.state().name());
        } catch (FloatingIpException e) {
            LOG.debug("the state of {} could not be read: {}", host, e.getMessage());
            return Optional.empty();
        }
    }

    private static void checkFamily(IpAddress address) {
        if (!address.isIpv4()) {
            // Asked all the same, EC2 would find nothing among the IPv4 addresses, and that would read as "nobody".
            throw new UnsupportedAddressException(
                    address, "Ec2IpAssigner moves secondary private IPv4 addresses, and this is an IPv6 address", null);
        }
    }

    /** Those of the interfaces that were read that have the address. */
    private List<NetworkInterface> owners(IpAddress address, Map<IpAddress, List<NetworkInterface>> read) {
        // The filter is EC2's, the judgement ours: parsed addresses are compared, never texts.
        List<NetworkInterface> owners = Objects.requireNonNull(read.get(address)).stream()
                .filter(eni -> eni.privateIpAddresses().stream()
                        .anyMatch(held -> IpAddress.of(held.privateIpAddress()).equals(address)))
                .toList();
        if (owners.size() > 1
                && owners.stream().map(NetworkInterface::vpcId).distinct().count() == 1) {
            // In one VPC nobody shares an address: it moved between two pages of the reading.
            throw UnavailableException.withoutEffect(
                    "ec2:DescribeNetworkInterfaces", "the pages of the answer show two holders of " + address, null);
        }
        if (owners.size() > 1) {
            throw new AmbiguousAddressException(
                    address,
                    owners.stream()
                            .map(owner -> owner.vpcId() + " (" + owner.networkInterfaceId() + ")")
                            .toList(),
                    null);
        }
        if (owners.isEmpty()) {
            checkVpc(address);
        }
        return owners;
    }

    /** In a VPC that does not exist nobody holds anything: that must not be taken for an answer. Asked once. */
    private void checkVpc(IpAddress address) {
        String vpcId = calls.vpcId();
        if (vpcId == null || calls.vpcSeen()) {
            return;
        }
        if (calls.subnetsOf(vpcId).isEmpty()) {
            throw new AddressOutsideSubnetsException(address, List.of(), null);
        }
        calls.sawVpc();
    }

    /** An interface that could hold the address, in the terms that both Describe actions share. */
    private record Candidate(
            HostId host, String interfaceId, String macAddress, String subnetId, String vpcId, int addresses) {

        @Override
        public String toString() {
            return interfaceId + " in " + subnetId;
        }
    }

    /** The target as EC2 shows it. The instance type is null where it is not known without another reading. */
    private record Target(
            List<Candidate> candidates, @Nullable String instanceType) {}

    private Target find(HostId target) {
        String id = target.value();
        if (id.startsWith("eni-")) {
            return new Target(List.of(candidate(refusing(target, () -> calls.networkInterface(id)))), null);
        }
        Instance instance = instance(target);
        List<Candidate> candidates = instance.networkInterfaces().stream()
                .filter(eni -> eni.attachment() == null
                        || !eni.attachment().statusAsString().startsWith("detach"))
                .map(eni -> new Candidate(
                        target,
                        eni.networkInterfaceId(),
                        eni.macAddress(),
                        eni.subnetId(),
                        eni.vpcId(),
                        eni.privateIpAddresses().size() + eni.ipv4Prefixes().size()))
                .toList();
        return new Target(candidates, instance.instanceTypeAsString());
    }

    /** The instance with that id, unless it is gone or going. */
    private Instance instance(HostId host) {
        String id = host.value();
        if (!id.startsWith("i-")) {
            throw new MalformedHostIdException(host, "an instance id (i-...) or an ENI id (eni-...)", null);
        }
        Instance instance = refusing(host, () -> calls.instance(id))
                .orElseThrow(() -> new UnknownTargetException(host, "EC2 shows nothing of it", null));
        InstanceStateName state = instance.state().name();
        if (state == InstanceStateName.TERMINATED || state == InstanceStateName.SHUTTING_DOWN) {
            throw new UnknownTargetException(
                    host, "the instance is " + instance.state().nameAsString(), null);
        }
        return instance;
    }

    /** An interface of another VPC must not be given the address: who holds it there was not looked for. */
    private Target inNamedVpc(HostId target, Target found) {
        String vpcId = calls.vpcId();
        if (vpcId == null) {
            return found;
        }
        List<Candidate> inside = found.candidates().stream()
                .filter(candidate -> candidate.vpcId().equals(vpcId))
                .toList();
        if (inside.isEmpty()) {
            throw new UnknownTargetException(target, "it has no network interface in " + vpcId, null);
        }
        return new Target(inside, found.instanceType());
    }

    private static Candidate candidate(NetworkInterface eni) {
        return new Candidate(
                host(eni),
                eni.networkInterfaceId(),
                eni.macAddress(),
                eni.subnetId(),
                eni.vpcId(),
                eni.privateIpAddresses().size() + eni.ipv4Prefixes().size());
    }

    private static <T> T refusing(HostId target, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RejectedException e) {
            String code = e.code().toLowerCase(Locale.ROOT);
            if (code.endsWith(".notfound")) {
                throw new UnknownTargetException(target, e.reason(), e);
            }
            if (code.endsWith(".malformed")) {
                throw new MalformedHostIdException(
                        target, "an id as EC2 makes them (its answer: " + e.reason() + ")", e);
            }
            throw e;
        }
    }

    /** The subnet of the target's VPC that contains an address which nobody holds. */
    private String subnetFor(IpAddress address, HostId target, Target found) {
        Set<String> vpcs = found.candidates().stream().map(Candidate::vpcId).collect(Collectors.toSet());
        if (vpcs.isEmpty()) {
            throw new UnknownTargetException(target, "it has no network interface", null);
        }
        List<Subnet> subnets = vpcs.stream()
                .flatMap(vpc -> subnetsByVpc.computeIfAbsent(vpc, calls::subnetsOf).stream())
                .toList();
        for (Subnet subnet : subnets) {
            CidrBlock range = CidrBlock.of(subnet.cidrBlock());
            if (range.contains(address)) {
                if (reserves(range, address)) {
                    throw new ReservedAddressException(address, describe(subnet), null);
                }
                return subnet.subnetId();
            }
        }
        throw new AddressOutsideSubnetsException(
                address, subnets.stream().map(Ec2Network::describe).toList(), null);
    }

    private static boolean reserves(CidrBlock range, IpAddress address) {
        for (int i = 0; i < RESERVED_AT_START; i++) {
            if (range.address(i).equals(address)) {
                return true;
            }
        }
        return range.address(-1).equals(address);
    }

    private SubnetMismatchException mismatch(IpAddress address, String subnetId, HostId target, Target found) {
        Set<String> targets = found.candidates().stream()
                .map(Candidate::subnetId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> all = new LinkedHashSet<>(targets);
        all.add(subnetId);
        Map<String, String> words;
        try {
            words = calls.subnets(all).stream().collect(Collectors.toMap(Subnet::subnetId, Ec2Network::describe));
        } catch (FloatingIpException e) {
            LOG.debug("the ids must do: {}", e.getMessage());
            words = Map.of();
        }
        Map<String, String> known = words;
        return new SubnetMismatchException(
                address,
                known.getOrDefault(subnetId, subnetId),
                target,
                targets.stream().map(id -> known.getOrDefault(id, id)).toList(),
                null);
    }

    /** What refuses that many more addresses on the interface; null if nothing is known to. */
    private @Nullable InterfaceFullException lacksRoom(Candidate candidate, int more, Target found) {
        int wanted = candidate.addresses() + more;
        if (wanted <= LEAST_ADDRESS_LIMIT) {
            return null;
        }
        String type = found.instanceType();
        int limit;
        try {
            if (type == null && candidate.host().value().startsWith("i-")) {
                type = calls.instance(candidate.host().value())
                        .map(Instance::instanceTypeAsString)
                        .orElse(null);
            }
            if (type == null) {
                return null;
            }
            limit = calls.addressLimit(type);
        } catch (FloatingIpException e) {
            // A preflight that can't be made must not stop a failover: EC2 checks the limit itself.
            LOG.debug("the room on {} could not be checked: {}", candidate, e.getMessage());
            return null;
        }
        return wanted <= limit
                ? null
                : new InterfaceFullException(
                        candidate.interfaceId(),
                        limit + " addresses (" + type + ")",
                        candidate.addresses(),
                        more,
                        null);
    }

    private static HostId host(NetworkInterface eni) {
        String instanceId = eni.attachment() == null ? null : eni.attachment().instanceId();
        return HostId.of(instanceId == null ? eni.networkInterfaceId() : instanceId);
    }

    private static List<Holder> holders(IpAddress address, List<NetworkInterface> owners) {
        return owners.stream().map(owner -> holder(owner, address)).toList();
    }

    private static Holder holder(NetworkInterface owner, IpAddress address) {
        boolean primary = owner.privateIpAddresses().stream()
                .anyMatch(held -> Boolean.TRUE.equals(held.primary())
                        && IpAddress.of(held.privateIpAddress()).equals(address));
        HostId host = host(owner);
        return primary
                ? Holder.ofPrimary(host, owner.networkInterfaceId())
                : Holder.of(host, owner.networkInterfaceId());
    }

    /** Unassigning an address disassociates its Elastic IP; reassigning takes it along. */
    private static List<Dependent> dependents(IpAddress address, List<NetworkInterface> owners) {
        return owners.stream()
                .flatMap(owner -> owner.privateIpAddresses().stream())
                .filter(held -> held.association() != null
                        && held.association().publicIp() != null
                        && IpAddress.of(held.privateIpAddress()).equals(address))
                .map(NetworkInterfacePrivateIpAddress::association)
                .map(association -> Dependent.of(
                        association.allocationId() == null ? association.publicIp() : association.allocationId(),
                        "Elastic IP " + association.publicIp()))
                .toList();
    }

    private static Placement placement(Candidate candidate, String reason) {
        return Placement.builder(candidate.host(), candidate.interfaceId())
                .macAddress(candidate.macAddress())
                .subnetId(candidate.subnetId())
                .reason(reason)
                .build();
    }

    private static String describe(Subnet subnet) {
        return subnet.subnetId() + " (" + subnet.cidrBlock() + ", " + subnet.availabilityZone() + ")";
    }
}
