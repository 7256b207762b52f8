package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.floatingip.StepKind;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.testkit.fault.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the benchmark measures, as far as it does not hang on how busy this machine is: counts, never times. What the sender
 * could not send is not counted.
 */
@Tag("alone")
class EndToEndIT {

    private static final Duration LATENCY = Duration.ofMillis(20);

    private static EndToEndLab lab;
    private static Moves moves;
    private static Rivals rivals;

    @BeforeAll
    static void start() {
        lab = new EndToEndLab();
        moves = new Moves(lab);
        rivals = new Rivals(lab);
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'A', 'B'})
    void move_whenPlanned_losesNoPacketAndNothingThatRedisHasAcknowledged(char letter) {
        LinuxHost from = letter == 'A' ? lab.a : lab.b;

        Measurement moved = moves.planned(from, Sabotage.NONE, lab.hosts, LATENCY);

        assertThat(moved.probe().lost())
                .as(moved.probe().stretches().toString())
                .isZero();
        assertThat(moved.probe().stretches())
                .extracting(ProbeRun.Stretch::by)
                .containsExactly(letter, letter == 'A' ? 'B' : 'A');
        RedisRun redis = Objects.requireNonNull(moved.redis());
        assertThat(redis.acknowledgedAndLost()).isZero();
        assertThat(redis.attempts())
                .extracting(RedisClient.Attempt::by)
                .startsWith(Character.toLowerCase(letter))
                .endsWith(letter == 'A' ? 'b' : 'a');
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void move_whenItsOrderIsBroken_losesPackets(Sabotage sabotage) {
        Measurement moved = moves.planned(lab.a, sabotage, lab.hosts, LATENCY);

        assertThat(moved.probe().lost()).isPositive();
        assertThat(moved.probe()
                        .stretches()
                        .get(moved.probe().stretches().size() - 1)
                        .by())
                .as("in the end")
                .isEqualTo('B');
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void move_whenPacketsFollowASecondLate_losesSomeOnlyIfTheOldHostDropsAtOnce(boolean hasty) {
        Measurement moved = moves.plannedWhilePacketsFollowLate(LATENCY, hasty);

        assertThat(moved.probe().lost() > 0)
                .as(moved.probe().stretches().toString())
                .isEqualTo(hasty);
        assertThat(moved.probe().by('B')).isPositive();
    }

    @Test
    void standby_whenTheTargetWasMadeReadyBySsh_losesNothingFromWhenPacketsAreRoutedToIt() {
        Measurement moved = moves.crashOverSsh(LATENCY, Moves.FOLLOWS_AFTER, true);

        long routedAt = moved.changes().get(0).routedAt();
        assertThat(moved.probe().since(routedAt).stretches())
                .extracting(ProbeRun.Stretch::by)
                .containsExactly('B');
    }

    @Test
    void standby_whenTheHolderIsCutOff_losesNothingFromWhenPacketsAreRoutedToTheTarget() {
        Measurement moved = moves.crash(Sabotage.NONE, LATENCY, Moves.FOLLOWS_AFTER);

        long routedAt = moved.changes().get(0).routedAt();
        assertThat(moved.probe().lost()).as("since the cut").isPositive();
        assertThat(moved.probe().since(routedAt).stretches())
                .extracting(ProbeRun.Stretch::by)
                .containsExactly('B');
        assertThat(Objects.requireNonNull(moved.redis()).attempts())
                .extracting(RedisClient.Attempt::by)
                .endsWith('b');
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED_LATE", "FABRIC_LATE"})
    void standby_whenSomethingIsLate_goesOnLosingPacketsAfterTheMove(Sabotage sabotage) {
        Measurement moved = moves.crash(sabotage, LATENCY, Moves.FOLLOWS_AFTER);

        assertThat(moved.probe().since(moved.calledAt() + LATENCY.toNanos()).lost())
                .isPositive();
    }

    @Test
    void evacuation_of48Addresses_losesNoPacket() {
        Measurement moved = moves.evacuation(Sabotage.NONE, LATENCY);

        assertThat(moved.probe().lost()).isZero();
        ProbeRun after = moved.probe().since(moved.endedAt());
        assertThat(after.by('B')).isEqualTo(after.sent()).isGreaterThan(EndToEndLab.SITES.size());
    }

    /** Both hosts are reached by the real ssh, and the plan is applied by the real command. */
    @Test
    void evacuation_ofThreeByTheCommandOverSsh_losesNoPacket() {
        int asked = lab.server.requests().size();

        Measurement moved = moves.evacuationByCommand(LATENCY);

        System.out.println(
                "vip evacuate of three over SSH, applied: " + moved.probe().sent() + " packets at 1 kHz to each, "
                        + moved.probe().lost() + " lost; apply took " + Math.round(moved.tookMillis()) + " ms");
        assertThat(moved.probe().lost()).isZero();
        ProbeRun after = moved.probe().since(moved.endedAt());
        assertThat(after.by('B')).isEqualTo(after.sent()).isPositive();
        assertThat(lab.server.requests().stream().skip(asked).filter(RecordedRequest::mutating))
                .extracting(RecordedRequest::action)
                .containsExactly("AssignPrivateIpAddresses");
    }

    @Test
    void evacuation_whenTheOldHostDropsEarly_losesPackets() {
        assertThat(moves.evacuation(Sabotage.DROPPED_EARLY, LATENCY).probe().lost())
                .isPositive();
    }

    @Test
    void move_whenEc2Throttles_waitsAndLosesNoPacket() {
        Measurement moved = moves.throttled(Sabotage.NONE, LATENCY);

        assertThat(moved.probe().lost()).isZero();
        assertThat(moved.steps())
                .filteredOn(step -> step.kind() == StepKind.ASSIGNED)
                .singleElement()
                .satisfies(step -> assertThat(step.attempts()).isGreaterThan(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoCallsOfAws_whenPlanned_losePacketsOnlyIfTheTargetIsLate(boolean late) {
        Measurement moved = rivals.scriptPlanned(LATENCY, late);

        assertThat(moved.probe().lost() > 0).isEqualTo(late);
        assertThat(moved.probe().by('B')).isPositive();
    }

    @Test
    void twoCallsOfAws_whenTheHolderIsCutOff_loseWhatIsSentMeanwhile() {
        Measurement moved = rivals.scriptCrash(LATENCY);

        assertThat(moved.lostSinceCall()).isPositive();
        assertThat(moved.probe().by('B')).isPositive();
    }

    @Test
    void ifdownAndIfup_loseWhatIsSentMeanwhile() throws Exception {
        Measurement holder = rivals.ifupdown(lab.a);
        Measurement target = rivals.ifupdown(lab.b);

        assertThat(holder.probe().to(0).lost()).as("the VIP").isPositive();
        assertThat(holder.probe().to(1).lost()).as("the holder's own address").isPositive();
        assertThat(target.probe().to(0).lost()).as("the VIP, elsewhere").isZero();
        assertThat(target.probe().to(1).lost()).as("the target's own address").isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepalived_losesWhatIsSentMeanwhile(boolean crash) {
        Measurement moved = rivals.keepalived(crash);

        assertThat(moved.probe().lost()).isPositive();
        assertThat(moved.probe()
                        .stretches()
                        .get(moved.probe().stretches().size() - 1)
                        .by())
                .isEqualTo('B');
    }
}
