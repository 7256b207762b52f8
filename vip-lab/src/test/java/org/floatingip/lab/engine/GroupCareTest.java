package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.lab.engine.GroupScene.ASSIGN;
import static org.floatingip.lab.engine.GroupScene.DESCRIBE;
import static org.floatingip.lab.engine.GroupScene.FIVE;
import static org.floatingip.lab.engine.GroupScene.THREE;
import static org.floatingip.lab.engine.GroupScene.TWO;
import static org.floatingip.lab.engine.GroupScene.UNASSIGN;

import java.time.Duration;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStep;
import org.floatingip.ReleaseResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.dns.DnsChange;
import org.floatingip.dns.DnsName;
import org.floatingip.dns.DnsRecord;
import org.floatingip.dns.DnsRecordChange;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What several addresses need beside moves: their names, a doctor, a release. */
class GroupCareTest {

    private final GroupScene scene = new GroupScene();
    private final InMemoryDns dns = InMemoryDns.create(scene.ticker);
    private final InMemoryDnsRegistrar registrar = InMemoryDnsRegistrar.of(dns);
    private final String a = scene.a;
    private final String b = scene.b;
    private final String c = scene.c;

    GroupCareTest() {
        dns.createPrivateZone("example.com", scene.vpc, "us-east-1");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private FloatingIpGroup.Builder named() {
        return scene.group(THREE)
                .dns(registrar)
                .name(THREE.get(0), "one.example.com")
                .name(THREE.get(1), "two.example.com");
    }

    private List<DnsRecord> at(String name) {
        return registrar.lookUp(DnsName.of(name), Duration.ofSeconds(1));
    }

    // ---- names

    @Test
    void moveTo_whenSomeHaveNames_writesThoseThatAreWrong() {
        registrar.register(List.of(DnsRecord.address("two.example.com", 30, "10.0.1.9")), Duration.ofSeconds(1));

        GroupMoveResult result = named().build().moveTo(b);

        assertThat(at("one.example.com")).containsExactly(DnsRecord.address("one.example.com", 60, THREE.get(0)));
        assertThat(at("two.example.com"))
                .as("the TTL is kept")
                .containsExactly(DnsRecord.address("two.example.com", 30, THREE.get(1)));
        assertThat(result.result(THREE.get(0)).dnsChange()).isPresent();
        assertThat(result.result(THREE.get(2)).dnsChange()).isEmpty();
        assertThat(result.result(THREE.get(2)).steps().stream().map(MoveStep::kind))
                .as("it has no name")
                .doesNotContain(StepKind.NAMED);
        assertThat(result.warnings()).singleElement().asString().contains("two.example.com had 10.0.1.9 too");
    }

    @Test
    void moveTo_whenTheRegistrarTakesAllTheTime_saysOfTheOthersThatTheyWereNotChecked() {
        FloatingIpGroup.Builder group = scene.group(FIVE).dns(new SlowRegistrar(registrar, scene.ticker));
        for (int i = 0; i < FIVE.size(); i++) {
            group.name(FIVE.get(i), "n" + i + ".example.com");
        }

        GroupMoveResult result = group.build().moveTo(b);

        assertThat(result.results().stream()
                        .map(each -> each.steps().get(each.steps().size() - 1))
                        .map(MoveStep::outcome))
                .as("two seconds, and half a second for each name more")
                .contains(StepOutcome.FAILED)
                .endsWith(StepOutcome.SKIPPED);
        assertThat(result.results()).allMatch(each -> each.moved());
        assertThat(result.warnings()).last().asString().contains("n4.example.com was not checked: no time was left");
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void plan_whenNamesDiffer_saysThatTheyWillBeWritten() {
        int before = dns.submissions().size();

        GroupMovePlan plan = named().build().move().to(b).plan();

        assertThat(plan.warnings())
                .anyMatch(warning -> warning.startsWith("the name one.example.com does not point at"))
                .anyMatch(warning -> warning.startsWith("the name two.example.com does not point at"));
        assertThat(dns.submissions()).hasSize(before);
    }

    @Test
    void registerNames_whenNothingIsThere_writesTheWholeTable() {
        DnsChange change = named().hostName(a, "a.example.com").build().registerNames();

        assertThat(change.records())
                .extracting(DnsRecordChange::toString)
                .containsExactly(
                        "created one.example.com 60 A 10.0.1.100",
                        "created two.example.com 60 A 10.0.1.101",
                        "created a.example.com 60 A 10.0.1.10");
        assertThat(named().hostName(a, "a.example.com").build().names().records())
                .hasSize(3);
    }

    @Test
    void build_whenNamesAreIncompleteOrTwice_saysWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        scene.group(THREE).name(THREE.get(0), "one.example.com").build())
                .withMessageContaining("call dns(registrar) too");
        assertThatIllegalStateException()
                .isThrownBy(() -> scene.group(THREE).dns(registrar).build())
                .withMessageContaining("call name(address, name) too");
        assertThatIllegalStateException()
                .isThrownBy(() -> named().name(THREE.get(2), "one.example.com").build())
                .withMessageContaining("one.example.com is given twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named().name("10.0.9.9", "x.example.com"))
                .withMessageContaining("10.0.9.9 is not one of");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named().name(THREE.get(0), "x.example.com"))
                .withMessageContaining("has the name one.example.com already");
        assertThatIllegalStateException()
                .isThrownBy(() -> scene.group(THREE).build().registerNames())
                .withMessageContaining("this FloatingIpGroup has no names");
    }

