package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.Claim;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.SettleResult;
import org.floatingip.Tenure;
import org.floatingip.TenureRequest;
import org.floatingip.TenureState;
import org.floatingip.event.OperationEnded;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.spi.EpochLedger;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.floatingip.testkit.network.Incident;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tenures: an address that obeys an election, tick by tick. */
class TenureTest {

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
    private final List<OperationEnded> told = new ArrayList<>();
    private final FloatingIp db = handle(ledger);
    private final FloatingIpGroup group = FloatingIpGroup.at(VIP, SECOND)
            .assigner(scenario.assigner())
            .hosts(scenario.hosts())
            .ticker(scenario.ticker())
            .fence(ledger)
            .build();

    private FloatingIp handle(EpochLedger behind) {
        return FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .listener(new MoveListener() {
                    @Override
                    public void ended(OperationEnded event) {
                        told.add(event);
                    }
                })
                .fence(behind)
                .build();
    }

    private void claimed(long epoch, String target) {
        Claim unused = ledger.advance(Claim.of(IpAddress.of(VIP), epoch, HostId.of(target)), Duration.ofSeconds(1));
    }

    private void happens(Incident incident) {
        incident.happen(scenario.network());
    }

    private String holder() {
        return db.holder().map(holder -> holder.host().value()).orElse("nobody");
    }

    private long changes() {
        return scenario.assigner().calls().stream()
                .filter(call -> call.call().mutating())
                .count();
    }

    private boolean accepts(String host) {
        return scenario.hosts().accepts(host, VIP);
    }

    @Test
    void begin_always_claimsAndMoves() {
        Tenure tenure = db.tenure("i-0b", 7).begin();

        assertThat(tenure.state()).isEqualTo(TenureState.HELD);
        assertThat(tenure.lastMove()).singleElement().matches(moved -> moved.moved());
        assertThat(holder()).isEqualTo("i-0b");
        assertThat(accepts("i-0b")).isTrue();
        assertThat(ledger.calls().get(0)).isEqualTo("advance 10.0.1.12 for i-0b by epoch 7");
    }

    @Test
    void begin_whenALaterEpochHasClaimed_changesNothing() {
        claimed(8, "i-0c");

        assertThatThrownBy(() -> db.tenure("i-0b", 7).begin()).isInstanceOf(StaleEpochException.class);
        assertThat(changes()).isZero();
    }

