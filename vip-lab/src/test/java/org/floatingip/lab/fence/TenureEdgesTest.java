package org.floatingip.lab.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.SettleResult;
import org.floatingip.Tenure;
import org.floatingip.TenureState;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationKind;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fence.InMemoryEpochLedger;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.Test;

/** Tenures where threads, hosts and clocks meet: elections of the same host, an end in the middle of a tick, times that jump. */
class TenureEdgesTest {

    private static final String VIP = "10.0.1.12";

    private final Scenario scenario = Scenario.builder()
            .host("i-0a")
            .holding(VIP)
            .host("i-0b")
            .host("i-0c")
            .build();
    private final InMemoryEpochLedger ledger = InMemoryEpochLedger.create();
    private final FloatingIp db = handle(scenario.ticker());

    private FloatingIp handle(Ticker ticker) {
        return FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(ticker)
                .fence(ledger)
                .build();
    }

    private void claimed(long epoch, String target) {
        Claim unused = ledger.advance(Claim.of(IpAddress.of(VIP), epoch, HostId.of(target)), Duration.ofSeconds(1));
    }

    private boolean accepts(String host) {
        return scenario.hosts().accepts(host, VIP);
    }

    private String holder() {
        return db.holder().map(holder -> holder.host().value()).orElse("nobody");
    }

    /** Two processes on one host, of which the first was only paused: what its host accepts is its successor's. */
    @Test
    void tick_whenItsOwnHostWasElectedAgain_isLostAndLeavesTheHostToItsSuccessor() {
        Tenure before = db.tenure("i-0b", 7).begin();
        Tenure after = db.tenure("i-0b", 8).begin();

        assertThat(before.tick()).isEqualTo(TenureState.LOST);
        assertThat(before.tick()).isEqualTo(TenureState.LOST);
        assertThat(accepts("i-0b")).isTrue();
        assertThat(after.tick()).isEqualTo(TenureState.HELD);
        assertThat(before.end()).isEmpty();
        assertThat(accepts("i-0b")).isTrue();
    }

    @Test
    void begin_whenItsOwnHostIsElectedAgainMeanwhile_leavesTheHostToItsSuccessor() {
        ledger.afterNextAnswer(() -> claimed(8, "i-0b"));

        assertThatThrownBy(() -> db.tenure("i-0b", 7).begin()).isInstanceOf(StaleEpochException.class);

        assertThat(accepts("i-0b")).isTrue();
        assertThat(holder()).isEqualTo("i-0a");
    }

