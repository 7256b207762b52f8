package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SandboxCommandTest {

    @Test
    void serve_whateverIsAsked_keepsNoRequest() throws IOException {
        try (InMemoryAwsServer server = SandboxCommand.serve(Sandbox.create(), 0)) {
            URI ask = server.endpointUrl().resolve("/?Action=DescribeVpcs");
            for (int i = 0; i < 5; i++) {
                try (InputStream answer = ask.toURL().openStream()) {
                    assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                            .contains("<vpcId>");
                }
            }

            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void describe_whenMetadataIsServed_saysWhereForEachInstance() throws IOException {
        Sandbox sandbox = Sandbox.create();
        Map<String, InMemoryMetadataService> services = SandboxCommand.serveMetadata(sandbox);
        try (InMemoryAwsServer server = SandboxCommand.serve(sandbox, 0)) {
            assertThat(services.keySet())
                    .containsExactlyElementsOf(
                            sandbox.instances().stream().map(VpcInstance::id).toList());
            String with = SandboxCommand.describe(sandbox, server, services);
            for (InMemoryMetadataService service : services.values()) {
                assertThat(with).contains("\"metadataUrl\":\"" + service.endpointUrl() + "\"");
            }
            assertThat(SandboxCommand.describe(sandbox, server, Map.of())).doesNotContain("metadataUrl");
        } finally {
            services.values().forEach(InMemoryMetadataService::close);
        }
    }

    @Test
    void metadata_whenItIsAskedFor_isServed() {
        SandboxCommand with = new SandboxCommand();
        new CommandLine(with).parseArgs("--metadata");
        assertThat(with.metadata).isTrue();

        SandboxCommand without = new SandboxCommand();
        new CommandLine(without).parseArgs();
        assertThat(without.metadata).isFalse();
    }
}
