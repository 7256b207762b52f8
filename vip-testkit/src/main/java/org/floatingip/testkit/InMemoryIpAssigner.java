package org.floatingip.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.AddressOutsideSubnetsException;
import org.floatingip.AmbiguousAddressException;
import org.floatingip.AmbiguousInterfaceException;
import org.floatingip.Finding;
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
import org.floatingip.UnavailableException;
import org.floatingip.UnknownTargetException;
import org.floatingip.UnsupportedAddressException;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.DiagnosingIpAssigner;
import org.floatingip.spi.GroupIpAssigner;
import org.floatingip.spi.GroupSurvey;
import org.floatingip.spi.HostAddressIpAssigner;
import org.floatingip.spi.LaggingIpAssigner;
import org.floatingip.spi.Placement;
import org.floatingip.spi.ReassociatingIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * Assigns addresses in an {@link InMemoryVpc} directly, with the same refusals as the real EC2 assigner has. For unit tests
 * of code that moves addresses: what shall go wrong is injected as a {@link Fault}. Safe for use by several threads.
 */
public final class InMemoryIpAssigner
        implements ReassociatingIpAssigner,
                GroupIpAssigner,
                HostAddressIpAssigner,
                LaggingIpAssigner,
                DiagnosingIpAssigner {

    private final InMemoryVpc network;
    private final CallScript script;
    private volatile Duration dataPlaneLag = Duration.ZERO;
    private volatile @Nullable Duration readLag;

    private InMemoryIpAssigner(InMemoryVpc network, @Nullable Ec2RequestLimits limits) {
        this.network = Objects.requireNonNull(network, "network");
        this.script = new CallScript(network, limits);
    }

    /** An assigner for that network. An address that several of its VPCs have is refused as ambiguous. */
    public static InMemoryIpAssigner of(InMemoryVpc network) {
        return new InMemoryIpAssigner(network, null);
    }

    /**
     * Like {@link #of(InMemoryVpc)}, throttled as EC2 throttles: {@link org.floatingip.ThrottledException} for what comes too
     * often.
     */
    public static InMemoryIpAssigner of(InMemoryVpc network, Ec2RequestLimits limits) {
        return new InMemoryIpAssigner(network, Objects.requireNonNull(limits, "limits"));
    }

    /**
     * Lets packets follow the network that much later, as in EC2, so that old hosts go on accepting an address for that
     * time. Default: not at all, since no packets are in memory.
     *
     * @throws IllegalArgumentException if it is negative or more than a day
     */
    public void dataPlaneLag(Duration lag) {
        if (lag.isNegative() || lag.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a lag is nothing to a day, not " + lag);
        }
        dataPlaneLag = lag;
    }

    @Override
    public Duration dataPlaneLag() {
        return dataPlaneLag;
    }

    /**
     * Says how old an answer of the network may be, whatever it is. Default: what the network itself says,
     * {@link InMemoryVpc#readLag}.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void readLag(Duration lag) {
        if (lag.isNegative()) {
            throw new IllegalArgumentException("a lag must not be negative, and is " + lag);
        }
        readLag = lag;
    }

    @Override
    public Duration readLag() {
        Duration said = readLag;
        return said == null ? network.readLag() : said;
    }

    /** Lets something go wrong with calls to come, as the fault says. */
    public void inject(Fault fault) {
        script.inject(fault);
    }

    /** Drops all faults that are still to come; what has happened in the network stays. */
    public void mend() {
        script.mend();
    }

    /** All calls so far, in order, with the faults that they met; a survey is two, as on the wire. */
    public List<RecordedCall> calls() {
        return script.calls();
    }

    /** How many calls of that kind came so far. */
    public long count(Call call) {
        return calls().stream().filter(each -> each.call() == call).count();
    }

    @Override
    public List<Holder> locate(IpAddress address) {
        return Objects.requireNonNull(locateAll(List.of(address)).get(address));
    }

    @Override
    public Map<IpAddress, List<Holder>> locateAll(Collection<IpAddress> addresses) {
        addresses.forEach(InMemoryIpAssigner::checkFamily);
        List<VpcInterface> shown = look(addresses);
        Map<IpAddress, List<Holder>> found = new LinkedHashMap<>();
        addresses.forEach(address -> found.put(address, holders(address, shown)));
        return found;
    }

    @Override
    public Survey survey(IpAddress address, HostId target) {
        GroupSurvey found = surveyAll(List.of(address), target);
        RefusedException refusal = found.refusals().get(address);
        if (refusal != null) {
            throw refusal;
        }
        return Objects.requireNonNull(found.surveys().get(address));
    }

    @Override
    public GroupSurvey surveyAll(Collection<IpAddress> addresses, HostId target) {
        List<VpcInterface> shown =
                look(addresses.stream().filter(IpAddress::isIpv4).toList());
        Map<IpAddress, List<Holder>> holders = new LinkedHashMap<>();
        GroupSurvey.Builder found = GroupSurvey.builder();
        for (IpAddress address : addresses) {
            try {
                checkFamily(address);
                holders.put(address, holders(address, shown));
            } catch (RefusedException e) {
                found.refuse(address, e);
            }
        }
        if (!holders.isEmpty()) {
            script.aroundChange(
                    Call.RESOLVE,
                    target + " for " + words(holders.keySet()),
                    e -> RefusalCodes.ofResolve(e, target),
                    () -> resolveAll(holders, shown, target, found));
        }
        return found.build();
    }

    @Override
    public void assign(Transfer transfer) {
        assignAll(List.of(transfer));
    }

    @Override
    public void assignAll(List<Transfer> transfers) {
        Transfer first = transfers.get(0);
        for (Transfer transfer : transfers) {
            if (!transfer.placement().isSameInterface(first.placement())
                    || transfer.seen().isEmpty() != first.seen().isEmpty()) {
                throw new IllegalArgumentException("these don't fit into one call: " + first + ", and " + transfer);
            }
        }
        List<IpAddress> addresses = transfers.stream().map(Transfer::address).toList();
        script.aroundChange(
                Call.ASSIGN,
                words(addresses) + " to " + first.placement().interfaceId(),
                e -> RefusalCodes.ofAssign(e, first),
                () -> give(addresses, first));
    }

    @Override
    public void release(IpAddress address, Holder holder) {
        script.aroundChange(
                Call.RELEASE,
                address + " from " + holder.interfaceId(),
                e -> RefusalCodes.ofRelease(e, address, holder, () -> locate(address)),
                () -> take(address, holder));
    }

    @Override
    public void reassociate(IpAddress address, Placement placement, List<Dependent> dependents) {
        for (Dependent there : dependents(address, look(List.of(address)))) {
            if (dependents.stream().noneMatch(ours -> ours.id().equals(there.id()))) {
                throw new RejectedException(
                        Call.REASSOCIATE.permission(),
                        "Resource.AlreadyAssociated",
                        address + " has " + there
                                + " by now, and another would disassociate that (it was not asked for)",
                        null);
            }
        }
        for (Dependent dependent : dependents) {
            try {
                script.aroundChange(
                        Call.REASSOCIATE,
                        dependent + " with " + address + " of " + placement.interfaceId(),
                        RefusalCodes::ofReassociate,
                        () -> putBack(dependent, address, placement));
            } catch (RejectedException e) {
                // Like the EC2 assigner, which can't know whether EC2 takes it for done where it is done.
                if (!e.code().equalsIgnoreCase("Resource.AlreadyAssociated") || !isOn(address, placement, dependent)) {
                    throw e;
                }
            }
        }
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
            throw new UnsupportedAddressException(address, "this assigner moves IPv4 addresses", null);
        }
    }

    private static List<Holder> holders(IpAddress address, List<VpcInterface> shown) {
        List<VpcInterface> owners = shown.stream()
                .filter(candidate -> candidate.addresses().contains(address))
                .toList();
        if (owners.size() > 1) {
            throw new AmbiguousAddressException(
                    address, owners.stream().map(VpcInterface::vpcId).toList(), null);
        }
        return owners.stream().map(owner -> holder(owner, address)).toList();
    }

    private void resolveAll(
            Map<IpAddress, List<Holder>> holders, List<VpcInterface> shown, HostId target, GroupSurvey.Builder found) {
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
                found.refuse(address, e);
            }
        });
        arriving.forEach((interfaceId, coming) -> {
            try {
                checkRoom(network.networkInterface(interfaceId).orElseThrow(), coming.size());
            } catch (InterfaceFullException e) {
                coming.forEach(address -> found.refuse(address, e));
            }
        });
    }

    private Survey resolve(
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
        return Survey.of(holders, placement(fitting.get(0)))
                .withDependents(dependents(address, shown))
                .withWarnings(warnings(target));
    }

    /** The same that the EC2 assigner says of an instance that does not run. */
    private List<String> warnings(HostId target) {
        return network.instance(target.value())
                .filter(instance -> instance.state() != InstanceState.RUNNING)
                .map(instance -> List.of("the target " + target + " is "
                        + instance.state().ec2Name() + ": nobody answers there until it runs"))
                .orElse(List.of());
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
                throw new HolderChangedException(taken, null, locate(taken), e);
            }
            // Something came between survey and assignment: resolving anew says what, with more to say than the
            // refusal.
            HostId target = HostId.of(placement.interfaceId());
            List<VpcInterface> offered = interfacesOf(target);
            List<VpcInterface> shown = network.visibleInterfaces();
            addresses.forEach(address -> resolve(address, holders(address, shown), shown, target, offered));
            // Each of them alone would go: it is for all together that there is no room.
            throw RefusalCodes.ofAssign(e, first);
        }
    }

    private void take(IpAddress address, Holder holder) {
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
            // It may be shown there yet, by an old answer: what is refused is the present.
            if (!now.contains(holder) || e.text().contains("not assigned to interface")) {
                throw new HolderChangedException(address, holder.host(), now, e);
            }
            throw new RejectedException("UnassignPrivateIpAddresses", e.code(), e.text(), e);
        }
    }

    @Override
    public Map<HostId, IpAddress> primaryAddresses(Collection<HostId> hosts) {
        return script.around(
                Call.RESOLVE,
                "the addresses of " + hosts,
                e -> RefusalCodes.of(Call.RESOLVE, e),
                () -> ownAddresses(hosts));
    }

    @Override
    public List<Finding> diagnoseAddress(IpAddress address, Survey survey) {
        return new InMemoryDiagnosis(network, script).ofAddress(address, survey);
    }

    @Override
    public List<Finding> diagnoseTarget(IpAddress address, Survey survey) {
        return new InMemoryDiagnosis(network, script).ofTarget(survey);
    }

    private Map<HostId, IpAddress> ownAddresses(Collection<HostId> hosts) {
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

    private void putBack(Dependent dependent, IpAddress address, Placement placement) {
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
                && dependents(address, owners).stream()
                        .anyMatch(there -> there.id().equals(dependent.id()));
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
        VpcSubnet subnet = candidates.stream()
                .filter(candidate -> candidate.cidr().contains(address))
                .findFirst()
                .orElseThrow(() -> new AddressOutsideSubnetsException(
                        address,
                        candidates.stream().map(InMemoryIpAssigner::describe).toList(),
                        null));
        if (subnet.reserves(address)) {
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

    /** As the network showed them, like the holders. */
    private static List<Dependent> dependents(IpAddress address, List<VpcInterface> shown) {
        return shown.stream()
                .flatMap(eni -> Stream.ofNullable(eni.elasticIps().get(address)))
                .map(elasticIp -> Dependent.of(elasticIp.allocationId(), "Elastic IP " + elasticIp.publicIp()))
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
