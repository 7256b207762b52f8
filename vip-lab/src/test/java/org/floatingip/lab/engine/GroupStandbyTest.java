package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.lab.engine.GroupScene.ASSIGN;
import static org.floatingip.lab.engine.GroupScene.DESCRIBE;
import static org.floatingip.lab.engine.GroupScene.FIVE;
import static org.floatingip.lab.engine.GroupScene.THREE;
import static org.floatingip.lab.engine.GroupScene.TWO;

import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.GroupStandbyMove;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.StaleStandbyException;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moves of several addresses that were prepared ahead: counted in requests and in what hosts were told. */
class GroupStandbyTest {

    private final GroupScene scene = new GroupScene();
    private final String a = scene.a;
    private final String b = scene.b;
    private final String c = scene.c;
    private final FloatingIpGroup group = scene.group(FIVE).hosts(scene.hosts).build();

    GroupStandbyTest() {
        FIVE.forEach(address -> scene.hosts.set(a, address));
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    /** What that host was told since, with every word of it. */
    private List<String> told(String host, int before) {
        return scene.hosts.history().stream()
                .skip(before)
                .filter(line -> line.startsWith(host + " "))
                .toList();
    }

    @Test
    void execute_whenPrepared_isOneChangeForEachInterfaceBeforeAnyOtherCall() {
        GroupStandbyMove standby = scene.group(FIVE).build().standby(b);
        int before = scene.asked();

        GroupMoveResult result = standby.execute();

        assertThat(scene.actionsSince(before)).containsExactly(ASSIGN, ASSIGN, DESCRIBE);
        assertThat(result.results()).hasSize(5).allMatch(MoveResult::moved);
        assertThat(result.results()).allSatisfy(each -> {
            assertThat(each.to()).isEqualTo(standby.targets().get(each.address()));
            assertThat(each.steps().get(0).kind()).isEqualTo(StepKind.PLANNED);
            assertThat(each.steps().get(0).outcome()).isEqualTo(StepOutcome.SKIPPED);
        });
    }

    @Test
    void standby_whenOneCantMove_refusesAheadOfTime() {
        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class,
                () -> scene.group(List.of(THREE.get(0), "10.0.1.12")).build().standby(b));

        assertThat(refused.refusals()).containsOnlyKeys(IpAddress.of("10.0.1.12"));
    }

    @Test
    void execute_whenMadeReadyAhead_tellsTheTargetNothingBeforeTheFlip() {
        GroupStandbyMove standby = group.standby(b);
        standby.makeReady();

        assertThat(FIVE).allMatch(address -> scene.hosts.accepts(b, address));
        GroupMoveResult result = standby.execute();

        assertThat(result.results())
                .allSatisfy(each -> assertThat(each.steps())
                        .filteredOn(step -> step.kind() == StepKind.HOST_READY)
                        .first()
                        .satisfies(step -> assertThat(step.outcome()).isEqualTo(StepOutcome.SKIPPED)));
        assertThat(FIVE)
                .allMatch(address -> scene.hosts.accepts(b, address))
                .noneMatch(address -> scene.hosts.accepts(a, address));
    }

    @Test
    void execute_whenRunAgain_doesNotRelyOnReadinessThatWasUsedUp() {
        GroupStandbyMove standby = group.standby(b);
        standby.makeReady();
        standby.execute();
        group.moveTo(a);
        assertThat(FIVE).noneMatch(address -> scene.hosts.accepts(b, address));

        standby.execute();

        assertThat(FIVE).allMatch(address -> scene.hosts.accepts(b, address));
    }

    @Test
    void refresh_whenItWasMadeReady_makesItReadyAgain() {
        GroupStandbyMove standby = group.standby(b);
        standby.makeReady();
        group.moveTo(b);
        group.moveTo(a);
        assertThat(scene.hosts.accepts(b, THREE.get(0))).isFalse();

        standby.refresh();

        assertThat(FIVE).allMatch(address -> scene.hosts.accepts(b, address));
    }

    private static void readyAgain(GroupStandbyMove standby, boolean asked) {
        if (asked) {
            standby.makeReady();
        } else {
            standby.refresh();
        }
    }

