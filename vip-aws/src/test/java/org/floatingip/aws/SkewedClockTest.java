package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsRecord;
import org.floatingip.failure.CredentialsException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** A service whose clock is not ours, with the real SDK in front of it. */
class SkewedClockTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"));

    private final Sandbox sandbox = Sandbox.create();
    private final HostId b = HostId.of(sandbox.instanceId("db.b"));
    private final InMemoryAwsServer server = sandbox.serve();
    private OwnTimeServer front;
    private Ec2IpAssigner assigner;

    @BeforeEach
    void start() throws IOException {
        front = new OwnTimeServer(server.endpointUrl());
        assigner = Ec2IpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(front.endpoint())
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        assigner.close();
        front.close();
        server.close();
        SdkGlobalTime.setGlobalTimeOffset(0); // what the SDK learns, it keeps for the whole JVM
    }

    private FloatingIp at(Ec2IpAssigner assigner) {
        return FloatingIp.at(VIP)
                .assigner(assigner)
                .ticker(VirtualTicker.create())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "20, 401, AuthFailure",
        "-20, 401, AuthFailure",
        "600, 400, RequestExpired",
        "20, 403, SignatureDoesNotMatch",
        "20, 400, RequestTimeTooSkewed",
        "-20, 400, RequestInTheFuture"
    })
    void moveTo_whenTheServicesClockIsAhead_asksOnceMoreByItsTimeAndKeepsIt(int minutes, int status, String code) {
        front.ahead = Duration.ofMinutes(minutes);
        front.status = status;
        front.code = code;

        assertThat(at(assigner).moveTo(b).moved()).isTrue();

        assertThat(front.refused()).hasSize(1);
        assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(1);
    }

    @Test
    void assign_whenItIsTheFirstToBeRefusedForItsTime_isMadeOnce() {
        front.ahead = Duration.ZERO;
        Survey survey = One.survey(assigner, VIP, b);
        front.ahead = Duration.ofMinutes(20);

        assigner.assign(List.of(Transfer.of(VIP, survey.holders(), survey.placement())));

        assertThat(front.refused()).singleElement().asString().contains("Action=AssignPrivateIpAddresses");
        assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(1);
        assertThat(sandbox.network().holders(VIP)).allMatch(holder -> holder.isOn(b));
    }

    @Test
    void moveTo_whenTheCallerBroughtTheClient_isTheSame() {
        try (Ec2Client client = Ec2Client.builder()
                        .region(Region.of(Sandbox.REGION))
                        .endpointOverride(front.endpoint())
                        .credentialsProvider(CREDENTIALS)
                        .build();
                Ec2IpAssigner through = Ec2IpAssigner.builder().client(client).build()) {
            assertThat(at(through).moveTo(b).moved()).isTrue();
        }
        assertThat(front.refused()).hasSize(1);
    }

    @Test
    void moveTo_whenItIsRefusedAllTheSame_saysBothTimesAfterOneMore() {
        front.refusesAll = true;

        FloatingIpException refused = catchThrowableOfType(
                FloatingIpException.class, () -> at(assigner).moveTo(b));

        assertThat(refused)
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("not able to validate the provided access credentials")
                .hasMessageContaining("This machine's clock says 20")
                .hasMessageContaining("EC2's says 20")
                .hasMessageContaining("request id r-1");
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(Objects.requireNonNull(refused.serviceError()).code()).isEqualTo("AuthFailure");
        assertThat(front.refused()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AuthFailure", "SignatureDoesNotMatch", "ExpiredToken"})
    void moveTo_whenTheClocksAgree_asksNotAgainAndSaysNothingOfThem(String code) {
        front.ahead = Duration.ofMinutes(1);
        front.code = code;
        front.refusesAll = true;

        FloatingIpException refused = catchThrowableOfType(
                FloatingIpException.class, () -> at(assigner).moveTo(b));

        assertThat(refused).isInstanceOf(CredentialsException.class).hasMessageNotContaining("clock");
        assertThat(front.refused()).hasSize(1);
    }

    @Test
    void moveTo_whenTheReplyHasNoDate_asksNotAgain() {
        front.saysItsTime = false;

        FloatingIpException refused = catchThrowableOfType(
                FloatingIpException.class, () -> at(assigner).moveTo(b));

        assertThat(refused).isInstanceOf(CredentialsException.class).hasMessageNotContaining("clock");
        assertThat(front.refused()).hasSize(1);
    }

    @Test
    void register_whenRoute53sClockIsAhead_asksOnceMoreByItsTime() {
        front.status = 403;
        front.code = "SignatureDoesNotMatch";
        try (Route53DnsRegistrar registrar = Route53DnsRegistrar.builder()
                .endpointOverride(front.endpoint())
                .credentialsProvider(CREDENTIALS)
                .ticker(VirtualTicker.create())
                .build()) {
            DnsRecord record = DnsRecord.address("db." + Sandbox.ZONE, 60, "10.0.1.12");

            assertThat(registrar.register(record, Duration.ofSeconds(30)).ids()).hasSize(1);
        }
        assertThat(front.refused()).hasSize(1);
    }
}
