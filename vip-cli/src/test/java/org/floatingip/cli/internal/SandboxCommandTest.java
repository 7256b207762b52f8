package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.junit.jupiter.api.Test;

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
}
