package org.floatingip.testkit.network;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.floatingip.CidrBlock;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.fault.Fault;
import org.jspecify.annotations.Nullable;

/**
 * An EC2 network in memory, with EC2's rules about addresses, error codes and texts. It is one account in one region, with
 * usually one VPC; more can be created.
 *
 * <pre>{@code
 * InMemoryVpc network = InMemoryVpc.create();
 * Vpc vpc = network.createVpc("10.0.0.0/16");
 * VpcSubnet subnet = network.createSubnet(vpc.id(), "10.0.1.0/24", "us-east-1a");
 * network.run(InstanceSpec.with(InterfaceSpec.in(subnet.id()).primary("10.0.1.10").secondary("10.0.1.12")).id("i-0a"));
 * network.run(InstanceSpec.in(subnet.id()).id("i-0b"));
 * }</pre>
 *
 * <p>Every operation takes effect as a whole, or throws {@link Ec2RefusalException} and changes nothing. Safe for use by several
 * threads: operations run one after the other. By default nothing is eventually consistent. Returned snapshots do not change.
 *
 * <p>If the real rule isn't known, the model takes the cautious one: an unattached interface has no limit of addresses until it
 * is attached; the primary address of the interface itself counts as assigned already; an association keeps its id when its
 * address is reassigned.
 */
public final class InMemoryVpc {

    /** The account that looks at every network, and to which all belongs that was not said to be another's. */
    public static final String ACCOUNT = "123456789012";

    private final ReentrantLock lock = new ReentrantLock();
    private final VpcState state;
    private final NetworkRules networks;
    private final InterfaceRules interfaces;
    private final AttachmentRules attachments;
    private final AddressRules assignments;
    private final ElasticIpRules elasticIps;
    private final TagRules tags;
    private final LifecycleRules lifecycle;
    private final Transitions transitions;
    private final LaunchRules launches;
    private final VpcRouting routing;
    private final VpcAttributes attributes;
    private final VpcSecurityGroups securityGroups;
    private final VpcIpv6 ipv6;
    private final DelayedView view;
    private final DelayedView metadata;
    private final Schedule schedule;

    private InMemoryVpc(Builder builder) {
        this.state = new VpcState(builder.ticker, builder.seed);
        this.transitions = new Transitions(builder.ticker, builder.transitionTime);
        RouteRules routes = new RouteRules(state);
        SecurityGroupRules groups = new SecurityGroupRules(state);
        Ipv6Rules ipv6Rules = new Ipv6Rules(state, routes);
        this.networks = new NetworkRules(state, routes, groups, ipv6Rules);
        this.interfaces = new InterfaceRules(state, groups, ipv6Rules, transitions);
        this.attachments = new AttachmentRules(state, transitions);
        this.assignments = new AddressRules(state);
        this.elasticIps = new ElasticIpRules(state);
        this.tags = new TagRules(state);
        this.lifecycle = new LifecycleRules(state, transitions, interfaces, attachments);
        this.launches = new LaunchRules(state, interfaces, attachments, lifecycle);
        this.routing = new VpcRouting(this, state, routes);
        this.ipv6 = new VpcIpv6(this, state, ipv6Rules);
        this.securityGroups = new VpcSecurityGroups(this, state, groups);
        this.attributes = new VpcAttributes(this, state, new AttributeRules(state));
        this.view = new DelayedView(state, this::shown);
        this.metadata = new DelayedView(state, this::present);
        this.schedule = new Schedule(state);
    }

    /** Creates an empty network on virtual time, in which transitions take no time. */
    public static InMemoryVpc create() {
        return builder().build();
    }

    /** Returns a builder of an empty network. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns all VPCs, in the order of creation. */
    public List<Vpc> vpcs() {
        return read(() -> state.vpcs.values().stream().map(MutableVpc::snapshot).toList());
    }

    /** Returns all subnets, in the order of creation. */
    public List<VpcSubnet> subnets() {
        return read(() ->
                state.subnets.values().stream().map(MutableSubnet::snapshot).toList());
    }

