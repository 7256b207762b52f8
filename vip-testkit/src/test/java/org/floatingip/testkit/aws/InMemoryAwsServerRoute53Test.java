package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.dns.DnsAlias;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Route 53's protocol on the wire: paths, documents, pages, errors. */
class InMemoryAwsServerRoute53Test {

    private static final String NAMESPACE = "xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryDns dns = sandbox.dns();
    private final String zone = dns.zones().get(0).id();
    private InMemoryAwsServer server;
    private WireClient client;

    @BeforeEach
    void start() {
        server = InMemoryAwsServer.builder(sandbox.network())
                .dns(dns)
                .route53RequestsPerSecond(5)
                .start();
        client = new WireClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WireClient.Reply get(String path) throws IOException {
        ticker.advance(Duration.ofMillis(250));
        return client.send(client.request("/2013-04-01/" + path).GET().build());
    }

    private WireClient.Reply post(String path, String body) throws IOException {
        ticker.advance(Duration.ofMillis(250));
        return client.send(client.request("/2013-04-01/" + path)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String batch(String... changes) {
        return "<ChangeResourceRecordSetsRequest " + NAMESPACE + "><ChangeBatch><Comment>a test</Comment><Changes>"
                + String.join("", changes) + "</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>";
    }

    private static String change(String action, String name, String address) {
        return "<Change><Action>" + action + "</Action><ResourceRecordSet><Name>" + name
                + "</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>" + address
                + "</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>";
    }

    private static void assertError(WireClient.Reply reply, int status, String code, String text) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("/ErrorResponse/Error/Code")).isEqualTo(code);
        assertThat(reply.text("/ErrorResponse/Error/Message")).contains(text);
        assertThat(reply.text("/ErrorResponse/RequestId")).hasSize(36);
    }

    // ---- changes

    @Test
    void change_whenTaken_isPendingAndThenInSync() throws IOException {
        WireClient.Reply taken =
                post("hostedzone/" + zone + "/rrset/", batch(change("CREATE", "*.Example.com", "10.0.1.12")));

        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.text("//ChangeInfo/Status")).isEqualTo("PENDING");
        assertThat(taken.text("//ChangeInfo/Comment")).isEqualTo("a test");
        String id = taken.text("//ChangeInfo/Id");
        assertThat(id).startsWith("/change/C0");
        for (String path : List.of(id.substring(1), "change/%2Fchange%2F" + id.substring(8))) {
            assertThat(get(path).text("//ChangeInfo/Status")).isEqualTo("PENDING");
        }
        ticker.advance(InMemoryDns.DEFAULT_SYNC_TIME);
        assertThat(get(id.substring(1)).text("//ChangeInfo/Status")).isEqualTo("INSYNC");

        WireClient.Reply listed = get("hostedzone/" + zone + "/rrset?name=*.example.com&maxitems=1");
        assertThat(listed.text("//ResourceRecordSet/Name")).isEqualTo("\\052.example.com.");
        assertThat(listed.text("//ResourceRecordSet/TTL")).isEqualTo("60");
        assertThat(listed.text("//Value")).isEqualTo("10.0.1.12");
        assertThat(listed.text("//IsTruncated")).isEqualTo("false");
        assertThat(server.requests().get(0).parameters())
                .containsEntry("Id", zone)
                .containsEntry("Change.1", "CREATE *.Example.com 60 A 10.0.1.12");
        assertThat(server.requests().get(0).mutating()).isTrue();
    }

    @Test
    void change_whenTheOldIsStale_isRefusedWithAwsText() throws IOException {
        post("hostedzone/" + zone + "/rrset", batch(change("CREATE", "db.example.com", "10.0.1.12")));

        assertError(
                post(
                        "hostedzone/" + zone + "/rrset",
                        batch(
                                change("DELETE", "db.example.com", "10.0.1.10"),
                                change("UPSERT", "x.example.com", "10.0.1.1"))),
                400,
                "InvalidChangeBatch",
                "[Tried to delete resource record set [name='db.example.com.', type='A'] but the values provided do not match"
                        + " the current values]");
        assertThat(dns.recordSets(zone, "x.example.com")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Weight>1</Weight>|not modelled here: [Weight]",
                "<AliasTarget><HostedZoneId>Z1</HostedZoneId><DNSName>x.</DNSName><EvaluateTargetHealth>false"
                        + "</EvaluateTargetHealth></AliasTarget>|but found more than one in Change with [Action=UPSERT"
            })
    void change_whenItSaysMoreThanIsModelled_isRefused(String more, String why) throws IOException {
        String set = change("UPSERT", "db.example.com", "10.0.1.12").replace("<TTL>", more + "<TTL>");

        WireClient.Reply reply = post("hostedzone/" + zone + "/rrset", batch(set));

        assertError(reply, 400, "InvalidInput", why);
        assertThat(dns.recordSets(zone)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not xml",
                "<a/>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><ChangeResourceRecordSetsRequest>&e;"
                        + "</ChangeResourceRecordSetsRequest>",
                "<ChangeResourceRecordSetsRequest/>",
                "<ChangeResourceRecordSetsRequest><ChangeBatch><Changes/></ChangeBatch></ChangeResourceRecordSetsRequest>"
            })
    void change_whenTheDocumentIsNone_isRefused(String body) throws IOException {
        assertError(post("hostedzone/" + zone + "/rrset", body), 400, "InvalidInput", "Invalid");
    }

