package org.floatingip.lab;

import java.time.Duration;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.testkit.InMemoryAwsServer;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Sandbox;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The sandbox behind HTTP, with the real SDK in front: what tests over the wire begin with. */
final class SandboxAws implements AutoCloseable {

    final Sandbox sandbox;
    final InMemoryVpc network;
    final InMemoryAwsServer server;
    final Ec2IpAssigner assigner;

    SandboxAws() {
        this(Sandbox.create());
    }

    SandboxAws(Sandbox sandbox) {
        this.sandbox = sandbox;
        network = sandbox.network();
        server = InMemoryAwsServer.start(network);
        assigner = assigner(server);
    }

    /** The real assigner in front of that endpoint. */
    static Ec2IpAssigner assigner(InMemoryAwsServer server) {
        return Ec2IpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                // A cold or busy machine must not look like a fault of the network.
                .attemptTimeout(Duration.ofSeconds(30))
                .callTimeout(Duration.ofSeconds(30))
                // No packets are behind it.
                .dataPlaneLag(Duration.ZERO)
                .build();
    }

    /** A client of that endpoint that repeats nothing; whoever asks for it closes it. */
    static Ec2Client client(InMemoryAwsServer server) {
        return Ec2Client.builder()
                .region(Region.of(Sandbox.REGION))
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(60)))
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** The floating IP of the sandbox, through that assigner. */
    FloatingIp floatingIp() {
        return FloatingIp.at(Sandbox.FLOATING_IP).assigner(assigner).build();
    }

    @Override
    public void close() {
        assigner.close();
        server.close();
    }
}