    /** Returns all interfaces, in the order of creation; also those of other accounts, which {@link #visibleInterfaces()} leaves out. */
    public List<VpcInterface> interfaces() {
        return read(this::present);
    }

    private List<VpcInterface> present() {
        return state.interfaces.values().stream()
                .map(MutableInterface::snapshot)
                .toList();
    }

    private List<VpcInterface> shown() {
        return state.interfaces.values().stream()
                .filter(MutableInterface::isOurs)
                .map(MutableInterface::snapshot)
                .toList();
    }

    /**
     * Returns the interfaces of this account as the network's API shows them: as they are, unless {@link #delayVisibility}, {@link #answersUpTo}
     * or {@link #ageOfNextReads} was called. The assigner's look, and each page of DescribeNetworkInterfaces, is one such
     * reading.
     */
    public List<VpcInterface> visibleInterfaces() {
        return read(view::interfaces);
    }

    /**
     * Sets how much later, by the network's clock, future changes become visible to readings. Requests are always checked against
     * the current state. Default: zero.
     *
     * @throws IllegalArgumentException if it is negative or more than a day
     */
    public void delayVisibility(Duration delay) {
        checkAge(delay);
        read(() -> view.delay(delay));
    }

    /**
     * Lets each future reading show the state of a random time up to the given age. The age is drawn anew for each reading, so an
     * old answer may follow a new one, and one page of a list may be older than another. No reading is younger than {@link
     * #delayVisibility} says. The state before this call is not shown again. Zero, the default, ends it.
     *
     * @param bound by the network's clock
     * @param seed the seed of the ages: the same seed and the same readings give the same answers
     * @throws IllegalArgumentException if {@code bound} is negative or more than a day
     */
    public void answersUpTo(Duration bound, long seed) {
        checkAge(bound);
        read(() -> view.answersUpTo(bound, seed));
    }

    /**
     * Sets the ages of the next readings, one each; afterwards the previous setting holds again. The state before this call is
     * shown only if a lag was set already. An age may exceed {@link #readLag}: then the network is worse than it says.
     *
     * @param ages by the network's clock; none removes those that are still pending
     * @throws IllegalArgumentException if one is negative or more than a day
     */
    public void ageOfNextReads(Duration... ages) {
        List<Duration> each = List.of(ages);
        each.forEach(InMemoryVpc::checkAge);
        read(() -> view.ageOfNextReads(each));
    }

    /**
     * Returns the maximum age of a reading: the longer one of {@link #delayVisibility} and {@link #answersUpTo}. Default: zero.
     */
    public Duration readLag() {
        return read(view::lag);
    }

    /**
     * Sets how much later than the API the metadata services of the instances show future changes of interfaces. Default: zero.
     *
     * @param delay by the network's clock
     * @throws IllegalArgumentException if it is negative or more than a day
     */
    public void delayMetadata(Duration delay) {
        checkAge(delay);
        read(() -> metadata.delay(delay));
    }

    /**
     * Returns all interfaces as the metadata services of the instances show them: as they are, unless {@link #delayMetadata} was
     * called.
     */
    public List<VpcInterface> metadataInterfaces() {
        return read(metadata::interfaces);
    }

    private static void checkAge(Duration age) {
        if (age.isNegative() || age.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("visibility is delayed by nothing to a day, not " + age);
        }
    }

    /** Returns all instances, including terminated ones, in the order of creation. */
    public List<VpcInstance> instances() {
        return read(() -> snapshots(state.instances.values()));
    }

    /** Returns the interface with the given id; empty if it is another account's. */
    public Optional<VpcInterface> networkInterface(String id) {
        return read(() -> Optional.ofNullable(state.interfaces.get(id))
                .filter(MutableInterface::isOurs)
                .map(MutableInterface::snapshot));
    }

    /** Returns the instance with the given id. */
    public Optional<VpcInstance> instance(String id) {
        return read(() -> Optional.ofNullable(state.instances.get(id)).map(MutableInstance::snapshot));
    }

