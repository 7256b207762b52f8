package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.floatingip.Claim;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.EpochLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/** Tests that every {@link EpochLedger} passes. Run them on a real store, which itself decides between concurrent claims. */
@DisplayName("a ledger of epochs")
@SuppressWarnings("exports") // see module-info
public abstract class EpochLedgerContract {

    private static final Duration BUDGET = Duration.ofSeconds(10);
    private static final IpAddress ADDRESS = IpAddress.of("10.0.1.12");
    private static final IpAddress OTHER = IpAddress.of("2001:db8::12");
    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");

    /** Beyond the range of an int, as a czxid is. */
    private static final long HIGH = 0x100000007L;

    private static final int RACERS = 20;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    private EpochLedger ledger;

    /** For subclasses. */
    protected EpochLedgerContract() {}

    /** Returns a ledger on an empty store, for one test. */
    protected abstract EpochLedger ledger();

    /** Returns another ledger on the same store, like another mover's. */
    protected abstract EpochLedger another();

    /** Breaks the store, or makes it unreachable, until the end of the test. */
    protected abstract void breakStore();

    /** Returns how often several threads race for one number. Default: 25; override it if the store is slow. */
    protected int rounds() {
        return 25;
    }

    /** Called after each test. */
    protected void close() {}

    @BeforeEach
    final void open() {
        ledger = ledger();
    }

    @AfterEach
    final void closeAfterwards() {
        close();
    }

    private static Claim claim(long epoch, HostId target) {
        return Claim.of(ADDRESS, epoch, target);
    }

    @Test
    @DisplayName("nothing is recorded of an address that nobody claimed")
    void current_whenNothingIsRecorded_saysSo() {
        assertThat(ledger.current(ADDRESS, BUDGET)).isNull();
    }

    @Test
    @DisplayName("a claim is recorded where there is none, and everybody sees it")
    void advance_whenNothingIsRecorded_records() {
        assertThat(ledger.advance(claim(7, A), BUDGET)).isEqualTo(claim(7, A));
        assertThat(another().current(ADDRESS, BUDGET)).isEqualTo(claim(7, A));
    }

    @Test
    @DisplayName("epoch 0 is an epoch")
    void advance_whenTheEpochIsZero_records() {
        assertThat(ledger.advance(claim(0, A), BUDGET)).isEqualTo(claim(0, A));
        assertThat(ledger.current(ADDRESS, BUDGET)).isEqualTo(claim(0, A));
    }

    @Test
    @DisplayName("a later epoch takes the place of an earlier one")
    void advance_whenTheEpochIsHigher_records() {
        ledger.advance(claim(7, A), BUDGET);

        assertThat(another().advance(claim(HIGH, B), BUDGET)).isEqualTo(claim(HIGH, B));
        assertThat(ledger.current(ADDRESS, BUDGET)).isEqualTo(claim(HIGH, B));
    }

    @Test
    @DisplayName("an earlier epoch is told which one stands, and changes nothing")
    void advance_whenTheEpochIsLower_saysWhoseStands() {
        ledger.advance(claim(HIGH, B), BUDGET);

        assertThat(another().advance(claim(HIGH - 1, A), BUDGET)).isEqualTo(claim(HIGH, B));
        assertThat(ledger.current(ADDRESS, BUDGET)).isEqualTo(claim(HIGH, B));
    }

    @Test
    @DisplayName("the same epoch and target again is no conflict")
    void advance_whenItIsTheSameClaim_converges() {
        ledger.advance(claim(7, A), BUDGET);

        assertThat(another().advance(claim(7, A), BUDGET)).isEqualTo(claim(7, A));
    }

    @Test
    @DisplayName("the same epoch for another target is refused: two leaders with one epoch are none")
    void advance_whenTheTargetIsAnother_saysWhoseStands() {
        ledger.advance(claim(7, A), BUDGET);

        assertThat(another().advance(claim(7, B), BUDGET)).isEqualTo(claim(7, A));
        assertThat(ledger.current(ADDRESS, BUDGET)).isEqualTo(claim(7, A));
    }

    @Test
    @DisplayName("each address has a record of its own")
    void advance_whenItIsOfAnotherAddress_leavesThisOne() {
        ledger.advance(claim(7, A), BUDGET);

        assertThat(ledger.advance(Claim.of(OTHER, 3, B), BUDGET)).isEqualTo(Claim.of(OTHER, 3, B));
        assertThat(ledger.current(ADDRESS, BUDGET)).isEqualTo(claim(7, A));
        assertThat(ledger.current(OTHER, BUDGET)).isEqualTo(Claim.of(OTHER, 3, B));
    }

