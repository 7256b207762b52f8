package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.lab.engine.DoctorScene.NAME;
import static org.floatingip.lab.engine.DoctorScene.VIP;

import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.floatingip.FloatingIp;
import org.floatingip.IpAddress;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.JvmDnsCache;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.lab.engine.DoctorScene.Level;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code doctor(..)} finds: each thing is put wrong, found, mended as the finding says, and fine then. */
class DoctorTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * Something that can be wrong.
     *
     * @param spoil puts it wrong
     * @param look who is asked about, and how
     * @param mend does what the remedy says
     * @param again how it is asked after that
     * @param subjectThen whose check is fine then
     */
    private record Wrong(
            String what,
            Severity severity,
            String check,
            String subject,
            String detail,
            Consumer<DoctorScene> spoil,
            Function<DoctorScene, Diagnosis> look,
            Consumer<DoctorScene> mend,
            Function<DoctorScene, Diagnosis> again,
            Function<DoctorScene, String> subjectThen) {

        static Wrong of(
                Severity severity,
                String check,
                String subject,
                String detail,
                Consumer<DoctorScene> spoil,
                Consumer<DoctorScene> mend) {
            return new Wrong(
                    check + ": " + detail,
                    severity,
                    check,
                    subject,
                    detail,
                    spoil,
                    DoctorScene::diagnose,
                    mend,
                    DoctorScene::diagnose,
                    scene -> subject);
        }

        Wrong asking(Function<DoctorScene, Diagnosis> other) {
            return new Wrong(what, severity, check, subject, detail, spoil, other, mend, other, subjectThen);
        }

        Wrong thenAsking(Function<DoctorScene, Diagnosis> other) {
            return new Wrong(what, severity, check, subject, detail, spoil, look, mend, other, subjectThen);
        }

        /** Where the remedy is to name something else. */
        Wrong thenNaming(Function<DoctorScene, String> host) {
            return new Wrong(
                    what,
                    severity,
                    check,
                    subject,
                    detail,
                    spoil,
                    look,
                    mend,
                    scene -> scene.floatingIp().doctor("i-0a", host.apply(scene)),
                    host);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static InMemoryVpc network(DoctorScene scene) {
        return scene.scenario.network();
    }

    private static void take(DoctorScene scene, String address, String host) {
        network(scene).unassignAddresses(scene.eni(host), List.of(IpAddress.of(address)));
    }

    private static void write(DoctorScene scene, DnsRecord record) {
        scene.scenario.registrar().register(record, SECOND);
    }

    private static FloatingIp withHostName(DoctorScene scene) {
        return scene.builder(VIP).hostName("i-0b", "db.b.example.com").build();
    }

    private static List<Wrong> wrongs() {
        Consumer<DoctorScene> nothing = scene -> {};
        List<Wrong> all = new ArrayList<>();
        all.add(Wrong.of(
                Severity.WARNING,
                Checks.RESERVATION,
                VIP,
                "nothing keeps",
                DoctorScene::unreserve,
                scene -> scene.reserve("explicit")));
        all.add(Wrong.of(
                Severity.WARNING,
                Checks.RESERVATION,
                VIP,
                "for prefixes",
                scene -> {
                    scene.unreserve();
                    scene.reserve("prefix");
                },
                scene -> {
                    scene.unreserve();
                    scene.reserve("explicit");
                }));
        all.add(Wrong.of(
                        Severity.PROBLEM,
                        Checks.SUBNET,
                        "i-0c",
                        "belongs to subnet-",
                        scene -> {
                            String there = network(scene)
                                    .createSubnet(scene.scenario.vpc().id(), "10.0.2.0/24", "us-east-1a")
                                    .id();
                            network(scene).run(InstanceSpec.in(there).id("i-0c"));
                        },
                        scene -> network(scene)
                                .attachInterface(
                                        network(scene)
                                                .createInterface(
                                                        InterfaceSpec.in(scene.scenario.subnetId("10.0.1.0/24")))
                                                .id(),
                                        "i-0c",
                                        1))
                .asking(scene -> scene.floatingIp().doctor("i-0a", "i-0c")));
        all.add(Wrong.of(
                        Severity.PROBLEM,
                        Checks.ROOM,
                        "i-0c",
                        "2 addresses (t2.micro)",
                        scene -> network(scene)
                                .run(InstanceSpec.with(InterfaceSpec.in(scene.scenario.subnetId("10.0.1.0/24"))
                                                .secondary("10.0.1.77"))
                                        .type("t2.micro")
                                        .id("i-0c")),
                        scene -> take(scene, "10.0.1.77", "i-0c"))
                .asking(scene -> scene.floatingIp().doctor("i-0a", "i-0c")));
        all.add(Wrong.of(Severity.PROBLEM, Checks.TARGET, "i-0dead", "host i-0dead can't be used", nothing, nothing)
                .asking(scene -> scene.floatingIp().doctor("i-0a", "i-0dead"))
                .thenNaming(scene -> "i-0b"));
        all.add(Wrong.of(
                        Severity.PROBLEM,
                        Checks.TARGET,
                        "i-0b",
                        "several interfaces",
                        scene -> network(scene)
                                .attachInterface(
                                        network(scene)
                                                .createInterface(
                                                        InterfaceSpec.in(scene.scenario.subnetId("10.0.1.0/24")))
                                                .id(),
                                        "i-0b",
                                        1),
                        nothing)
                .thenNaming(scene -> scene.eni("i-0b")));
        all.add(Wrong.of(
                Severity.WARNING,
                Checks.HOLDER,
                VIP,
                "nobody holds it",
                scene -> take(scene, VIP, "i-0a"),
                scene -> scene.floatingIp().moveTo("i-0b")));
        all.add(Wrong.of(
                        Severity.WARNING,
                        Checks.HOLDER,
                        VIP,
                        "none of the hosts that were named",
                        scene -> network(scene)
                                .run(InstanceSpec.in(scene.scenario.subnetId("10.0.1.0/24"))
                                        .id("i-0c")),
                        nothing)
                .asking(scene -> scene.floatingIp().doctor("i-0b", "i-0c"))
                .thenAsking(scene -> scene.floatingIp().doctor("i-0a", "i-0b", "i-0c")));
        all.add(Wrong.of(
                Severity.WARNING,
                Checks.HOST_STATE,
                "i-0b",
                "the instance is stopped",
                scene -> network(scene).stop("i-0b"),
                scene -> network(scene).start("i-0b")));
        all.add(Wrong.of(
                Severity.PROBLEM,
                Checks.HOST_STATE,
                "i-0a",
                "stopped",
                scene -> network(scene).stop("i-0a"),
                scene -> network(scene).start("i-0a")));
        all.add(Wrong.of(
                Severity.PROBLEM,
                Checks.HOST_ACCEPTS,
                "i-0a",
                "does not accept it: nobody answers there",
                scene -> One.drop(
                        scene.scenario.hosts(),
                        IpAddress.of(VIP),
                        network(scene).holders(VIP).get(0),
                        SECOND),
                scene -> scene.floatingIp().moveTo("i-0a")));
        all.add(Wrong.of(
                Severity.WARNING,
                Checks.HOST_ACCEPTS,
                "i-0b",
                "though i-0a (eni-0a) holds it",
                scene -> scene.scenario.hosts().set("i-0b", VIP),
                scene -> scene.floatingIp().settle("i-0b")));
        all.add(Wrong.of(
                Severity.PROBLEM,
                Checks.HOST_ACCESS,
                "i-0b",
                "can't be reached",
                scene -> scene.scenario.hosts().cutOff("i-0b"),
                scene -> scene.scenario.hosts().mend("i-0b")));
        all.add(Wrong.of(
                Severity.PROBLEM,
                Checks.HOST_PRIVILEGES,
                "i-0b",
                "not permitted",
                scene -> scene.scenario.hosts().fault("i-0b", HostFault.permissionDenied()),
                scene -> scene.scenario.hosts().mend("i-0b")));
        all.add(Wrong.of(
                Severity.PROBLEM,
                Checks.DNS_NAME,
                NAME,
                "does not point at 10.0.1.12 alone: db.example.com 60 A 10.0.1.10",
                scene -> write(scene, DnsRecord.address(NAME, 60, "10.0.1.10")),
                scene -> scene.floatingIp().registerNames()));
        all.add(Wrong.of(
                Severity.PROBLEM,
                Checks.DNS_NAME,
                NAME,
                "it has no record",
                scene -> scene.scenario.registrar().remove(DnsRecord.address(NAME, 60, VIP), SECOND),
                scene -> scene.floatingIp().registerNames()));
        all.add(Wrong.of(
                        Severity.WARNING,
                        Checks.DNS_NAME,
                        "db.b.example.com",
                        "it has no record",
                        nothing,
                        scene -> withHostName(scene).registerNames())
                .asking(scene -> withHostName(scene).doctor("i-0a", "i-0b")));
        all.add(Wrong.of(
                Severity.WARNING,
                Checks.JVM_DNS_CACHE,
                "this JVM",
                "longer than the 5 s of db.example.com",
                scene -> write(scene, DnsRecord.address(NAME, 5, VIP)),
                scene -> write(scene, DnsRecord.address(NAME, 60, VIP))));
        return all;
    }

    static Stream<Arguments> wrongOnBothLevels() {
        return Stream.of(Level.values()).flatMap(level -> wrongs().stream().map(wrong -> Arguments.of(level, wrong)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrongOnBothLevels")
    void doctor_whenSomethingIsWrong_findsItAndItsRemedyMendsIt(Level level, Wrong wrong) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            wrong.spoil().accept(scene);

            Diagnosis sick = wrong.look().apply(scene);

            Finding finding = DoctorScene.worst(sick, wrong.check(), wrong.subject());
            assertThat(finding.severity()).as(sick.toString()).isEqualTo(wrong.severity());
            assertThat(finding.detail()).contains(wrong.detail());
            assertThat(finding.remedy()).isNotBlank();
            assertThat(sick.healthy()).isEqualTo(sick.worst() != Severity.PROBLEM);

            wrong.mend().accept(scene);

            Diagnosis mended = wrong.again().apply(scene);
            assertThat(DoctorScene.severity(
                            mended, wrong.check(), wrong.subjectThen().apply(scene)))
                    .as(mended.toString())
                    .isEqualTo(Severity.OK);
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void doctor_whenAllIsWell_hasNothingToMend(Level level) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            Diagnosis diagnosis = scene.diagnose();

            assertThat(diagnosis.healthy()).as(diagnosis.toString()).isTrue();
            assertThat(diagnosis.worst())
                    .as("over HTTP two permissions can't be proven")
                    .isEqualTo(level == Level.IN_MEMORY ? Severity.OK : Severity.UNPROVEN);
            assertThat(diagnosis.findings(Severity.UNPROVEN))
                    .extracting(Finding::subject)
                    .containsExactlyElementsOf(
                            level == Level.IN_MEMORY
                                    ? List.of()
                                    : List.of("ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"));
            assertThat(diagnosis.findings())
                    .extracting(Finding::check)
                    .contains(
                            Checks.HOLDER,
                            Checks.PRIMARY_ADDRESS,
                            Checks.RESERVED_ADDRESS,
                            Checks.TARGET,
                            Checks.SUBNET,
                            Checks.ROOM,
                            Checks.HOST_STATE,
                            Checks.RESERVATION,
                            Checks.DEPENDENTS,
                            Checks.HOST_ACCESS,
                            Checks.HOST_ACCEPTS,
                            Checks.DNS_NAME,
                            Checks.JVM_DNS_CACHE);
            assertThat(diagnosis.findings()).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void doctor_ofAnAddressThatCantMove_saysWhy(Level level) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            String primary = network(scene)
                    .networkInterface(scene.eni("i-0b"))
                    .orElseThrow()
                    .primaryAddress()
                    .toString();

            Diagnosis ofPrimary = scene.builder(primary).build().doctor("i-0a", "i-0b");
            Diagnosis ofReserved = scene.builder("10.0.1.3").build().doctor("i-0a", "i-0b");
            Diagnosis outside = scene.builder("10.9.9.9").build().doctor("i-0a", "i-0b");

            assertThat(DoctorScene.severity(ofPrimary, Checks.PRIMARY_ADDRESS, primary))
                    .isEqualTo(Severity.PROBLEM);
            assertThat(ofPrimary.findings(Severity.PROBLEM).stream()
                            .filter(finding -> finding.check().equals(Checks.PRIMARY_ADDRESS)))
                    .as("said once, not by each host")
                    .hasSize(1);
            assertThat(DoctorScene.severity(ofPrimary, Checks.TARGET, "i-0a")).isEqualTo(Severity.UNKNOWN);
            assertThat(DoctorScene.severity(ofReserved, Checks.RESERVED_ADDRESS, "10.0.1.3"))
                    .isEqualTo(Severity.PROBLEM);
            assertThat(DoctorScene.severity(outside, Checks.SUBNET, "i-0a")).isEqualTo(Severity.PROBLEM);
            assertThat(List.of(ofPrimary.worst(), ofReserved.worst(), outside.worst()))
                    .containsOnly(Severity.PROBLEM);
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void doctor_whenAnElasticIpHangsOnIt_saysWhatAHandoverNeeds(Level level) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            String allocation = network(scene).allocateElasticIp().allocationId();
            network(scene).associateElasticIp(allocation, scene.eni("i-0a"), IpAddress.of(VIP), false);

            Diagnosis diagnosis = scene.diagnose();

            assertThat(DoctorScene.worst(diagnosis, Checks.DEPENDENTS, VIP).detail())
                    .contains(allocation);
            if (level == Level.OVER_HTTP) {
                assertThat(DoctorScene.worst(diagnosis, Checks.PERMISSION, "ec2:AssociateAddress")
                                .detail())
                        .isEqualTo("proven by a dry run for " + scene.eni("i-0a"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void doctor_byTheIdOfAnInterface_isTheSameHost(Level level) {
        try (DoctorScene scene = DoctorScene.at(level)) {
            FloatingIp alone = FloatingIp.at(VIP)
                    .assigner(scene.assigner)
                    .ticker(scene.scenario.ticker())
                    .build();

            Diagnosis diagnosis = alone.doctor(scene.eni("i-0a"), "i-0b");

            assertThat(DoctorScene.severity(diagnosis, Checks.HOLDER, VIP)).isEqualTo(Severity.OK);
            assertThat(DoctorScene.severity(diagnosis, Checks.HOST_ACCEPTS, VIP))
                    .as("nobody was given to ask the hosts")
                    .isEqualTo(Severity.UNPROVEN);
        }
    }

    @Test
    void doctor_whenThisJvmRemembersForEver_warns() {
        String before = Security.getProperty(JvmDnsCache.PROPERTY);
        try (DoctorScene scene = DoctorScene.at(Level.IN_MEMORY)) {
            Security.setProperty(JvmDnsCache.PROPERTY, "-1");

            Finding finding = DoctorScene.worst(scene.diagnose(), Checks.JVM_DNS_CACHE, "this JVM");

            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).contains("for ever");
            assertThat(finding.remedy()).contains("60 or less");
        } finally {
            Security.setProperty(JvmDnsCache.PROPERTY, before == null ? "30" : before);
        }
    }
}