    @Test
    void change_whenNeitherValuesNorAlias_hasAwsText() throws IOException {
        assertError(
                post(
                        "hostedzone/" + zone + "/rrset",
                        batch(
                                "<Change><Action>UPSERT</Action><ResourceRecordSet><Name>www.example.com</Name><Type>A</Type>"
                                        + "</ResourceRecordSet></Change>")),
                400,
                "InvalidInput",
                "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or"
                        + " TrafficPolicyInstanceId], but found none in Change with [Action=UPSERT, Name=www.example.com,"
                        + " Type=A, SetIdentifier=null]");
    }

    // ---- pages

    @Test
    void listRecordSets_whenThereAreMany_comesInPagesByPosition() throws IOException {
        for (int i = 0; i < 350; i++) {
            dns.change(zone, DnsEdit.create(DnsRecordSet.of("n" + i + ".example.com", "A", 60, "10.0.1.1")));
        }
        List<String> names = new ArrayList<>();
        String path = "hostedzone/" + zone + "/rrset?maxitems=2147483647";
        for (int pages = 1; ; pages++) {
            WireClient.Reply reply = get(path);
            names.addAll(reply.texts("//ResourceRecordSet/Name"));
            assertThat(reply.text("//MaxItems")).isEqualTo("300");
            if (reply.text("//IsTruncated").equals("false")) {
                assertThat(pages).isEqualTo(2);
                break;
            }
            path = "hostedzone/" + zone + "/rrset?name=" + reply.text("//NextRecordName") + "&type="
                    + reply.text("//NextRecordType");
        }
        assertThat(names).hasSize(352).startsWith("example.com.", "example.com.");
        assertThat(new HashSet<>(names))
                .as("each once, but the NS and SOA of the zone")
                .hasSize(351);
    }

    @Test
    void listRecordSets_whenAnAliasIsThere_showsIt() throws IOException {
        dns.change(
                zone,
                DnsEdit.create(new DnsRecordSet(
                        "db.example.com", "A", null, List.of(), new DnsAlias("Z1", "lb.example.net", true))));

        WireClient.Reply reply = get("hostedzone/" + zone + "/rrset?name=db.example.com");

        assertThat(reply.text("//AliasTarget/DNSName")).isEqualTo("lb.example.net.");
        assertThat(reply.texts("//ResourceRecordSet/TTL")).isEmpty();
    }

    @Test
    void change_whenASetHasAHealthCheck_isDeletedWithItAlone() throws IOException {
        String id = "0f7d2f5c-1a2b-4c3d-8e4f-5a6b7c8d9e0f";
        String check = "<HealthCheckId>" + id + "</HealthCheckId></ResourceRecordSet>";
        String path = "hostedzone/" + zone + "/rrset/";
        String create = change("CREATE", "db.example.com", "10.0.1.12").replace("</ResourceRecordSet>", check);

        assertThat(post(path, batch(create)).status()).isEqualTo(200);
        assertThat(get("hostedzone/" + zone + "/rrset?name=db.example.com").text("//HealthCheckId"))
                .isEqualTo(id);
        assertError(
                post(path, batch(change("DELETE", "db.example.com", "10.0.1.12"))),
                400,
                "InvalidChangeBatch",
                "the values provided do not match the current values");
        assertThat(post(path, batch(create.replace("CREATE", "DELETE"))).status())
                .isEqualTo(200);
    }