    @Test
    @DisplayName("the highest epoch that there is can be recorded")
    void advance_whenTheEpochIsTheHighest_records() {
        assertThat(ledger.advance(claim(Long.MAX_VALUE, A), BUDGET)).isEqualTo(claim(Long.MAX_VALUE, A));
        assertThat(ledger.current(ADDRESS, BUDGET)).isEqualTo(claim(Long.MAX_VALUE, A));
    }

    @Test
    @DisplayName("next begins with 1, and goes on above what is recorded")
    void next_always_isHigherThanWhatIsRecorded() {
        assertThat(ledger.next(ADDRESS, A, BUDGET)).isEqualTo(claim(1, A));
        assertThat(another().next(ADDRESS, B, BUDGET)).isEqualTo(claim(2, B));
        ledger.advance(claim(HIGH, A), BUDGET);
        assertThat(ledger.next(ADDRESS, A, BUDGET)).isEqualTo(claim(HIGH + 1, A));
        assertThat(another().current(ADDRESS, BUDGET)).isEqualTo(claim(HIGH + 1, A));
    }

    @Test
    @DisplayName("of several who claim one epoch at once for a target each, one wins, and all are told which")
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void advance_whenSeveralClaimOneEpochAtOnce_oneWins(TestReporter reporter) throws Exception {
        race((round, racer, own) -> own.advance(claim(round, HostId.of("i-" + racer)), BUDGET), (round, answers) -> {
            Claim winner = Objects.requireNonNull(ledger.current(ADDRESS, BUDGET));
            assertThat(winner.epoch()).isEqualTo(round);
            assertThat(answers).hasSize(RACERS).allMatch(winner::equals);
        });
        reporter.publishEntry(
                "rounds of " + RACERS + " racers for one epoch, of whom one won", Integer.toString(rounds()));
    }

    @Test
    @DisplayName("of several who ask for the next epoch at once, each gets one of its own")
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void next_whenSeveralAskAtOnce_givesEachItsOwn() throws Exception {
        race(
                (round, racer, own) -> own.next(ADDRESS, HostId.of("i-" + racer), BUDGET),
                (round, answers) -> assertThat(answers)
                        .extracting(Claim::epoch)
                        .doesNotHaveDuplicates()
                        .allMatch(epoch -> epoch > (round - 1L) * RACERS && epoch <= (long) round * RACERS));
    }

    @FunctionalInterface
    private interface Racer {
        Claim run(int round, int racer, EpochLedger own) throws Exception;
    }

    @FunctionalInterface
    private interface Finish {
        void check(int round, List<Claim> answers);
    }

    private void race(Racer racing, Finish finish) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(RACERS);
        try {
            for (int round = 1; round <= rounds(); round++) {
                CyclicBarrier start = new CyclicBarrier(RACERS);
                List<Future<Claim>> running = new ArrayList<>();
                int now = round;
                for (int racer = 0; racer < RACERS; racer++) {
                    int number = racer;
                    EpochLedger own = racer % 2 == 0 ? ledger : another();
                    running.add(threads.submit(() -> {
                        int unused = start.await(60, TimeUnit.SECONDS);
                        return racing.run(now, number, own);
                    }));
                }
                List<Claim> answers = new ArrayList<>();
                for (Future<Claim> each : running) {
                    answers.add(each.get(120, TimeUnit.SECONDS));
                }
                finish.check(round, answers);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("a store that does not answer is a failure without effect, never an empty answer")
    void everything_whenTheStoreIsBroken_fails() {
        ledger.advance(claim(7, A), BUDGET);
        breakStore();

        assertThatThrownBy(() -> ledger.current(ADDRESS, Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(FloatingIpException.class, EpochLedgerContract::hasNoEffect);
        assertThatThrownBy(() -> ledger.advance(claim(8, A), Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(FloatingIpException.class, EpochLedgerContract::hasNoEffect);
        assertThatThrownBy(() -> ledger.next(ADDRESS, A, Duration.ofSeconds(2)))
                .isInstanceOfSatisfying(FloatingIpException.class, EpochLedgerContract::hasNoEffect);
    }

    private static void hasNoEffect(FloatingIpException failure) {
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
    }
}
