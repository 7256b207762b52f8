package org.floatingip.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.floatingip.testkit.fault.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many addresses of many hosts, under EC2's limits, in virtual time: the same figures in every run. */
class ScaleTest {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @Test
    void evacuate_of1000AddressesOn40Hosts_isWithinATenthOfTheBound() {
        ScaleRun.Result result = new ScaleRun(1000, 40, THREADS).evacuateSideBySide();

        assertThat(result.addresses()).isEqualTo(1000);
        assertThat(result.toBound()).as("%s", result).isBetween(1.0, 1.10);
        assertThat(result.movedToBound()).as("%s", result).isBetween(1.0, 1.10);
        assertThat(result.throttled()).isZero();
    }

    /** What the figure above is worth: the same work in other ways is far from the bound, and none is below it. */
    @Test
    void move_ofAFewAtATime_isFarFromTheBound() {
        ScaleRun.Result inTurn = new ScaleRun(1000, 40, THREADS).evacuateInTurn();
        ScaleRun.Result oneByOne = new ScaleRun(1000, 40, THREADS).moveOneByOne();
        ScaleRun.Result script = new ScaleRun(1000, 40, THREADS).script();

        assertThat(inTurn.toBound()).isBetween(39.9, 40.1);
        assertThat(oneByOne.toBound()).isGreaterThan(900);
        assertThat(script.movedToBound()).isGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource({"40, 40", "200, 40", "1000, 40", "25, 1", "2500, 100"})
    void evacuate_howeverManyAddressesAHostHas_takesFourCallsAHost(int addresses, int hosts) {
        ScaleRun.Result result = new ScaleRun(addresses, hosts, THREADS).evacuateSideBySide();

        assertThat(result.allCalls() - result.throttled()).isEqualTo(4 * hosts);
        assertThat(result.calls())
                .containsEntry(Call.ASSIGN, hosts)
                .containsOnlyKeys(Call.LOOK, Call.RESOLVE, Call.ASSIGN);
    }

    @Test
    void evacuate_whenTheBucketsAreEmpty_isStillNoFasterThanTheBoundAndNotMuchSlower() {
        ScaleRun.Result result = new ScaleRun(300, 300, THREADS).evacuateSideBySide();

        assertThat(result.throttled()).isPositive();
        assertThat(result.toBound()).as("%s", result).isBetween(1.0, 1.25);
    }

    @Test
    void evacuate_whenRunAgain_isTheSameToTheNanosecond() {
        Map<String, Object> first = figures(new ScaleRun(300, 150, THREADS).evacuateSideBySide());

        assertThat(figures(new ScaleRun(300, 150, THREADS).evacuateSideBySide()))
                .isEqualTo(first);
    }

    private static Map<String, Object> figures(ScaleRun.Result result) {
        return Map.of(
                "calls", result.calls(),
                "throttled", result.throttled(),
                "moved", result.moved(),
                "done", result.done());
    }
}
