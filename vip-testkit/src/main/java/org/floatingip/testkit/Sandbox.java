package org.floatingip.testkit;

import java.time.Duration;
import java.util.List;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.Vpc;
import org.floatingip.testkit.network.VpcInstance;

/**
 * The example network of the documentation: two zones, a pair of database hosts with a floating IP between them, and three hosts
 * that can't take it, each for another reason.
 *
 * <pre>
 * subnet 10.0.1.0/24 (us-east-1a)   db.a   10.0.1.10 m5.large, holds 10.0.1.12
 *                                   db.b   10.0.1.11 m5.large
 *                                   small  10.0.1.20 t2.micro, two addresses at most
 *                                   twin   10.0.1.30 m5.large, with a second interface 10.0.1.31
 * subnet 10.0.2.0/24 (us-east-1b)   far    10.0.2.10 m5.large
 * </pre>
 *
 * <p>Its VPC has two private zones, without records at first: {@code example.com} and {@code 1.0.10.in-addr.arpa}.
 */
public final class Sandbox {

    /** The floating IP of the sandbox. */
    public static final String FLOATING_IP = "10.0.1.12";

    /** The region of its zones. */
    public static final String REGION = "us-east-1";

    /** The private zone for the names of its hosts. */
    public static final String ZONE = "example.com";

    /** The private zone for the names of the addresses of its first subnet. */
    public static final String REVERSE_ZONE = "1.0.10.in-addr.arpa";

    private final InMemoryVpc network;
    private final InMemoryDns dns;
    private final Vpc vpc;

    /** @param transitionTime for later transitions: its hosts are running already */
    private Sandbox(InMemoryVpc network, Duration transitionTime) {
        this.network = network;
        vpc = network.createVpc("10.0.0.0/16");
        String near =
                network.createSubnet(vpc.id(), "10.0.1.0/24", "us-east-1a").id();
        String far = network.createSubnet(vpc.id(), "10.0.2.0/24", "us-east-1b").id();
        network.run(
                InstanceSpec.with(InterfaceSpec.in(near).primary("10.0.1.10").secondary(FLOATING_IP))
                        .name("db.a"));
        network.run(
                InstanceSpec.with(InterfaceSpec.in(near).primary("10.0.1.11")).name("db.b"));
        network.run(InstanceSpec.with(InterfaceSpec.in(near).primary("10.0.1.20"))
                .name("small")
                .type("t2.micro"));
        network.run(
                InstanceSpec.with(InterfaceSpec.in(far).primary("10.0.2.10")).name("far"));
        network.run(InstanceSpec.with(InterfaceSpec.in(near).primary("10.0.1.30"))
                .and(InterfaceSpec.in(near).primary("10.0.1.31"))
                .name("twin"));
        dns = InMemoryDns.create(network.ticker());
        dns.createPrivateZone(ZONE, vpc.id(), REGION);
        dns.createPrivateZone(REVERSE_ZONE, vpc.id(), REGION);
        network.transitionTime(transitionTime);
    }

    /** Creates a sandbox on virtual time. */
    public static Sandbox create() {
        return new Sandbox(InMemoryVpc.create(), Duration.ZERO);
    }

    /** Creates a sandbox on the given clock. */
    public static Sandbox create(Ticker ticker) {
        return create(ticker, Duration.ZERO);
    }

    /**
     * Creates a sandbox on the given clock, with a transition time. Its hosts are running already; the time applies to instances
     * that are run, stopped or terminated, and to interfaces that are attached or detached, from now on.
     *
     * @param transitionTime see {@link InMemoryVpc.Builder#transitionTime}
     * @throws IllegalArgumentException if it is negative or more than a day
     */
    public static Sandbox create(Ticker ticker, Duration transitionTime) {
        return new Sandbox(InMemoryVpc.builder().ticker(ticker).build(), transitionTime);
    }

    /** Returns the network, which can be changed further. */
    public InMemoryVpc network() {
        return network;
    }

    /** Returns the DNS, which can be changed further. It has the network's clock. */
    public InMemoryDns dns() {
        return dns;
    }

    /** Starts an endpoint for its network and its DNS, on a free port. */
    public InMemoryAwsServer serve() {
        return InMemoryAwsServer.builder(network).dns(dns).start();
    }

    /** Returns the VPC of the sandbox. */
    public Vpc vpc() {
        return vpc;
    }

    /** Returns its instances. */
    public List<VpcInstance> instances() {
        return network.instances();
    }

    /**
     * Returns the id of the instance with the given name: {@code db.a}, {@code db.b}, {@code small}, {@code far} or {@code twin}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public String instanceId(String name) {
        return instances().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the sandbox has no instance " + name + ", only "
                        + instances().stream().map(VpcInstance::name).toList()))
                .id();
    }
}
