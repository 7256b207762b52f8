package org.floatingip.lab.documents;

import java.time.Duration;
import java.util.Map;
import org.floatingip.IpAddress;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;

/**
 * The AWS account that the documentation speaks of, in memory and over HTTP: the first of two hosts holds 10.0.1.12 and
 * 10.0.1.13, and 10.0.1.14 with an Elastic IP; there are private zones for the names of the hosts and of their addresses. For
 * one sample, or for the commands of one page.
 */
final class Account implements AutoCloseable {

    private final InMemoryAwsServer server;

    private Account(InMemoryAwsServer server) {
        this.server = server;
    }

    /** One with hosts of these ids, by the real clock. */
    static Account open(String first, String second) {
        Ticker ticker = SystemTicker.instance();
        InMemoryVpc network = InMemoryVpc.builder().ticker(ticker).build();
        String vpc = network.createVpc("10.0.0.0/16").id();
        String subnet = network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
        String holding = "eni-" + first.substring(2);
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet)
                        .id(holding)
                        .primary("10.0.1.10")
                        .secondary("10.0.1.12")
                        .secondary("10.0.1.13")
                        .secondary("10.0.1.14"))
                .id(first));
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet)
                        .id("eni-" + second.substring(2))
                        .primary("10.0.1.11"))
                .id(second));
        network.associateElasticIp(
                network.allocateElasticIp().allocationId(), holding, IpAddress.of("10.0.1.14"), false);
        InMemoryDns dns =
                InMemoryDns.builder().ticker(ticker).syncTime(Duration.ZERO).build();
        dns.createPrivateZone("example.com", vpc, "us-east-1");
        dns.createPrivateZone("1.0.10.in-addr.arpa", vpc, "us-east-1");
        return new Account(InMemoryAwsServer.builder(network).dns(dns).start());
    }

    String url() {
        return server.endpointUrl().toString();
    }

    /** What lets the SDK and the aws command find it and nothing else, as variables of the environment. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", url(),
                "AWS_ACCESS_KEY_ID", "sandbox",
                "AWS_SECRET_ACCESS_KEY", "sandbox",
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_CONFIG_FILE", "/nonexistent/config",
                "AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
    }

    /** The same, as the SDK's system properties. */
    Map<String, String> properties() {
        return Map.of(
                "aws.endpointUrl", url(),
                "aws.accessKeyId", "sandbox",
                "aws.secretAccessKey", "sandbox",
                "aws.disableEc2Metadata", "true",
                "aws.configFile", "/nonexistent/config",
                "aws.sharedCredentialsFile", "/nonexistent/credentials");
    }

    @Override
    public void close() {
        server.close();
    }
}
