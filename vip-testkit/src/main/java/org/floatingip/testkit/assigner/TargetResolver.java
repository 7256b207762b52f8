package org.floatingip.testkit.assigner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.Dependent;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.network.AttachmentStatus;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.InstanceType;
import org.floatingip.testkit.network.InterfaceType;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcSubnet;

/** Finds the interface of a target that can take an address, or the reason why none can. Reads the network as it is. */
final class TargetResolver {

    private static final String UNABLE = "can't have an IP address (it is EFA-only)";

    private final InMemoryVpc network;

    TargetResolver(InMemoryVpc network) {
        this.network = network;
    }

    /**
     * Finds, for each address, the interface that would take it, or the reason against it. The room on an interface is checked
     * for all together.
     *
     * @param holders the holders of each address, as shown
     * @param shown the interfaces, as shown by the same reading
     * @throws RefusedException UNKNOWN_TARGET if there is no such target
     */
    void resolve(
            Map<IpAddress, List<Holder>> holders,
            List<VpcInterface> shown,
            HostId target,
            PerAddress.Builder<Survey> found) {
        List<VpcInterface> offered = interfacesOf(target);
        Map<String, List<IpAddress>> arriving = new LinkedHashMap<>();
        holders.forEach((address, holding) -> {
            try {
                Survey survey = resolve(address, holding, shown, target, offered);
                found.add(address, survey);
                String interfaceId = survey.placement().interfaceId();
                if (holding.stream().noneMatch(holder -> holder.interfaceId().equals(interfaceId))) {
                    arriving.computeIfAbsent(interfaceId, unused -> new ArrayList<>())
                            .add(address);
                }
            } catch (RefusedException e) {
                found.fail(address, e);
            }
        });
        arriving.forEach((interfaceId, coming) -> {
            try {
                checkRoom(network.networkInterface(interfaceId).orElseThrow(), coming.size());
            } catch (RefusedException e) {
                coming.forEach(address -> found.fail(address, e));
            }
        });
    }

    Survey resolve(
            IpAddress address,
            List<Holder> holders,
            List<VpcInterface> shown,
            HostId target,
            List<VpcInterface> offered) {
        for (VpcInterface candidate : offered) {
            if (candidate.addresses().contains(address)) {
                refusePrimary(address, holders);
                return Survey.of(holders, placement(candidate))
                        .withDependents(dependents(address, shown))
                        .withWarnings(warnings(target));
            }
        }
        refusePrimary(address, holders);
        VpcSubnet subnet = subnetOf(address, holders, shown, offered);
        List<VpcInterface> fitting = offered.stream()
                .filter(candidate -> candidate.subnetId().equals(subnet.id()))
                .toList();
        if (fitting.isEmpty()) {
            throw RefusedException.subnetMismatch(
                    address,
                    describe(subnet),
                    target,
                    Stream.concat(
                                    offered.stream()
                                            .map(VpcInterface::subnetId)
                                            .distinct()
                                            .map(id ->
                                                    describe(network.subnet(id).orElseThrow())),
                                    unableOf(target))
                            .toList(),
                    null);
        }
        if (fitting.size() > 1) {
            throw RefusedException.ambiguousInterface(
                    address, target, fitting.stream().map(VpcInterface::id).toList(), null);
        }
        checkRoom(fitting.get(0), 1);
        List<String> warnings = new ArrayList<>(warnings(target));
        if (holders.isEmpty() && !subnet.ownerId().equals(fitting.get(0).ownerId())) {
            warnings.add(subnet.id() + " is shared by account " + subnet.ownerId()
                    + ": whether somebody of another account holds " + address
                    + " is not shown, and the assignment is refused then");
        }
        return Survey.of(holders, placement(fitting.get(0)))
                .withDependents(dependents(address, shown))
                .withWarnings(warnings);
    }

