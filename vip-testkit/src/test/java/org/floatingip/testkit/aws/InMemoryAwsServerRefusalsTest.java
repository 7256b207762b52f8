package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused says whose fault it is: the model's, which lacks what EC2 has, or the caller's. */
class InMemoryAwsServerRefusalsTest {

    private static final String NOT_MODELLED = " (not modelled by this in-memory AWS)";

    private final InMemoryVpc network = Sandbox.create().network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"DescribeVolumes", "CreateInternetGateway", "CreateLaunchTemplate", "AcceptAddressTransfer"})
    void action_whenEc2HasItAndTheModelNot_saysSo(String action) throws IOException {
        assertThat(client.refused(400, "UnsupportedOperation", action, "Anything=1")
                        .message())
                .isEqualTo("The action " + action + " is not supported" + NOT_MODELLED);
    }

    @ParameterizedTest
    @CsvSource({"DescribeMoons", "describeVolumes", "GetCallerIdentity", "#"})
    void action_whenEc2HasItNot_isEc2sOwnRefusal(String action) throws IOException {
        assertThat(client.refused(400, "InvalidAction", action).message())
                .isEqualTo("The action " + action + " is not valid for this web service.");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateVpc, Ipv6Pool",
        "CreateVpc, TagSpecification.1.Tag.1.Moon",
        "RunInstances, BlockDeviceMapping.12.Ebs.VolumeSize",
        "DescribeSubnets, Filter.1.Moon",
        "AssignPrivateIpAddresses, Ipv4Prefix.1",
        "AssignPrivateIpAddresses, PrivateIpAddress.01",
        "AssignPrivateIpAddresses, DryRun"
    })
    void parameter_whenTheModelDoesNotTakeIt_isToldApartFromWhatEc2DoesNot(String action, String parameter)
            throws IOException {
        boolean ofEc2 = !parameter.matches(".*(Moon|DryRun|\\.01)");

        assertThat(client.refused(400, "UnknownParameter", action, parameter + "=1")
                        .message())
                .isEqualTo("The parameter " + parameter
                        + (ofEc2 ? " is not supported" + NOT_MODELLED : " is not recognized"));
    }

    @Test
    void parameter_whenNotModelledBesideAnother_saysSoAndRunsNothing() throws IOException {
        int instances = network.instances().size();
        String subnet =
                "NetworkInterface.1.SubnetId=" + network.subnets().get(0).id();

        assertThat(client.refused(
                                400,
                                "UnknownParameter",
                                "RunInstances",
                                "ImageId=ami-1",
                                "MinCount=1",
                                "MaxCount=1",
                                "NetworkInterface.1.DeviceIndex=0",
                                "NetworkInterface.1.NetworkInterfaceId=eni-0",
                                subnet)
                        .message())
                .isEqualTo("The parameter NetworkInterface.1.SubnetId is not supported together with the others of"
                        + " the request" + NOT_MODELLED);
        assertThat(network.instances()).hasSize(instances);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeInstances, kernel-id, true",
        "DescribeInstances, tag:a:b, -",
        "DescribeInstances, moon, false",
        "DescribeInstances, Tag:Name, false",
        "DescribeInstanceTypes, tag:Name, false",
        "DescribeInstanceTypes, tag-key, false",
        "DescribeVpcs, cidr-block-association.state, true",
        "DescribeNetworkInterfaces, operator.managed, true"
    })
    void filter_whenTheModelDoesNotHaveIt_isToldApartFromWhatEc2HasNot(String action, String filter, String ofEc2)
            throws IOException {
        String[] parameters = {"Filter.1.Name=" + filter, "Filter.1.Value.1=x"};
        if (ofEc2.equals("-")) {
            client.ok(action, parameters);
            return;
        }
        assertThat(client.refused(400, "InvalidParameterValue", action, parameters)
                        .message())
                .isEqualTo("The filter '" + filter + "' is "
                        + (ofEc2.equals("true") ? "not supported" + NOT_MODELLED : "invalid"));
    }

    @Test
    void page_whenItsTokenIsOfAnotherAction_isRefused() throws IOException {
        network.run(InstanceSpec.in(network.subnets().get(0).id()), 6);
        String token = client.ok("DescribeInstances", "MaxResults=5").text("//nextToken");

        client.ok("DescribeInstances", "MaxResults=5", "NextToken=" + token);
        client.refused(
                400, "InvalidPaginationToken", "DescribeNetworkInterfaces", "MaxResults=5", "NextToken=" + token);
    }

    @Test
    void route53_whenNothingIsAtThePath_blamesNobody() throws IOException {
        WireClient.Reply reply =
                client.send(client.request("/2013-04-01/healthcheck").GET().build());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body())
                .contains("No action that is modelled by this in-memory AWS is at that method and path");
    }
}