    /** Returns the subnet with the given id. */
    public Optional<VpcSubnet> subnet(String id) {
        return read(() -> Optional.ofNullable(state.subnets.get(id)).map(MutableSubnet::snapshot));
    }

    /** Returns the holders of the address; one for each VPC that has it. */
    public List<Holder> holders(IpAddress address) {
        return read(() -> state.holders(address));
    }

    /** Like {@link #holders(IpAddress)}. */
    public List<Holder> holders(String address) {
        return holders(IpAddress.of(address));
    }

    /** Returns all events so far, in order, including refusals. */
    public List<VpcEvent> history() {
        return read(state.history::snapshot);
    }

    /**
     * Calls a watcher for each event from now on, as it is added to the {@link #history()}. For components that follow the
     * network, such as the data plane of a lab.
     *
     * @param watcher called in the order of events, on the thread that changes the network and in the middle of that change: it
     *     must be quick, and must not use the network. Its exceptions are logged at WARN and otherwise ignored
     */
    public void watch(Consumer<? super VpcEvent> watcher) {
        Objects.requireNonNull(watcher, "watcher");
        read(() -> state.history.watch(watcher));
    }

    /**
     * Sets the duration of transitions that begin from now on; see {@link Builder#transitionTime}.
     *
     * @throws IllegalArgumentException if it is negative or more than a day
     */
    public void transitionTime(Duration time) {
        checkTransition(time);
        read(() -> transitions.take(time));
    }