    @Test
    void begin_withoutAFence_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> scenario.floatingIp(VIP).tenure("i-0b", 7).begin())
                .withMessageContaining("call fence(ledger)");
    }

    @Test
    void tick_whileNothingHappens_looksAndTellsNobody() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        long changed = changes();
        told.clear();

        for (int tick = 0; tick < 100; tick++) {
            assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
        }

        assertThat(changes()).isEqualTo(changed);
        assertThat(told).isEmpty();
        assertThat(tenure.failure()).isNull();
    }

    @Test
    void tick_whenALateRequestHasTakenIt_takesItBackAndTellsOfTheMove() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        happens(Incident.thirdPartyTakes(VIP, "i-0a"));
        told.clear();

        assertThat(tenure.tick()).isEqualTo(TenureState.REASSERTED);
        assertThat(holder()).isEqualTo("i-0b");
        assertThat(told).hasSize(1);
        assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
    }

    @Test
    void tick_whenNobodyHoldsIt_takesIt() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        happens(Incident.holderReleases(VIP));

        assertThat(tenure.tick()).isEqualTo(TenureState.REASSERTED);
    }

    @Test
    void tick_whenALaterEpochHasClaimed_isLostDropsItOnItsHostAndLeavesTheNetwork() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        claimed(8, "i-0c");
        long changed = changes();

        assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
        assertThat(tenure.failure()).isInstanceOf(StaleEpochException.class).hasMessageContaining("epoch 8");
        assertThat(accepts("i-0b")).isFalse();
        assertThat(changes()).isEqualTo(changed);
        assertThat(holder()).as("the network is the successor's").isEqualTo("i-0b");
        ledger.forget(IpAddress.of(VIP));
        assertThat(tenure.tick()).as("it stays so").isEqualTo(TenureState.LOST);
    }

    @Test
    void tick_whenItsHostCantBeReachedWhenItIsLost_triesAgain() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        claimed(8, "i-0c");
        scenario.hosts().cutOff("i-0b");
        tenure.tick();
        assertThat(accepts("i-0b")).isTrue();

        scenario.hosts().mend("i-0b");

        assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void tick_whenDroppingFailsInAnUnheardOfWay_isStillLost() {
        boolean[] broken = new boolean[1];
        FloatingIp odd = FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(new Ticker() {
                    @Override
                    public Instant now() {
                        if (broken[0]) {
                            throw new IllegalStateException("of the test");
                        }
                        return scenario.ticker().now();
                    }

                    @Override
                    public long nanoTime() {
                        return scenario.ticker().nanoTime();
                    }

                    @Override
                    public void sleep(Duration duration) throws InterruptedException {
                        scenario.ticker().sleep(duration);
                    }
                })
                .fence(ledger)
                .build();
        Tenure tenure = odd.tenure("i-0b", 7).begin();
        scenario.hosts().cutOff("i-0b");
        claimed(8, "i-0c");
        assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
        broken[0] = true;

        assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
        assertThat(tenure.failure()).hasMessageContaining("of the test");
    }

    @Test
    void tick_whenALaterEpochClaimsBetweenItsCheckAndItsChange_takesNothing() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        happens(Incident.thirdPartyTakes(VIP, "i-0c"));
        long changed = changes();
        ledger.afterNextAnswer(() -> claimed(8, "i-0c"));

        assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
        assertThat(holder()).isEqualTo("i-0c");
        assertThat(changes()).isEqualTo(changed);
    }

    @Test
    void tick_whenTheLedgerIsDown_isUnknownAndTakesNothing() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        happens(Incident.thirdPartyTakes(VIP, "i-0c"));
        long changed = changes();
        ledger.goDown();

        assertThat(tenure.tick()).isEqualTo(TenureState.UNKNOWN);
        assertThat(tenure.failure()).hasMessageContaining("the ledger is down");
        assertThat(changes()).isEqualTo(changed);
        assertThat(accepts("i-0b")).as("nobody said that it is lost").isTrue();
        ledger.comeBack();
        assertThat(tenure.tick()).isEqualTo(TenureState.REASSERTED);
    }

    @Test
    void tick_whenTheNetworkDoesNotAnswer_isUnknown() {
        Tenure tenure = db.tenure("i-0b", 7).timeoutSeconds(1).begin();
        scenario.assigner().inject(Fault.unavailable().onCall(Call.LOOK).always());

        assertThat(tenure.tick()).isEqualTo(TenureState.UNKNOWN);
    }

    @Test
    void tick_whenItMayNotTakeItBack_isUnknownAndSaysWhy() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        happens(Incident.thirdPartyTakes(VIP, "i-0c"));
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));

        assertThat(tenure.tick()).isEqualTo(TenureState.UNKNOWN);
        assertThat(tenure.failure()).isInstanceOf(PermissionDeniedException.class);
        assertThat(tenure.tick()).isEqualTo(TenureState.REASSERTED);
    }

    @Test
    void tick_whateverTheLedgerThrows_throwsNothing() {
        InMemoryEpochLedger store = InMemoryEpochLedger.create();
        boolean[] broken = new boolean[1];
        FloatingIp odd = handle(new EpochLedger() {
            @Override
            public Claim advance(Claim claim, Duration budget) {
                return store.advance(claim, budget);
            }

            @Override
            public @Nullable Claim current(IpAddress address, Duration budget) {
                if (broken[0]) {
                    throw new StackOverflowError("of the test");
                }
                return store.current(address, budget);
            }

            @Override
            public Claim next(IpAddress address, HostId target, Duration budget) {
                return store.next(address, target, budget);
            }
        });
        Tenure tenure = odd.tenure("i-0b", 7).begin();
        broken[0] = true;

        assertThat(tenure.tick()).isEqualTo(TenureState.UNKNOWN);
        assertThat(tenure.failure()).hasMessageContaining("of the test");
    }

    private TenureRequest whichDidNotBegin() {
        scenario.assigner().inject(Fault.deny().onCall(Call.LOOK).skip(1));
        TenureRequest request = db.tenure("i-0b", 7);
        assertThatThrownBy(request::begin).isInstanceOf(NotVerifiedException.class);
        assertThat(accepts("i-0b")).isTrue();
        return request;
    }

    @Test
    void abandon_afterABeginningOfUnknownOutcome_dropsItThereAndLeavesTheNetwork() {
        TenureRequest request = whichDidNotBegin();
        long changed = changes();

        Tenure over = request.abandon();

        assertThat(over.state()).isEqualTo(TenureState.LOST);
        assertThat(over.end()).singleElement().matches(SettleResult::complete);
        assertThat(accepts("i-0b")).isFalse();
        assertThat(holder()).isEqualTo("i-0b");
        assertThat(changes()).isEqualTo(changed);
    }

    @Test
    void abandon_whenTheHostDoesNotAnswer_isDoneByALaterTick() {
        TenureRequest request = whichDidNotBegin();
        scenario.hosts().cutOff("i-0b");
        Tenure over = request.abandon();
        assertThat(over.end()).singleElement().matches(left -> !left.complete());
        scenario.hosts().mend("i-0b");

        assertThat(over.tick()).isEqualTo(TenureState.LOST);

        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void abandon_whenThatHostIsElectedAgainMeanwhile_isLeftToIt() {
        TenureRequest request = whichDidNotBegin();
        scenario.hosts().cutOff("i-0b");
        Tenure over = request.abandon();
        scenario.hosts().mend("i-0b");
        Tenure later = db.tenure("i-0b", 8).begin();

        assertThat(over.tick()).isEqualTo(TenureState.LOST);

        assertThat(later.tick()).isEqualTo(TenureState.HELD);
        assertThat(accepts("i-0b")).isTrue();
    }

    @Test
    void end_always_dropsItOnItsHostNowAndLeavesTheNetwork() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        long changed = changes();

        assertThat(tenure.end()).hasSize(1).allMatch(each -> each.complete());

        assertThat(accepts("i-0b")).isFalse();
        assertThat(changes()).isEqualTo(changed);
        int asked = scenario.assigner().calls().size();
        assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
        assertThat(scenario.assigner().calls()).hasSize(asked);
    }

    @Test
    void end_whenItsHostCantBeReached_saysSoAndCanBeCalledAgain() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        scenario.hosts().cutOff("i-0b");

        assertThat(tenure.end()).noneMatch(each -> each.complete());
        scenario.hosts().mend("i-0b");
        assertThat(tenure.end()).allMatch(each -> each.complete());
        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void end_withoutHosts_tellsNobody() {
        FloatingIp plain = FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .ticker(scenario.ticker())
                .fence(ledger)
                .build();

        assertThat(plain.tenure("i-0b", 7).begin().end()).isEmpty();
    }

    @Test
    void tenureOfAGroup_whenOneAddressIsClaimedByALaterEpoch_isLostForAll() {
        Tenure tenure = group.tenure("i-0b", 7).begin();
        claimed(8, "i-0c");

        assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
        assertThat(scenario.hosts().accepts("i-0b", SECOND)).isFalse();
        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void tenureOfAGroup_whenOneWasTaken_takesThatBack() {
        Tenure tenure = group.tenure("i-0b", 7).begin();
        happens(Incident.thirdPartyTakes(SECOND, "i-0a"));

        assertThat(tenure.tick()).isEqualTo(TenureState.REASSERTED);
        assertThat(group.holders())
                .containsOnlyKeys(IpAddress.of(VIP), IpAddress.of(SECOND))
                .allSatisfy((address, holders) -> assertThat(holders)
                        .extracting(holder -> holder.host().value())
                        .containsExactly("i-0b"));
    }

    @Test
    void tick_withALease_renewsItWhileTheHostHoldsTheAddress() {
        Tenure tenure = db.tenure("i-0b", 7).hostLeaseSeconds(10).begin();

        for (int period = 0; period < 100; period++) {
            scenario.ticker().advance(Duration.ofSeconds(9));
            assertThat(accepts("i-0b")).isTrue();
            assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
        }
        assertThat(accepts("i-0b")).isTrue();
    }

    @Test
    void lease_whenNobodyTicks_endsByItself() {
        Tenure paused = db.tenure("i-0b", 7).hostLeaseSeconds(10).begin();

        scenario.ticker().advance(Duration.ofSeconds(11));

        assertThat(accepts("i-0b")).isFalse();
        assertThat(paused.tick()).as("it is its own yet").isEqualTo(TenureState.HELD);
        assertThat(accepts("i-0b")).isTrue();
    }

    @Test
    void tick_whenItIsNotKnownWhoHoldsIt_renewsNothing() {
        Tenure tenure =
                db.tenure("i-0b", 7).timeoutSeconds(1).hostLeaseSeconds(10).begin();
        ledger.goDown();

        for (int second = 0; second < 11; second++) {
            assertThat(tenure.tick()).isEqualTo(TenureState.UNKNOWN);
            scenario.ticker().advance(Duration.ofSeconds(1));
        }
        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void tick_whenItIsPausedBetweenItsLookAndTheRenewal_givesNoWholeLease() {
        Tenure zombie =
                db.tenure("i-0b", 7).timeoutSeconds(60).hostLeaseSeconds(10).begin();
        ledger.afterNextAnswer(() -> {
            scenario.ticker().advance(Duration.ofSeconds(30));
            claimed(8, "i-0c");
        });

        assertThat(zombie.tick()).isEqualTo(TenureState.UNKNOWN);
        assertThat(zombie.failure()).hasMessageContaining("less than a second of the PT10S was left");
        assertThat(accepts("i-0b")).isFalse();
        assertThat(zombie.tick()).isEqualTo(TenureState.LOST);
    }

    @Test
    void tick_whenItsHostCantBeToldToGoOn_isUnknown() {
        Tenure tenure = db.tenure("i-0b", 7).hostLeaseSeconds(10).begin();
        scenario.hosts().cutOff("i-0b");

        assertThat(tenure.tick()).isEqualTo(TenureState.UNKNOWN);
        scenario.hosts().mend("i-0b");
        assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
    }

    @Test
    void tick_whenItTakesBackAnAddress_letsTheHostAcceptItForThatTimeAlone() {
        Tenure tenure = db.tenure("i-0b", 7).hostLeaseSeconds(10).begin();
        happens(Incident.thirdPartyTakes(VIP, "i-0a"));

        assertThat(tenure.tick()).isEqualTo(TenureState.REASSERTED);
        scenario.ticker().advance(Duration.ofSeconds(11));
        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void tenureOfAGroup_withALease_renewsAll() {
        Tenure tenure = group.tenure("i-0b", 7).hostLeaseSeconds(10).begin();

        for (int period = 0; period < 3; period++) {
            scenario.ticker().advance(Duration.ofSeconds(9));
            assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
        }
        assertThat(accepts("i-0b")).isTrue();
        assertThat(scenario.hosts().accepts("i-0b", SECOND)).isTrue();
    }

    @Test
    void hostLease_whereItCantBe_isRefused() {
        FloatingIp plain = FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .ticker(scenario.ticker())
                .fence(ledger)
                .build();

        assertThatIllegalStateException()
                .isThrownBy(() -> plain.tenure("i-0b", 7).hostLeaseSeconds(10).begin())
                .withMessageContaining("call hosts(..)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> db.tenure("i-0b", 7).hostLease(Duration.ofMillis(1500)))
                .withMessageContaining("whole seconds");
        assertThatIllegalArgumentException().isThrownBy(() -> db.tenure("i-0b", -1));
        assertThat(changes()).isZero();
    }

    /** A leader that was paused, its successor, and what the pause's late tick may do. */
    @Test
    void zombie_whenItWakesUp_stealsNothing() {
        Tenure zombie = db.tenure("i-0a", 7).begin();
        Tenure leader = db.tenure("i-0b", 8).begin();

        assertThat(zombie.tick()).isEqualTo(TenureState.LOST);
        assertThatThrownBy(() -> db.move().to("i-0a").epoch(7).execute()).isInstanceOf(StaleEpochException.class);
        assertThat(leader.tick()).isEqualTo(TenureState.HELD);
        assertThat(holder()).isEqualTo("i-0b");
    }
}
