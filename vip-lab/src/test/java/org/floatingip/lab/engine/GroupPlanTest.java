package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.lab.engine.GroupScene.ASSIGN;
import static org.floatingip.lab.engine.GroupScene.DESCRIBE;
import static org.floatingip.lab.engine.GroupScene.FIVE;
import static org.floatingip.lab.engine.GroupScene.THREE;
import static org.floatingip.lab.engine.GroupScene.TWO;
import static org.floatingip.lab.engine.GroupScene.UNASSIGN;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.StalePlanException;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans of several addresses: what they say, and that they are carried out only while the world is as it was. */
class GroupPlanTest {

    private final GroupScene scene = new GroupScene();
    private final String a = scene.a;
    private final String b = scene.b;
    private final String c = scene.c;

    @AfterEach
    void stop() {
        scene.close();
    }

    private static List<String> mutating(GroupMovePlan plan) {
        return plan.calls().stream()
                .filter(PlannedCall::mutating)
                .map(call -> call.description().replaceAll(" .*", ""))
                .toList();
    }

    @Test
    void plan_always_changesNothingAndNamesTheCallsOfTheWhole() {
        GroupMovePlan plan = scene.group(FIVE).build().move().to(b).plan();

        assertThat(scene.server.requests()).noneMatch(RecordedRequest::mutating);
        assertThat(plan.addresses().stream().map(IpAddress::toString)).containsExactlyElementsOf(FIVE);
        assertThat(mutating(plan)).as("one for each interface").containsExactly(ASSIGN, ASSIGN);
        assertThat(plan.calls().stream().map(PlannedCall::description))
                .anySatisfy(call -> assertThat(call).contains(THREE).contains("with AllowReassignment"))
                .anySatisfy(call -> assertThat(call).contains(TWO).contains("with AllowReassignment"));
        assertThat(plan.plans()).allSatisfy(one -> assertThat(one.calls()).isEqualTo(plan.calls()));
        assertThat(plan.permissions()).contains("ec2:AssignPrivateIpAddresses", "ec2:DescribeNetworkInterfaces");
        assertThat(GroupMovePlan.decode(plan.encode())).isEqualTo(plan);
        assertThat(plan).asString().startsWith("plan: 5 addresses to " + b + ", taken over");
    }

    @Test
    void apply_whenTheWorldIsAsItWas_isWhatWasPlanned() {
        GroupMovePlan plan = scene.group(FIVE).build().move().to(b).plan();
        int before = scene.asked();

        GroupMoveResult result = scene.group(FIVE).build().apply(GroupMovePlan.decode(plan.encode()));

        assertThat(result.results()).hasSize(5).allMatch(MoveResult::moved);
        assertThat(scene.actionsSince(before))
                .containsOnlyOnce("DescribeInstances")
                .endsWith(ASSIGN, ASSIGN, DESCRIBE);
        assertThat(FIVE).allSatisfy(address -> assertThat(scene.holder(address)).isEqualTo(b));
        assertThat(scene.group(FIVE).build().apply(plan).results())
                .as("again")
                .allSatisfy(again -> assertThat(again.outcome()).isEqualTo(MoveOutcome.ALREADY_HELD));
    }

    @Test
    void apply_whenSomeHaveAnotherHolder_refusesAllAndSaysOfEachWhatIsDifferent() {
        GroupMovePlan plan = scene.group(FIVE).build().move().to(b).plan();
        scene.give(THREE.get(0), c);
        scene.give(TWO.get(1), c);

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class, () -> scene.group(FIVE).build().apply(plan));

