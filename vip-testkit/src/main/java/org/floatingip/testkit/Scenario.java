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
 * Everything that a test of failover code needs, on one clock: a network with hosts, the hosts' own configuration, names, and the
 * floating IPs.
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
 * <p>Time is virtual: it passes when somebody waits, and when the test advances it. Two scenarios of the same builder are
 * independent networks; the same calls on both give the same history. Safe for use by several threads. {@link #close()} is needed
 * only after {@link #serve()}.
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

    /** The unmet faults of closed endpoints. Guarded by that lock, too. */
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

    /** Creates a scenario with two hosts, {@code i-0a} and {@code i-0b}; the first holds 10.0.1.12. */
    public static Scenario create() {
        return builder().host("i-0a").holding("10.0.1.12").host("i-0b").build();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the network, which can be changed further. */
    public InMemoryVpc network() {
        return network;
    }

    /** Returns the DNS, which can be changed further. */
    public InMemoryDns dns() {
        return dns;
    }

    /** Returns the hosts, which know who accepts which address. A host whose instance isn't running can't be reached. */
    public InMemoryHosts hosts() {
        return hosts;
    }

    /** Returns the assigner on the network, into which faults can be injected; always the same object. */
    public InMemoryIpAssigner assigner() {
        return assigner;
    }

    /** Returns the registrar of the VPC's private zones; always the same object. */
    public InMemoryDnsRegistrar registrar() {
        return registrar;
    }

    /** Returns the clock of all parts. */
    public VirtualTicker ticker() {
        return ticker;
    }

    /**
     * Returns the request limits that assigner and endpoint share; empty unless the scenario was built {@link
     * Builder#throttled()}.
     */
    public Optional<Ec2RequestLimits> limits() {
        return Optional.ofNullable(limits);
    }

    /** Returns the VPC. */
    public Vpc vpc() {
        return vpc;
    }

    /**
     * Returns the id of the subnet with the given range.
     *
     * @throws IllegalArgumentException if the scenario was built without that subnet
     */
    public String subnetId(String cidr) {
        return Optional.ofNullable(subnets.get(CidrBlock.of(cidr)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the scenario has no subnet " + cidr + ", only " + subnets.keySet()));
    }

    /** Returns the addresses that hosts held at the beginning, in the order of the builder's calls. */
    public List<IpAddress> addresses() {
        return addresses;
    }

    /**
     * Returns the floating IP of the scenario, ready to use: with the scenario's assigner, hosts and clock, and with its name if
     * it has one.
     *
     * @throws IllegalStateException unless hosts held exactly one address at the beginning
     */
    public FloatingIp floatingIp() {
        if (addresses.size() != 1) {
            throw new IllegalStateException("the scenario has " + addresses.size() + " floating IPs " + addresses
                    + ": say which, floatingIp(\"10.0.1.12\")");
        }
        return floatingIp(addresses.get(0));
    }

    /** Like {@link #floatingIp()}, for the given address, which need not have a holder. */
    public FloatingIp floatingIp(String address) {
        return floatingIp(IpAddress.of(address));
    }

    /** Like {@link #floatingIp(String)}. */
    public FloatingIp floatingIp(IpAddress address) {
        return floatingIpBuilder(address).build();
    }

    /** Like {@link #floatingIp(String)}, as a builder, for further settings. */
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

    /** Returns all floating IPs of the scenario as a group, with the scenario's assigner, hosts and clock. */
    public FloatingIpGroup group() {
        return FloatingIpGroup.of(addresses)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(ticker)
                .build();
    }

    /**
     * Returns the HTTP endpoint for EC2 and Route 53 on this network and DNS. The first call starts it; later calls return the
     * same object.
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

    /** Returns all events in the network, the DNS and the hosts so far, in one order; those of the setup come first. */
    public List<ScenarioEvent> history() {
        return journal.snapshot();
    }

    /**
     * Marks the end of the test's own setup: {@link #describe()}, and thus the text of failures, begins here. A new scenario, and
     * one that {@code VipExtension} passes to a test method, has begun already.
     */
    public void begin() {
        journal.begin(ScenarioState.of(network, dns));
    }

    /**
     * Returns the events since the scenario has {@linkplain #begin() begun}, as text: a line with the holders at that time, and a
     * line per event, numbered as in the {@link #history()}.
     */
    public String describe() {
        return journal.story();
    }

    // ---- what was scripted

    /**
     * Returns the faults that no call met: those injected into the {@link #assigner()} and the endpoint, also after it was
     * closed, and those of the {@link #hosts()}. Each is a sentence with the fault, its calls, and how often it was met. A fault
     * with {@code times(n)} must be met that often, any other once, even if it has ended.
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
     * Fails the test if there are {@link #unmetFaults()}: such a test would pass even if the code under test could not handle the
     * fault. Call it at the end of a test, before {@link #close()}. {@code @FloatingIpTest(strictFaults = true)} calls it.
     *
     * @throws AssertionError with each unmet fault, the calls that came, and {@link #describe()}
     */
    public void checkFaults() {
        synchronized (serverLock) {
            List<String> unmet = unmet();
            if (!unmet.isEmpty()) {
                throw new AssertionError(UnmetFaults.message(unmet, assigner, server, describe()));
            }
        }
    }

    /** Closes the endpoint, if there is one. May be called again. */
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

    /** Returns the ids of its hosts. */
    @Override
    public String toString() {
        return "Scenario"
                + network.instances().stream()
                        .map(VpcInstance::id)
                        .map(HostId::of)
                        .toList();
    }

    /**
     * Builds a {@link Scenario}. Every setting has a default. Settings of a host apply to the last host that was added. A builder
     * can build any number of scenarios. Not safe for use by several threads.
     */
    public static final class Builder {

        private final ScenarioPlan plan = new ScenarioPlan();

        private Builder() {}

        /** Sets the range of the VPC. Default: 10.0.0.0/16. */
        public Builder vpc(String cidr) {
            plan.vpc = CidrBlock.of(cidr);
            return this;
        }

        /**
         * Adds a subnet, in availability zone us-east-1a. Default: one subnet, 10.0.1.0/24.
         *
         * @throws IllegalArgumentException if {@code cidr} isn't a range of addresses
         */
        public Builder subnet(String cidr) {
            return subnet(cidr, ScenarioPlan.ZONE);
        }

        /** Like {@link #subnet(String)}, in another zone. All interfaces of a host must be in one zone. */
        public Builder subnet(String cidr, String zone) {
            plan.addSubnet(CidrBlock.of(cidr), Objects.requireNonNull(zone, "zone"));
            return this;
        }

        /**
         * Adds a host, an m5.large with one interface.
         *
         * @param id an instance id, for example {@code i-0a}; its first interface is {@code eni-0a} then
         * @throws IllegalArgumentException if it does not begin with {@code i-}, or exists already
         */
        public Builder host(String id) {
            plan.addHost(id);
            return this;
        }

        /**
         * Lets the host hold and accept an address, as a secondary one. The host gets an interface in the subnet of the address,
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

        /** Adds an interface of the host, in the given subnet. Default: one interface, in the first subnet. */
        public Builder in(String subnetCidr) {
            plan.lastHost("in").subnets.add(CidrBlock.of(subnetCidr));
            return this;
        }

        /** Sets the primary address of the host's first interface. Default: the next free address of its subnet, from .100 on. */
        public Builder primary(String address) {
            plan.lastHost("primary").primary = IpAddress.of(address);
            return this;
        }

        /** Sets the host's instance type, which limits its addresses. Default: {@value InstanceSpec#DEFAULT_TYPE}. */
        public Builder type(String instanceType) {
            plan.lastHost("type").type = Objects.requireNonNull(instanceType, "instanceType");
            return this;
        }

        /**
         * Adds a record for the given name and address, in a private zone of the VPC: the longest matching {@link #zone}, or else
         * the name without its first label. {@link Scenario#floatingIp} keeps the record up to date.
         */
        public Builder named(String name, String address) {
            return named(DnsName.of(name), IpAddress.of(address));
        }

        /** Like {@link #named(String, String)}. */
        public Builder named(DnsName name, IpAddress address) {
            plan.addName(Objects.requireNonNull(name, "name"), Objects.requireNonNull(address, "address"));
            return this;
        }

        /** Adds a private zone, for example {@code 1.0.10.in-addr.arpa}. Default: the zones that the names need. */
        public Builder zone(String name) {
            plan.zones.add(DnsName.of(name));
            return this;
        }

        /** Sets how long a DNS change is pending. Default: {@link InMemoryDns#DEFAULT_SYNC_TIME}. */
        public Builder dnsSyncTime(Duration syncTime) {
            plan.dnsSyncTime = Objects.requireNonNull(syncTime, "syncTime");
            return this;
        }

        /** Throttles requests as EC2 does, by the scenario's clock: {@link Ec2RequestLimits}. Default: no limit. */
        public Builder throttled() {
            plan.throttled = true;
            return this;
        }

        /** Sets the seed of generated ids, MAC addresses, and the pauses between attempts. Default: 1. */
        public Builder seed(long seed) {
            plan.seed = seed;
            return this;
        }

        /**
         * Creates the scenario.
         *
         * @throws IllegalArgumentException if an address is in no subnet, or in no subnet in which its host has an interface
         * @throws Ec2RefusalException if EC2 would refuse the setup: an address with two holders, a reserved address, or too many
         *     for the type
         */
        public Scenario build() {
            return new Scenario(plan);
        }
    }
}
