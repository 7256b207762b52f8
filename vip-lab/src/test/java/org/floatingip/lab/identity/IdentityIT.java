package org.floatingip.lab.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command as most users of AWS come to it: by a role, by SSO, by a program that gives credentials, by a web identity. Who
 * was asked for signs, or nobody: the machine has a role of its own, which must never stand in.
 */
class IdentityIT {

    private static final Duration FAR_BELOW_THE_TIMEOUT = Duration.ofSeconds(15);

    private static final String CONFIG = """
            [default]
            region = us-east-1

            [profile ops]
            aws_access_key_id = AKIAOPS0000000000EXA
            aws_secret_access_key = hush-secret

            [profile role]
            role_arn = arn:aws:iam::111122223333:role/mover
            source_profile = ops

            [profile role-of-role]
            role_arn = arn:aws:iam::111122223333:role/second
            source_profile = role

            [profile role-of-environment]
            role_arn = arn:aws:iam::111122223333:role/mover
            credential_source = Environment

            [profile denied]
            role_arn = arn:aws:iam::111122223333:role/denied
            source_profile = ops

            [profile sourceless]
            role_arn = arn:aws:iam::111122223333:role/mover
            source_profile = nobody

            [sso-session company]
            sso_region = us-east-1
            sso_start_url = https://d-1234567890.awsapps.com/start

            [profile sso]
            sso_session = company
            sso_account_id = 111122223333
            sso_role_name = Mover

            [profile old-sso]
            sso_region = us-east-1
            sso_start_url = https://d-1234567890.awsapps.com/start
            sso_account_id = 111122223333
            sso_role_name = Mover

            [profile login]
            login_session = arn:aws:iam::111122223333:user/ops
            """;

    @TempDir
    Path home;

    private Identities machine;

    @BeforeEach
    void start() {
        machine = new Identities(home);
        machine.write(".aws/config", CONFIG);
    }

    @AfterEach
    void stop() {
        machine.close();
    }

    private Program.Ended status(Program vip, String... more) {
        return vip.run(Stream.concat(Stream.of("status", Sandbox.FLOATING_IP, "--timeout", "30"), Stream.of(more))
                .toArray(String[]::new));
    }

    private void assertSignedBy(String key, Program.Ended ended) {
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("held by i-");
        assertThat(machine.signers()).containsExactly(key);
    }

    private void process(String profile, String command) {
        machine.write(".aws/config", CONFIG + "\n[profile " + profile + "]\ncredential_process = " + command + "\n");
    }

    // ---- who was asked for signs

    @Test
    void status_whenNobodyIsAskedFor_isSignedByTheMachine() {
        assertSignedBy(StubReplies.MACHINE_KEY, status(machine.vip()));
    }

    @Test
    void status_whenTheProfileIsARole_isSignedByTheRole() {
        assertSignedBy(StubReplies.ROLE_KEY, status(machine.vip(), "--profile", "role"));
        assertThat(machine.sts().requests())
                .extracting(StubServer.Request::accessKeyId)
                .containsExactly("AKIAOPS0000000000EXA");
    }

    @Test
    void status_whenAwsProfileIsARole_isSignedByTheRole() {
        assertSignedBy(StubReplies.ROLE_KEY, status(machine.vip().with("AWS_PROFILE", "role")));
    }

    @Test
    void status_whenTheRoleIsAssumedByARole_isSignedByTheSecond() {
        assertSignedBy(StubReplies.ROLE_KEY, status(machine.vip(), "--profile", "role-of-role"));
        assertThat(machine.sts().requests())
                .extracting(StubServer.Request::accessKeyId)
                .containsExactlyInAnyOrder("AKIAOPS0000000000EXA", StubReplies.ROLE_KEY);
    }

    @Test
    void status_whenTheRoleIsAssumedByTheEnvironment_isSignedByTheRole() {
        Program vip = machine.vip().with("AWS_ACCESS_KEY_ID", "AKIAENV").with("AWS_SECRET_ACCESS_KEY", "hush-secret");

        assertSignedBy(StubReplies.ROLE_KEY, status(vip, "--profile", "role-of-environment"));
        assertThat(machine.sts().requests())
                .extracting(StubServer.Request::accessKeyId)
                .containsExactly("AKIAENV");
    }

    @Test
    void status_whenTheProfileIsASsoSession_isSignedByItsRole() {
        machine.signedIn("company", Instant.now().plusSeconds(3600));

        assertSignedBy(StubReplies.SSO_KEY, status(machine.vip(), "--profile", "sso"));
    }

    @Test
    void status_whenTheProfileIsSsoOfTheOldForm_isSignedByItsRole() {
        machine.signedIn("https://d-1234567890.awsapps.com/start", Instant.now().plusSeconds(3600));

        assertSignedBy(StubReplies.SSO_KEY, status(machine.vip(), "--profile", "old-sso"));
    }