    @Test
    void requests_whenAZoneIsAnotherAccounts_areRefusedThoughItsVpcListsIt() throws IOException {
        String vpc = sandbox.network().vpcs().get(0).id();
        String theirs = dns.createPrivateZoneOfAccount("444455556666", "db.example.com", vpc, Sandbox.REGION)
                .id();

        WireClient.Reply listed = get("hostedzonesbyvpc?vpcid=" + vpc + "&vpcregion=" + Sandbox.REGION);

        assertThat(listed.texts("//OwningAccount")).contains("444455556666", "123456789012");
        assertThat(get("hostedzone").texts("//HostedZone/Id")).doesNotContain("/hostedzone/" + theirs);
        assertThat(get("hostedzonesbyname").texts("//HostedZone/Id")).doesNotContain("/hostedzone/" + theirs);
        for (WireClient.Reply refused : List.of(
                get("hostedzone/" + theirs),
                get("hostedzone/" + theirs + "/rrset"),
                post("hostedzone/" + theirs + "/rrset/", batch(change("UPSERT", "db.example.com", "10.0.1.12"))))) {
            assertError(refused, 403, "AccessDenied", "is not authorized to access this resource");
        }
        assertThat(dns.recordSets(theirs)).hasSize(2);
    }

    @Test
    void listZones_whenThereAreMany_comesInPages() throws IOException {
        for (int i = 0; i < 120; i++) {
            dns.createPublicZone("n" + i + ".tld");
        }
        WireClient.Reply first = get("hostedzone");
        WireClient.Reply second = get("hostedzone?marker=" + first.text("//NextMarker"));

        assertThat(first.texts("//HostedZone/Id")).hasSize(100).startsWith("/hostedzone/" + zone);
        assertThat(second.texts("//HostedZone/Id")).hasSize(22);
        assertThat(second.text("//IsTruncated")).isEqualTo("false");
        assertThat(first.texts("//HostedZone/Name")).startsWith("example.com.", "1.0.10.in-addr.arpa.");
        assertThat(first.texts("//PrivateZone")).startsWith("true", "true", "false");
    }

    @Test
    void listZonesByName_whenTheNameIsNotThere_startsBehindIt() throws IOException {
        String open = dns.createPublicZone("example.com").id();
        dns.createPublicZone("example.org");

        WireClient.Reply all = get("hostedzonesbyname?dnsname=example.com&maxitems=1");
        assertThat(all.texts("//HostedZone/Name")).containsExactly("example.com.");
        assertThat(all.text("//IsTruncated")).isEqualTo("true");
        assertThat(all.text("//NextDNSName")).isEqualTo("example.com.");
        WireClient.Reply next =
                get("hostedzonesbyname?dnsname=example.com&hostedzoneid=" + all.text("//NextHostedZoneId"));
        assertThat(next.texts("//HostedZone/Name")).containsExactly("example.com.", "example.org.");
        assertThat(List.of(
                        all.text("//HostedZone/Id"),
                        next.texts("//HostedZone/Id").get(0)))
                .containsExactlyInAnyOrder("/hostedzone/" + zone, "/hostedzone/" + open);
        assertThat(get("hostedzonesbyname?dnsname=a.example.com").texts("//HostedZone/Name"))
                .containsExactly("example.org.");
        assertThat(get("hostedzonesbyname").texts("//HostedZone/Name")).hasSize(4);
    }

    @Test
    void listZonesByVpc_whenPaged_givesThoseOfTheVpcAlone() throws IOException {
        dns.createPublicZone("example.com");
        String path =
                "hostedzonesbyvpc?vpcregion=us-east-1&vpcid=" + sandbox.vpc().id() + "&maxitems=1";

        WireClient.Reply first = get(path);
        WireClient.Reply second = get(path + "&nexttoken=" + first.text("//NextToken"));

        assertThat(first.texts("//HostedZoneSummary/Name")).containsExactly("example.com.");
        assertThat(first.text("//HostedZoneId")).isEqualTo(zone);
        assertThat(second.texts("//HostedZoneSummary/Name")).containsExactly("1.0.10.in-addr.arpa.");
        assertThat(second.texts("//NextToken")).isEmpty();
        assertError(get(path + "&nexttoken=x"), 400, "InvalidPaginationToken", "token");
        assertError(get("hostedzonesbyvpc?vpcregion=us-east-1&vpcid=vpc-0no"), 400, "InvalidInput", "does not exist");
    }

    // ---- zones