        assertThat(refused.refusals()).containsOnlyKeys(IpAddress.of(THREE.get(0)), IpAddress.of(TWO.get(1)));
        assertThat(refused.refusals().values())
                .allSatisfy(each -> assertThat(each)
                        .isInstanceOfSatisfying(
                                StalePlanException.class,
                                stale -> assertThat(stale.differences())
                                        .singleElement()
                                        .asString()
                                        .contains("it was held by " + a, "is now held by " + c)));
        assertThat(scene.server.count(ASSIGN)).isZero();
    }

    @Test
    void apply_whenTheTargetIsGone_isStaleForEach() {
        GroupMovePlan plan = scene.group(THREE).build().move().to(b).plan();
        scene.network.terminate(List.of(b));

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class, () -> scene.group(THREE).build().apply(plan));

        assertThat(refused.refusals()).hasSize(3);
        assertThat(refused.refusals().values()).hasOnlyElementsOfType(StalePlanException.class);
    }

    @Test
    void apply_whenOneIsThereByNow_movesTheOthers() {
        GroupMovePlan plan = scene.group(THREE).build().move().to(b).plan();
        scene.give(THREE.get(1), b);

        GroupMoveResult result = scene.group(THREE).build().apply(plan);

        assertThat(result.result(THREE.get(1)).outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(result.result(THREE.get(0)).moved()).isTrue();
    }

    @Test
    void apply_whenAnAddressIsNoneOfTheGroups_isRefusedBeforeAnybodyIsAsked() {
        GroupMovePlan plan = scene.group(FIVE).build().move().to(b).plan();
        int before = scene.asked();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scene.group(THREE).build().apply(plan))
                .withMessageContaining(TWO.get(0) + " too, which is not one of");
        assertThat(scene.asked()).isEqualTo(before);
    }

    @Test
    void plan_whenAnAddressCantMove_refusesAsTheMoveWould() {
        scene.give(THREE.get(0), c);

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class,
                () -> scene.group(THREE).build().move().from(a).to(b).plan());

        assertThat(refused.refusals()).containsOnlyKeys(IpAddress.of(THREE.get(0)));
        assertThat(refused.refusals().values()).hasOnlyElementsOfType(HolderChangedException.class);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> scene.group(THREE)
                        .build()
                        .move()
                        .to("i-00000000000000002")
                        .plan());
        assertThatIllegalStateException()
                .isThrownBy(() -> scene.group(THREE).build().move().plan())
                .withMessageContaining("call to(..)");
    }

    @Test
    void apply_whenHandedOver_isOneUnassignmentAndOneAssignmentForEachInterface() {
        GroupMovePlan plan = scene.group(FIVE)
                .build()
                .move()
                .from(a)
                .orUnheld()
                .handover()
                .to(b)
                .plan();

        assertThat(plan.strategy()).isEqualTo(MoveStrategy.HANDOVER);
        assertThat(plan.expectedHolder()).isEqualTo(HostId.of(a));
        assertThat(plan.orUnheld()).isTrue();
        assertThat(mutating(plan)).containsExactly(UNASSIGN, UNASSIGN, ASSIGN, ASSIGN);

        scene.group(FIVE).build().apply(GroupMovePlan.decode(plan.encode()));

        assertThat(scene.server.count(UNASSIGN)).isEqualTo(2);
        assertThat(scene.server.count(ASSIGN)).isEqualTo(2);
        assertThat(FIVE).allSatisfy(address -> assertThat(scene.holder(address)).isEqualTo(b));
    }

    @Test
    void apply_whenAllOrNothingWasPlanned_isThat() {
        GroupMovePlan plan =
                scene.group(FIVE).build().move().to(b).allOrNothing().plan();
        scene.server.inject(Fault.deny().onCall(Call.ASSIGN).skip(1));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> scene.group(FIVE).build().apply(GroupMovePlan.decode(plan.encode())));

        assertThat(plan.allOrNothing()).isTrue();
        assertThat(failed.moved()).isEmpty();
        assertThat(FIVE).allSatisfy(address -> assertThat(scene.holder(address)).isEqualTo(a));
    }

    // ---- evacuations

    @Test
    void plan_whenAHostIsEvacuated_hasWhatItHolds() {
        scene.give(THREE.get(2), c);

        GroupMovePlan plan = scene.group(THREE).build().evacuate(a).to(b).plan();

        assertThat(plan.addresses()).containsExactly(IpAddress.of(THREE.get(0)), IpAddress.of(THREE.get(1)));
        assertThat(plan.evacuated()).isEqualTo(HostId.of(a));
        assertThat(plan.expectedHolder()).isEqualTo(HostId.of(a));
        assertThat(plan).asString().startsWith("plan: 2 addresses of " + a + " to " + b);

        GroupMoveResult result = scene.group(THREE).build().apply(GroupMovePlan.decode(plan.encode()));

        assertThat(result.results()).hasSize(2);
        assertThat(scene.holder(THREE.get(2))).as("left alone").isEqualTo(c);
    }

    @Test
    void plan_whenTheHostHoldsNone_isOfNoAddress() {
        GroupMovePlan plan = scene.group(THREE).build().evacuate(c).to(b).plan();
        int before = scene.asked();

        assertThat(plan.plans()).isEmpty();
        assertThat(plan.nothingToDo()).isTrue();
        assertThat(plan).asString().startsWith("nothing to do: " + c + " holds none of them");
        assertThat(scene.group(THREE).build().apply(plan).results()).isEmpty();
        assertThat(scene.asked()).isEqualTo(before);
    }

    @Test
    void evacuate_whenThereIsNoSuchHost_isRefused() {
        FloatingIpGroup group = scene.group(THREE).build();

        for (String typo : List.of("i-00000000000000bad", "eni-00000000000000bad")) {
            assertThatThrownBy(() -> group.evacuate(typo).to(b).plan()).has(refusal(RefusalReason.UNKNOWN_TARGET));
            assertThatThrownBy(() -> group.evacuate(typo).to(b).execute()).has(refusal(RefusalReason.UNKNOWN_TARGET));
        }
        assertThat(group.evacuate(c).to(b).execute().results()).isEmpty();
    }

    @Test
    void evacuate_whenThereIsSuchAHostAndItCannotBeSeen_isDone() {
        scene.server.inject(Fault.deny().onCall(Call.LOOK).skip(1));

        assertThat(scene.group(THREE).build().evacuate(c).to(b).execute().results())
                .isEmpty();
    }

    @Test
    void apply_whenThePlanIsOfNoMove_isRefused() {
        GroupMovePlan plan = GroupMovePlan.builder()
                .target(HostId.of(b))
                .strategy(MoveStrategy.HANDOVER)
                .plannedAt(scene.ticker.now())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scene.group(THREE).build().apply(plan))
                .withMessage("not a plan: a handover needs the holder that hands over");
    }

    @Test
    void apply_whenTheEvacuatedHostLostOne_isStale() {
        GroupMovePlan plan = scene.group(THREE).build().evacuate(a).to(b).plan();
        scene.give(THREE.get(1), c);

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class, () -> scene.group(THREE).build().apply(plan));

        assertThat(refused.refusals()).containsOnlyKeys(IpAddress.of(THREE.get(1)));
        assertThat(refused.refusals().values()).hasOnlyElementsOfType(StalePlanException.class);
    }

    // ---- one address

    @Test
    void plan_whenOfOneAddress_isTheSameTextAsThatOfItsHandle() {
        FloatingIp one = FloatingIp.at(THREE.get(0))
                .assigner(scene.assigner)
                .ticker(scene.ticker)
                .build();
        MovePlan single = one.move().to(b).plan();
        GroupMovePlan group =
                scene.group(THREE.subList(0, 1)).build().move().to(b).plan();

        assertThat(MovePlan.decode(group.encode()))
                .usingRecursiveComparison()
                .ignoringFields("plannedAt")
                .isEqualTo(single);
        assertThat(scene.group(THREE)
                        .build()
                        .apply(GroupMovePlan.decode(single.encode()))
                        .moved())
                .isTrue();
    }

    // ---- how much is asked

    @Test
    void plan_whenManyGoTheSameWay_asksForItsWarningsOnce() {
        scene.group(THREE.subList(0, 1)).build().move().to(b).plan();
        int one = scene.asked();
        scene.group(THREE.subList(0, 2)).build().move().to(b).plan();
        int two = scene.asked() - one;
        scene.group(THREE).build().move().to(b).plan();

        assertThat(scene.asked() - one - two).as("for three").isEqualTo(two);
    }
}