    private static void checkTransition(Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a transition takes from nothing to a day, not " + time);
        }
    }

    /**
     * Schedules an incident. It happens when the network is next used or looked at after its time. For incidents at a call, see
     * {@link Fault}.
     *
     * @param after how long from now by the network's clock
     * @throws IllegalArgumentException if it is negative
     */
    public void schedule(Duration after, Incident incident) {
        read(() -> schedule.add(after, incident));
    }

    /** Adds a text of the caller's to the history. */
    public void note(String text) {
        read(() -> state.history.note(text));
    }

    /** Returns the clock of this network. */
    public Ticker ticker() {
        return state.ticker;
    }

    /** Creates a VPC. */
    public Vpc createVpc(String cidr) {
        return createVpc(CidrBlock.of(cidr), Map.of());
    }

    /** Creates a VPC with tags; its range is between /16 and /28. */
    public Vpc createVpc(CidrBlock cidr, Map<String, String> tags) {
        return change("CreateVpc " + cidr, () -> networks.createVpc(cidr, tags).snapshot());
    }

    /**
     * Lets a VPC and its subnets belong to another account, which shares the subnets with this one. That account's interfaces, and
     * those of others that it shares them with, are said by {@link InterfaceSpec#owner}. What this account may do there is not
     * restricted otherwise.
     */
    public void shareVpc(String vpcId, String ownerId) {
        Objects.requireNonNull(ownerId, "ownerId");
        change("ShareVpc " + vpcId, () -> networks.share(vpcId, ownerId));
    }

    /** Creates a subnet. */
    public VpcSubnet createSubnet(String vpcId, String cidr, String zone) {
        return createSubnet(vpcId, CidrBlock.of(cidr), zone, Map.of());
    }

    /** Creates a subnet with tags; its range is between /16 and /28, within the VPC and apart from its other subnets. */
    public VpcSubnet createSubnet(String vpcId, CidrBlock cidr, String zone, Map<String, String> tags) {
        return createSubnet(vpcId, cidr, null, zone, tags);
    }

    /** Creates a subnet that has an IPv6 range too, of /64 and within one of its VPC, unless that is null. */
    public VpcSubnet createSubnet(
            String vpcId, CidrBlock cidr, @Nullable CidrBlock ipv6Cidr, String zone, Map<String, String> tags) {
        return change(
                "CreateSubnet " + cidr + " in " + vpcId,
                () -> networks.createSubnet(vpcId, cidr, ipv6Cidr, zone, tags).snapshot());
    }

    /** Deletes a subnet without interfaces, its CIDR reservations with it. */
    public void deleteSubnet(String subnetId) {
        change("DeleteSubnet " + subnetId, () -> networks.deleteSubnet(subnetId));
    }

    /** Deletes a VPC without subnets. */
    public void deleteVpc(String vpcId) {
        change("DeleteVpc " + vpcId, () -> networks.deleteVpc(vpcId));
    }

    /** Keeps EC2 from choosing addresses of that range by itself; {@code type} is {@code explicit} or {@code prefix}. */
    public VpcReservation createCidrReservation(String subnetId, CidrBlock cidr, String type, String description) {
        return createCidrReservation(subnetId, cidr, type, description, Map.of());
    }

    /** Like {@link #createCidrReservation(String, CidrBlock, String, String)}, with tags. */
    public VpcReservation createCidrReservation(
            String subnetId, CidrBlock cidr, String type, String description, Map<String, String> tags) {
        return change(
                "CreateSubnetCidrReservation " + cidr + " in " + subnetId,
                () -> networks.createReservation(subnetId, cidr, type, description, tags)
                        .snapshot());
    }

    /** Returns the CIDR reservations of a subnet. */
    public List<VpcReservation> cidrReservations(String subnetId) {
        return read(() -> state.subnet(subnetId).reservations.stream()
                .map(MutableReservation::snapshot)
                .toList());
    }

    /** Deletes a CIDR reservation. */
    public VpcReservation deleteCidrReservation(String reservationId) {
        return change(
                "DeleteSubnetCidrReservation " + reservationId,
                () -> networks.deleteReservation(reservationId).snapshot());
    }

    /** Runs an instance. */
    public VpcInstance run(InstanceSpec spec) {
        return run(spec, 1).get(0);
    }

    /** Runs several alike, all or none; with addresses or an id given, only one can be run. */
    public List<VpcInstance> run(InstanceSpec spec, int count) {
        return change("RunInstances " + count + " " + spec.type, () -> snapshots(launches.run(spec, count)));
    }

    /** Stops instances, all or none; their interfaces keep their addresses. One that never ran can't be stopped. */
    public List<VpcInstance> stop(List<String> instanceIds) {
        return change("StopInstances " + String.join(" ", instanceIds), () -> snapshots(lifecycle.stop(instanceIds)));
    }

    /** Like {@link #stop(List)}. */
    public List<VpcInstance> stop(String... instanceIds) {
        return stop(List.of(instanceIds));
    }

    /** Starts stopped instances, all or none. */
    public List<VpcInstance> start(List<String> instanceIds) {
        return change("StartInstances " + String.join(" ", instanceIds), () -> snapshots(lifecycle.start(instanceIds)));
    }

    /** Like {@link #start(List)}. */
    public List<VpcInstance> start(String... instanceIds) {
        return start(List.of(instanceIds));
    }

    /** Reboots running instances, all or none; they keep their addresses, and stay running. */
    public List<VpcInstance> reboot(List<String> instanceIds) {
        return change(
                "RebootInstances " + String.join(" ", instanceIds), () -> snapshots(lifecycle.reboot(instanceIds)));
    }

    /**
     * Terminates instances, all or none. While an instance shuts down, its interfaces hold their addresses, which can be moved.
     * Once it is terminated, interfaces with {@code deleteOnTermination} are deleted and free their addresses; others are
     * detached.
     */
    public List<VpcInstance> terminate(List<String> instanceIds) {
        return change(
                "TerminateInstances " + String.join(" ", instanceIds),
                () -> snapshots(lifecycle.terminate(instanceIds)));
    }

    /** Like {@link #terminate(List)}. */
    public List<VpcInstance> terminate(String... instanceIds) {
        return terminate(List.of(instanceIds));
    }

    /** Creates an interface that is attached to nothing; it can be used while it is pending. */
    public VpcInterface createInterface(InterfaceSpec spec) {
        return change(
                "CreateNetworkInterface in " + spec.subnetId,
                () -> interfaces.create(spec).snapshot());
    }

    /** Attaches an interface to an instance of the same zone that is running or stopped. */
    public VpcInterface attachInterface(String interfaceId, String instanceId, int deviceIndex) {
        return change(
                "AttachNetworkInterface " + interfaceId + " to " + instanceId,
                () -> attachments.attach(interfaceId, instanceId, deviceIndex).snapshot());
    }

    /**
     * Detaches an interface by the id of its attachment; the one at device index 0 stays. While it is being detached its
     * instance holds its addresses, and it can be neither attached nor deleted.
     */
    public void detachInterface(String attachmentId) {
        change("DetachNetworkInterface " + attachmentId, () -> attachments.detach(attachmentId));
    }

    /** Deletes an interface that is attached to nothing; its addresses are free then. */
    public void deleteInterface(String interfaceId) {
        change("DeleteNetworkInterface " + interfaceId, () -> interfaces.delete(interfaceId));
    }

    /**
     * Assigns secondary addresses to an interface, all or none.
     *
     * @param allowReassignment whether addresses that are secondary ones of other interfaces are taken from there
     * @return the addresses that were asked for
     */
    public List<IpAddress> assignAddresses(String interfaceId, List<IpAddress> addresses, boolean allowReassignment) {
        String what = "AssignPrivateIpAddresses " + addresses + " to " + interfaceId
                + (allowReassignment ? ", reassignment allowed" : "");
        return change(what, () -> assignments.assign(interfaceId, addresses, allowReassignment));
    }

    /** Assigns that many free addresses of the subnet, chosen by the VPC, to an interface. */
    public List<IpAddress> assignAddresses(String interfaceId, int count) {
        return change(
                "AssignPrivateIpAddresses " + count + " to " + interfaceId,
                () -> assignments.assign(interfaceId, count));
    }

    /** Takes secondary addresses from an interface, all or none; nobody holds them then. */
    public void unassignAddresses(String interfaceId, List<IpAddress> addresses) {
        change(
                "UnassignPrivateIpAddresses " + addresses + " from " + interfaceId,
                () -> assignments.unassign(interfaceId, addresses));
    }

    /** Returns all Elastic IPs, in the order of allocation: as they are, whatever {@link #delayVisibility} says. */
    public List<VpcElasticIp> elasticIps() {
        return read(() -> state.elasticIps.values().stream()
                .map(MutableElasticIp::snapshot)
                .toList());
    }

    /** Returns the Elastic IP with the given allocation id. */
    public Optional<VpcElasticIp> elasticIp(String allocationId) {
        return read(
                () -> Optional.ofNullable(state.elasticIps.get(allocationId)).map(MutableElasticIp::snapshot));
    }

    /** Allocates an Elastic IP. */
    public VpcElasticIp allocateElasticIp() {
        return allocateElasticIp(Map.of());
    }

    /** Allocates an Elastic IP with tags; at most 254, as many as there are addresses for documentation in one range. */
    public VpcElasticIp allocateElasticIp(Map<String, String> tags) {
        return change(
                "AllocateAddress",
                () -> elasticIps.allocate(Sandbox.REGION, tags).snapshot());
    }

    /**
     * Allocates a carrier IP: the Elastic IP of a Wavelength Zone. EC2 names it as a carrier IP in every reply, and as no public one.
     *
     * @param borderGroup the zone's network border group, for example {@code us-east-1-wl1-bos-wlz-1}
     */
    public VpcElasticIp allocateCarrierIp(String borderGroup, Map<String, String> tags) {
        Objects.requireNonNull(borderGroup, "borderGroup");
        return change(
                "AllocateAddress in " + borderGroup,
                () -> elasticIps.allocate(borderGroup, tags).snapshot());
    }

    /**
     * Associates an Elastic IP with an address of an interface. The association follows the address when that is reassigned. It
     * ends when the address is unassigned, or its interface is deleted.
     *
     * <p>Another Elastic IP on the address is disassociated, whatever the flag says.
     *
     * @param allowReassociation whether an Elastic IP that is associated elsewhere is taken from there; EC2's default is true
     */
    public VpcElasticIp associateElasticIp(
            String allocationId, String interfaceId, IpAddress privateIp, boolean allowReassociation) {
        return change(
                "AssociateAddress " + allocationId + " with " + privateIp + " of " + interfaceId
                        + (allowReassociation ? ", reassociation allowed" : ""),
                () -> elasticIps
                        .associate(allocationId, interfaceId, privateIp, allowReassociation)
                        .snapshot());
    }

    /** Ends an association; the Elastic IP stays allocated. */
    public void disassociateElasticIp(String associationId) {
        change("DisassociateAddress " + associationId, () -> elasticIps.disassociate(associationId));
    }

    /** Releases an Elastic IP that is associated with nothing. */
    public void releaseElasticIp(String allocationId) {
        change("ReleaseAddress " + allocationId, () -> elasticIps.release(allocationId));
    }

    /** Returns its route tables. */
    public VpcRouting routing() {
        return routing;
    }

    /** Returns its security groups, and the membership of its interfaces. */
    public VpcSecurityGroups securityGroups() {
        return securityGroups;
    }

    /** Returns its IPv6 ranges and addresses. */
    public VpcIpv6 ipv6() {
        return ipv6;
    }

    /** Returns the other attributes of its interfaces that can be changed. */
    public VpcAttributes attributes() {
        return attributes;
    }

    /**
     * Returns all tags of VPCs, subnets, route tables, security groups, interfaces, instances and Elastic IPs, each in the order
     * of creation and by key.
     */
    public List<VpcTag> tags() {
        return read(tags::all);
    }

    /**
     * Adds tags to resources, or overwrites the values of those that they have, all or nothing. EC2's limits hold: 50 tags, keys of 128
     * characters and not beginning with {@code aws:}, values of 256.
     *
     * @param resourceIds ids of anything in this network that has tags
     */
    public void createTags(List<String> resourceIds, Map<String, String> tags) {
        change("CreateTags on " + String.join(" ", resourceIds), () -> this.tags.create(resourceIds, tags));
    }

    /**
     * Takes tags from resources; those that they do not have are no error.
     *
     * @param tags by key: the value that the tag must have to go, or null for any value; empty for all tags
     */
    public void deleteTags(List<String> resourceIds, Map<String, @Nullable String> tags) {
        change("DeleteTags on " + String.join(" ", resourceIds), () -> this.tags.delete(resourceIds, tags));
    }

    private static List<VpcInstance> snapshots(Collection<MutableInstance> instances) {
        return instances.stream().map(MutableInstance::snapshot).toList();
    }

    private void settle() {
        complete();
        schedule.settle(this);
    }

    private void complete() {
        if (transitions.isDue()) {
            view.beforeChange();
            metadata.beforeChange();
            transitions.complete();
        }
    }

    <T> T read(Supplier<T> read) {
        lock.lock();
        try {
            settle();
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    <T> T change(String what, Supplier<T> change) {
        lock.lock();
        try {
            settle();
            view.beforeChange();
            metadata.beforeChange();
            T answer = change.get();
            complete();
            return answer;
        } catch (Ec2RefusalException e) {
            state.history.refused(what, e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** Builds an {@link InMemoryVpc}. Not safe for use by several threads. */
    public static final class Builder {

        private Ticker ticker = VirtualTicker.create();
        private Duration transitionTime = Duration.ZERO;
        private long seed = 1;

        private Builder() {}

        /** Sets the clock of history and state transitions. Default: a {@link VirtualTicker} of its own. */
        public Builder ticker(Ticker ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Sets how long, by the network's clock, instances are pending, stopping and shutting down, attachments attaching and
         * detaching, and created interfaces pending. Default: zero; then only the response of the call itself shows the
         * transition, and later readings show it completed.
         *
         * @throws IllegalArgumentException if it is negative or more than a day
         */
        public Builder transitionTime(Duration transitionTime) {
            checkTransition(transitionTime);
            this.transitionTime = transitionTime;
            return this;
        }

        /** Sets the seed of generated ids and MAC addresses. Default: 1, so that every run has the same ones. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Creates the network, which is empty. */
        public InMemoryVpc build() {
            return new InMemoryVpc(this);
        }
    }
}
