package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import org.floatingip.testkit.InMemoryAwsServer;
import org.floatingip.testkit.Sandbox;
import org.junit.jupiter.api.Test;

class SandboxCommandTest {

    @Test
    void serve_whateverIsAsked_keepsNoRequest() throws IOException {
        try (InMemoryAwsServer server = SandboxCommand.serve(Sandbox.create(), 0)) {
            URI ask = server.endpointUrl().resolve("/?Action=DescribeVpcs");
            for (int i = 0; i < 5; i++) {
                assertThat(new String(ask.toURL().openStream().readAllBytes())).contains("<vpcId>");
            }

            assertThat(server.requests()).isEmpty();
        }
    }
}
