package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.imds.Ec2MetadataClient;
import software.amazon.awssdk.imds.Ec2MetadataRetryPolicy;

/** The metadata service as the AWS SDK's own client for it sees it. */
class MetadataClientTest {

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = Sandbox.create(ticker).network();
    private final VpcInstance instance = network.run(
            InstanceSpec.with(InterfaceSpec.in(network.subnets().get(0).id()).primary("10.0.1.50"))
                    .instanceProfile("arn:aws:iam::123456789012:instance-profile/failover"));
    private final VpcInterface eni = instance.interfaces().get(0);
    private final InMemoryMetadataService service = InMemoryMetadataService.start(network, instance.id());
    private final Ec2MetadataClient client = Ec2MetadataClient.builder()
            .endpoint(service.endpointUrl())
            .httpClient(Apache5HttpClient.builder().build())
            .retryPolicy(Ec2MetadataRetryPolicy.none())
            .build();

    @AfterEach
    void stop() {
        client.close();
        service.close();
    }

    private List<String> addresses() {
        return client.get("/latest/meta-data/network/interfaces/macs/" + eni.macAddress() + "/local-ipv4s")
                .asList();
    }

    @Test
    void values_areReadByTheSdk() {
        assertThat(client.get("/latest/meta-data/instance-id").asString()).isEqualTo(instance.id());
        assertThat(client.get("/latest/meta-data/network/interfaces/macs/").asList())
                .containsExactly(eni.macAddress() + "/");
        assertThat(client.get("/latest/dynamic/instance-identity/document")
                        .asDocument()
                        .asMap()
                        .get("availabilityZone")
                        .asString())
                .isEqualTo("us-east-1a");
    }

    @Test
    void values_whenTheAddressIsAssigned_followLateAsTheNetworkSays() {
        network.delayMetadata(Duration.ofSeconds(2));
        network.assignAddresses(eni.id(), 1);
        assertThat(addresses()).containsExactly("10.0.1.50");

        ticker.advance(Duration.ofSeconds(2));
        assertThat(addresses()).hasSize(2);
    }

    @Test
    void faults_areWhatTheSdkReports() {
        service.inject(WireFault.error(404, "Not Found", "").onAction("/latest/meta-data/mac"));
        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> client.get("/latest/meta-data/mac"))
                .withMessageContaining("returned Http code 404");

        service.inject(WireFault.error(401, "Unauthorized", "").onAction("/latest/meta-data/mac"));
        assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> client.get("/latest/meta-data/mac"));
        assertThat(client.get("/latest/meta-data/mac").asString()).isEqualTo(eni.macAddress());
    }

    @Test
    void keysOfTheProfile_areTakenByTheSdk() {
        try (InstanceProfileCredentialsProvider provider = InstanceProfileCredentialsProvider.builder()
                .endpoint(service.endpointUrl().toString())
                .build()) {
            AwsSessionCredentials credentials = (AwsSessionCredentials) provider.resolveCredentials();

            assertThat(credentials.accessKeyId()).startsWith("ASIA");
            assertThat(credentials.sessionToken()).isNotEmpty();
            assertThat(credentials.expirationTime()).isPresent();
        }
    }
}