    /** The same warnings as the EC2 assigner's about an instance that isn't running. */
    List<String> warnings(HostId target) {
        return network.instance(target.value())
                .filter(instance -> instance.state() != InstanceState.RUNNING)
                .map(instance -> List.of("the target " + target + " is "
                        + instance.state().ec2Name() + ": nobody answers there until it runs"))
                .orElse(List.of());
    }

    /**
     * The target's interfaces, the primary one first. Interfaces that are being detached are left out: their addresses would
     * leave with them. So are those that can't have an address; refused if that leaves none.
     */
    List<VpcInterface> interfacesOf(HostId target) {
        List<VpcInterface> all = allOf(target);
        List<VpcInterface> able =
                all.stream().filter(TargetResolver::canHoldAddresses).toList();
        if (able.isEmpty() && !all.isEmpty()) {
            throw RefusedException.unknownTarget(
                    target,
                    all.stream()
                            .map(eni -> eni.id() + " in " + eni.subnetId() + " " + UNABLE)
                            .collect(Collectors.joining(", ")),
                    null);
        }
        return able;
    }

    /** The subnets of the target: those of its interfaces that can take an address, and what else it has, in words. */
    List<String> subnetsOf(HostId target, List<VpcInterface> offered) {
        return Stream.concat(offered.stream().map(VpcInterface::subnetId).distinct(), unableOf(target))
                .toList();
    }

    /** What the target has beside the interfaces that can take an address, in words. */
    private Stream<String> unableOf(HostId target) {
        return allOf(target).stream()
                .filter(eni -> !canHoldAddresses(eni))
                .map(eni -> eni.subnetId() + " only by " + eni.id() + ", which " + UNABLE);
    }

    private static boolean canHoldAddresses(VpcInterface eni) {
        return eni.type() != InterfaceType.EFA_ONLY;
    }

    private List<VpcInterface> allOf(HostId target) {
        if (target.value().startsWith("eni-")) {
            return List.of(network.networkInterface(target.value())
                    .orElseThrow(() -> RefusedException.unknownTarget(target, "no such network interface", null)));
        }
        VpcInstance instance = network.instance(target.value())
                .orElseThrow(() -> RefusedException.unknownTarget(target, "no such instance", null));
        if (instance.state() == InstanceState.TERMINATED || instance.state() == InstanceState.SHUTTING_DOWN) {
            throw RefusedException.unknownTarget(
                    target, "the instance is " + instance.state().ec2Name(), null);
        }
        return instance.interfaces().stream().filter(eni -> !leaves(eni)).toList();
    }

    private static boolean leaves(VpcInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment();
        return attachment != null && attachment.status() == AttachmentStatus.DETACHING;
    }

    private static void refusePrimary(IpAddress address, List<Holder> holders) {
        for (Holder holder : holders) {
            if (holder.primary()) {
                throw RefusedException.primaryAddress(address, holder, null);
            }
        }
    }

    /** The subnet of the address: its holder's, or else the one of the target's VPC that contains it. */
    private VpcSubnet subnetOf(
            IpAddress address, List<Holder> holders, List<VpcInterface> shown, List<VpcInterface> offered) {
        if (!holders.isEmpty()) {
            // Not as it is now: where visibility lags, what is seen to hold the address may be gone.
            String seen = holders.get(0).interfaceId();
            return shown.stream()
                    .filter(eni -> eni.id().equals(seen))
                    .flatMap(eni -> network.subnet(eni.subnetId()).stream())
                    .findFirst()
                    .orElseThrow(() -> UnavailableException.withoutEffect(
                            Call.RESOLVE.permission(), seen + " went between two readings", null));
        }
        List<VpcSubnet> candidates = network.subnets().stream()
                .filter(subnet -> offered.stream().anyMatch(eni -> eni.vpcId().equals(subnet.vpcId())))
                .toList();
        List<VpcSubnet> containing = candidates.stream()
                .filter(candidate -> candidate.cidr().contains(address))
                .toList();
        if (containing.isEmpty()) {
            throw RefusedException.addressOutsideSubnets(
                    address, candidates.stream().map(TargetResolver::describe).toList(), null);
        }
        VpcSubnet subnet = containing.size() == 1 ? containing.get(0) : reached(address, containing, offered);
        if (subnet.reserves(address)) {
            throw RefusedException.reservedAddress(address, describe(subnet), null);
        }
        return subnet;
    }

