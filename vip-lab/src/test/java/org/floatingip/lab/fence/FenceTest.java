package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMovePlan;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.StandbyMove;
import org.floatingip.StepKind;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** Moves behind a fence: what a stale epoch may start, and what becomes of what it has begun. */
class FenceTest {

    private static final String VIP = "10.0.1.12";
    private static final String SECOND = "10.0.1.13";

    private final Scenario scenario = Scenario.builder()
            .host("i-0a")
            .holding(VIP)
            .holding(SECOND)
            .host("i-0b")
            .host("i-0c")
            .build();
    private final InMemoryEpochLedger ledger = InMemoryEpochLedger.create();
    private final FloatingIp db = FloatingIp.at(VIP)
            .assigner(scenario.assigner())
            .hosts(scenario.hosts())
            .ticker(scenario.ticker())
            .fence(ledger)
            .build();
    private final FloatingIpGroup group = FloatingIpGroup.at(VIP, SECOND)
            .assigner(scenario.assigner())
            .hosts(scenario.hosts())
            .ticker(scenario.ticker())
            .fence(ledger)
            .build();

    private static Claim claim(String address, long epoch, String target) {
        return Claim.of(IpAddress.of(address), epoch, HostId.of(target));
    }

    private void claimed(long epoch, String target) {
        Claim unused = ledger.advance(claim(VIP, epoch, target), FloatingIp.DEFAULT_TIMEOUT);
    }

    private String holder() {
        return db.holder().map(holder -> holder.host().value()).orElse("nobody");
    }

    private List<Call> changes() {
        return scenario.assigner().calls().stream()
                .filter(call -> call.call().mutating())
                .map(call -> call.call())
                .toList();
    }

    private StaleEpochException stale(org.assertj.core.api.ThrowableAssert.ThrowingCallable move) {
        return catchThrowableOfType(StaleEpochException.class, move);
    }

    @Test
    void move_always_claimsBeforeAnythingIsChangedAndChecksBeforeEachChange() {
        MoveResult moved = db.move().to("i-0b").epoch(7).execute();

        assertThat(moved.steps())
                .extracting(step -> step.kind())
                .containsSequence(StepKind.PLANNED, StepKind.CLAIMED, StepKind.HOST_READY);
        assertThat(ledger.calls()).containsExactly("advance 10.0.1.12 for i-0b by epoch 7", "current 10.0.1.12");
        assertThat(holder()).isEqualTo("i-0b");
    }

    @Test
    void doctor_always_saysWhoHasClaimedTheAddress() {
        assertThat(ledgerFinding().detail()).isEqualTo("nobody has claimed it: any epoch may");

        claimed(8, "i-0b");
        assertThat(ledgerFinding().severity()).isEqualTo(Severity.WARNING);
        assertThat(ledgerFinding().detail()).startsWith("it is claimed for i-0b by epoch 8, and i-0a");

        MoveResult unused = db.move().to("i-0b").epoch(8).execute();
        assertThat(ledgerFinding().severity()).isEqualTo(Severity.OK);
        assertThat(ledgerFinding().detail()).isEqualTo("it is claimed for i-0b by epoch 8");
    }

    @Test
    void doctor_whenTheLedgerIsDown_doesNotKnow() {
        ledger.goDown();

        assertThat(ledgerFinding().severity()).isEqualTo(Severity.UNKNOWN);
        assertThat(ledgerFinding().detail()).contains("the ledger is down");
    }

    private Finding ledgerFinding() {
        return db.doctor("i-0a", "i-0b").findings().stream()
                .filter(finding -> finding.check().equals(Checks.LEDGER))
                .findFirst()
                .orElseThrow();
    }

    /** It is not asked for that: a plan may be made before there is anything to ask. */
    @Test
    void plan_always_listsWhatTheLedgerIsAskedFirst() {
        JdbcEpochLedger jdbc = JdbcEpochLedger.on(new JdbcDataSource());
        MovePlan plan = FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .ticker(scenario.ticker())
                .fence(jdbc)
                .build()
                .move()
                .to("i-0b")
                .epoch(7)
                .plan();

        assertThat(plan.calls().get(0).description())
                .isEqualTo(
                        "UPDATE or INSERT in the table vip_epoch: 10.0.1.12 for i-0b by epoch 7, unless a later epoch has it");
        assertThat(plan.calls().get(1).permission()).isEqualTo("SELECT on vip_epoch");
    }

    @Test
    void move_whenALaterEpochHasClaimed_changesNothingAnywhereAndNamesIt() {
        claimed(8, "i-0c");

        StaleEpochException stale = stale(() -> db.move().to("i-0b").epoch(7).execute());

        assertThat(stale.effect()).isEqualTo(Effect.NONE);
        assertThat(stale.standing()).isEqualTo(claim(VIP, 8, "i-0c"));
        assertThat(stale)
                .hasMessageContaining("epoch 8")
                .hasMessageContaining("i-0c")
                .hasMessageContaining("nothing was changed");
        assertThat(stale.steps()).extracting(step -> step.kind()).containsExactly(StepKind.PLANNED, StepKind.CLAIMED);
        assertThat(changes()).isEmpty();
        assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
    }

