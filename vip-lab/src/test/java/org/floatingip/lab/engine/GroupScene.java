package org.floatingip.lab.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.floatingip.FloatingIpGroup;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInterface;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * What tests of groups begin with: host {@code a} holds three addresses on one interface and two on another; {@code b} and
 * {@code c} have none of them. Asked over HTTP by the real SDK, in virtual time.
 */
public final class GroupScene implements AutoCloseable {

    public static final String ASSIGN = "AssignPrivateIpAddresses";
    public static final String UNASSIGN = "UnassignPrivateIpAddresses";
    public static final String DESCRIBE = "DescribeNetworkInterfaces";
    public static final List<String> THREE =
            IntStream.range(100, 103).mapToObj(i -> "10.0.1." + i).toList();
    public static final List<String> TWO =
            IntStream.range(100, 102).mapToObj(i -> "10.0.2." + i).toList();
    public static final List<String> FIVE = both();

    final VirtualTicker ticker = VirtualTicker.create();
    final InMemoryVpc network = InMemoryVpc.builder().ticker(ticker).build();
    public final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String front =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String back =
            network.createSubnet(vpc, "10.0.2.0/24", "us-east-1a").id();
    public final String a = host("a", "10", THREE, TWO);
    public final String b = host("b", "11", List.of(), List.of());
    public final String c = host("c", "12", List.of(), List.of());
    final InMemoryHosts hosts = InMemoryHosts.create();
    public final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    final Ec2IpAssigner assigner = Ec2IpAssigner.builder()
            .dataPlaneLag(Duration.ZERO)
            .region("us-east-1")
            .endpointOverride(server.endpointUrl())
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("group", "group")))
            .build();

    private static List<String> both() {
        List<String> all = new ArrayList<>(THREE);
        all.addAll(TWO);
        return List.copyOf(all);
    }

    private String host(String name, String last, List<String> front, List<String> back) {
        InterfaceSpec first = InterfaceSpec.in(this.front).primary("10.0.1." + last);
        for (String address : front) {
            first = first.secondary(address);
        }
        InterfaceSpec second = InterfaceSpec.in(this.back).primary("10.0.2." + last);
        for (String address : back) {
            second = second.secondary(address);
        }
        return network.run(InstanceSpec.with(first).and(second).name(name).type("m5.large"))
                .id();
    }

    FloatingIpGroup.Builder group(List<String> addresses) {
        return FloatingIpGroup.of(addresses).assigner(assigner).ticker(ticker);
    }

    VpcInterface eni(String host, int index) {
        return network.instance(host).orElseThrow().interfaces().get(index);
    }

    public void give(String address, String host) {
        int index = address.startsWith("10.0.1.") ? 0 : 1;
        network.assignAddresses(eni(host, index).id(), List.of(IpAddress.of(address)), true);
    }

    /** The id of who holds it alone. */
    public String holder(String address) {
        List<Holder> holders = network.holders(address);
        return holders.size() == 1 ? holders.get(0).host().value() : holders.toString();
    }

    public List<String> actions() {
        return server.requests().stream().map(RecordedRequest::action).toList();
    }

    List<String> actionsSince(int before) {
        return actions().subList(before, actions().size());
    }

    int asked() {
        return server.requests().size();
    }

    @Override
    public void close() {
        Thread.interrupted();
        assigner.close();
        server.close();
    }
}
