package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.dns.DnsEvent;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are HTTP, and ask for what nobody can have: refused in the service's form, and nothing is changed. */
@Timeout(60)
class InMemoryAwsServerBoundsTest {

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryAwsServer server =
            InMemoryAwsServer.builder(sandbox.network()).dns(sandbox.dns()).start();
    private final WireClient client = new WireClient(server);
    private final List<VpcInterface> before = sandbox.network().interfaces();
    private final List<DnsEvent> dnsBefore = sandbox.dns().history();

    @AfterEach
    void modelIsAsItWas() {
        server.close();
        assertThat(sandbox.network().interfaces()).isEqualTo(before);
        assertThat(sandbox.dns().history()).isEqualTo(dnsBefore);
    }

    static Stream<String> preposterous() {
        StringBuilder many = new StringBuilder("Action=AssignPrivateIpAddresses&NetworkInterfaceId=eni-1");
        for (int i = 1; i <= 20_000; i++) {
            many.append("&PrivateIpAddress.").append(i).append("=10.0.1.50");
        }
        return Stream.of(
                "Action=RunInstances&ImageId=ami-1&SubnetId=SUBNET&MinCount=2147483647&MaxCount=2147483647",
                "Action=RunInstances&ImageId=ami-1&SubnetId=SUBNET&MinCount=-1&MaxCount=0",
                "Action=AssignPrivateIpAddresses&NetworkInterfaceId=ENI&SecondaryPrivateIpAddressCount=2147483647",
                "Action=AssignPrivateIpAddresses&NetworkInterfaceId=ENI&SecondaryPrivateIpAddressCount=99999999999",
                "Action=CreateSubnet&VpcId=VPC&CidrBlock=0.0.0.0/0",
                "Action=CreateVpc&CidrBlock=10.0.0.0/99",
                "Action=DescribeVpcs&MaxResults=-1",
                "Action=DescribeVpcs&NextToken=%00",
                "Action=DescribeVpcs&Filter.1.Name=" + "x".repeat(100_000),
                "Action=DescribeInstances&InstanceId.999999999999=i-1",
                "Action=DescribeVpcs&Action=DescribeVpcs",
                "Action=%zz",
                "Action=%00%ff%fe",
                "%",
                "&&&&=&=&",
                "a".repeat(1 << 20),
                many.toString());
    }

    /** Well formed and out of all bounds. */
    @ParameterizedTest
    @MethodSource("preposterous")
    void request_whenItAsksForTheImpossible_isRefused(String body) throws IOException {
        VpcInterface eni = before.get(0);
        WireClient.Reply reply = client.post(
                body.replace("ENI", eni.id()).replace("SUBNET", eni.subnetId()).replace("VPC", eni.vpcId()));

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("/Response/Errors/Error/Code")).isNotEqualTo("InternalError");
        assertThat(sandbox.network().vpcs()).hasSize(1);
    }

    @Test
    void requests_whenABoundIsGiven_areTheLastOnesByTheirPlace() throws IOException {
        try (InMemoryAwsServer bounded = InMemoryAwsServer.builder(sandbox.network())
                        .requestsKept(3)
                        .start();
                InMemoryAwsServer forgetful = InMemoryAwsServer.builder(sandbox.network())
                        .requestsKept(0)
                        .start()) {
            for (int i = 0; i < 10; i++) {
                new WireClient(bounded).ok("DescribeVpcs");
                new WireClient(forgetful).ok("DescribeVpcs");
                new WireClient(server).ok("DescribeVpcs");
            }

            assertThat(bounded.requests()).extracting(RecordedRequest::sequence).containsExactly(7L, 8L, 9L);
            assertThat(bounded.count("DescribeVpcs")).isEqualTo(3);
            assertThat(forgetful.requests()).isEmpty();
            assertThat(server.requests()).as("by default a test sees all").hasSize(10);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InMemoryAwsServer.builder(sandbox.network()).requestsKept(-1));
    }

    static Stream<String> documents() {
        return Stream.of(
                "",
                "<",
                "<!DOCTYPE x [<!ENTITY a \"" + "a".repeat(1000) + "\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>",
                "<!DOCTYPE x SYSTEM \"file:///etc/hostname\"><x/>",
                "<a>".repeat(100_000),
                "<a>".repeat(100_000) + "</a>".repeat(100_000),
                "<ChangeResourceRecordSetsRequest>" + "<ChangeBatch>".repeat(30_000) + "</ChangeBatch>".repeat(30_000)
                        + "</ChangeResourceRecordSetsRequest>",
                "<ChangeResourceRecordSetsRequest><ChangeBatch><Comment>" + "<x>".repeat(30_000) + "</x>".repeat(30_000)
                        + "</Comment></ChangeBatch></ChangeResourceRecordSetsRequest>");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void document_whenMalformedOrDeep_isRefused(String document) throws IOException {
        String zone = sandbox.dns().zones().get(0).id();
        WireClient.Reply reply = client.send(client.request("/2013-04-01/hostedzone/" + zone + "/rrset/")
                .POST(HttpRequest.BodyPublishers.ofString(document))
                .build());

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("/ErrorResponse/Error/Code")).isEqualTo("InvalidInput");
    }
}
