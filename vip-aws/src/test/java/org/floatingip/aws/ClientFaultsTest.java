package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.dns.DnsName;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.route53.Route53Client;

/** What goes wrong on our side of the wire, by the real SDK: what fails at once, in whose words, and what is tried again. */
class ClientFaultsTest {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret"));

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);

    @AfterEach
    void stop() {
        server.close();
    }

    private Ec2ClientBuilder client() {
        return Ec2Client.builder()
                .region(Region.of(Sandbox.REGION))
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(CREDENTIALS);
    }

    private Ec2IpAssigner signedBy(AwsCredentialsProvider credentials) {
        return Ec2IpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(credentials)
                .build();
    }

    private static FloatingIp fastFailing(Ec2IpAssigner assigner) {
        // A failure that were taken for one that may pass would be tried again for all of this.
        return FloatingIp.at(VIP).assigner(assigner).timeoutSeconds(600).build();
    }

    private String b() {
        return sandbox.instanceId("db.b");
    }

    private static UnavailableException hopeless(FloatingIp db, String target) {
        UnavailableException thrown = catchThrowableOfType(UnavailableException.class, () -> db.moveTo(target));
        assertThat(thrown).isNotNull().hasMessageNotContaining("network");
        assertThat(thrown.retryable()).isFalse();
        assertThat(thrown.effect()).isEqualTo(Effect.NONE);
        return thrown;
    }

    // ---- what can't change by waiting

    @Test
    void moveTo_whenTheSettingsExcludeEachOther_failsAtOnceInTheirWords() {
        try (Ec2Client fips = client().fipsEnabled(true).build();
                Ec2IpAssigner assigner = Ec2IpAssigner.builder().client(fips).build()) {
            assertThat(hopeless(fastFailing(assigner), b()))
                    .hasMessageContaining("FIPS and custom endpoint are not supported");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void moveTo_whenTheCallerClosedTheClient_failsAtOnceInItsWords() throws Exception {
        Ec2Client client = client().build();
        Ec2IpAssigner assigner = Ec2IpAssigner.builder().client(client).build();
        assertThat(One.locate(assigner, VIP)).hasSize(1);
        client.close();

        UnavailableException thrown = hopeless(fastFailing(assigner), b());

        assertThat(thrown).hasMessageContaining("was closed");
        new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(thrown);
    }

    @Test
    void assign_whenTheCallerClosedTheHttpClient_isKnownToHaveNoEffect() {
        SdkHttpClient http = Apache5HttpClient.create();
        try (Ec2Client client = client().httpClient(http).build();
                Ec2IpAssigner assigner = Ec2IpAssigner.builder().client(client).build()) {
            Survey survey = One.survey(assigner, VIP, HostId.of(b()));
            Transfer transfer = Transfer.of(VIP, survey.holders(), survey.placement());
            http.close();

            UnavailableException thrown =
                    catchThrowableOfType(UnavailableException.class, () -> assigner.assign(List.of(transfer)));

            assertThat(thrown).hasMessageContaining("was closed");
            assertThat(thrown.retryable()).isFalse();
            assertThat(thrown.effect()).isEqualTo(Effect.NONE);
        }
    }

    @Test
    void lookUp_whenTheCallerClosedTheClient_failsAtOnceInItsWords() {
        Route53Client client = Route53Client.builder()
                .region(Region.AWS_GLOBAL)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(CREDENTIALS)
                .build();
        Route53DnsRegistrar registrar =
                Route53DnsRegistrar.builder().client(client).build();
        client.close();

        assertThatThrownBy(() -> registrar.lookUp(DnsName.of("db.example.com"), Duration.ofMinutes(10)))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        thrown -> assertThat(thrown.retryable()).isFalse())
                .hasMessageContaining("was closed");
    }

    // ---- credentials

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moveTo_whenAProviderFailsInItsOwnWay_saysItsWordsAtOnce(boolean ownClient) {
        AwsCredentialsProvider process = ProcessCredentialsProvider.builder()
                .command(List.of("sh", "-c", "echo 'no such vault' >&2; exit 7"))
                .build();
        try (Ec2Client client = client().credentialsProvider(process).build();
                Ec2IpAssigner assigner = ownClient
                        ? signedBy(process)
                        : Ec2IpAssigner.builder().client(client).build()) {
            assertThatThrownBy(() -> fastFailing(assigner).moveTo(b()))
                    .isInstanceOf(CredentialsException.class)
                    .hasMessageContaining("no such vault")
                    .hasMessageNotContaining("network");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void moveTo_whenAProviderFailsOnce_isToldByThatFailure() {
        AtomicInteger asked = new AtomicInteger();
        AwsCredentialsProvider flapping = () -> {
            if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("not yet");
            }
            return AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret");
        };
        try (Ec2IpAssigner assigner = signedBy(flapping)) {
            assertThatThrownBy(() -> One.locate(assigner, VIP))
                    .isInstanceOf(CredentialsException.class)
                    .hasMessageContaining("not yet");
            assertThat(asked).as("how often it was asked").hasValue(1);
        }
    }

    @Test
    void locate_whenTheServiceOfTheCredentialsHasTrouble_mayBeTriedAgain() {
        AwsCredentialsProvider troubled = () -> {
            throw AwsServiceException.builder()
                    .statusCode(503)
                    .message("Service Unavailable")
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("ServiceUnavailable")
                            .build())
                    .build();
        };
        try (Ec2IpAssigner assigner = signedBy(troubled)) {
            UnavailableException thrown =
                    catchThrowableOfType(UnavailableException.class, () -> One.locate(assigner, VIP));

            assertThat(thrown).hasMessageContaining("credentials").hasMessageNotContaining("network");
            assertThat(thrown.retryable()).isTrue();
        }
    }

    @Test
    void moveTo_whenAnInterruptEndsTheProvider_keepsTheInterrupt() {
        AwsCredentialsProvider slow = ProcessCredentialsProvider.builder()
                .command(List.of("sleep", "60"))
                .build();
        try (Ec2IpAssigner assigner = signedBy(slow)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> fastFailing(assigner).moveTo(b())).isInstanceOf(OutOfTimeException.class);

            assertThat(Thread.interrupted()).as("the interrupt flag").isTrue();
        }
    }

    // ---- credentials that expire in between

    private static final class Renewed implements AwsCredentialsProvider {

        private volatile String key = "ASIAOLD";

        @Override
        public AwsSessionCredentials resolveCredentials() {
            return AwsSessionCredentials.create(key, "not-a-secret", "token-of-" + key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ExpiredToken", "RequestExpired"})
    void moveTo_whenTheSessionExpiresBetweenAssignmentAndLook_looksWithTheNewOne(String code) {
        Renewed renewed = new Renewed();
        WireFault expired = WireFault.error(400, code, "The security token included in the request is expired")
                .onCall(Call.LOOK)
                .then(() -> renewed.key = "ASIANEW");
        server.inject(Fault.none().onCall(Call.ASSIGN).then(() -> server.inject(expired)));
        try (Ec2IpAssigner assigner = signedBy(renewed)) {
            MoveResult moved = fastFailing(assigner).moveTo(b());

            assertThat(moved.outcome()).isEqualTo(MoveOutcome.MOVED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moveTo_whenTheSessionExpiresAtTheAssignment_assignsOnceMore(boolean ownClient) {
        Renewed renewed = new Renewed();
        server.inject(WireFault.error(400, "ExpiredToken", "expired")
                .onCall(Call.ASSIGN)
                .then(() -> renewed.key = "ASIANEW"));
        try (Ec2Client client = client().credentialsProvider(renewed).build();
                Ec2IpAssigner assigner = ownClient
                        ? signedBy(renewed)
                        : Ec2IpAssigner.builder().client(client).build()) {
            fastFailing(assigner).moveTo(b());
        }
        assertThat(server.requests())
                .filteredOn(RecordedRequest::mutating)
                .extracting(RecordedRequest::status)
                .containsExactly(400, 200);
    }

    @Test
    void moveTo_whenTheSessionExpiredAndThereIsNoOther_saysSoAtOnce() {
        server.inject(
                WireFault.error(400, "ExpiredToken", "The session is over").onCall(Call.ASSIGN));
        try (Ec2IpAssigner assigner = signedBy(new Renewed())) {
            FloatingIpException thrown = catchThrowableOfType(
                    FloatingIpException.class, () -> fastFailing(assigner).moveTo(b()));

            assertThat(thrown).isInstanceOf(CredentialsException.class).hasMessageContaining("The session is over");
        }
        assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(1);
    }
}