    @Test
    void status_whenAProcessGivesCredentials_isSignedByThem() {
        Path answer = machine.write(
                "credentials.json",
                "{\"Version\":1,\"AccessKeyId\":\"AKIAPROCESS\",\"SecretAccessKey\":\"hush-secret\"}");
        process("process", "cat " + answer);

        assertSignedBy("AKIAPROCESS", status(machine.vip(), "--profile", "process"));
    }

    @Test
    void status_whenTheEnvironmentHasAWebIdentity_isSignedByItsRole() {
        Path token = machine.write("token", StubReplies.WEB_IDENTITY_TOKEN);
        Program vip = machine.vip()
                .with("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString())
                .with("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/mover");

        assertSignedBy(StubReplies.WEB_IDENTITY_KEY, status(vip));
    }

    @Test
    void status_whenTheProfileHasAWebIdentity_isSignedByItsRole() {
        Path token = machine.write("token", StubReplies.WEB_IDENTITY_TOKEN);
        machine.write(
                ".aws/config",
                CONFIG + "\n[profile web]\nrole_arn = arn:aws:iam::111122223333:role/mover\nweb_identity_token_file = "
                        + token + "\n");

        assertSignedBy(StubReplies.WEB_IDENTITY_KEY, status(machine.vip(), "--profile", "web"));
    }

    @Test
    void status_whenTheEnvironmentHasKeysAndAProfile_isSignedByTheKeys() {
        Program vip = machine.vip()
                .with("AWS_PROFILE", "role")
                .with("AWS_ACCESS_KEY_ID", "AKIAENV")
                .with("AWS_SECRET_ACCESS_KEY", "hush-secret");

        assertSignedBy("AKIAENV", status(vip));
    }

    // ---- or nobody

    /**
     * An identity that can't be had.
     *
     * @param says what the message must contain: the words of who should have given it
     */
    private record CantBeHad(
            String what, BiConsumer<IdentityIT, Program> setUp, List<String> arguments, List<String> says) {

        @Override
        public String toString() {
            return what;
        }
    }

    private static CantBeHad profile(String name, String... says) {
        return new CantBeHad("--profile " + name, (test, vip) -> {}, List.of("--profile", name), List.of(says));
    }

    private static CantBeHad row(String what, BiConsumer<IdentityIT, Program> setUp, String... says) {
        return new CantBeHad(what, setUp, List.of(), List.of(says));
    }

    static Stream<CantBeHad> cantBeHad() {
        return Stream.of(
                profile("denied", "not authorized to perform: sts:AssumeRole on resource: " + StubReplies.DENIED_ROLE),
                profile("nope", "profile \"nope\""),
                profile("sourceless", "nobody", "has no credentials configured"),
                profile("login", "'signin' service module must be on the class path"),
                profile("sso", "aws sso login --profile sso"),
                profile("old-sso", "aws sso login --profile old-sso"),
                row(
                        "AWS_PROFILE of a role that STS denies",
                        (test, vip) -> vip.with("AWS_PROFILE", "denied"),
                        "profile \"denied\"",
                        "not authorized to perform: sts:AssumeRole"),
                row(
                        "AWS_PROFILE that there is not",
                        (test, vip) -> vip.with("AWS_PROFILE", "nope"),
                        "profile \"nope\""),
                row(
                        "AWS_PROFILE where there are no files",
                        (test, vip) -> vip.with("AWS_PROFILE", "role").with("AWS_CONFIG_FILE", "/nonexistent/config"),
                        "profile \"role\""),
                row(
                        "STS that can't be reached",
                        (test, vip) ->
                                vip.with("AWS_PROFILE", "role").with("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1"),
                        "profile \"role\"",
                        "Connect to http://127.0.0.1:1",
                        "refused"),
                row(
                        "an expired SSO session",
                        (test, vip) -> {
                            test.machine.signedIn("company", Instant.now().minusSeconds(60));
                            vip.with("AWS_PROFILE", "sso");
                        },
                        "Token is expired",
                        "aws sso login --profile sso"),
                row(
                        "an expired SSO sign-in of the old form",
                        (test, vip) -> {
                            test.machine.signedIn(
                                    "https://d-1234567890.awsapps.com/start",
                                    Instant.now().minusSeconds(60));
                            vip.with("AWS_PROFILE", "old-sso");
                        },
                        "has expired or is otherwise invalid",
                        "run aws sso login"),
                row(
                        "a process that fails",
                        (test, vip) -> {
                            test.process("process", "sh -c \"echo 'no such vault' >&2; exit 7\"");
                            vip.with("AWS_PROFILE", "process");
                        },
                        "profile \"process\"",
                        "(7)",
                        "no such vault"),
                row(
                        "a process that prints no JSON",
                        (test, vip) -> {
                            test.process("process", "echo hush-secret");
                            vip.with("AWS_PROFILE", "process");
                        },
                        "profile \"process\"",
                        "not JSON"),
                row(
                        "a process of the default profile, which nobody named",
                        (test, vip) -> test.machine.write(
                                ".aws/config",
                                "[default]\ncredential_process = sh -c \"echo 'no such vault' >&2; exit 7\"\n"),
                        "profile \"default\"",
                        "no such vault"),
                row(
                        "a web identity without its file",
                        (test, vip) -> vip.with("AWS_WEB_IDENTITY_TOKEN_FILE", "/nonexistent/token")
                                .with("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/mover"),
                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                        "/nonexistent/token"),
                row(
                        "a web identity that STS does not know",
                        (test, vip) -> vip.with(
                                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                                        test.machine
                                                .write("token", "hush-other")
                                                .toString())
                                .with("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/mover"),
                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                        "No OpenIDConnect provider found in your account"),
                row(
                        "a web identity without a role",
                        (test, vip) -> vip.with(
                                "AWS_WEB_IDENTITY_TOKEN_FILE",
                                test.machine
                                        .write("token", StubReplies.WEB_IDENTITY_TOKEN)
                                        .toString()),
                        "AWS_ROLE_ARN"),
                row(
                        "a container's credentials that nobody gives",
                        (test, vip) -> vip.with("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/creds"),
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        "refused"),
                row("half a key", (test, vip) -> vip.with("AWS_ACCESS_KEY_ID", "AKIAENV"), "AWS_SECRET_ACCESS_KEY"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cantBeHad")
    void status_whenTheIdentityCantBeHad_saysWhyAtOnceAndIsNobodyElse(CantBeHad identity) {
        Program vip = machine.vip();
        identity.setUp().accept(this, vip);

        long began = System.nanoTime();
        Program.Ended ended = status(vip, identity.arguments().toArray(String[]::new));
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(machine.signers()).as("who asked EC2").isEmpty();
        assertThat(ended.status()).as(ended.err()).isEqualTo(4);
        assertThat(ended.err())
                .startsWith("vip: ")
                .contains("credentials: none could be loaded")
                .contains(identity.says().toArray(String[]::new))
                .doesNotContain("hush", "network", "Factory", "Exception:");
        assertThat(ended.err().lines().findFirst().orElseThrow()).hasSizeLessThan(600);
        assertThat(took).isLessThan(FAR_BELOW_THE_TIMEOUT);
    }

    @Test
    void status_whenTheIdentityCantBeHadAndDebugIsAsked_showsNoSecret() {
        process("process", "echo hush-secret");

        Program.Ended ended = status(machine.vip(), "--profile", "process", "--debug");

        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.err()).contains("\tat ").doesNotContain("hush");
    }

    // ---- what can't change by waiting

    @Test
    void status_whenTheSettingsExcludeEachOther_saysSoAtOnce() {
        Program vip = machine.vip().with("AWS_USE_FIPS_ENDPOINT", "true");

        long began = System.nanoTime();
        Program.Ended ended = status(vip);
        Duration took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(ended.status()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err())
                .contains("FIPS and custom endpoint are not supported")
                .doesNotContain("network");
        assertThat(took).isLessThan(FAR_BELOW_THE_TIMEOUT);
    }

    @Test
    void status_whenTheEnvironmentNamesADeadProxy_isAskedOnLoopbackWithoutIt() {
        Program vip = machine.vip()
                .with("AWS_ACCESS_KEY_ID", "AKIAENV")
                .with("AWS_SECRET_ACCESS_KEY", "hush-secret")
                .with("HTTP_PROXY", "http://127.0.0.1:1")
                .with("ALL_PROXY", "http://127.0.0.1:1")
                .with("NO_PROXY", "localhost,10.0.0.0/8");

        assertSignedBy("AKIAENV", status(vip));
    }

    /** The SDK makes the client of STS by itself, and reads the same settings otherwise. */
    @Test
    void commands_whenTheEnvironmentNamesAProxy_askStsAndTheLedgerThroughIt() {
        try (LoggingProxy proxy = LoggingProxy.start("502 Bad Gateway")) {
            Program vip = machine.vip().with("HTTPS_PROXY", "http://" + proxy.hostAndPort());

            status(vip.and(List.of()).with("AWS_ENDPOINT_URL_STS", null), "--profile", "role");
            vip.with("AWS_ACCESS_KEY_ID", "AKIAENV")
                    .with("AWS_SECRET_ACCESS_KEY", "hush-secret")
                    .run(
                            "move",
                            Sandbox.FLOATING_IP,
                            Sandbox.create().instanceId("db.b"),
                            "--epoch",
                            "1",
                            "--fence",
                            "dynamodb:claims",
                            "--timeout",
                            "2");

            assertThat(proxy.requests())
                    .containsExactly(
                            "CONNECT sts.us-east-1.amazonaws.com:443", "CONNECT dynamodb.us-east-1.amazonaws.com:443");
        }
    }
}