    // ---- the doctor

    @Test
    void doctor_whenAllIsWell_asksTheNetworkOnceForAll() {
        FIVE.forEach(address -> scene.hosts.set(a, address));
        FloatingIpGroup group = scene.group(FIVE).hosts(scene.hosts).build();

        List<Diagnosis> diagnoses = group.doctor(a, b);
        int five = scene.asked();
        scene.group(THREE).hosts(scene.hosts).build().doctor(a, b);

        assertThat(diagnoses).extracting(each -> each.address().toString()).containsExactlyElementsOf(FIVE);
        assertThat(diagnoses).allSatisfy(each -> {
            assertThat(each.findings(Severity.PROBLEM)).isEmpty();
            assertThat(each.findings()).extracting(Finding::check).contains(Checks.TARGET, Checks.HOST_ACCEPTS);
        });
        assertThat(scene.server.requests()).noneMatch(RecordedRequest::mutating);
        assertThat(scene.hosts.history()).noneMatch(line -> line.contains(" accepts ") && line.startsWith(b));
        assertThat(five).as("not twice as many for two more").isLessThan(2 * (scene.asked() - five));
    }

    @Test
    void doctor_whenOneAddressIsWrong_saysSoOfThatAlone() {
        FIVE.stream().skip(1).forEach(address -> scene.hosts.set(a, address));
        scene.give(TWO.get(0), c);

        List<Diagnosis> diagnoses = scene.group(FIVE).hosts(scene.hosts).build().doctor(a, b);

        assertThat(diagnoses.get(0).findings(Severity.PROBLEM))
                .singleElement()
                .satisfies(finding -> assertThat(finding.check()).isEqualTo(Checks.HOST_ACCEPTS));
        assertThat(diagnoses.get(1).findings(Severity.PROBLEM)).isEmpty();
        assertThat(diagnoses.get(3).findings(Severity.WARNING))
                .extracting(Finding::detail)
                .anyMatch(detail -> detail.contains("which is none of the hosts that were named"));
    }

    @Test
    void doctor_whenTheyDoNotFitTogether_saysThatThereIsNoRoom() {
        for (int i = 0; i < 8; i++) {
            scene.give("10.0.1." + (200 + i), b);
        }

        assertThat(FloatingIp.at(THREE.get(0))
                        .assigner(scene.assigner)
                        .ticker(scene.ticker)
                        .build()
                        .doctor(a, b)
                        .findings(Severity.PROBLEM))
                .as("one alone fits")
                .isEmpty();
        assertThat(scene.group(THREE).build().doctor(a, b))
                .allSatisfy(each -> assertThat(each.findings(Severity.PROBLEM))
                        .extracting(Finding::check)
                        .containsExactly(Checks.ROOM));
    }

    @Test
    void doctor_whenTheNetworkCantBeRead_saysSoOfEach() {
        scene.server.inject(Fault.deny().onCall(Call.LOOK).times(Integer.MAX_VALUE));

        assertThat(scene.group(THREE).build().doctor(a, b))
                .hasSize(3)
                .allSatisfy(each -> assertThat(each.findings(Severity.PROBLEM))
                        .extracting(Finding::check)
                        .contains(Checks.PERMISSION));
    }

