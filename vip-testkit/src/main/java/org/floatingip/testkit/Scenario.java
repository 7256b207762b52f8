package org.floatingip.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsName;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.fault.Ec2RequestLimits;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.Vpc;
import org.floatingip.testkit.network.VpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * All that a test of failover code needs, ready made and on one clock: a network with hosts, their side of a move, names, and
 * the floating IPs.
 *
 * <pre>{@code
 * Scenario scenario = Scenario.builder()
 *         .host("i-0a").holding("10.0.1.12")
 *         .host("i-0b")
 *         .named("db.example.com", "10.0.1.12")
 *         .build();
 * scenario.floatingIp().moveTo("i-0b");
 * scenario.history().forEach(System.out::println);
 * }</pre>
 *
 * <p>Time is virtual: it passes when somebody waits, and when the test says so. Two scenarios of the same builder are two
 * networks; the same calls on them have the same history. Safe for use by several threads. {@link #close()} is needed only
 * after {@link #serve()}.
 */
public final class Scenario implements AutoCloseable {

    private final VirtualTicker ticker;
    private final Journal journal;
    private final InMemoryVpc network;
    private final InMemoryDns dns;
    private final InMemoryHosts hosts;
    private final @Nullable Ec2RequestLimits limits;
    private final InMemoryIpAssigner assigner;
    private final InMemoryDnsRegistrar registrar;
    private final Vpc vpc;
    private final Map<CidrBlock, String> subnets;
    private final List<IpAddress> addresses;
    private final Map<IpAddress, DnsName> names;
    private final Object serverLock = new Object();
    private @Nullable InMemoryAwsServer server;

    /** Of endpoints that were closed. Guarded by that lock, too. */
    private final List<String> unmetOfEnded = new ArrayList<>();

    Scenario(ScenarioPlan plan) {
        ticker = VirtualTicker.create(plan.seed);
        journal = new Journal(ticker);
        network = InMemoryVpc.builder().ticker(ticker).seed(plan.seed).build();
        network.watch(event -> journal.add(ScenarioEvent.Part.NETWORK, event.text()));
        dns = InMemoryDns.builder()
                .ticker(ticker)
                .seed(plan.seed)
                .syncTime(plan.dnsSyncTime)
                .build();
        dns.watch(event -> journal.add(ScenarioEvent.Part.DNS, event.text()));
        hosts = InMemoryHosts.of(network);
        hosts.watch(text -> journal.add(ScenarioEvent.Part.HOSTS, text));
        vpc = network.createVpc(plan.vpc.toString());
        subnets = new LinkedHashMap<>();
        plan.subnets()
                .forEach((cidr, zone) -> subnets.put(
                        cidr,
                        network.createSubnet(vpc.id(), cidr.toString(), zone).id()));
        plan.instances(subnets).forEach(network::run);
        addresses = plan.held();
        for (IpAddress address : addresses) {
            network.holders(address).forEach(holder -> hosts.set(holder.host().value(), address.toString()));
        }
        names = Collections.unmodifiableMap(new LinkedHashMap<>(plan.names));
        Map<String, String> zones = new LinkedHashMap<>();
        for (String zone : plan.zones()) {
            zones.put(
                    zone,
                    dns.createPrivateZone(zone, vpc.id(), ScenarioPlan.REGION).id());
        }
        names.forEach((address, name) -> dns.change(
                Objects.requireNonNull(zones.get(plan.zoneOf(name))),
                DnsEdit.upsert(
                        DnsRecordSet.of(name.value(), address.isIpv4() ? "A" : "AAAA", 60, address.toString()))));
        limits = plan.throttled ? Ec2RequestLimits.of(network) : null;
        assigner = limits == null ? InMemoryIpAssigner.of(network) : InMemoryIpAssigner.of(network, limits);
        registrar = InMemoryDnsRegistrar.of(dns).inVpc(vpc.id());
        journal.begin(ScenarioState.of(network, dns));
    }

    /** Two hosts, {@code i-0a} and {@code i-0b}; the first holds 10.0.1.12. */
    public static Scenario create() {
        return builder().host("i-0a").holding("10.0.1.12").host("i-0b").build();
    }

    /** Starts a scenario. */
    public static Builder builder() {
        return new Builder();
    }

    /** The network, which can be changed further. */
    public InMemoryVpc network() {
        return network;
    }

    /** The DNS, which can be changed further. */
    public InMemoryDns dns() {
        return dns;
    }

    /** The hosts' own side: who accepts which address. A host whose instance does not run can't be reached. */
    public InMemoryHosts hosts() {
        return hosts;
    }

    /** Assigns addresses in the network; what shall go wrong is injected into it. Always the same one. */
    public InMemoryIpAssigner assigner() {
        return assigner;
    }

    /** Keeps names in the DNS, in the private zones of the VPC. Always the same one. */
    public InMemoryDnsRegistrar registrar() {
        return registrar;
    }

    /** The clock of all of them. */
    public VirtualTicker ticker() {
        return ticker;
    }

    /** The limits of requests that assigner and endpoint share; empty unless it was built {@link Builder#throttled()}. */
    public Optional<Ec2RequestLimits> limits() {
        return Optional.ofNullable(limits);
    }

    /** The VPC. */
    public Vpc vpc() {
        return vpc;
    }

    /**
     * The id of the subnet with that range.
     *
     * @throws IllegalArgumentException if the scenario was built without it
     */
    public String subnetId(String cidr) {
        return Optional.ofNullable(subnets.get(CidrBlock.of(cidr)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the scenario has no subnet " + cidr + ", only " + subnets.keySet()));
    }

    /** The addresses that hosts held at the beginning, in the order given. */
    public List<IpAddress> addresses() {
        return addresses;
    }

    /**
     * The floating IP of the scenario, ready to use: on its assigner, its hosts and its clock, and with its name where it has
     * one.
     *
     * @throws IllegalStateException unless there is exactly one address that a host held at the beginning
     */
    public FloatingIp floatingIp() {
        if (addresses.size() != 1) {
            throw new IllegalStateException("the scenario has " + addresses.size() + " floating IPs " + addresses
                    + ": say which, floatingIp(\"10.0.1.12\")");
        }
        return floatingIp(addresses.get(0));
    }

    /** Like {@link #floatingIp()}, of that address; nobody need hold it. */
    public FloatingIp floatingIp(String address) {
        return floatingIp(IpAddress.of(address));
    }

    /** Like {@link #floatingIp(String)}. */
    public FloatingIp floatingIp(IpAddress address) {
        return floatingIpBuilder(address).build();
    }

    /** Like {@link #floatingIp(String)}, for settings of the test's own. */
    public FloatingIp.Builder floatingIpBuilder(String address) {
        return floatingIpBuilder(IpAddress.of(address));
    }

    /** Like {@link #floatingIpBuilder(String)}. */
    public FloatingIp.Builder floatingIpBuilder(IpAddress address) {
        FloatingIp.Builder builder =
                FloatingIp.at(address).assigner(assigner).hosts(hosts).ticker(ticker);
        DnsName name = names.get(address);
        return name == null ? builder : builder.dns(registrar, name);
    }

    /** All floating IPs of the scenario as a group, on its assigner, its hosts and its clock. */
    public FloatingIpGroup group() {
        return FloatingIpGroup.of(addresses)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(ticker)
                .build();
    }

    /**
     * The endpoint of EC2 and Route 53 on this network and this DNS, for clients over HTTP. Started by the first call; always
     * the same one.
     */
    public InMemoryAwsServer serve() {
        synchronized (serverLock) {
            if (server == null) {
                InMemoryAwsServer.Builder builder =
                        InMemoryAwsServer.builder(network).dns(dns);
                server = (limits == null ? builder : builder.limits(limits)).start();
            }
            return server;
        }
    }

    /** Everything that happened so far in the network, the DNS and the hosts, in one order, the setting up first. */
    public List<ScenarioEvent> history() {
        return journal.snapshot();
    }

    /**
     * Says that a test has set up by now what it needs: {@link #describe()}, and with it what failures show, begins here. A scenario
     * that was just built, and one that {@code VipExtension} gives to a test method, has begun.
     */
    public void begin() {
        journal.begin(ScenarioState.of(network, dns));
    }

    /**
     * What happened since it has {@linkplain #begin() begun}, as text: a line that says who held what at first, and one for each
     * event, numbered as in the {@link #history()}.
     */
    public String describe() {
        return journal.story();
    }

    // ---- what was scripted

    /**
     * What a test let go wrong and nothing met: the faults that were injected into the {@link #assigner()} and the endpoint, and
     * those of the {@link #hosts()}. Each is a sentence that says which, of which call, and how often it was met. One with
     * {@code times(n)} has to be met that often, any other once, and so one that ended before. Those of an endpoint that was closed are among them.
     */
    public List<String> unmetFaults() {
        synchronized (serverLock) {
            return unmet();
        }
    }

    private List<String> unmet() {
        List<String> unmet = new ArrayList<>(UnmetFaults.of(assigner, hosts, server));
        unmet.addAll(unmetOfEnded);
        return unmet;
    }

    /**
     * Fails the test if there are {@link #unmetFaults()}: it would be as green if the code under test had no answer to them. To be
     * called at the end of a test, before {@link #close()}; {@code @FloatingIpTest(strictFaults = true)} calls it.
     *
     * @throws AssertionError with each such fault, the calls that came, and {@link #describe()}
     */
    public void checkFaults() {
        synchronized (serverLock) {
            List<String> unmet = unmet();
            if (!unmet.isEmpty()) {
                throw new AssertionError(UnmetFaults.message(unmet, assigner, server, describe()));
            }
        }
    }

    /** Ends the endpoint, if there is one. May be called again. */
    @Override
    public void close() {
        synchronized (serverLock) {
            if (server != null) {
                unmetOfEnded.addAll(UnmetFaults.of(server));
                server.close();
                server = null;
            }
        }
    }

    /** Its hosts, by their ids. */
    @Override
    public String toString() {
        return "Scenario"
                + network.instances().stream()
                        .map(VpcInstance::id)
                        .map(HostId::of)
                        .toList();
    }

    /**
     * Describes a {@link Scenario}. Everything has a default; what is said of a host is of the one that was named last. Can
     * build any number of them. Not safe for use by several threads.
     */
    public static final class Builder {

        private final ScenarioPlan plan = new ScenarioPlan();

        private Builder() {}

        /** The range of the VPC; default 10.0.0.0/16. */
        public Builder vpc(String cidr) {
            plan.vpc = CidrBlock.of(cidr);
            return this;
        }

        /**
         * Adds a subnet, in availability zone us-east-1a. Default one: 10.0.1.0/24.
         *
         * @throws IllegalArgumentException if {@code cidr} can't be one
         */
        public Builder subnet(String cidr) {
            return subnet(cidr, ScenarioPlan.ZONE);
        }

        /** Like {@link #subnet(String)}, in another zone; all interfaces of a host are in one. */
        public Builder subnet(String cidr, String zone) {
            plan.addSubnet(CidrBlock.of(cidr), Objects.requireNonNull(zone, "zone"));
            return this;
        }

        /**
         * Adds a host, an m5.large with one interface.
         *
         * @param id an instance id, for example {@code i-0a}; its first interface is {@code eni-0a} then
         * @throws IllegalArgumentException if it does not begin with {@code i-}, or is there already
         */
        public Builder host(String id) {
            plan.addHost(id);
            return this;
        }

        /**
         * The host holds that address, as a secondary one, and accepts it. It has an interface in the subnet of the address,
         * unless {@link #in} says where its interfaces are.
         */
        public Builder holding(String address) {
            return holding(IpAddress.of(address));
        }

        /** Like {@link #holding(String)}. */
        public Builder holding(IpAddress address) {
            plan.lastHost("holding").held.add(Objects.requireNonNull(address, "address"));
            return this;
        }

        /** The host has an interface in that subnet; called again, one more. Default the first subnet. */
        public Builder in(String subnetCidr) {
            plan.lastHost("in").subnets.add(CidrBlock.of(subnetCidr));
            return this;
        }

        /** The primary address of the host's first interface; default the next free one of its subnet, from .100 on. */
        public Builder primary(String address) {
            plan.lastHost("primary").primary = IpAddress.of(address);
            return this;
        }

        /** The host's instance type, which limits its addresses; default {@value InstanceSpec#DEFAULT_TYPE}. */
        public Builder type(String instanceType) {
            plan.lastHost("type").type = Objects.requireNonNull(instanceType, "instanceType");
            return this;
        }

        /**
         * That name has a record of that address, in a private zone of the VPC: the longest of {@link #zone}, or else all of
         * the name but its first label. {@link Scenario#floatingIp} keeps it true.
         */
        public Builder named(String name, String address) {
            return named(DnsName.of(name), IpAddress.of(address));
        }

        /** Like {@link #named(String, String)}. */
        public Builder named(DnsName name, IpAddress address) {
            plan.addName(Objects.requireNonNull(name, "name"), Objects.requireNonNull(address, "address"));
            return this;
        }

        /** Adds a private zone, for example {@code 1.0.10.in-addr.arpa}. Default those that names need. */
        public Builder zone(String name) {
            plan.zones.add(DnsName.of(name));
            return this;
        }

        /** How long a change of DNS is pending; default {@link InMemoryDns#DEFAULT_SYNC_TIME}. */
        public Builder dnsSyncTime(Duration syncTime) {
            plan.dnsSyncTime = Objects.requireNonNull(syncTime, "syncTime");
            return this;
        }

        /** Throttles as EC2 does, by the scenario's clock: {@link Ec2RequestLimits}. Default: any number of calls passes. */
        public Builder throttled() {
            plan.throttled = true;
            return this;
        }

        /** What generated ids, MAC addresses, and the length of pauses between attempts are made from; default 1. */
        public Builder seed(long seed) {
            plan.seed = seed;
            return this;
        }

        /**
         * Sets it up.
         *
         * @throws IllegalArgumentException if an address is in no subnet, or in none that its host has an interface in
         * @throws Ec2RefusalException if EC2 would refuse that: an address held twice, a reserved one, too many for the type
         */
        public Scenario build() {
            return new Scenario(plan);
        }
    }
}
