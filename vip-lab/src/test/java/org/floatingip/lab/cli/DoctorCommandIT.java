package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.floatingip.CidrBlock;
import org.floatingip.lab.Program;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code vip doctor} as its users meet it: what it prints, and the exit status that a pipeline's gate looks at. */
class DoctorCommandIT {

    private static final String VIP = Sandbox.FLOATING_IP;
    private static final int NOT_HEALTHY = 7;
    private static final int NOT_DIAGNOSED = 8;

    private final Sandbox sandbox = Sandbox.create(SystemTicker.instance());
    private final InMemoryAwsServer server = sandbox.serve();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");

    @AfterEach
    void stop() {
        server.close();
    }

    private Program.Ended vip(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--timeout")) {
            all.addAll(List.of("--timeout", "100")); // a busy machine must not look like a silent service
        }
        return Program.vip()
                .with("AWS_ENDPOINT_URL", server.endpointUrl().toString())
                .run(all.toArray(String[]::new));
    }

    /** What the warning about it says to do. */
    private void reserve() {
        String subnet =
                sandbox.network().instance(a).orElseThrow().interfaces().get(0).subnetId();
        sandbox.network().createCidrReservation(subnet, CidrBlock.of(VIP + "/32"), "explicit", "");
    }

    private static JsonNode finding(JsonNode diagnosis, String check, String subject) {
        return StreamSupport.stream(diagnosis.get("findings").spliterator(), false)
                .filter(each -> each.get("check").asText().equals(check)
                        && each.get("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + check + " of " + subject + " in " + diagnosis));
    }

    @Test
    void doctor_whenThereIsOnlyAWarning_isHealthyUnlessStrict() {
        Program.Ended ended = vip("doctor", VIP, "--hosts", a + "," + b);

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        List<String> lines = ended.out().lines().toList();
        assertThat(lines.get(0))
                .as("the worst is the first")
                .startsWith("WARN      reservation 10.0.1.12: nothing keeps EC2 from giving it")
                .contains(
                        ". Mend: aws ec2 create-subnet-cidr-reservation --reservation-type explicit --subnet-id subnet-")
                .endsWith(" --cidr 10.0.1.12/32");
        assertThat(lines)
                .contains(
                        "unproven  permission ec2:AssignPrivateIpAddresses: EC2 has no dry run for it: only a move proves"
                                + " that it is allowed",
                        "ok        permission ec2:DescribeInstances: proven: it was read with it")
                .endsWith("10.0.1.12: healthy (1 warning, 3 unproven)");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);

        Program.Ended strict = vip("doctor", VIP, "--hosts", a, b, "--strict");

        assertThat(strict.status()).isEqualTo(NOT_HEALTHY);
        assertThat(strict.out()).contains("10.0.1.12: not healthy (1 warning, 3 unproven)");

        reserve();

        assertThat(vip("doctor", VIP, "--hosts", a, b, "--strict").status()).isZero();
    }

    @Test
    void doctor_whenThereAreProblems_saysThemAsJsonAndEndsWithSeven() {
        Program.Ended ended = vip(
                "doctor",
                VIP,
                "--hosts",
                a,
                b,
                sandbox.instanceId("far"),
                "--dns",
                "db.example.com",
                "--output",
                "json");

        assertThat(ended.status()).as(ended.err()).isEqualTo(NOT_HEALTHY);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines()).hasSize(1);
        JsonNode diagnosis = ended.json();
        assertThat(diagnosis.fieldNames())
                .toIterable()
                .containsExactly(
                        "outcome", "address", "hosts", "worst", "findings", "startedAt", "elapsedMillis", "exitStatus");
        assertThat(diagnosis.get("outcome").asText()).isEqualTo("NOT_HEALTHY");
        assertThat(diagnosis.get("worst").asText()).isEqualTo("PROBLEM");
        assertThat(diagnosis.get("hosts")).hasSize(3);
        assertThat(diagnosis.get("exitStatus").asInt()).isEqualTo(NOT_HEALTHY);
        JsonNode subnet = finding(diagnosis, "subnet", sandbox.instanceId("far"));
        assertThat(subnet.fieldNames())
                .toIterable()
                .containsExactly("severity", "check", "subject", "detail", "remedy");
        assertThat(subnet.get("severity").asText()).isEqualTo("PROBLEM");
        assertThat(finding(diagnosis, "dns-name", "db.example.com")
                        .get("severity")
                        .asText())
                .isEqualTo("PROBLEM");
        assertThat(finding(diagnosis, "target", a).get("remedy").isNull()).isTrue();
    }

    @Test
    void doctor_whenSomethingCantBeRead_endsWithEight() {
        server.inject(Fault.deny().always().onAction("GetSubnetCidrReservations"));

        Program.Ended ended = vip("doctor", VIP, "--hosts", a, b);

        assertThat(ended.status()).as(ended.err()).isEqualTo(NOT_DIAGNOSED);
        assertThat(ended.out().lines().findFirst().orElseThrow())
                .startsWith("UNKNOWN   reservation 10.0.1.12: not known without ec2:GetSubnetCidrReservations");
        assertThat(ended.out()).contains("10.0.1.12: not everything could be found out (1 unknown, 3 unproven)");
    }

    @Test
    void doctor_whenNothingAnswers_takesNothingForFine() {
        server.close();

        Program.Ended ended = vip("doctor", VIP, "--hosts", a, b, "--timeout", "2", "--output", "json");

        assertThat(ended.status()).as(ended.err()).isEqualTo(NOT_DIAGNOSED);
        assertThat(finding(ended.json(), "holder", VIP).get("severity").asText())
                .isEqualTo("UNKNOWN");
        assertThat(finding(ended.json(), "target", b).get("severity").asText()).isEqualTo("UNKNOWN");
    }

    @Test
    void doctor_whenItIsAskedWrongly_saysHowAndAsksNobody() {
        for (List<String> row : List.of(
                List.of("which hosts? Give --hosts", "doctor", VIP),
                List.of("not an IP address", "doctor", "10.0.1", "--hosts", a),
                List.of("not a host id", "doctor", VIP, "--hosts", a + ",no host"),
                List.of("not a host id", "doctor", VIP, "--hosts", "db.a"),
                List.of(
                        "two destinations: admin@a and admin@b",
                        "doctor",
                        VIP,
                        "--host",
                        a + "=admin@a",
                        "--hosts",
                        a + "=admin@b"))) {
            Program.Ended ended = vip(row.subList(1, row.size()).toArray(String[]::new));

            assertThat(ended.status())
                    .as("%s: %s%s", row, ended.out(), ended.err())
                    .isEqualTo(2);
            assertThat(ended.err()).contains(row.get(0)).doesNotContain("\tat ");
        }
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void doctor_ofTheSandboxInAProcessOfItsOwn_isHealthy() {
        try (Program.SandboxProcess own = Program.SandboxProcess.start()) {
            Program.Ended ended = Program.vip()
                    .run(
                            "doctor",
                            VIP,
                            "--hosts",
                            own.instance("db.a") + "," + own.instance("db.b"),
                            "--endpoint-url",
                            own.endpointUrl(),
                            "--timeout",
                            "100");

            assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
            assertThat(ended.out()).contains("held by " + own.instance("db.a") + " (" + own.eni("db.a") + ")");
        }
    }

    @Test
    void help_always_saysTheExitStatuses() {
        Program.Ended ended = vip("doctor", "--help");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).containsPattern("(?s)Exit status:.* 7 .*doctor found a problem.* 8 .*doctor found no");
    }
}
