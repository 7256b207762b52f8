package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.lab.engine.DoctorScene.NAME;
import static org.floatingip.lab.engine.DoctorScene.VIP;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.lab.engine.DoctorScene.Level;
import org.floatingip.spi.ForwardingHostNetworkConfigurator;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SingleIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That {@code doctor(..)} changes nothing, keeps to its time, and takes nothing that it can't find out for fine. */
class DoctorFaultsTest {

    static Stream<Arguments> faults() {
        return Stream.of(Level.values())
                .flatMap(level -> Stream.of(
                        Arguments.of(level, "throttled", Fault.throttle().always()),
                        Arguments.of(level, "down", Fault.unavailable().always()),
                        Arguments.of(level, "cut off", Fault.loseRequest().always()),
                        Arguments.of(level, "denied", Fault.deny().always()),
                        Arguments.of(
                                level,
                                "bad credentials",
                                Fault.refuse(
                                                "AuthFailure",
                                                "AWS was not able to validate the provided access credentials")
                                        .always())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("faults")
    void doctor_whenTheNetworkCantBeRead_takesNothingOfItForFine(Level level, String what, Fault fault) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            scene.inject(fault);
            boolean forbidden = what.equals("denied") || what.equals("bad credentials");

            Diagnosis diagnosis = scene.diagnose();

            assertThat(diagnosis.healthy()).as(diagnosis.toString()).isFalse();
            assertThat(diagnosis.worst()).isEqualTo(forbidden ? Severity.PROBLEM : Severity.UNKNOWN);
            assertThat(diagnosis.findings(Severity.OK))
                    .extracting(Finding::check)
                    .doesNotContainAnyElementsOf(DoctorScene.checksOfTheNetwork())
                    .as("the hosts and the name are looked at all the same")
                    .contains(Checks.HOST_ACCESS, Checks.DNS_NAME);
            if (what.equals("denied")) {
                assertThat(DoctorScene.severity(diagnosis, Checks.PERMISSION, "ec2:DescribeNetworkInterfaces"))
                        .isEqualTo(Severity.PROBLEM);
            }
            assertThat(diagnosis.elapsed()).isLessThanOrEqualTo(FloatingIp.DEFAULT_TIMEOUT);

            scene.mend();
            assertThat(scene.diagnose().healthy()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void doctor_whenThrottledForAMoment_asksAgain(Level level) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            scene.inject(Fault.throttle().times(2));

            assertThat(scene.diagnose().healthy()).isTrue();
        }
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                Arguments.of("GetSubnetCidrReservations", Checks.RESERVATION, VIP, Severity.UNKNOWN, Severity.UNKNOWN),
                Arguments.of("DescribeInstanceTypes", Checks.ROOM, "i-0b", Severity.UNKNOWN, Severity.UNKNOWN),
                Arguments.of(
                        "DescribeInstanceTypes",
                        Checks.PERMISSION,
                        "ec2:DescribeInstanceTypes",
                        Severity.WARNING,
                        null),
                Arguments.of(
                        "DescribeSubnets",
                        Checks.PERMISSION,
                        "ec2:DescribeSubnets",
                        Severity.WARNING,
                        Severity.UNKNOWN),
                Arguments.of(
                        "AssociateAddress",
                        Checks.PERMISSION,
                        "ec2:AssociateAddress",
                        Severity.WARNING,
                        Severity.UNKNOWN));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("actions")
    void doctor_whenOneActionIsDeniedOrThrottled_saysWhatIsNotKnown(
            String action, String check, String subject, Severity denied, Severity throttled) {
        try (DoctorScene scene = DoctorScene.at(Level.OVER_HTTP)) {
            String allocation = scene.scenario.network().allocateElasticIp().allocationId();
            scene.scenario.network().associateElasticIp(allocation, scene.eni("i-0a"), IpAddress.of(VIP), false);
            scene.scenario.serve().inject(Fault.deny().always().onAction(action));

            Diagnosis without = scene.diagnose();

            Finding finding = DoctorScene.worst(without, check, subject);
            assertThat(finding.severity()).as(without.toString()).isEqualTo(denied);
            assertThat(finding.remedy()).contains("ec2:" + action);

            scene.mend();
            scene.scenario.serve().inject(Fault.throttle().always().onAction(action));
            if (throttled != null) {
                assertThat(DoctorScene.severity(scene.diagnose(), check, subject))
                        .isEqualTo(throttled);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void doctor_always_changesNothingAnywhere(Level level) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            Scenario scenario = scene.scenario;
            String allocation = scenario.network().allocateElasticIp().allocationId();
            scenario.network().associateElasticIp(allocation, scene.eni("i-0a"), IpAddress.of(VIP), false);
            scenario.hosts().set("i-0b", VIP);
            Counting hosts = new Counting(scenario.hosts());
            List<VpcInterface> before = scenario.network().interfaces();
            int events = scenario.network().history().size();
            int submissions = scenario.dns().submissions().size();
            int hostEvents = scenario.hosts().history().size();
            FloatingIp floatingIp = scene.builder(VIP)
                    .hosts(hosts)
                    .hostName("i-0a", "db.a.example.com")
                    .build();

            Diagnosis diagnosis = floatingIp.doctor("i-0a", "i-0b", "i-0dead");

            assertThat(diagnosis.findings()).isNotEmpty();
            assertThat(hosts.inspected).isEqualTo(3);
            assertThat(hosts.changing).as("calls that would change a host").isEmpty();
            assertThat(scenario.hosts().history()).hasSize(hostEvents);
            assertThat(scenario.network().interfaces()).isEqualTo(before);
            assertThat(scenario.network().history())
                    .as("changes, and refused ones")
                    .hasSize(events);
            assertThat(scenario.dns().submissions()).hasSize(submissions);
            assertThat(scenario.assigner().calls())
                    .noneMatch(call -> call.call().mutating());
            if (level == Level.OVER_HTTP) {
                List<RecordedRequest> trying = scenario.serve().requests().stream()
                        .filter(RecordedRequest::mutating)
                        .toList();
                assertThat(trying).singleElement().satisfies(request -> {
                    assertThat(request.action()).isEqualTo("AssociateAddress");
                    assertThat(request.parameters()).containsEntry("DryRun", "true");
                    assertThat(request.errorCode()).isEqualTo("DryRunOperation");
                });
            } else {
                assertThat(scenario.assigner().calls())
                        .extracting(RecordedCall::call)
                        .isNotEmpty();
            }
        }
    }

    /** Hosts that count what would change them. */
    private static class Counting extends ForwardingHostNetworkConfigurator {

        private final List<String> changing = new ArrayList<>();
        private int inspected;

        Counting(HostNetworkConfigurator hosts) {
            super(hosts);
        }

        @Override
        public PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
            inspected++;
            return super.inspect(addresses, placement, budget);
        }

        @Override
        public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
            changing.add("accept on " + placement);
            return super.accept(addresses, placement, budget);
        }

        @Override
        public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
            changing.add("drop on " + holder);
            return super.drop(addresses, holder, budget);
        }
    }

