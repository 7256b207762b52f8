package org.floatingip.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.floatingip.AddressOutsideSubnetsException;
import org.floatingip.AmbiguousAddressException;
import org.floatingip.AmbiguousInterfaceException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.HostId;
import org.floatingip.InterfaceFullException;
import org.floatingip.IpAddress;
import org.floatingip.PrimaryAddressException;
import org.floatingip.RefusedException;
import org.floatingip.RejectedException;
import org.floatingip.ReservedAddressException;
import org.floatingip.SubnetMismatchException;
import org.floatingip.UnknownTargetException;
import org.floatingip.UnsupportedAddressException;
import org.floatingip.spi.ConditionalIpAssigner;
import org.floatingip.spi.GroupIpAssigner;
import org.floatingip.spi.GroupSurvey;
import org.floatingip.spi.HostAddressIpAssigner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;

/**
 * Assigns addresses in an {@link InMemoryVpc} directly, with the same refusals as the real EC2 assigner has. For unit tests
 * of code that moves addresses. Safe for use by several threads.
 */
public final class InMemoryIpAssigner implements ConditionalIpAssigner, GroupIpAssigner, HostAddressIpAssigner {

    private final InMemoryVpc network;

    private InMemoryIpAssigner(InMemoryVpc network) {
        this.network = Objects.requireNonNull(network, "network");
    }

    /** An assigner for that network. An address that several of its VPCs have is refused as ambiguous. */
    public static InMemoryIpAssigner of(InMemoryVpc network) {
        return new InMemoryIpAssigner(network);
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        return holders(address, network.visibleInterfaces());
    }

    private static List<Holder> holders(IpAddress address, List<VpcInterface> shown) {
        if (!address.isIpv4()) {
            throw new UnsupportedAddressException(address, "this assigner moves IPv4 addresses", null);
        }
        List<VpcInterface> owners = shown.stream()
                .filter(candidate -> candidate.addresses().contains(address))
                .toList();
        if (owners.size() > 1) {
            throw new AmbiguousAddressException(
                    address, owners.stream().map(VpcInterface::vpcId).toList(), null);
        }
        return owners.stream().map(owner -> holder(owner, address)).toList();
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        List<Holder> holders = locate(address);
        List<VpcInterface> offered = interfacesOf(target);
        for (VpcInterface candidate : offered) {
            if (candidate.addresses().contains(address)) {
                refusePrimary(address, holders);
                return Survey.of(holders, placement(candidate)).withDependents(dependents(address, holders));
            }
        }
        refusePrimary(address, holders);
        VpcSubnet subnet = subnetOf(address, holders, offered);
        List<VpcInterface> fitting = offered.stream()
                .filter(candidate -> candidate.subnetId().equals(subnet.id()))
                .toList();
        if (fitting.isEmpty()) {
            throw new SubnetMismatchException(
                    address,
                    describe(subnet),
                    target,
                    offered.stream()
                            .map(VpcInterface::subnetId)
                            .distinct()
                            .map(id -> describe(network.subnet(id).orElseThrow()))
                            .toList(),
                    null);
        }
        if (fitting.size() > 1) {
            throw new AmbiguousInterfaceException(
                    address, target, fitting.stream().map(VpcInterface::id).toList(), null);
        }
        checkRoom(fitting.get(0), 1);
        return Survey.of(holders, placement(fitting.get(0))).withDependents(dependents(address, holders));
    }

    @Override
    public void assign(Transfer transfer) {
        assignAll(List.of(transfer));
    }

