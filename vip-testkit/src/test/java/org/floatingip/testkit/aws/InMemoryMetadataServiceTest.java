package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program on an instance is told of it, to whom it is told, and what can go wrong with that. */
class InMemoryMetadataServiceTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryMetadataService service = InMemoryMetadataService.start(network, sandbox.instanceId("db.a"));
    private final MetadataClient client = new MetadataClient(service);

    @AfterEach
    void stop() {
        service.close();
    }

    private VpcInterface eniOf(String name) {
        return network.instance(sandbox.instanceId(name))
                .orElseThrow()
                .interfaces()
                .get(0);
    }

    private static String macs(VpcInterface eni, String leaf) {
        return "network/interfaces/macs/" + eni.macAddress() + "/" + leaf;
    }

    // ---- tokens

    @ParameterizedTest
    @ValueSource(strings = {"1", "21600"})
    void token_whenItsTimeIsWithinTheLimits_isGivenWithThatTime(String seconds) throws IOException {
        HttpResponse<String> reply = client.askForToken(TTL, seconds);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).hasSize(56).endsWith("==");
        assertThat(reply.headers().firstValue(TTL)).hasValue(seconds);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21601", "-1", "x", "1.5", "99999999999"})
    void token_whenItsTimeIsBeyondTheLimits_isABadRequest(String seconds) throws IOException {
        HttpResponse<String> reply = client.askForToken(TTL, seconds);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("<title>400 - Bad Request</title>");
    }

    @Test
    void token_whenNoTimeIsGiven_isABadRequest() throws IOException {
        assertThat(client.askForToken().statusCode()).isEqualTo(400);
    }

    @Test
    void token_whenItComesThroughAProxy_isForbidden() throws IOException {
        assertThat(client.askForToken(TTL, "60", "X-Forwarded-For", "10.0.1.10").statusCode())
                .isEqualTo(403);
    }

    @Test
    void token_whenItIsNotPut_isNotAllowed() throws IOException {
        for (String method : List.of("GET", "POST", "DELETE")) {
            HttpResponse<String> reply = client.send(client.to("/latest/api/token")
                    .header(TTL, "60")
                    .method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(reply.statusCode()).as(method).isEqualTo(405);
            assertThat(reply.headers().firstValue("Allow")).hasValue("OPTIONS, PUT");
            assertThat(reply.body()).isEmpty();
        }
    }

    @Test
    void read_withoutAToken_isUnauthorized() throws IOException {
        HttpResponse<String> reply =
                client.send(client.to("/latest/meta-data/instance-id").GET());

        assertThat(reply.statusCode()).isEqualTo(401);
        assertThat(reply.body()).contains("<h1>401 - Unauthorized</h1>");
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/html");
    }

    @Test
    void read_whenTheTokenIsNotOfThisInstance_isUnauthorized() throws IOException {
        try (InMemoryMetadataService second = InMemoryMetadataService.start(network, sandbox.instanceId("db.b"))) {
            String foreign = new MetadataClient(second).token(60);
            String own = client.token(60);
            for (String token :
                    List.of(foreign, "", "x", own.substring(2), other(own, 5), other(own, 20), own + "AAAA")) {
                assertThat(client.get("/latest/meta-data/instance-id", token).statusCode())
                        .as(token)
                        .isEqualTo(401);
            }
        }
    }

    /** That token with another sign at one place: of its time, or of its seal. */
    private static String other(String token, int place) {
        return token.substring(0, place) + (token.charAt(place) == 'A' ? 'B' : 'A') + token.substring(place + 1);
    }

    @Test
    void read_untilTheTokenExpires_isAnsweredAndSaysHowLongItIsGood() throws IOException {
        String token = client.token(60);
        ticker.advance(Duration.ofSeconds(59));
        assertThat(client.get("/latest/meta-data/mac", token).headers().firstValue(TTL))
                .hasValue("1");

        ticker.advance(Duration.ofSeconds(1));
        assertThat(client.get("/latest/meta-data/mac", token).statusCode()).isEqualTo(401);
    }

    @Test
    void read_whenTokensAreOptional_needsNoneButTakesNoBadOne() throws IOException {
        try (InMemoryMetadataService old = InMemoryMetadataService.builder(network, sandbox.instanceId("db.b"))
                .tokensOptional()
                .start()) {
            MetadataClient asker = new MetadataClient(old);
            assertThat(asker.send(asker.to("/latest/meta-data/instance-id").GET())
                            .body())
                    .isEqualTo(sandbox.instanceId("db.b"));
            assertThat(asker.get("/latest/meta-data/instance-id", "bad").statusCode())
                    .isEqualTo(401);
            assertThat(asker.value("instance-id")).isEqualTo(sandbox.instanceId("db.b"));
        }
    }

    @Test
    void values_areNotWritten() throws IOException {
        HttpResponse<String> reply = client.send(client.to("/latest/meta-data/instance-id")
                .header("X-aws-ec2-metadata-token", client.token(60))
                .PUT(HttpRequest.BodyPublishers.ofString("i-0other")));

        assertThat(reply.statusCode()).isEqualTo(405);
    }

    // ---- values

    @Test
    void values_ofTheInstance_areThoseOfTheNetwork() throws IOException {
        VpcInstance instance = network.instance(sandbox.instanceId("db.a")).orElseThrow();
        VpcInterface eni = eniOf("db.a");

        assertThat(client.value("instance-id")).isEqualTo(instance.id());
        assertThat(client.value("instance-type")).isEqualTo("m5.large");
        assertThat(client.value("reservation-id")).isEqualTo(instance.launch().reservationId());
        assertThat(client.value("local-ipv4")).isEqualTo("10.0.1.10");
        assertThat(client.value("local-hostname")).isEqualTo("ip-10-0-1-10.ec2.internal");
        assertThat(client.value("mac")).isEqualTo(eni.macAddress());
        assertThat(client.value("placement/availability-zone")).isEqualTo("us-east-1a");
        assertThat(client.value("placement/availability-zone/"))
                .as("as Hazelcast asks")
                .isEqualTo("us-east-1a");
        assertThat(client.value("placement/availability-zone-id")).isEqualTo("use1-az6");
        assertThat(client.value("placement/region")).isEqualTo("us-east-1");
    }

    @Test
    void values_ofItsInterface_areThoseOfTheNetwork() throws IOException {
        VpcInterface eni = eniOf("db.a");

        assertThat(client.value(macs(eni, "interface-id"))).isEqualTo(eni.id());
        assertThat(client.value(macs(eni, "local-ipv4s"))).isEqualTo("10.0.1.10\n10.0.1.12");
        assertThat(client.value(macs(eni, "device-number"))).isEqualTo("0");
        assertThat(client.value(macs(eni, "subnet-id"))).isEqualTo(eni.subnetId());
        assertThat(client.value(macs(eni, "subnet-ipv4-cidr-block"))).isEqualTo("10.0.1.0/24");
        assertThat(client.value(macs(eni, "vpc-id"))).isEqualTo(eni.vpcId());
        assertThat(client.value(macs(eni, "vpc-ipv4-cidr-block"))).isEqualTo("10.0.0.0/16");
        assertThat(client.value(macs(eni, "owner-id"))).isEqualTo("123456789012");
    }

    @Test
    void folders_listTheirNamesWithASlashBehindFolders() throws IOException {
        assertThat(client.value("").lines())
                .contains("instance-id", "network/", "placement/")
                .doesNotContain("iam/");
        assertThat(client.value("network/interfaces/macs"))
                .isEqualTo(eniOf("db.a").macAddress() + "/");
        assertThat(client.get("/latest", client.token(60)).body()).isEqualTo("dynamic/\nmeta-data/");
    }

    @Test
    void folders_whenTheInstanceHasTwoInterfaces_listBoth() throws IOException {
        VpcInstance twin = network.instance(sandbox.instanceId("twin")).orElseThrow();
        try (InMemoryMetadataService of = InMemoryMetadataService.start(network, twin.id())) {
            MetadataClient asker = new MetadataClient(of);
            assertThat(asker.value("network/interfaces/macs/").lines())
                    .containsExactlyInAnyOrderElementsOf(twin.interfaces().stream()
                            .map(eni -> eni.macAddress() + "/")
                            .toList());
            assertThat(asker.value("mac")).isEqualTo(twin.interfaces().get(0).macAddress());
            assertThat(asker.value(macs(twin.interfaces().get(1), "device-number")))
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public-ipv4",
                "iam/info",
                "iam/security-credentials/",
                "network/interfaces/macs/00:00:00:00:00:00/interface-id",
                "instance-id/more",
                "nothing",
                "placement/group-name"
            })
    void values_thatTheInstanceLacks_areNotFound(String path) throws IOException {
        assertThat(client.status(path)).isEqualTo(404);
    }

    @Test
    void values_ofAnElasticIp_comeAndGoWithIt() throws IOException {
        VpcInterface eni = eniOf("db.a");
        VpcElasticIp elasticIp = network.allocateElasticIp();
        network.associateElasticIp(elasticIp.allocationId(), eni.id(), VIP, false);

        assertThat(client.value(macs(eni, "public-ipv4s")))
                .isEqualTo(elasticIp.publicIp().toString());
        assertThat(client.value(macs(eni, "ipv4-associations/")))
                .isEqualTo(elasticIp.publicIp().toString());
        assertThat(client.value(macs(eni, "ipv4-associations/" + elasticIp.publicIp())))
                .isEqualTo("10.0.1.12");
        assertThat(client.status("public-ipv4"))
                .as("which is of the primary address")
                .isEqualTo(404);

        network.associateElasticIp(elasticIp.allocationId(), eni.id(), eni.primaryAddress(), true);
        assertThat(client.value("public-ipv4")).isEqualTo(elasticIp.publicIp().toString());
    }

    @Test
    void document_isThatOfTheInstance() throws IOException {
        String document = client.get("/latest/dynamic/instance-identity/document", client.token(60))
                .body();

        assertThat(document)
                .startsWith("{\n  \"accountId\" : \"123456789012\",\n")
                .contains(
                        "\"instanceId\" : \"" + sandbox.instanceId("db.a") + "\"",
                        "\"privateIp\" : \"10.0.1.10\"",
                        "\"region\" : \"us-east-1\"",
                        "\"pendingTime\" : \"2026-01-01T00:00:00Z\"",
                        "\"kernelId\" : null");
    }

    @Test
    void userData_isWhatItWasRunWith() throws IOException {
        String script = "#!/bin/sh\necho \"ä\"\n";
        VpcInstance instance = network.run(
                InstanceSpec.with(InterfaceSpec.in(network.subnets().get(0).id()))
                        .userData(Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8))));
        try (InMemoryMetadataService of = InMemoryMetadataService.start(network, instance.id())) {
            MetadataClient asker = new MetadataClient(of);
            assertThat(asker.get("/latest/user-data", asker.token(60)).body()).isEqualTo(script);
        }
        assertThat(client.get("/latest/user-data", client.token(60)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void role_whenTheInstanceHasAProfile_hasKeys() throws IOException {
        VpcInstance instance = network.run(
                InstanceSpec.with(InterfaceSpec.in(network.subnets().get(0).id()))
                        .instanceProfile("arn:aws:iam::123456789012:instance-profile/web/db"));
        try (InMemoryMetadataService of = InMemoryMetadataService.start(network, instance.id())) {
            MetadataClient asker = new MetadataClient(of);
            assertThat(asker.value("iam/info"))
                    .contains("\"InstanceProfileArn\" : \"arn:aws:iam::123456789012:instance-profile/web/db\"");
            assertThat(asker.value("iam/security-credentials/")).isEqualTo("db");
            assertThat(asker.value("iam/security-credentials/db"))
                    .contains("\"Code\" : \"Success\"", "\"Type\" : \"AWS-HMAC\"")
                    .containsPattern("\"AccessKeyId\" : \"ASIA[A-Z0-9]{16}\"")
                    .containsPattern("\"SecretAccessKey\" : \"[^\"]{40}\"");
        }
    }

    // ---- changes

    @Test
    void values_whenTheAddressMoves_followAtOnce() throws IOException {
        network.assignAddresses(eniOf("db.b").id(), List.of(VIP), true);

        assertThat(client.value(macs(eniOf("db.a"), "local-ipv4s"))).isEqualTo("10.0.1.10");
    }

    @Test
    void values_whenMetadataIsDelayed_followTheApiLate() throws IOException {
        VpcInterface a = eniOf("db.a");
        network.delayMetadata(Duration.ofSeconds(5));
        try (InMemoryMetadataService ofB = InMemoryMetadataService.start(network, sandbox.instanceId("db.b"))) {
            MetadataClient b = new MetadataClient(ofB);
            network.assignAddresses(eniOf("db.b").id(), List.of(VIP), true);

            ticker.advance(Duration.ofMillis(4999));
            assertThat(client.value(macs(a, "local-ipv4s"))).isEqualTo("10.0.1.10\n10.0.1.12");
            assertThat(b.value(macs(eniOf("db.b"), "local-ipv4s"))).isEqualTo("10.0.1.11");
            assertThat(network.visibleInterfaces()).as("the API").contains(eniOf("db.b"));

            ticker.advance(Duration.ofMillis(1));
            assertThat(client.value(macs(a, "local-ipv4s"))).isEqualTo("10.0.1.10");
            assertThat(b.value(macs(eniOf("db.b"), "local-ipv4s"))).isEqualTo("10.0.1.11\n10.0.1.12");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> network.delayMetadata(Duration.ofSeconds(-1)));
    }

    @Test
    void connections_whileTheInstanceDoesNotRun_break() throws IOException {
        String id = sandbox.instanceId("db.a");
        String token = client.token(60);
        network.stop(id);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.get("/latest/meta-data/mac", token));

        network.start(id);
        assertThat(client.get("/latest/meta-data/mac", token).statusCode()).isEqualTo(200);
    }

    // ---- faults

    @ParameterizedTest
    @CsvSource({"401, Unauthorized", "404, Not Found", "500, Internal Server Error"})
    void inject_anError_isAPageOnceAndThenGone(int status, String words) throws IOException {
        String token = client.token(60);
        service.inject(WireFault.error(status, words, "").onAction("/latest/meta-data/instance-id"));

        assertThat(client.get("/latest/meta-data/mac", token).statusCode())
                .as("another path")
                .isEqualTo(200);
        HttpResponse<String> reply = client.get("/latest/meta-data/instance-id", token);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.body()).contains("<title>" + status + " - " + words + "</title>");
        assertThat(client.get("/latest/meta-data/instance-id", token).statusCode())
                .isEqualTo(200);
        assertThat(service.requests())
                .filteredOn(request -> request.fault() != null)
                .extracting(RecordedRequest::action, RecordedRequest::status)
                .containsExactly(tuple("/latest/meta-data/instance-id", status));
    }

    @Test
    void inject_anotherBody_isWhatTheProgramGets() throws IOException {
        service.inject(WireFault.body(200, "<html>Please sign in</html>").onAction("/latest/meta-data/instance-id"));

        assertThat(client.value("instance-id")).isEqualTo("<html>Please sign in</html>");
        assertThat(service.unmetFaults()).isEmpty();
    }

    @Test
    void inject_aLostRequest_breaksTheConnection() throws IOException {
        service.inject(Fault.loseRequest().onAction("/latest/api/token"));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> client.askForToken(TTL, "60"));
        assertThat(client.value("instance-id")).isEqualTo(sandbox.instanceId("db.a"));
    }

    // ---- where it is

    @Test
    void requests_areKeptByTheirPathAndChangeNothing() throws IOException {
        client.value("mac");

        assertThat(service.requests())
                .extracting(RecordedRequest::action)
                .containsExactly("/latest/api/token", "/latest/meta-data/mac");
        assertThat(service.requests()).noneMatch(RecordedRequest::mutating);
        assertThat(service.requests().get(0).parameters()).containsEntry("method", "PUT");
    }

    @Test
    void at_anotherAddressOfThisMachine_listensThere() throws IOException {
        try (InMemoryMetadataService there = InMemoryMetadataService.builder(network, sandbox.instanceId("db.b"))
                .at("127.0.0.254", 0)
                .start()) {
            assertThat(there.endpointUrl().getHost()).isEqualTo("127.0.0.254");
            assertThat(new MetadataClient(there).value("instance-id")).isEqualTo(sandbox.instanceId("db.b"));
        }
    }

    @Test
    void at_whereItCanNotListen_saysWhy() {
        InMemoryMetadataService.Builder taken = InMemoryMetadataService.builder(network, sandbox.instanceId("db.b"))
                .at("127.0.0.1", service.endpointUrl().getPort());

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(taken::start)
                .withMessageContaining(
                        "can't listen on 127.0.0.1:" + service.endpointUrl().getPort());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InMemoryMetadataService.start(network, "i-0none"))
                .withMessageContaining("no instance i-0none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> taken.at("localhost", 80))
                .withMessageContaining("localhost");
    }
}