    @Test
    void begin_whenAnotherHostIsElectedMeanwhile_makesItsHostDropItAgain() {
        ledger.afterNextAnswer(() -> claimed(8, "i-0c"));

        assertThatThrownBy(() -> db.tenure("i-0b", 7).begin()).isInstanceOf(StaleEpochException.class);

        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void tick_whenItCouldNotDropAndItsHostIsElectedAgain_dropsItNoMore() {
        Tenure before = db.tenure("i-0b", 7).begin();
        claimed(8, "i-0c");
        scenario.hosts().cutOff("i-0b");
        assertThat(before.tick()).isEqualTo(TenureState.LOST);
        scenario.hosts().mend("i-0b");
        Tenure after = db.tenure("i-0b", 9).begin();

        assertThat(before.tick()).isEqualTo(TenureState.LOST);
        assertThat(accepts("i-0b")).isTrue();
        assertThat(after.tick()).isEqualTo(TenureState.HELD);
    }

    @Test
    void tick_whenItCouldNotDropAndTheLedgerIsDown_dropsItAllTheSame() {
        Tenure before = db.tenure("i-0b", 7).begin();
        claimed(8, "i-0c");
        scenario.hosts().cutOff("i-0b");
        assertThat(before.tick()).isEqualTo(TenureState.LOST);
        scenario.hosts().mend("i-0b");
        ledger.goDown();

        assertThat(before.tick()).isEqualTo(TenureState.LOST);
        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void tick_afterTheEnd_isLostAndRenewsNothing() {
        Tenure tenure = db.tenure("i-0b", 7).hostLeaseSeconds(10).begin();
        List<SettleResult> unused = tenure.end();
        int asked = ledger.calls().size();

        for (int tick = 0; tick < 3; tick++) {
            assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
        }
        assertThat(tenure.failure()).isNull();
        assertThat(accepts("i-0b")).isFalse();
        assertThat(ledger.calls()).hasSize(asked);
    }

    @Test
    void end_whileATickIsUnderWay_waitsForItAndNothingIsTakenBack() throws Exception {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        Incident.thirdPartyTakes(VIP, "i-0a").happen(scenario.network());
        AtomicReference<Thread> ending = new AtomicReference<>();
        CompletableFuture<List<SettleResult>> ended = new CompletableFuture<>();
        ledger.afterNextAnswer(() -> {
            Thread thread = new Thread(() -> ended.complete(tenure.end()));
            ending.set(thread);
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        });

        TenureState ticked = tenure.tick();
        Objects.requireNonNull(ending.get()).join();

        assertThat(ticked).isNotEqualTo(TenureState.UNKNOWN);
        assertThat(ended.get()).hasSize(1).allMatch(SettleResult::complete);
        assertThat(holder()).as("who had taken it").isEqualTo("i-0a");
        assertThat(tenure.state()).isEqualTo(TenureState.LOST);
        assertThat(accepts("i-0b")).isFalse();
        assertThat(tenure.tick()).isEqualTo(TenureState.LOST);
    }

    @Test
    void end_byAListenerOfItsOwnMove_dropsItAndStaysLost() {
        AtomicReference<Tenure> own = new AtomicReference<>();
        FloatingIp listened = FloatingIp.at(VIP)
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .fence(ledger)
                .listener(
                        new MoveListener() {
                            @Override
                            public void ended(OperationEnded event) {
                                Tenure tenure = own.get();
                                if (tenure != null && event.operation().kind() == OperationKind.MOVE) {
                                    assertThat(tenure.end()).isEmpty();
                                }
                            }
                        },
                        Runnable::run)
                .build();
        own.set(listened.tenure("i-0b", 7).hostLeaseSeconds(10).begin());
        Incident.thirdPartyTakes(VIP, "i-0a").happen(scenario.network());

        TenureState ticked = Objects.requireNonNull(own.get()).tick();

        assertThat(ticked).isEqualTo(TenureState.LOST);
        assertThat(accepts("i-0b")).as("what its last move made it accept").isFalse();
        assertThat(Objects.requireNonNull(own.get()).tick()).isEqualTo(TenureState.LOST);
    }

    @Test
    void end_whenATickHangsAndItIsInterrupted_dropsItAllTheSame() throws Exception {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        ledger.afterNextAnswer(() -> {
            asked.countDown();
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread ticking = new Thread(tenure::tick);
        ticking.start();
        asked.await();
        CompletableFuture<List<SettleResult>> ended = new CompletableFuture<>();
        Thread ending = new Thread(() -> ended.complete(tenure.end()));
        ending.start();
        while (ending.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        ending.interrupt();
        ending.join();

        assertThat(ended.get()).hasSize(1).allMatch(SettleResult::complete);
        assertThat(accepts("i-0b")).isFalse();
        answers.countDown();
        ticking.join();
        assertThat(tenure.state()).isEqualTo(TenureState.LOST);
        assertThat(accepts("i-0b")).as("after the tick that hung").isFalse();
    }

    @Test
    void tick_whenItCouldNotDropAndALeaseEndsItAndTheLedgerIsDown_leavesTheHostToWhoeverMayHaveIt() {
        Tenure before = db.tenure("i-0b", 7).hostLeaseSeconds(10).begin();
        claimed(8, "i-0c");
        scenario.hosts().cutOff("i-0b");
        assertThat(before.tick()).isEqualTo(TenureState.LOST);
        scenario.hosts().mend("i-0b");
        claimed(9, "i-0b");
        ledger.goDown();

        assertThat(before.tick()).isEqualTo(TenureState.LOST);

        assertThat(accepts("i-0b")).as("it may be a successor's").isTrue();
        scenario.ticker().advance(Duration.ofSeconds(11));
        assertThat(accepts("i-0b")).as("and ends by itself if it is not").isFalse();
    }

    /** The lease is the target's: an old host that got the address back is renewed by nobody here. */
    @Test
    void begin_whenTheOldHostGetsItBackWhileItDropsIt_letsThatAcceptItWithoutAnEnd() {
        scenario.hosts().set("i-0a", VIP);
        AtomicBoolean back = new AtomicBoolean();
        scenario.hosts().watch(line -> {
            if (line.contains("drop") && line.contains("i-0a") && back.compareAndSet(false, true)) {
                Incident.thirdPartyTakes(VIP, "i-0a").happen(scenario.network());
            }
        });

        Tenure unused = db.tenure("i-0b", 7).hostLeaseSeconds(10).begin();
        assertThat(back).as("somebody brought it back").isTrue();
        scenario.ticker().advance(Duration.ofSeconds(60));

        assertThat(accepts("i-0a")).isTrue();
    }

    @Test
    void hostLease_thatNoRenewalCouldKeep_isRefused() {
        assertThatThrownBy(() -> db.tenure("i-0b", 7).hostLeaseSeconds(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two seconds or more");
    }

    @Test
    void tick_whenTimePassesWithEachQuestion_renewsTheShortestLease() {
        Jumping clock = new Jumping();
        Tenure tenure = handle(clock).tenure("i-0b", 7).hostLeaseSeconds(2).begin();

        for (int tick = 0; tick < 5; tick++) {
            scenario.ticker().advance(Duration.ofMillis(500));
            ledger.afterNextAnswer(() -> clock.monotonic = clock.monotonic.plusMillis(1));
            assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
            assertThat(accepts("i-0b")).isTrue();
        }
    }

    @Test
    void tick_whileAnotherThreadTicks_doesNothingAndGivesWhatWasFoundLast() {
        Tenure tenure = db.tenure("i-0b", 7).begin();
        Incident.thirdPartyTakes(VIP, "i-0a").happen(scenario.network());
        AtomicReference<TenureState> other = new AtomicReference<>();
        ledger.afterNextAnswer(() -> {
            Thread thread = new Thread(() -> other.set(tenure.tick()));
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        TenureState state = tenure.tick();

        assertThat(other.get()).isIn(TenureState.HELD, TenureState.REASSERTED);
        assertThat(state).isIn(TenureState.HELD, TenureState.REASSERTED);
        assertThat(holder()).isEqualTo("i-0b");
    }

    @Test
    void twoLeadersWithOneEpoch_theFirstHasItAndTheSecondChangesNothing() {
        Tenure first = db.tenure("i-0b", 7).begin();

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> db.tenure("i-0c", 7).begin())
                    .isInstanceOfSatisfying(StaleEpochException.class, stale -> {
                        assertThat(stale.effect()).isEqualTo(Effect.NONE);
                        assertThat(stale.standing().target()).isEqualTo(HostId.of("i-0b"));
                    });
            assertThat(first.tick()).isEqualTo(TenureState.HELD);
        }
        assertThat(holder()).isEqualTo("i-0b");
        assertThat(accepts("i-0c")).isFalse();
    }

    /** A wall clock that is set, and a time that goes back, as none should. */
    private final class Jumping implements Ticker {

        private Duration wall = Duration.ZERO;
        private Duration monotonic = Duration.ZERO;

        @Override
        public Instant now() {
            return scenario.ticker().now().plus(wall);
        }

        @Override
        public long nanoTime() {
            return scenario.ticker().nanoTime() + monotonic.toNanos();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            scenario.ticker().sleep(duration);
        }
    }

    @Test
    void tick_whenTheWallClockJumps_isAsBefore() {
        Jumping clock = new Jumping();
        Tenure tenure = handle(clock).tenure("i-0b", 7).hostLeaseSeconds(10).begin();

        for (long hours : new long[] {5, -5, -100_000, 100_000}) {
            ledger.afterNextAnswer(() -> clock.wall = Duration.ofHours(hours));
            assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
            scenario.ticker().advance(Duration.ofSeconds(9));
            assertThat(accepts("i-0b")).isTrue();
        }
        Incident.thirdPartyTakes(VIP, "i-0a").happen(scenario.network());
        ledger.afterNextAnswer(() -> clock.wall = Duration.ofHours(-1));
        assertThat(tenure.tick()).isEqualTo(TenureState.REASSERTED);
    }

    @Test
    void tick_whenTheMonotonicClockGoesBack_givesNoMoreThanALease() {
        Jumping clock = new Jumping();
        Tenure tenure = handle(clock).tenure("i-0b", 7).hostLeaseSeconds(10).begin();
        ledger.afterNextAnswer(() -> clock.monotonic = Duration.ofHours(-1));

        assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
        scenario.ticker().advance(Duration.ofSeconds(11));
        assertThat(accepts("i-0b")).isFalse();
    }

    @Test
    void tick_whenTheMonotonicClockLeapsInItsMiddle_renewsNothing() {
        Jumping clock = new Jumping();
        Tenure tenure = handle(clock).tenure("i-0b", 7).hostLeaseSeconds(10).begin();
        ledger.afterNextAnswer(() -> clock.monotonic = Duration.ofHours(1));

        assertThat(tenure.tick()).isEqualTo(TenureState.UNKNOWN);
        assertThat(tenure.tick()).isEqualTo(TenureState.HELD);
    }
}