    @Override
    public Map<IpAddress, List<Holder>> locateAll(Collection<IpAddress> addresses) {
        List<VpcInterface> shown = network.visibleInterfaces();
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, holders(address, shown)));
        return found;
    }

    @Override
    public GroupSurvey surveyAll(Collection<IpAddress> addresses, HostId target) {
        GroupSurvey.Builder found = GroupSurvey.builder();
        Map<String, List<IpAddress>> arriving = new LinkedHashMap<>();
        for (IpAddress address : addresses) {
            try {
                Survey survey = survey(address, target);
                found.add(address, survey);
                String interfaceId = survey.placement().interfaceId();
                if (survey.holders().stream()
                        .noneMatch(holder -> holder.interfaceId().equals(interfaceId))) {
                    arriving.computeIfAbsent(interfaceId, unused -> new ArrayList<>())
                            .add(address);
                }
            } catch (RefusedException e) {
                found.refuse(address, e);
            }
        }
        arriving.forEach((interfaceId, coming) -> {
            try {
                checkRoom(network.networkInterface(interfaceId).orElseThrow(), coming.size());
            } catch (InterfaceFullException e) {
                coming.forEach(address -> found.refuse(address, e));
            }
        });
        return found.build();
    }

    @Override
    public void assignAll(List<Transfer> transfers) {
        Transfer first = transfers.get(0);
        boolean unseen = first.seen().isEmpty();
        for (Transfer transfer : transfers) {
            if (!transfer.placement().isSameInterface(first.placement())
                    || transfer.seen().isEmpty() != unseen) {
                throw new IllegalArgumentException("these don't fit into one call: " + first + ", and " + transfer);
            }
        }
        try {
            // Where nobody was seen, the network itself shall refuse to displace somebody who came since.
            network.assignAddresses(
                    first.placement().interfaceId(),
                    transfers.stream().map(Transfer::address).toList(),
                    !unseen);
        } catch (Ec2RefusalException e) {
            // Something came between survey and assignment: a new survey says what, with more to say than the refusal.
            HostId target = HostId.of(first.placement().interfaceId());
            for (Transfer transfer : transfers) {
                Survey now = survey(transfer.address(), target);
                if (unseen && now.holders().stream().anyMatch(holder -> !holder.isOn(target))) {
                    throw new HolderChangedException(transfer.address(), null, now.holders(), e);
                }
            }
            throw new RejectedException("AssignPrivateIpAddresses", e.code(), e.text(), e);
        }
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        if (holder.primary()) {
            throw new PrimaryAddressException(address, holder, null);
        }
        try {
            network.unassignAddresses(holder.interfaceId(), List.of(address));
        } catch (Ec2RefusalException e) {
            List<Holder> now = locate(address);
            for (Holder owner : now) {
                if (owner.primary() && owner.interfaceId().equals(holder.interfaceId())) {
                    throw new PrimaryAddressException(address, owner, e);
                }
            }
            if (!now.contains(holder)) {
                throw new HolderChangedException(address, holder.host(), now, e);
            }
            throw new RejectedException("UnassignPrivateIpAddresses", e.code(), e.text(), e);
        }
    }

    @Override
    public Map<HostId, IpAddress> primaryAddresses(Collection<HostId> hosts) {
        Map<HostId, IpAddress> found = new LinkedHashMap<>();
        for (HostId host : hosts) {
            // An instance's first interface is its primary one.
            VpcInterface primary = interfacesOf(host).stream()
                    .findFirst()
                    .orElseThrow(() -> new UnknownTargetException(host, "it has no network interface", null));
            found.put(host, primary.primaryAddress());
        }
        return found;
    }

    private List<VpcInterface> interfacesOf(HostId target) {
        if (target.value().startsWith("eni-")) {
            return List.of(network.networkInterface(target.value())
                    .orElseThrow(() -> new UnknownTargetException(target, "no such network interface", null)));
        }
        VpcInstance instance = network.instance(target.value())
                .orElseThrow(() -> new UnknownTargetException(target, "no such instance", null));
        if (instance.state() == InstanceState.TERMINATED || instance.state() == InstanceState.SHUTTING_DOWN) {
            throw new UnknownTargetException(
                    target, "the instance is " + instance.state().ec2Name(), null);
        }
        return instance.interfaces();
    }

    private static void refusePrimary(IpAddress address, List<Holder> holders) {
        for (Holder holder : holders) {
            if (holder.primary()) {
                throw new PrimaryAddressException(address, holder, null);
            }
        }
    }

    /** The subnet of the address: its holder's, or else the one of the target's VPC that contains it. */
    private VpcSubnet subnetOf(IpAddress address, List<Holder> holders, List<VpcInterface> offered) {
        if (!holders.isEmpty()) {
            VpcInterface owner =
                    network.networkInterface(holders.get(0).interfaceId()).orElseThrow();
            return network.subnet(owner.subnetId()).orElseThrow();
        }
        List<VpcSubnet> candidates = network.subnets().stream()
                .filter(subnet -> offered.stream().anyMatch(eni -> eni.vpcId().equals(subnet.vpcId())))
                .toList();
        VpcSubnet subnet = candidates.stream()
                .filter(candidate -> candidate.cidr().contains(address))
                .findFirst()
                .orElseThrow(() -> new AddressOutsideSubnetsException(
                        address,
                        candidates.stream().map(InMemoryIpAssigner::describe).toList(),
                        null));
        if (MutableSubnet.reserves(subnet.cidr(), address)) {
            throw new ReservedAddressException(address, describe(subnet), null);
        }
        return subnet;
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
            throw new InterfaceFullException(
                    eni.id(), type.addressesPerInterface() + " addresses (" + type.name() + ")", present, more, null);
        }
    }

    private List<String> dependents(IpAddress address, List<Holder> holders) {
        return holders.stream()
                .flatMap(holder -> network.networkInterface(holder.interfaceId()).stream())
                .flatMap(eni -> Stream.ofNullable(eni.elasticIps().get(address)))
                .map(elasticIp -> "Elastic IP " + elasticIp)
                .toList();
    }

    private static Holder holder(VpcInterface eni, IpAddress address) {
        VpcInterface.Attachment attachment = eni.attachment();
        HostId host = HostId.of(attachment == null ? eni.id() : attachment.instanceId());
        return eni.primaryAddress().equals(address) ? Holder.ofPrimary(host, eni.id()) : Holder.of(host, eni.id());
    }

    private static Placement placement(VpcInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment();
        return Placement.builder(HostId.of(attachment == null ? eni.id() : attachment.instanceId()), eni.id())
                .macAddress(eni.macAddress())
                .subnetId(eni.subnetId())
                .build();
    }

    private static String describe(VpcSubnet subnet) {
        return subnet.id() + " (" + subnet.cidr() + ")";
    }
}
