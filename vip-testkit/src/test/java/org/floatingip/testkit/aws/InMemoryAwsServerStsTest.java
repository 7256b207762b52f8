package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks: a user, or a session of a role that he assumed or that his instance has. */
class InMemoryAwsServerStsTest {

    private static final String ROLE = "arn:aws:iam::210987654321:role/ops/failover";
    private static final Map<String, String> GOOD = Map.of("RoleArn", ROLE, "RoleSessionName", "move");

    private final Sandbox sandbox = Sandbox.create();
    private boolean mayAssume = true;
    private final InMemoryAwsServer server = InMemoryAwsServer.builder(sandbox.network())
            .authorizer(
                    (action, parameters) -> action.startsWith("ec2:") ? action.equals("ec2:DescribeVpcs") : mayAssume)
            .start();
    private final WireClient client = new WireClient(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private WireClient.Reply ask(String sessionToken, String version, String action, String... parameters)
            throws IOException {
        HttpRequest.Builder request = client.request("/")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        WireClient.form(action, parameters).replace("2016-11-15", version)));
        return client.send(
                (sessionToken.isEmpty() ? request : request.header("X-Amz-Security-Token", sessionToken)).build());
    }

    private WireClient.Reply sts(String action, String... parameters) throws IOException {
        return ask("", "2011-06-15", action, parameters);
    }

    private String whoHas(String sessionToken) throws IOException {
        return ask(sessionToken, "2011-06-15", "GetCallerIdentity").text("/*/GetCallerIdentityResult/Arn");
    }

    @Test
    void assumeRole_givesKeysOfASession() throws IOException {
        WireClient.Reply reply = sts("AssumeRole", "RoleArn=" + ROLE, "RoleSessionName=move@db.a", "ExternalId=x:/1");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("//AssumedRoleUser/Arn"))
                .isEqualTo("arn:aws:sts::210987654321:assumed-role/failover/move@db.a");
        assertThat(reply.text("//AssumedRoleUser/AssumedRoleId")).matches("AROA[A-Z0-9]{17}:move@db\\.a");
        assertThat(reply.text("//Credentials/AccessKeyId")).matches("ASIA[A-Z0-9]{16}");
        assertThat(reply.text("//Credentials/SecretAccessKey")).hasSize(40);
        assertThat(Instant.parse(reply.text("//Credentials/Expiration")))
                .isBetween(
                        SystemTicker.instance().now().plusSeconds(3500),
                        SystemTicker.instance().now().plusSeconds(3600));
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void assumeRole_whenATimeIsGiven_lastsThatLong() throws IOException {
        WireClient.Reply reply = sts("AssumeRole", "RoleArn=" + ROLE, "RoleSessionName=move", "DurationSeconds=43200");

        assertThat(Instant.parse(reply.text("//Credentials/Expiration")))
                .isAfter(SystemTicker.instance().now().plusSeconds(43_000));
    }

    @Test
    void getCallerIdentity_saysWhoseTheKeysAre() throws IOException {
        WireClient.Reply assumed = sts("AssumeRole", "RoleArn=" + ROLE, "RoleSessionName=move");
        String token = assumed.text("//Credentials/SessionToken");

        WireClient.Reply who = ask(token, "2011-06-15", "GetCallerIdentity");
        assertThat(who.text("//Arn")).isEqualTo("arn:aws:sts::210987654321:assumed-role/failover/move");
        assertThat(who.text("//Account")).isEqualTo("210987654321");
        assertThat(who.text("//UserId")).isEqualTo(assumed.text("//AssumedRoleUser/AssumedRoleId"));
        assertThat(whoHas("")).isEqualTo("arn:aws:iam::123456789012:user/in-memory");
        assertThat(whoHas("somebody-else's")).isEqualTo("arn:aws:iam::123456789012:user/in-memory");
        assertThat(whoHas("c29tZWJvZHk=")).isEqualTo("arn:aws:iam::123456789012:user/in-memory");
    }

    @Test
    void getCallerIdentity_withTheKeysOfAnInstance_saysItsRole() throws IOException {
        InMemoryVpc network = sandbox.network();
        VpcInstance instance = network.run(
                InstanceSpec.with(InterfaceSpec.in(network.subnets().get(0).id()))
                        .instanceProfile("arn:aws:iam::123456789012:instance-profile/db"));
        try (InMemoryMetadataService metadata = InMemoryMetadataService.start(network, instance.id())) {
            Matcher token = Pattern.compile("\"Token\" : \"([^\"]+)\"")
                    .matcher(new MetadataClient(metadata).value("iam/security-credentials/db"));
            assertThat(token.find()).isTrue();
            assertThat(whoHas(token.group(1))).isEqualTo("arn:aws:sts::123456789012:assumed-role/db/" + instance.id());
        }
    }

    @Test
    void refusals_nameTheSessionThatAsked() throws IOException {
        String token =
                sts("AssumeRole", "RoleArn=" + ROLE, "RoleSessionName=move").text("//SessionToken");

        assertThat(ask(token, "2016-11-15", "DescribeVpcs").status()).isEqualTo(200);
        assertThat(WireClient.assertRefusal(403, "UnauthorizedOperation", ask(token, "2016-11-15", "DescribeSubnets"))
                        .message())
                .endsWith("User: arn:aws:sts::210987654321:assumed-role/failover/move is not authorized to perform:"
                        + " ec2:DescribeSubnets");
    }

    @Test
    void assumeRole_whenItIsNotPermitted_isDenied_andWhoOneIsNot() throws IOException {
        mayAssume = false;
        WireClient.Reply reply = sts("AssumeRole", "RoleArn=" + ROLE, "RoleSessionName=move");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text("//Error/Code")).isEqualTo("AccessDenied");
        assertThat(reply.text("//Error/Message"))
                .isEqualTo("User: arn:aws:iam::123456789012:user/in-memory is not authorized to perform: sts:AssumeRole"
                        + " on resource: " + ROLE);
        assertThat(whoHas("")).endsWith("user/in-memory");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RoleArn         |                                       | Value null at 'roleArn' failed to satisfy constraint: Member must not be null
            RoleArn         | arn:aws:iam::1:role/x                 | arn:aws:iam::1:role/x is invalid
            RoleArn         | arn:aws:iam::210987654321:user/failover | arn:aws:iam::210987654321:user/failover is invalid
            RoleArn         | role/failover                         | Value 'role/failover' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20
            RoleSessionName |                                       | Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null
            RoleSessionName | m                                     | Member must have length greater than or equal to 2
            RoleSessionName | a b                                   | Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*
            DurationSeconds | 899                                   | Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900
            DurationSeconds | 43201                                 | Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200
            """)
    void assumeRole_whenAParameterIsBad_isAValidationError(String name, String value, String text) throws IOException {
        Map<String, String> parameters = new TreeMap<>(GOOD);
        if (value == null) {
            parameters.remove(name);
        } else {
            parameters.put(name, value);
        }
        WireClient.Reply reply = sts(
                "AssumeRole",
                parameters.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toArray(String[]::new));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("//Error/Code")).isEqualTo("ValidationError");
        assertThat(reply.text("//Error/Message")).endsWith(text);
    }

    @Test
    void assumeRole_whenAParameterIsNotModelled_saysSo() throws IOException {
        assertThat(sts("AssumeRole", "RoleArn=" + ROLE, "RoleSessionName=move", "TokenCode=123456")
                        .text("//Error/Message"))
                .isEqualTo("The parameter TokenCode is not supported (not modelled by this in-memory AWS)");
        assertThat(sts("AssumeRole", "RoleArn=" + ROLE, "RoleSessionName=move", "Moon=1")
                        .text("//Error/Message"))
                .isEqualTo("The parameter Moon is not recognized");
        assertThat(sts("GetCallerIdentity", "TokenCode=1").text("//Error/Code")).isEqualTo("UnknownParameter");
        assertThat(sts("GetSessionToken").text("//Error/Code")).isEqualTo("InvalidAction");
    }
}