    @Test
    void doctor_whenHostsAreFrozen_keepsToItsTimeAndLooksAtTheOthers() {
        try (DoctorScene scene = DoctorScene.at(Level.IN_MEMORY)) {
            scene.scenario.hosts().fault("i-0a", HostFault.frozen());
            Duration timeout = Duration.ofSeconds(6);

            Diagnosis diagnosis = scene.builder(VIP).timeout(timeout).build().doctor("i-0a", "i-0b");

            assertThat(DoctorScene.severity(diagnosis, Checks.HOST_ACCESS, "i-0a"))
                    .isEqualTo(Severity.PROBLEM);
            assertThat(DoctorScene.severity(diagnosis, Checks.HOST_ACCEPTS, "i-0a"))
                    .isEqualTo(Severity.UNKNOWN);
            assertThat(DoctorScene.severity(diagnosis, Checks.HOST_ACCEPTS, "i-0b"))
                    .isEqualTo(Severity.OK);
            assertThat(DoctorScene.severity(diagnosis, Checks.DNS_NAME, NAME)).isEqualTo(Severity.OK);
            assertThat(diagnosis.elapsed()).isLessThanOrEqualTo(timeout);
        }
    }

    @Test
    void doctor_whenThereWasTooLittleTimeToAskAHost_doesNotBlameTheHost() {
        try (DoctorScene scene = DoctorScene.at(Level.IN_MEMORY)) {
            scene.scenario.hosts().fault("i-0a", HostFault.slow(Duration.ofMillis(1500)));

            Diagnosis diagnosis = scene.builder(VIP).timeoutSeconds(3).build().doctor("i-0a", "i-0b");

            assertThat(DoctorScene.severity(diagnosis, Checks.HOST_ACCESS, "i-0a"))
                    .as(diagnosis.toString())
                    .isEqualTo(Severity.UNKNOWN);
            assertThat(diagnosis.worst()).isEqualTo(Severity.UNKNOWN);
        }
    }

    /** Hosts that answer the first question at their leisure, and the second not at all. */
    private static final class AnsweringOnce extends ForwardingHostNetworkConfigurator {

        private final RuntimeException second;

        AnsweringOnce(HostNetworkConfigurator hosts, RuntimeException second) {
            super(hosts);
            this.second = second;
        }

        @Override
        public List<Finding> diagnose(IpAddress address, Placement placement, Duration budget) {
            throw second;
        }
    }

    static Stream<RuntimeException> secondAnswers() {
        return Stream.of(
                new HostUnreachableException(HostId.of("i-0a"), "no answer in time", null),
                new PermissionDeniedException("ssh", null),
                new IllegalStateException("a bug"));
    }