    @Test
    void doctor_whenNamesAreWrong_saysSoOfTheAddress() {
        registrar.register(List.of(DnsRecord.address("one.example.com", 60, THREE.get(0))), Duration.ofSeconds(1));

        List<Diagnosis> diagnoses = named().hostName(a, "a.example.com").build().doctor(a, b);

        assertThat(diagnoses.get(0).findings(Severity.PROBLEM)).isEmpty();
        assertThat(diagnoses.get(1).findings(Severity.PROBLEM))
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject()).isEqualTo("two.example.com"));
        assertThat(diagnoses)
                .allSatisfy(each -> assertThat(each.findings(Severity.WARNING))
                        .extracting(Finding::subject)
                        .contains("a.example.com"));
    }

    // ---- release

    @Test
    void release_whenTheHostHoldsAll_isOneUnassignmentForEachInterfaceAndOneLook() {
        List<ReleaseResult> released = scene.group(FIVE).build().release(a);

        assertThat(scene.actions()).containsExactly(DESCRIBE, UNASSIGN, UNASSIGN, DESCRIBE);
        assertThat(released.stream().map(each -> each.address().toString())).containsExactlyElementsOf(FIVE);
        assertThat(released).allSatisfy(each -> {
            assertThat(each.from().isOn(HostId.of(a))).isTrue();
            assertThat(each.steps().stream().map(MoveStep::kind))
                    .containsExactly(StepKind.PLANNED, StepKind.UNASSIGNED, StepKind.VERIFIED);
        });
        assertThat(FIVE).allSatisfy(address -> assertThat(scene.holder(address)).isEqualTo("[]"));
    }

    @Test
    void release_whenOneIsHeldBySomebodyElse_releasesTheOthersAndNamesIt() {
        scene.give(THREE.get(1), c);

        GroupReleaseException failed = catchThrowableOfType(
                GroupReleaseException.class, () -> scene.group(THREE).build().release(a));

        assertThat(failed.released().stream().map(each -> each.address().toString()))
                .containsExactly(THREE.get(0), THREE.get(2));
        assertThat(failed.failures()).containsOnlyKeys(IpAddress.of(THREE.get(1)));
        assertThat(failed.failures().values()).hasOnlyElementsOfType(HolderChangedException.class);
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
        assertThat(failed.from()).isEqualTo(HostId.of(a));
        assertThat(scene.holder(THREE.get(1))).isEqualTo(c);
        assertThat(scene.server.count(UNASSIGN)).isEqualTo(1);
    }

    @Test
    void release_whenTheHostHoldsNone_changesNothing() {
        GroupReleaseException failed = catchThrowableOfType(
                GroupReleaseException.class, () -> scene.group(THREE).build().release(b));

        assertThat(failed.failures()).hasSize(3);
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(scene.server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void release_whenOneInterfaceIsDenied_releasesTheOthers() {
        scene.server.inject(Fault.deny().onCall(Call.RELEASE));

        GroupReleaseException failed = catchThrowableOfType(
                GroupReleaseException.class, () -> scene.group(FIVE).build().release(a));

        assertThat(failed.released()).hasSizeBetween(1, 4);
        assertThat(failed.failures().values()).hasOnlyElementsOfType(PermissionDeniedException.class);
        assertThat(failed.released().size() + failed.failures().size()).isEqualTo(5);
        failed.released()
                .forEach(each ->
                        assertThat(scene.holder(each.address().toString())).isEqualTo("[]"));
        failed.failures()
                .keySet()
                .forEach(each -> assertThat(scene.holder(each.toString())).isEqualTo(a));
    }

    @Test
    void release_whenTheLookAfterwardsFails_isUnknownForEach() {
        scene.server.inject(Fault.deny().onCall(Call.LOOK).skip(1));

        GroupReleaseException failed = catchThrowableOfType(
                GroupReleaseException.class, () -> scene.group(THREE).build().release(a));

        assertThat(failed.failures()).hasSize(3);
        assertThat(failed.failures().values()).hasOnlyElementsOfType(NotVerifiedException.class);
        assertThat(failed.failures().values())
                .extracting(FloatingIpException::effect)
                .containsOnly(Effect.APPLIED);
        assertThat(scene.server.count(ASSIGN)).isZero();
    }
}
