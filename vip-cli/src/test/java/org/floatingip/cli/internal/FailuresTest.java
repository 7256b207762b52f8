package org.floatingip.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.PermissionDeniedException;
import org.junit.jupiter.api.Test;

/** What a person and a script are told of failures of several addresses: all that each of them says. */
class FailuresTest {

    private static final IpAddress ONE = IpAddress.of("10.0.1.12");
    private static final IpAddress TWO = IpAddress.of("10.0.1.13");
    private static final IpAddress THREE = IpAddress.of("10.0.1.14");
    private static final HostId B = HostId.of("i-0b");
    private static final Holder ON_A = Holder.of(HostId.of("i-0a"), "eni-0a");
    private static final Holder ON_B = Holder.of(B, "eni-0b");

    private static MoveStep step(StepKind kind, String detail) {
        return MoveStep.builder(kind)
                .outcome(StepOutcome.DONE)
                .startedAt(Instant.EPOCH)
                .detail(detail)
                .build();
    }

    /** It is at the target, without its Elastic IP, and its old host still accepts it. */
    private static NotReassociatedException notReassociated() {
        NotReassociatedException lost = new NotReassociatedException(
                Effect.APPLIED,
                ONE,
                ON_B,
                List.of(Dependent.of("eipalloc-1", "Elastic IP 203.0.113.1")),
                "denied",
                null);
        lost.recordMoved(MoveResult.builder()
                .address(ONE)
                .outcome(MoveOutcome.MOVED)
                .to(ON_B)
                .startedAt(Instant.EPOCH)
                .warnings(List.of("i-0a may still accept 10.0.1.12: dead"))
                .unsettled(List.of(ON_A))
                .build());
        return lost;
    }

    private static GroupMoveException group() {
        PermissionDeniedException denied = new PermissionDeniedException("ec2:Assign", null);
        denied.addSuppressed(new HostConfigurationException(B, "10.0.1.13 could not be removed", null));
        Map<IpAddress, FloatingIpException> failures = new LinkedHashMap<>();
        failures.put(ONE, notReassociated());
        failures.put(TWO, denied);
        GroupMoveException group = new GroupMoveException(B, List.of(), failures, List.of(THREE), denied);
        group.recordAddress(
                ONE, List.of(step(StepKind.ASSIGNED, "first")), List.of("i-0a may still accept 10.0.1.12: dead"));
        group.recordAddress(TWO, List.of(step(StepKind.PLANNED, "second")), List.of("odd two"));
        group.recordAddress(THREE, List.of(step(StepKind.ASSIGNED, "third, given back")), List.of("odd three"));
        return group;
    }

    private static String text(Throwable thrown) {
        StringWriter text = new StringWriter();
        Complaint.print(new PrintWriter(text, true), thrown);
        return text.toString();
    }

    @Test
    void print_whenSeveralFailed_saysWhatIsLeftAndHowFarEachCame() {
        assertThat(text(group()))
                .containsOnlyOnce("vip: host i-0b can't be configured: 10.0.1.13 could not be removed")
                .containsOnlyOnce("vip: warning: i-0a may still accept 10.0.1.12: dead")
                .contains("vip: warning: odd two", "vip: warning: odd three")
                .containsSubsequence(
                        "  10.0.1.12 failed:",
                        "first",
                        "  10.0.1.13 failed:",
                        "second",
                        "  10.0.1.14 is where it was:",
                        "third, given back");
    }

    @Test
    void print_whenOneFailed_saysWhatIsLeft() {
        assertThat(text(notReassociated()))
                .contains("vip: warning: i-0a may still accept 10.0.1.12: dead")
                .doesNotContain("failed:");
    }

    @Test
    void json_whenSeveralFailed_hasOfEachWhatThatOfOneHas() {
        String json = JsonError.of(group(), 6);

        assertThat(json)
                .contains("\"detail\":\"first\"", "\"detail\":\"second\"")
                .contains("\"notReassociated\":[{", "eipalloc-1", "\"result\":{", "\"unsettled\":[{\"host\":\"i-0a\"")
                .contains("\"suppressed\":[{\"type\":\"HostConfiguration\"")
                .contains("\"warnings\":[\"odd two\"]")
                .contains("\"restored\":[\"10.0.1.14\"]")
                .containsSubsequence("\"restoredSteps\":[{\"address\":\"10.0.1.14\"", "third, given back", "odd three");
    }

    @Test
    void json_whenSeveralWereNotReleased_hasTheStepsOfEach() {
        PermissionDeniedException denied = new PermissionDeniedException("ec2:Unassign", null);
        denied.recordSteps(List.of(step(StepKind.PLANNED, "looked")));
        GroupReleaseException group = new GroupReleaseException(ON_A.host(), List.of(), Map.of(ONE, denied), denied);

        assertThat(JsonError.of(group, 4)).containsSubsequence("\"failed\":[{", "\"detail\":\"looked\"");
        assertThat(text(group)).containsSubsequence("10.0.1.12 failed:", "looked");
    }

    @Test
    void evacuate_whenTheHolderIsAnAddress_isRefusedBeforeAnybodyIsAsked() {
        StringWriter err = new StringWriter();

        int status = VipCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "evacuate",
                "10.0.1.12",
                "i-0b",
                "10.0.1.13");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString())
                .contains("HOLDER is the host to move the addresses from")
                .contains("10.0.1.12 is an address");
    }
}