    @ParameterizedTest
    @MethodSource("secondAnswers")
    void doctor_whenAHostThatHasAnsweredIsSilentThen_takesNothingBack(RuntimeException second) {
        try (DoctorScene scene = DoctorScene.at(Level.IN_MEMORY)) {
            HostNetworkConfigurator hosts = new AnsweringOnce(scene.scenario.hosts(), second);

            Diagnosis diagnosis = scene.builder(VIP).hosts(hosts).build().doctor("i-0a", "i-0b");

            for (String check : List.of(Checks.HOST_ACCESS, Checks.HOST_ACCEPTS)) {
                assertThat(DoctorScene.severity(diagnosis, check, "i-0a"))
                        .as(diagnosis.toString())
                        .isEqualTo(Severity.OK);
            }
            for (String check : List.of(
                    Checks.HOST_PRIVILEGES, Checks.INTERFACE_MANAGER, Checks.HOST_INTERFACE, Checks.PERSISTENCE)) {
                assertThat(DoctorScene.severity(diagnosis, check, "i-0a")).isEqualTo(Severity.UNKNOWN);
            }
            assertThat(diagnosis.worst()).isEqualTo(Severity.UNKNOWN);
        }
    }

    @Test
    void doctor_whenTheFirstAnswerTookAllTheTime_asksNoSecondQuestion() {
        try (DoctorScene scene = DoctorScene.at(Level.IN_MEMORY)) {
            HostNetworkConfigurator slow = new AnsweringOnce(
                    new Counting(scene.scenario.hosts()) {
                        @Override
                        public PerAddress<HostReport> inspect(
                                List<IpAddress> addresses, Placement placement, Duration budget) {
                            PerAddress<HostReport> report = super.inspect(addresses, placement, budget);
                            scene.scenario.ticker().advance(budget);
                            return report;
                        }
                    },
                    new IllegalStateException("was asked all the same"));

            Diagnosis diagnosis = scene.builder(VIP).hosts(slow).build().doctor("i-0a", "i-0b");

            assertThat(DoctorScene.severity(diagnosis, Checks.HOST_ACCESS, "i-0a"))
                    .as(diagnosis.toString())
                    .isEqualTo(Severity.OK);
            assertThat(DoctorScene.worst(diagnosis, Checks.HOST_PRIVILEGES, "i-0a")
                            .detail())
                    .isEqualTo("there was no time left to look");
        }
    }

    @Test
    void doctor_whenTheNamesCantBeRead_saysSo() {
        try (DoctorScene scene = DoctorScene.at(Level.IN_MEMORY)) {
            scene.scenario.registrar().cutOff();

            Diagnosis diagnosis = scene.diagnose();

            assertThat(DoctorScene.severity(diagnosis, Checks.DNS_NAME, NAME)).isEqualTo(Severity.UNKNOWN);
            assertThat(diagnosis.elapsed()).isLessThanOrEqualTo(FloatingIp.DEFAULT_TIMEOUT);
        }
    }

    @Test
    void doctor_whenInterrupted_keepsTheFlagAndTakesNothingForFine() {
        try (DoctorScene scene = DoctorScene.at(Level.IN_MEMORY)) {
            scene.inject(Fault.unavailable().always());
            Thread.currentThread().interrupt();
            try {
                Diagnosis diagnosis = scene.diagnose();

                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                assertThat(diagnosis.healthy()).isFalse();
                assertThat(diagnosis.findings(Severity.OK))
                        .extracting(Finding::check)
                        .doesNotContainAnyElementsOf(DoctorScene.checksOfTheNetwork());
            } finally {
                Thread.interrupted();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void doctor_whenInputIsMalformed_throws(Level level) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            FloatingIp floatingIp = scene.floatingIp();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> floatingIp.doctor(List.of()))
                    .withMessageContaining("needs the hosts");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> floatingIp.doctor("i-0a", "not a host"))
                    .withMessageContaining("not a host id");
            if (level == Level.OVER_HTTP) {
                assertThatThrownBy(() -> floatingIp.doctor("db.a")).is(refusal(RefusalReason.MALFORMED_HOST_ID));
            }
            assertThatThrownBy(() -> scene.builder("fd77::12").build().doctor("i-0a"))
                    .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
            assertThat(floatingIp.doctor(HostId.of("i-0a"), HostId.of("i-0a")).hosts())
                    .containsExactly(HostId.of("i-0a"));
        }
    }

    @Test
    void doctor_whenTheAssignerHasABug_isNotKnown() {
        IpAssigner broken = new SingleIpAssigner() {
            @Override
            public List<Holder> locate(IpAddress address) {
                return List.of(Holder.of(HostId.of("a"), "eth0"));
            }

            @Override
            public Survey survey(IpAddress address, HostId target) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public void assign(Transfer transfer) {
                throw new AssertionError("a diagnosis must not assign");
            }

            @Override
            public void release(IpAddress address, Holder holder) {
                throw new AssertionError("a diagnosis must not release");
            }
        };

        Diagnosis diagnosis = FloatingIp.at(VIP).assigner(broken).build().doctor("a");

        assertThat(DoctorScene.worst(diagnosis, Checks.TARGET, "a"))
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.UNKNOWN))
                .satisfies(finding -> assertThat(finding.detail()).contains("a bug"));
        assertThat(DoctorScene.severity(diagnosis, Checks.HOLDER, VIP)).isEqualTo(Severity.OK);
    }
}
