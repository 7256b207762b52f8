package org.floatingip.lab.iam;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.RequestAuthorizer;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The sandbox, behind an endpoint that permits what a policy allows, and the real SDK in front of it. */
final class PolicyWorld implements AutoCloseable {

    /** How a registrar finds the zone of a name, and whether an assigner is told its VPC. */
    enum Zones {
        OF_ACCOUNT,
        BY_ID,
        OF_VPC
    }

    final Sandbox sandbox = Sandbox.create();
    final InMemoryVpc network = sandbox.network();
    final String vpc = sandbox.vpc().id();
    final String a = sandbox.instanceId("db.a");
    final String b = sandbox.instanceId("db.b");
    final InMemoryHosts hosts = InMemoryHosts.create(network.ticker());
    final InMemoryAwsServer server;
    final Ec2IpAssigner assigner;
    final Route53DnsRegistrar registrar;

    private volatile RequestAuthorizer authorizer = (action, parameters) -> true;

    /**
     * A world in which everything is permitted yet.
     *
     * @param named whether the assigner is told its VPC
     */
    PolicyWorld(boolean named, Zones zones) {
        server = InMemoryAwsServer.builder(network)
                .dns(sandbox.dns())
                .authorizer((action, parameters) -> authorizer.permits(action, parameters))
                .start();
        StaticCredentialsProvider anybody =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"));
        // A cold or busy machine must not look like a fault of the network.
        Duration patience = Duration.ofSeconds(60);
        Ec2IpAssigner.Builder ec2 = Ec2IpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(anybody)
                .attemptTimeout(patience)
                .callTimeout(patience);
        assigner = (named ? ec2.vpcId(vpc) : ec2).build();
        Route53DnsRegistrar.Builder route53 = Route53DnsRegistrar.builder()
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(anybody)
                .callTimeout(patience)
                .ticker(network.ticker());
        switch (zones) {
            case OF_ACCOUNT -> {}
            case BY_ID -> zoneIds().forEach(route53::zoneId);
            case OF_VPC -> route53.vpc(vpc, Sandbox.REGION);
        }
        registrar = route53.build();
    }

    List<String> zoneIds() {
        return sandbox.dns().zones().stream().map(zone -> zone.id()).toList();
    }

    /** From now on that policy decides. */
    void under(String policy) {
        authorizer = new PolicyEvaluator(policy, network);
    }

    FloatingIp.Builder at(String address) {
        return FloatingIp.at(address).assigner(assigner).ticker(network.ticker());
    }

    /** What was called after so many requests, as policies name it. */
    Set<String> calledSince(int requests) {
        return server.requests().stream()
                .skip(requests)
                .map(PolicyWorld::action)
                .collect(Collectors.toSet());
    }

    /** What was called and refused for want of a permission. */
    Set<String> denied() {
        return server.requests().stream()
                .filter(request -> request.status() == 403)
                .map(PolicyWorld::action)
                .collect(Collectors.toSet());
    }

    private static String action(RecordedRequest request) {
        boolean route53 = request.action().contains("HostedZone")
                || request.action().contains("ResourceRecordSets")
                || request.action().equals("GetChange");
        return (route53 ? "route53:" : "ec2:") + request.action();
    }

    @Override
    public void close() {
        registrar.close();
        assigner.close();
        server.close();
    }
}
