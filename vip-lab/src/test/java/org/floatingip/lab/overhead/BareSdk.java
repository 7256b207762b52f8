package org.floatingip.lab.overhead;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.testkit.Sandbox;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * Who does without vip: the calls that it makes, with the same parameters, by a client like the one that
 * {@link Ec2IpAssigner} makes for itself, and no more checks than that the address has arrived.
 */
final class BareSdk implements AutoCloseable {

    /** Of both sides: a cold or busy machine must not look like a fault of the network. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Ec2Client client;

    BareSdk(URI endpoint) {
        Duration socketTimeout = TIMEOUT.multipliedBy(3).dividedBy(4);
        client = Ec2Client.builder()
                .region(Region.of(Sandbox.REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(credentials())
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(socketTimeout)
                        .socketTimeout(socketTimeout)
                        .tcpKeepAlive(true))
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** The client, for who brings one to vip. */
    Ec2Client client() {
        return client;
    }

    static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"));
    }

    /** The one call that moves the address. */
    void assign(String interfaceId) {
        client.assignPrivateIpAddresses(request -> request.networkInterfaceId(interfaceId)
                .privateIpAddresses(Sandbox.FLOATING_IP)
                .allowReassignment(true));
    }

    /** That, and the look that shows it there. */
    void assignAndVerify(String interfaceId) {
        assign(interfaceId);
        check(interfaceId, holders());
    }

    /** Who holds it, which interface the target has, the assignment, and the look that shows it there. */
    void verifiedMove(String instanceId) {
        List<NetworkInterface> before = holders();
        String interfaceId = interfaceOf(instanceId);
        if (before.size() != 1 || before.get(0).networkInterfaceId().equals(interfaceId)) {
            throw new IllegalStateException("there is nothing to move: " + before);
        }
        assignAndVerify(interfaceId);
    }

    String interfaceOf(String instanceId) {
        return client.describeInstances(request -> request.instanceIds(instanceId))
                .reservations()
                .get(0)
                .instances()
                .get(0)
                .networkInterfaces()
                .get(0)
                .networkInterfaceId();
    }

    private List<NetworkInterface> holders() {
        return client.describeNetworkInterfaces(request -> request.filters(Filter.builder()
                                .name("addresses.private-ip-address")
                                .values(Sandbox.FLOATING_IP)
                                .build())
                        .maxResults(1000))
                .networkInterfaces();
    }

    private static void check(String interfaceId, List<NetworkInterface> holders) {
        if (holders.size() != 1 || !holders.get(0).networkInterfaceId().equals(interfaceId)) {
            throw new IllegalStateException("the address did not arrive at " + interfaceId + ": " + holders);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