    @Test
    void move_whenItIsTheSameEpochAndTargetAgain_converges() {
        db.move().to("i-0b").epoch(7).execute();

        assertThat(db.move().to("i-0b").epoch(7).execute().outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
    }

    @Test
    void move_whenTheSameEpochHasAnotherTarget_isRefusedAndSaysWhatToDo() {
        claimed(7, "i-0c");

        StaleEpochException stale = stale(() -> db.move().to("i-0b").epoch(7).execute());

        assertThat(stale).hasMessageContaining("an epoch of its own");
        assertThat(changes()).isEmpty();
    }

    @Test
    void move_whenTheTargetHoldsItAlready_claimsItAllTheSame() {
        db.move().to("i-0a").epoch(7).execute();

        assertThat(ledger.current(IpAddress.of(VIP), FloatingIp.DEFAULT_TIMEOUT))
                .isEqualTo(claim(VIP, 7, "i-0a"));
    }

    @Test
    void move_whenALaterEpochClaimsAfterTheClaim_startsNoChange() {
        ledger.afterNextAnswer(() -> claimed(8, "i-0c"));

        StaleEpochException stale = stale(() -> db.move().to("i-0b").epoch(7).execute());

        assertThat(stale.effect()).isEqualTo(Effect.NONE);
        assertThat(changes()).isEmpty();
        assertThat(scenario.hosts().accepts("i-0b", VIP))
                .as("what was added to the target is taken back")
                .isFalse();
    }

    @Test
    void move_whenItsRequestMayHaveGoneThroughAndALaterEpochClaims_doesNotRepeatItAndSaysThatItIsNotKnown() {
        scenario.assigner().inject(Fault.loseRequest().onCall(Call.ASSIGN).then(() -> claimed(8, "i-0c")));

        StaleEpochException stale = stale(() -> db.move().to("i-0b").epoch(7).execute());

        assertThat(stale.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(stale).hasMessageContaining("check who holds the address");
        assertThat(changes()).containsExactly(Call.ASSIGN);
    }

    @Test
    void handover_whenALaterEpochClaimsInTheGap_givesNothingBackAndSaysThatNobodyHoldsIt() {
        scenario.assigner().inject(Fault.none().onCall(Call.RELEASE).then(() -> claimed(8, "i-0c")));

        LeftUnheldException left = catchThrowableOfType(
                LeftUnheldException.class,
                () -> db.move().from("i-0a").to("i-0b").handover().epoch(7).execute());

        assertThat(left.effect()).isEqualTo(Effect.APPLIED);
        assertThat(left).hasCauseInstanceOf(StaleEpochException.class);
        assertThat(changes()).containsExactly(Call.RELEASE);
        assertThat(holder()).isEqualTo("nobody");
    }

    @Test
    void move_whenTheLedgerIsDown_isRefusedWithoutEffect() {
        ledger.goDown();

        assertThatThrownBy(() -> db.move().to("i-0b").epoch(7).execute())
                .isInstanceOfSatisfying(OutOfTimeException.class, failure -> {
                    assertThat(failure.effect()).isEqualTo(Effect.NONE);
                    assertThat(failure)
                            .hasMessageContaining("the ledger is down")
                            .hasCauseInstanceOf(UnavailableException.class);
                });
        assertThat(changes()).isEmpty();
        assertThat(scenario.hosts().accepts("i-0b", VIP)).isFalse();
    }

    @Test
    void move_whenTheLedgerFailsForAMoment_asksAgain() {
        ledger.loseNextRequest();
        ledger.loseNextReply();

        assertThat(db.move().to("i-0b").epoch(7).execute().moved()).isTrue();
    }

    @Test
    void handover_whenTheLedgerGoesDownInTheGap_doesNothingBlindly() {
        scenario.assigner().inject(Fault.none().onCall(Call.RELEASE).then(ledger::goDown));

        assertThatThrownBy(() ->
                        db.move().from("i-0a").to("i-0b").handover().epoch(7).execute())
                .isInstanceOf(LeftUnheldException.class);
        assertThat(changes()).containsExactly(Call.RELEASE);
    }

    @Test
    void move_whenTheRecordIsDeletedInTheMiddle_doesNothingBlindly() {
        ledger.afterNextAnswer(() -> ledger.forget(IpAddress.of(VIP)));

        assertThatThrownBy(() -> db.move().to("i-0b").epoch(7).execute())
                .isInstanceOf(OutOfTimeException.class)
                .hasMessageContaining("nothing is recorded");
        assertThat(changes()).isEmpty();
    }

    @Test
    void groupMove_whenOneAddressWasClaimedByALaterEpoch_movesNone() {
        claimed(8, "i-0c");

        StaleEpochException stale = stale(() -> group.move().to("i-0b").epoch(7).execute());

        assertThat(stale.address()).isEqualTo(IpAddress.of(VIP));
        assertThat(changes()).isEmpty();
    }

    @Test
    void groupMove_always_claimsEach() {
        group.move().to("i-0b").epoch(7).execute();

        assertThat(ledger.current(IpAddress.of(SECOND), FloatingIp.DEFAULT_TIMEOUT))
                .isEqualTo(claim(SECOND, 7, "i-0b"));
        assertThat(changes()).containsExactly(Call.ASSIGN);
    }

    @Test
    void evacuation_whenItsEpochIsStale_movesNothing() {
        claimed(8, "i-0c");

        assertThatThrownBy(() -> group.evacuate("i-0a").to("i-0b").epoch(7).execute())
                .isInstanceOf(StaleEpochException.class);
        assertThat(changes()).isEmpty();
    }

    @Test
    void release_always_claimsForTheHostThatLetsGo() {
        db.release("i-0a", 7);

        assertThat(ledger.current(IpAddress.of(VIP), FloatingIp.DEFAULT_TIMEOUT))
                .isEqualTo(claim(VIP, 7, "i-0a"));
        assertThat(holder()).isEqualTo("nobody");
    }

    @Test
    void release_whenItsEpochIsStale_changesNothing() {
        claimed(8, "i-0c");

        assertThatThrownBy(() -> db.release("i-0a", 7)).isInstanceOf(StaleEpochException.class);
        assertThatThrownBy(() -> group.release("i-0a", 7)).hasMessageContaining("epoch 8");
        assertThat(changes()).isEmpty();
    }

    @Test
    void standby_whenTheEpochIsKnownOnlyAtTheElection_claimsByThat() {
        StandbyMove standby = db.standby("i-0b");
        standby.makeReady();

        assertThat(standby.epoch(7).execute().moved()).isTrue();
        assertThat(ledger.calls().get(0)).isEqualTo("advance 10.0.1.12 for i-0b by epoch 7");
    }

    @Test
    void standby_whenItsEpochIsStale_takesNothing() {
        StandbyMove standby = db.standby("i-0b");
        claimed(8, "i-0c");

        assertThatThrownBy(() -> standby.epoch(7).execute()).isInstanceOf(StaleEpochException.class);
        assertThatThrownBy(() -> standby.epoch(7).orMove().execute()).isInstanceOf(StaleEpochException.class);
        assertThat(changes()).isEmpty();
    }

    @Test
    void plan_always_carriesItsEpochAsTextToo() {
        MovePlan plan = MovePlan.decode(db.move().to("i-0b").epoch(7).plan().encode());

        assertThat(plan.epoch()).isEqualTo(7);
        assertThat(plan.toString()).contains("in epoch 7");
        assertThat(ledger.calls()).as("a plan claims nothing").isEmpty();
        assertThat(db.apply(plan).moved()).isTrue();
        assertThat(ledger.calls().get(0)).isEqualTo("advance 10.0.1.12 for i-0b by epoch 7");
    }

    @Test
    void apply_whenThePlansEpochIsStaleByNow_changesNothing() {
        GroupMovePlan plan = group.move().to("i-0b").epoch(7).plan();
        claimed(8, "i-0c");

        assertThatThrownBy(() -> group.apply(GroupMovePlan.decode(plan.encode())))
                .isInstanceOf(StaleEpochException.class);
        assertThat(changes()).isEmpty();
    }

    @Test
    void fence_withoutAnEpoch_isRefusedBeforeAnythingIsAsked() {
        MovePlan plan = db.move().to("i-0b").plan();
        int asked = scenario.assigner().calls().size();

        assertThatIllegalStateException().isThrownBy(() -> db.moveTo("i-0b")).withMessageContaining("call epoch(n)");
        assertThatIllegalStateException().isThrownBy(() -> db.release("i-0a")).withMessageContaining("call epoch(n)");
        assertThatIllegalStateException().isThrownBy(() -> db.apply(plan)).withMessageContaining("call epoch(n)");
        assertThat(scenario.assigner().calls()).hasSize(asked);
    }

    @Test
    void epoch_withoutAFence_isRefusedBeforeAnythingIsAsked() {
        FloatingIp unfenced = scenario.floatingIp(VIP);

        assertThatIllegalStateException()
                .isThrownBy(() -> unfenced.move().to("i-0b").epoch(7).execute())
                .withMessageContaining("call fence(ledger)");
        assertThatIllegalStateException().isThrownBy(() -> unfenced.release("i-0a", 7));
        assertThat(scenario.assigner().calls()).isEmpty();
    }

    @Test
    void epoch_belowZero_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> db.move().epoch(-1))
                .withMessageContaining("0 or higher, not -1");
        assertThatIllegalArgumentException().isThrownBy(() -> db.release("i-0a", -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovePlan.decode(
                        db.move().to("i-0b").epoch(7).plan().encode().replace("epoch=7", "epoch=x")))
                .withMessageContaining("not a plan");
    }
}
