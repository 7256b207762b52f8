package org.floatingip.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.junit.jupiter.api.Test;

/** What a diagnosis makes of its findings. */
class DiagnosisTest {

    private static final Finding OK = Finding.ok(Checks.ROOM, "i-0a", "there is room");
    private static final Finding UNPROVEN = Finding.unproven(Checks.PERMISSION, "ec2:Take", "only a move proves it");
    private static final Finding WARNING = Finding.warning(Checks.RESERVATION, "10.0.1.12", "not reserved", "reserve");
    private static final Finding UNKNOWN = Finding.unknown(Checks.ROOM, "i-0b", "no answer", "look again");
    private static final Finding PROBLEM = Finding.problem(Checks.TARGET, "i-0b", "it is gone", "name another");

    private static Diagnosis of(Finding... findings) {
        return Diagnosis.of(
                IpAddress.of("10.0.1.12"),
                List.of(HostId.of("i-0a"), HostId.of("i-0b")),
                List.of(findings),
                Instant.EPOCH,
                Duration.ofMillis(12));
    }

    @Test
    void healthy_unlessThereIsAProblemOrSomethingIsNotKnown() {
        assertThat(of(OK).healthy()).isTrue();
        assertThat(of(OK, UNPROVEN, WARNING).healthy()).isTrue();
        assertThat(of(OK, UNKNOWN).healthy()).isFalse();
        assertThat(of(PROBLEM, OK).healthy()).isFalse();
        assertThat(of().healthy()).as("who looked at nothing knows nothing").isFalse();
    }

    @Test
    void worst_ofSeveral_isTheWorst() {
        assertThat(of(OK).worst()).isEqualTo(Severity.OK);
        assertThat(of(UNPROVEN, OK).worst()).isEqualTo(Severity.UNPROVEN);
        assertThat(of(OK, WARNING, UNPROVEN).worst()).isEqualTo(Severity.WARNING);
        assertThat(of(WARNING, UNKNOWN).worst()).isEqualTo(Severity.UNKNOWN);
        assertThat(of(UNKNOWN, PROBLEM, OK).worst()).isEqualTo(Severity.PROBLEM);
    }

    @Test
    void findings_ofASeverity_areThoseAlone() {
        assertThat(of(OK, WARNING, OK).findings(Severity.OK)).containsExactly(OK, OK);
        assertThat(of(OK, WARNING).findings(Severity.PROBLEM)).isEmpty();
    }

    @Test
    void toString_ofSeveral_hasTheWorstFirst() {
        assertThat(of(OK, WARNING, PROBLEM).toString().lines())
                .containsExactly(
                        "10.0.1.12 on [i-0a, i-0b]: not healthy (worst: PROBLEM, 12.0 ms)",
                        "  PROBLEM target i-0b: it is gone. Mend: name another",
                        "  WARNING reservation 10.0.1.12: not reserved. Mend: reserve",
                        "  OK room i-0a: there is room");
    }

    @Test
    void lists_whenChangedAfterwards_wereCopied() {
        List<Finding> findings = new ArrayList<>(List.of(OK));
        Diagnosis diagnosis =
                Diagnosis.of(IpAddress.of("10.0.1.12"), List.of(), findings, Instant.EPOCH, Duration.ZERO);
        findings.clear();

        assertThat(diagnosis.findings()).containsExactly(OK).isUnmodifiable();
    }

    @Test
    void remedy_isThereWhereSomethingHasToBeDone() {
        assertThat(List.of(OK, UNPROVEN)).allMatch(finding -> finding.remedy() == null);
        assertThat(List.of(WARNING, UNKNOWN, PROBLEM)).allMatch(finding -> finding.remedy() != null);
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without the checker gets
    void finding_whenItIsMalformed_isRefused() {
        for (String check : List.of("", "Room", "no room", "room-", "-room", "1room")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Finding.ok(check, "i-0a", "fine"))
                    .withMessageContaining("host-accepts");
        }
        assertThatNullPointerException()
                .isThrownBy(() -> Finding.problem("room", "i-0a", "full", null))
                .withMessage("remedy");
    }

    @Test
    void checks_areNamesOfChecks() throws IllegalAccessException {
        for (Field field : Checks.class.getFields()) {
            String check = (String) field.get(null);

            assertThat(Finding.ok(check, "x", "y").check())
                    .isEqualTo(
                            field.getName().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        }
    }
}