    @Test
    void createZone_whenPrivate_isThereForItsVpc() throws IOException {
        WireClient.Reply made = post(
                "hostedzone",
                "<CreateHostedZoneRequest " + NAMESPACE
                        + "><Name>Other.TLD</Name><VPC><VPCRegion>us-east-1</VPCRegion><VPCId>"
                        + sandbox.vpc().id()
                        + "</VPCId></VPC><CallerReference>r1</CallerReference><HostedZoneConfig><Comment>c</Comment>"
                        + "<PrivateZone>true</PrivateZone></HostedZoneConfig></CreateHostedZoneRequest>");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("//HostedZone/Name")).isEqualTo("other.tld.");
        assertThat(made.text("//ChangeInfo/Status")).isEqualTo("PENDING");
        WireClient.Reply shown = get(made.text("//HostedZone/Id").substring(1));
        assertThat(shown.text("//VPCs/VPC/VPCId")).isEqualTo(sandbox.vpc().id());
        assertThat(shown.text("//Config/Comment")).isEqualTo("c");
        assertThat(shown.text("//ResourceRecordSetCount")).isEqualTo("2");
    }

    @Test
    void createZone_whenPublic_hasNameServers() throws IOException {
        String body = "<CreateHostedZoneRequest><Name>other.tld</Name><CallerReference>r1</CallerReference>"
                + "</CreateHostedZoneRequest>";

        assertThat(post("hostedzone", body).texts("//DelegationSet/NameServers/NameServer"))
                .hasSize(4);
        assertError(post("hostedzone", body), 409, "HostedZoneAlreadyExists", "caller reference");
        assertError(
                post(
                        "hostedzone",
                        body.replace("r1", "r2")
                                .replace(
                                        "<Caller",
                                        "<VPC><VPCRegion>us-east-1</VPCRegion><VPCId>vpc-0no</VPCId></VPC><Caller")),
                400,
                "InvalidVPCId",
                "VPC");
    }

    @ParameterizedTest
    @CsvSource({
        "hostedzone/Z1, 404, NoSuchHostedZone, No hosted zone found with ID: Z1",
        "hostedzone/Z1/rrset, 404, NoSuchHostedZone, No hosted zone found with ID: Z1",
        "change/C1, 404, NoSuchChange, Could not find resource with ID: C1",
        "hostedzone/Z1/dnssec, 404, UnknownOperationException, No action",
        "healthcheck, 404, UnknownOperationException, No action",
        "hostedzone?maxitems=0, 400, InvalidInput, maxitems",
        "hostedzone?maxitems=2147483648, 400, InvalidInput, maxitems",
        "hostedzone?maxitems=99999999999, 400, InvalidInput, maxitems",
        "hostedzone?delegationsetid=N1, 400, InvalidInput, not modelled here",
        "hostedzonesbyname?hostedzoneid=Z1, 400, InvalidInput, needs dnsname",
        "hostedzonesbyvpc?vpcid=vpc-1, 400, InvalidInput, vpcregion"
    })
    void get_whenItCantBeAnswered_isRefused(String path, int status, String code, String text) throws IOException {
        assertError(get(path), status, code, text);
    }

    // ---- throttling and faults

    @Test
    void anyRequest_whenMoreThanFiveInASecond_isThrottled() throws IOException {
        HttpRequest list = client.request("/2013-04-01/hostedzone").GET().build();
        for (int i = 0; i < 5; i++) {
            assertThat(client.send(list).status()).isEqualTo(200);
        }
        assertError(client.send(list), 400, "Throttling", "Rate exceeded");
        ticker.advance(Duration.ofMillis(999));
        assertThat(client.send(list).status()).isEqualTo(400);
        ticker.advance(Duration.ofMillis(1));
        assertThat(client.send(list).status()).isEqualTo(200);
        assertThat(client.call("DescribeVpcs").status())
                .as("EC2 has limits of its own")
                .isEqualTo(200);
        assertThat(server.count("ListHostedZones")).isEqualTo(8);
    }

    @Test
    void fault_whenScripted_hasTheFormOfRoute53() throws IOException {
        server.inject(WireFault.route53Throttle().onAction("ChangeResourceRecordSets"));
        server.inject(WireFault.priorRequestNotComplete().onAction("ChangeResourceRecordSets"));
        String body = batch(change("CREATE", "db.example.com", "10.0.1.12"));

        assertError(post("hostedzone/" + zone + "/rrset", body), 400, "Throttling", "Rate exceeded");
        assertError(post("hostedzone/" + zone + "/rrset", body), 400, "PriorRequestNotComplete", "prior request");
        assertThat(post("hostedzone/" + zone + "/rrset", body).status()).isEqualTo(200);
        assertThat(server.requests())
                .extracting(RecordedRequest::errorCode)
                .containsExactly("Throttling", "PriorRequestNotComplete", null);
    }

    @Test
    void builder_whenTheRateIsNegative_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InMemoryAwsServer.builder(sandbox.network()).route53RequestsPerSecond(-1));
    }
}
