package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.ServiceError;
import org.floatingip.dns.DnsName;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.Denial;
import org.floatingip.failure.DenialReason;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What becomes of answers that the model never gives by itself: refusals of every meaning, failures, and what is no answer. */
class ServiceAnswersTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"));

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryAwsServer server = sandbox.serve();
    private final Ec2IpAssigner assigner = Ec2IpAssigner.builder()
            .region(Sandbox.REGION)
            .endpointOverride(server.endpointUrl())
            .credentialsProvider(CREDENTIALS)
            .build();
    private final FloatingIp db =
            FloatingIp.at(VIP).assigner(assigner).ticker(VirtualTicker.create()).build();
    private final String b = sandbox.instanceId("db.b");

    @AfterEach
    void stop() {
        assigner.close();
        server.close();
    }

    private FloatingIpException failureOfMove() {
        return Objects.requireNonNull(catchThrowableOfType(FloatingIpException.class, () -> db.moveTo(b)));
    }

    private Transfer transfer() {
        Survey survey = One.survey(assigner, VIP, HostId.of(b));
        return Transfer.of(VIP, survey.holders(), survey.placement());
    }

    // ---- refusals

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You are not the owner of network interface 'eni-0123456789abcdef0'",
                "The address '203.0.113.7' does not belong to you.",
                "You do not have permission to access the specified resource.",
                "You are not allowed to manage 'ela-attach' attachments.",
                "You are not authorized to perform this operation on the specified resource",
                "a text that nobody has seen yet"
            })
    void authFailure_whenTheThingIsSomebodyElses_isNoMatterOfCredentials(String text) {
        server.inject(WireFault.error(401, "AuthFailure", text).onCall(Call.ASSIGN));

        FloatingIpException denied = failureOfMove();

        assertThat(denied)
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("ec2:AssignPrivateIpAddresses")
                .hasMessageContaining("another account's")
                .hasMessageContaining(text.replaceAll("\\.$", ""))
                .hasMessageNotContaining("valid credentials")
                .asInstanceOf(type(PermissionDeniedException.class))
                .extracting(PermissionDeniedException::denial)
                .isEqualTo(Denial.notYours());
        assertThat(denied.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void authFailure_whenItHasNoTextAndTheKeyWasAccepted_isNoMatterOfCredentials() {
        server.inject(WireFault.error(401, "AuthFailure", "").onCall(Call.ASSIGN));

        assertThat(failureOfMove()).isInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void authFailure_whenItHasNoTextAndNothingWasAsked_isOneOfCredentials() {
        server.inject(WireFault.error(401, "AuthFailure", ""));

        assertThat(failureOfMove()).isInstanceOf(CredentialsException.class);
    }

    @Test
    void authFailure_whenTheSameKeyWasAccepted_saysThatItIsRight() {
        String text = "AWS was not able to validate the provided access credentials";
        server.inject(WireFault.error(401, "AuthFailure", text).onCall(Call.ASSIGN));

        assertThat(failureOfMove())
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("has accepted the same access key before")
                .hasMessageNotContaining("region");
    }

    @Test
    void authFailure_whenTheyAreBad_saysSoAndNothingOfClocks() {
        String text = "AWS was not able to validate the provided access credentials";
        server.inject(WireFault.error(401, "AuthFailure", text));

        assertThat(failureOfMove())
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("A region that is not enabled for the account answers so, too")
                .hasMessageNotContaining("clock");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void unauthorized_whenByAServiceControlPolicy_keepsPrincipalResourceAndReason() {
        String text =
                "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/ops is not"
                        + " authorized to perform: ec2:AssignPrivateIpAddresses on resource:"
                        + " arn:aws:ec2:us-east-1:123456789012:network-interface/eni-0a with an explicit deny in a service"
                        + " control policy";
        server.inject(WireFault.error(403, "UnauthorizedOperation", text)
                .onCall(Call.ASSIGN)
                .times(2));

        FloatingIpException denied = failureOfMove();

        assertThat(denied)
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("overrides every permission")
                .hasMessageNotContaining("Allow that action");
        ServiceError said = Objects.requireNonNull(denied.serviceError());
        assertThat(said.code()).isEqualTo("UnauthorizedOperation");
        assertThat(said.message()).isEqualTo(text);
        assertThat(said.requestId()).isNotBlank();
        assertThat(denied).hasMessageContaining(said.requestId());
    }

    @ParameterizedTest
    @CsvSource({
        "no identity-based policy, Allow that action to the credentials in use",
        "no resource-based policy, the resource's own policy",
        "no permissions boundary, in the permissions boundary of the credentials in use",
        "no service control policy, the administrator of the organization",
        "no resource control policy, in its resource control policy",
        "no session policy, with a session policy that allows that action",
        "no VPC endpoint policy, in the policy of the VPC endpoint"
    })
    void unauthorized_whenAPolicyOfATypeIsLacking_advisesWhereToAllowIt(String lacking, String advice) {
        String text =
                "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/ops is not"
                        + " authorized to perform: ec2:AssignPrivateIpAddresses because " + lacking
                        + " allows the ec2:AssignPrivateIpAddresses action. Encoded authorization failure message: 4GIOHlTkIaWHQD0Q";
        server.inject(WireFault.error(403, "UnauthorizedOperation", text).onCall(Call.ASSIGN));

        assertThat(failureOfMove())
                .hasMessageContaining(advice)
                .hasMessageContaining("because " + lacking + " allows")
                .asInstanceOf(type(PermissionDeniedException.class))
                .satisfies(denied -> {
                    assertThat(denied.denial().reason()).isEqualTo(DenialReason.NOT_ALLOWED);
                    assertThat("no " + denied.denial().policyType()).isEqualTo(lacking);
                });
    }

    @Test
    void unauthorized_whenItIsEncoded_saysHowToReadIt() {
        String text =
                "You are not authorized to perform this operation. Encoded authorization failure message: 4GIOHlTkIaWHQD0Q";
        server.inject(WireFault.error(403, "UnauthorizedOperation", text).onCall(Call.ASSIGN));

        assertThat(failureOfMove())
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("aws sts decode-authorization-message");
    }

    @Test
    void serviceError_whenAnExceptionOfOursIsMadeOfIt_goesAlong() {
        FloatingIpException unknown = Objects.requireNonNull(
                catchThrowableOfType(FloatingIpException.class, () -> db.moveTo("i-00000000000000002")));

        assertThat(unknown).is(refusal(RefusalReason.UNKNOWN_TARGET));
        assertThat(Objects.requireNonNull(unknown.serviceError()).code()).isEqualTo("InvalidInstanceID.NotFound");
        assertThat(unknown)
                .hasMessageContaining("request id " + unknown.serviceError().requestId());
    }

    // ---- failures

    @ParameterizedTest
    @CsvSource({
        "408, RequestTimeout",
        "408, Odd.Code",
        "400, InternalError",
        "400, InternalFailure",
        "400, Unavailable",
        "500, InternalError"
    })
    void assign_whenTheServiceFailedItself_mayHaveHadItsEffect(int status, String code) {
        Transfer transfer = transfer();
        server.inject(
                WireFault.error(status, code, "An internal error has occurred").onCall(Call.ASSIGN));

        FloatingIpException failed =
                catchThrowableOfType(FloatingIpException.class, () -> assigner.assign(List.of(transfer)));

        assertThat(failed).isInstanceOf(UnavailableException.class);
        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(Objects.requireNonNull(failed.serviceError()).code()).isEqualTo(code);
    }

    @Test
    void assign_whenRefusedForAnotherReason_stillHasNoEffect() {
        Transfer transfer = transfer();
        server.inject(WireFault.error(400, "IncorrectState", "odd").onCall(Call.ASSIGN));

        FloatingIpException failed =
                catchThrowableOfType(FloatingIpException.class, () -> assigner.assign(List.of(transfer)));

        assertThat(failed).is(refusal(RefusalReason.REJECTED));
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
    }

    // ---- what is no answer

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|<!DOCTYPE html><html><head><title>Welcome to FreeWiFi</title></head></html>|Welcome to FreeWiFi",
                "200|<html><body>Please log in<br></html>|an HTML page",
                "200|<?xml version='1.0'?><!DOCTYPE html><html><title>In the way</title></html>|In the way",
                "403|<html><title>Blocked by policy</title></html>|Blocked by policy",
                "404|<html>Not here</html>|HTTP 404, an HTML page",
                "302|<html>Moved</html>|HTTP 302, a redirection",
                "200|{\"message\":\"missing authentication token\"}|JSON ({\"message\":\"missing",
                "200|OK|no XML (OK)"
            })
    void move_whenSomethingElseAnswers_failsAtOnceAndNamesIt(int status, String body, String says) {
        server.inject(WireFault.body(status, body).always());

        FloatingIpException failed = failureOfMove();

        assertThat(failed)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(says)
                .hasMessageContaining("captive portal");
        assertThat(failed.retryable()).isFalse();
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void move_whenOnlyTheChangeIsAnsweredBySomethingElse_looks() {
        server.inject(WireFault.body(200, "<html><title>Log in</title></html>").onCall(Call.ASSIGN));

        assertThat(db.moveTo(b).moved()).isTrue();
        assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(2);
    }

    @Test
    void move_whenSomethingElseAnswersFromTheChangeOn_endsAtOnceWithAnUnknownEffect() {
        server.inject(WireFault.body(200, "<html><title>Log in</title></html>")
                .skip(2)
                .always());

        FloatingIpException failed = failureOfMove();

        assertThat(failed).isInstanceOf(NotVerifiedException.class).cause().hasMessageContaining("Log in");
        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(server.requests()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"502, <html>Bad Gateway</html>", "503, <html>Service Unavailable</html>", "200, ''"})
    void move_whenItMayPass_goesOnAsking(int status, String body) {
        server.inject(WireFault.body(status, body).times(3));

        assertThat(db.moveTo(b).moved()).isTrue();
    }

    @Test
    void names_whenSomethingElseAnswers_failAtOnceAndNameIt() {
        try (Route53DnsRegistrar registrar = Route53DnsRegistrar.builder()
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(CREDENTIALS)
                .ticker(VirtualTicker.create())
                .build()) {
            server.inject(
                    WireFault.body(200, "<html><title>Log in</title></html>").always());

            FloatingIpException failed = catchThrowableOfType(
                    FloatingIpException.class,
                    () -> registrar.lookUp(DnsName.of("db." + Sandbox.ZONE), Duration.ofSeconds(30)));

            assertThat(failed).isInstanceOf(UnavailableException.class).hasMessageContaining("Log in");
            assertThat(server.requests()).hasSize(1);

            server.mend();
            server.inject(WireFault.error(403, "AccessDenied", "User: arn:x is not authorized"));
            FloatingIpException denied = catchThrowableOfType(
                    FloatingIpException.class,
                    () -> registrar.lookUp(DnsName.of("db." + Sandbox.ZONE), Duration.ofSeconds(30)));

            assertThat(denied).hasMessageContaining("arn:x is not authorized");
            assertThat(Objects.requireNonNull(denied.serviceError()).requestId())
                    .isNotBlank();
        }
    }
}
