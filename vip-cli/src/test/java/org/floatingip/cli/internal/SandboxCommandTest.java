package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.InMemoryMetadataService;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SandboxCommandTest {

    private static Duration transitionTime(String... options) {
        SandboxCommand command = new SandboxCommand();
        new CommandLine(command).parseArgs(options);
        return command.transitionTime;
    }

    @Test
    void transitionTime_unlessGiven_isShortButThere() {
        assertThat(transitionTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(transitionTime("--transition-time", "0")).isZero();
        assertThat(transitionTime("--transition-time", "86400")).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "86401", "1.5", "2s", "", "99999999999"})
    void transitionTime_whenItIsNone_isRefusedWithWhatIsExpected(String value) {
        assertThatExceptionOfType(CommandLine.ParameterException.class)
                .isThrownBy(() -> transitionTime("--transition-time", value))
                .withMessageContaining("expected 0 to 86400 seconds");
    }

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