    @Test
    void execute_whenTheTargetCouldNotBeMadeReadyAgain_makesItAcceptFirst() {
        for (boolean again : new boolean[] {false, true}) {
            GroupStandbyMove standby = group.standby(b);
            standby.makeReady();
            scene.hosts.fail(b, new HostConfigurationException(HostId.of(b), "of the test", null));

            assertThatThrownBy(() -> readyAgain(standby, again)).isInstanceOf(HostConfigurationException.class);
            int before = scene.asked();
            GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, standby::execute);

            assertThat(failed.failures())
                    .hasSize(5)
                    .allSatisfy((address, why) -> assertThat(why).isInstanceOf(HostConfigurationException.class));
            assertThat(scene.actionsSince(before)).doesNotContain(ASSIGN);
            scene.hosts.mend(b);
        }
    }

    @Test
    void makeReady_whenTheTargetIsDead_saysWhyAndChangesNothing() {
        GroupStandbyMove standby = group.standby(b);
        scene.hosts.cutOff(b);

        OutOfTimeException late = catchThrowableOfType(OutOfTimeException.class, standby::makeReady);

        assertThat(late.effect()).isEqualTo(Effect.NONE);
        assertThat(scene.server.count(ASSIGN)).isZero();
        scene.hosts.mend(b);
        assertThat(standby.execute().results()).hasSize(5).allMatch(MoveResult::moved);
        assertThat(FIVE).allMatch(address -> scene.hosts.accepts(b, address));
    }

    @Test
    void makeReady_whenNobodyCanTellHosts_saysWhatIsMissing() {
        GroupStandbyMove standby = scene.group(FIVE).build().standby(b);

        assertThatIllegalStateException().isThrownBy(standby::makeReady).withMessageContaining("call hosts(..)");
    }

    @Test
    void standDown_whenItWasMadeReady_dropsWhatTheTargetDoesNotHold() {
        GroupStandbyMove standby = group.standby(b);
        standby.makeReady();
        scene.give(TWO.get(0), b);

        List<SettleResult> results = standby.standDown();

        assertThat(results).hasSize(5).allMatch(SettleResult::complete);
        assertThat(scene.hosts.accepts(b, TWO.get(0))).as("it holds it").isTrue();
        assertThat(THREE).noneMatch(address -> scene.hosts.accepts(b, address));
    }

    @Test
    void execute_whenTheTargetWasTerminated_isStaleForEachAndChangesNothing() {
        GroupStandbyMove standby = scene.group(FIVE).build().standby(b);
        scene.network.terminate(List.of(b));

        GroupMoveException failed = catchThrowableOfType(GroupMoveException.class, standby::execute);

        assertThat(failed.failures()).hasSize(5);
        assertThat(failed.failures().values()).hasOnlyElementsOfType(StaleStandbyException.class);
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(FIVE).allSatisfy(address -> assertThat(scene.holder(address)).isEqualTo(a));
    }

    @Test
    void orMove_whenOneInterfaceWasReplaced_movesThoseFullyAndTellsOfAll() {
        GroupStandbyMove standby = scene.group(FIVE).build().standby(b);
        replaceSecondInterface(b);

        GroupMoveException stale = catchThrowableOfType(GroupMoveException.class, standby::execute);

        assertThat(stale.moved()).extracting(MoveResult::address).hasSize(3);
        assertThat(stale.failures()).hasSize(2);
        assertThat(stale.failures().values()).hasOnlyElementsOfType(StaleStandbyException.class);

        GroupStandbyMove again = scene.group(FIVE).build().standby(c);
        replaceSecondInterface(c);
        GroupMoveResult result = again.orMove().execute();

        assertThat(result.results().stream().map(each -> each.address().toString()))
                .containsExactlyElementsOf(FIVE);
        assertThat(result.results()).allMatch(MoveResult::moved);
        assertThat(FIVE).allSatisfy(address -> assertThat(scene.holder(address)).isEqualTo(c));
    }

    @Test
    void orMove_whenTheFullMoveIsRefusedToo_saysWhatTheFirstAttemptMoved() {
        GroupStandbyMove standby = scene.group(FIVE).build().standby(b);
        loseSecondInterface(b);

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> standby.orMove().execute());

        assertThat(failed.moved()).hasSize(3);
        assertThat(failed.failures().keySet().stream().map(IpAddress::toString)).containsExactlyElementsOf(TWO);
        assertThat(failed.failures().values()).noneMatch(StaleStandbyException.class::isInstance);
        assertThat(failed.effect()).isEqualTo(Effect.APPLIED);
    }

    @Test
    void orMove_whenAllIsRefused_isTheRefusal() {
        GroupStandbyMove standby = scene.group(TWO).build().standby(b);
        loseSecondInterface(b);

        assertThatExceptionOfType(GroupRefusedException.class)
                .isThrownBy(() -> standby.orMove().execute());
    }

    @Test
    void execute_whenTheTargetHeldSome_asksAnewAndLeavesThose() {
        scene.give(THREE.get(0), b);
        GroupStandbyMove standby = scene.group(FIVE).build().standby(b);

        GroupMoveResult result = standby.execute();

        assertThat(result.result(THREE.get(0)).outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(result.results()).hasSize(5);
        assertThat(FIVE).allSatisfy(address -> assertThat(scene.holder(address)).isEqualTo(b));
    }

    @Test
    void execute_whenSomeHaveAnotherHolderByThen_takesThemAllTheSame() {
        GroupStandbyMove standby = scene.group(FIVE).build().standby(b);
        scene.give(THREE.get(0), c);

        assertThat(standby.execute().results()).allMatch(MoveResult::moved);
        assertThat(scene.network.holders(THREE.get(0))).allMatch(holder -> holder.isOn(HostId.of(b)));
    }

    @Test
    void makeReady_whenManyAreMeant_isOneCommand() {
        GroupStandbyMove standby = group.standby(b);
        int before = scene.hosts.history().size();

        standby.makeReady();

        assertThat(told(b, before)).isNotEmpty();
        assertThat(FIVE).allMatch(address -> scene.hosts.accepts(b, address));
    }

    private void loseSecondInterface(String host) {
        VpcInterface second = scene.eni(host, 1);
        scene.network.detachInterface(second.attachment().id());
        scene.network.deleteInterface(second.id());
    }

    private void replaceSecondInterface(String host) {
        String subnet = scene.eni(host, 1).subnetId();
        loseSecondInterface(host);
        String another = scene.network.createInterface(InterfaceSpec.in(subnet)).id();
        scene.network.attachInterface(another, host, 1);
    }
}