    /** Two VPCs may have the same range: then the one in whose subnet the target has an interface, if it is one. */
    private static VpcSubnet reached(IpAddress address, List<VpcSubnet> containing, List<VpcInterface> offered) {
        List<VpcSubnet> reached = containing.stream()
                .filter(subnet ->
                        offered.stream().anyMatch(eni -> eni.subnetId().equals(subnet.id())))
                .toList();
        if (reached.size() != 1) {
            throw RefusedException.ambiguousAddress(
                    address,
                    containing.stream()
                            .map(subnet -> subnet.vpcId() + " (" + describe(subnet) + ")")
                            .toList(),
                    null);
        }
        return reached.get(0);
    }

    private void checkRoom(VpcInterface eni, int more) {
        VpcInterface.Attachment attachment = eni.attachment();
        if (attachment == null) {
            return;
        }
        InstanceType type = InstanceType.find(
                        network.instance(attachment.instanceId()).orElseThrow().type())
                .orElseThrow();
        int present = eni.addresses().size();
        if (present + more > type.addressesPerInterface()) {
            throw RefusedException.interfaceFull(
                    eni.id(), type.addressesPerInterface() + " addresses (" + type.name() + ")", present, more, null);
        }
    }

    /** As the network showed them, like the holders. */
    static List<Dependent> dependents(IpAddress address, List<VpcInterface> shown) {
        return shown.stream()
                .flatMap(eni -> Stream.ofNullable(eni.elasticIps().get(address)))
                .map(elasticIp -> Dependent.of(
                        elasticIp.allocationId(),
                        (elasticIp.isCarrierIp() ? "carrier IP " : "Elastic IP ") + elasticIp.publicIp()))
                .toList();
    }

    /** The holders as shown; two VPCs may have the same address. */
    static List<Holder> holders(IpAddress address, List<VpcInterface> shown) {
        List<VpcInterface> owners = shown.stream()
                .filter(candidate -> candidate.addresses().contains(address))
                .toList();
        if (owners.size() > 1) {
            throw RefusedException.ambiguousAddress(
                    address, owners.stream().map(VpcInterface::vpcId).toList(), null);
        }
        return owners.stream().map(owner -> holder(owner, address)).toList();
    }

    private static Holder holder(VpcInterface eni, IpAddress address) {
        HostId host = hostOf(eni);
        return eni.isPrimary(address) ? Holder.ofPrimary(host, eni.id()) : Holder.of(host, eni.id());
    }

    /** The instance that has the interface; the interface itself where none has. */
    static HostId hostOf(VpcInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment();
        return HostId.of(attachment == null ? eni.id() : attachment.instanceId());
    }

    /** Like that; the interface also where there is none of that id. */
    static HostId hostOf(InMemoryVpc network, String interfaceId) {
        return network.networkInterface(interfaceId).map(TargetResolver::hostOf).orElse(HostId.of(interfaceId));
    }

    /** The interface for an address of its subnet. */
    static Placement placement(VpcInterface eni) {
        return builder(eni).subnetId(eni.subnetId()).build();
    }

    /** The same for an address that is in no subnet: an overlay address, an Elastic IP. */
    static Placement placementOutsideSubnets(VpcInterface eni) {
        return builder(eni).build();
    }

    private static Placement.Builder builder(VpcInterface eni) {
        return Placement.builder(hostOf(eni), eni.id()).macAddress(eni.macAddress());
    }

    private static String describe(VpcSubnet subnet) {
        return subnet.id() + " (" + subnet.cidr() + ")";
    }
}
