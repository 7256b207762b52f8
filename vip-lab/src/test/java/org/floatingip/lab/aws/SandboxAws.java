package org.floatingip.lab.aws;

import java.time.Duration;
import org.floatingip.FloatingIp;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.network.InMemoryVpc;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The sandbox behind HTTP, with the real SDK in front: what tests over the wire begin with. */
public final class SandboxAws implements AutoCloseable {

    public final Sandbox sandbox;
    public final InMemoryVpc network;
    public final InMemoryAwsServer server;
    public final Ec2IpAssigner assigner;

    public SandboxAws() {
        this(Sandbox.create());
    }

    public SandboxAws(Sandbox sandbox) {
        this.sandbox = sandbox;
        network = sandbox.network();
        server = InMemoryAwsServer.start(network);
        assigner = assigner(server);
    }

    /** The real assigner in front of that endpoint. */
    public static Ec2IpAssigner assigner(InMemoryAwsServer server) {
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
    public FloatingIp floatingIp() {
        return FloatingIp.at(Sandbox.FLOATING_IP).assigner(assigner).build();
    }

    @Override
    public void close() {
        assigner.close();
        server.close();
    }
}
