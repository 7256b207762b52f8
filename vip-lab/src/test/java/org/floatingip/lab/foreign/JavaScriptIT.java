package org.floatingip.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.floatingip.lab.Program;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.Test;

/** A failover program with the AWS SDK for JavaScript, on an instance with a role: {@code src/test/javascript/failover.mjs}. */
class JavaScriptIT {

    private static final Path FOLDER = Path.of("src/test/javascript").toAbsolutePath();
    private static final String PROFILE = "arn:aws:iam::123456789012:instance-profile/failover";

    private static String node() {
        String node = Program.requireTool("node");
        boolean installed = Files.exists(FOLDER.resolve("node_modules/@aws-sdk/client-ec2/package.json"));
        String reason = "this test needs the AWS SDK for JavaScript: npm ci --prefix vip-lab/src/test/javascript";
        if ("required".equals(System.getProperty("lab")) && System.getenv("VIP_LAB_WITHOUT_NPM") == null) {
            assertThat(installed).as(reason + " (-Dlab=required)").isTrue();
        }
        assumeTrue(installed, reason);
        return node;
    }

    @Test
    void failover_byTheSdkForJavaScript_believesEveryAnswer() throws Exception {
        String node = node();
        InMemoryVpc network = InMemoryVpc.builder()
                .ticker(SystemTicker.instance())
                .transitionTime(Duration.ofMillis(500))
                .build();
        InMemoryDns dns = InMemoryDns.builder()
                .ticker(SystemTicker.instance())
                .syncTime(Duration.ofSeconds(1))
                .build();
        String vpc = network.createVpc("10.0.0.0/16").id();
        String subnet = network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
        dns.createPrivateZone("example.com", vpc, Sandbox.REGION);
        VpcInstance from = network.run(
                InstanceSpec.with(InterfaceSpec.in(subnet).primary("10.0.1.10").secondary("10.0.1.12"))
                        .name("db.a"));
        VpcInstance to = network.run(InstanceSpec.with(InterfaceSpec.in(subnet).primary("10.0.1.11"))
                .instanceProfile(PROFILE)
                .name("db.b"));
        SystemTicker.instance().sleep(Duration.ofMillis(600)); // until they run

        try (InMemoryAwsServer server =
                        InMemoryAwsServer.builder(network).dns(dns).start();
                InMemoryMetadataService metadata = InMemoryMetadataService.start(network, to.id())) {
            Program.Ended ended = Program.of(
                            node, FOLDER.resolve("failover.mjs").toString())
                    .with("AWS_ACCESS_KEY_ID", null)
                    .with("AWS_SECRET_ACCESS_KEY", null)
                    .with("AWS_EC2_METADATA_DISABLED", null)
                    .with(
                            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                            metadata.endpointUrl().toString())
                    .with("AWS_ENDPOINT_URL", server.endpointUrl().toString())
                    .with("AWS_REGION", Sandbox.REGION)
                    .run("10.0.1.12", from.id(), to.id());

            assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
            Tally tally = new Tally("AWS SDK for JavaScript", "calls");
            for (String line : ended.out().lines().toList()) {
                JsonNode call = new ObjectMapper().readTree(line);
                tally.add(
                        call.get("call").asText(),
                        call.has("problem") ? call.get("problem").asText() : null);
            }
            tally.holds(40);
            assertThat(metadata.requests()).isNotEmpty().allMatch(request -> request.status() == 200);
            assertThat(network.holders("10.0.1.12")).isEmpty();
        }
    }
}
