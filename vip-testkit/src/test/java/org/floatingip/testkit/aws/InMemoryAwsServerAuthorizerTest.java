package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not permitted is refused in the form of its service, before anything else of the request is looked at. */
class InMemoryAwsServerAuthorizerTest {

    private final Sandbox sandbox = Sandbox.create();
    private final List<String> asked = new ArrayList<>();
    private Set<String> denied = Set.of();
    private Map<String, String> last = Map.of();

    private final InMemoryAwsServer server = InMemoryAwsServer.builder(sandbox.network())
            .dns(sandbox.dns())
            .authorizer((action, parameters) -> {
                asked.add(action);
                last = parameters;
                return !denied.contains(action);
            })
            .start();

    private final WireClient client = new WireClient(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private WireClient.Reply zones() throws IOException {
        return client.send(client.request("/2013-04-01/hostedzone").GET().build());
    }

    @Test
    void request_whenPermitted_isAnsweredAndItsParametersAreAskedFor() throws IOException {
        client.ok("DescribeInstances", "InstanceId.1=" + sandbox.instanceId("db.a"));
        assertThat(last).containsExactly(Map.entry("InstanceId.1", sandbox.instanceId("db.a")));

        assertThat(zones().status()).isEqualTo(200);
        assertThat(asked).containsExactly("ec2:DescribeInstances", "route53:ListHostedZones");
    }

    @Test
    void request_toEc2_whenNotPermitted_isRefusedAndHasNoEffect() throws IOException {
        denied = Set.of("ec2:UnassignPrivateIpAddresses");
        String eni = sandbox.network()
                .holders(IpAddress.of(Sandbox.FLOATING_IP))
                .get(0)
                .interfaceId();

        WireClient.Reply reply = client.refused(
                403,
                "UnauthorizedOperation",
                "UnassignPrivateIpAddresses",
                "NetworkInterfaceId=" + eni,
                "PrivateIpAddress.1=" + Sandbox.FLOATING_IP);

        assertThat(reply.message()).contains("not authorized to perform: ec2:UnassignPrivateIpAddresses");
        assertThat(sandbox.network().holders(IpAddress.of(Sandbox.FLOATING_IP))).hasSize(1);
        assertThat(server.requests().get(0).errorCode()).isEqualTo("UnauthorizedOperation");
    }

    @Test
    void request_thatIsMalformedToo_whenNotPermitted_isRefusedForThat() throws IOException {
        denied = Set.of("ec2:AssignPrivateIpAddresses");

        client.refused(403, "UnauthorizedOperation", "AssignPrivateIpAddresses", "NoSuchParameter=x");
    }

    @Test
    void request_toRoute53_whenNotPermitted_isRefusedInItsForm() throws IOException {
        denied = Set.of("route53:ListHostedZones");

        WireClient.Reply reply = zones();

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text("/ErrorResponse/Error/Code")).isEqualTo("AccessDenied");
        assertThat(reply.text("/ErrorResponse/Error/Message")).contains("route53:ListHostedZones");
    }

    @Test
    void request_thatNamesNoAction_isNotAskedFor() throws IOException {
        assertThat(client.post("").text("//Code")).isEqualTo("MissingAction");
        assertThat(asked).isEmpty();
    }
}
