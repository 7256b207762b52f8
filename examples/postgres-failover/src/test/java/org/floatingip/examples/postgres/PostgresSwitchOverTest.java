package org.floatingip.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.MoveOutcome;
import org.floatingip.examples.postgres.FakePostgres.Killed;
import org.floatingip.examples.postgres.PostgresNode.Role;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.linux.spi.CommandRunner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.junit.VipExtension;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order things are done, and what becomes of them when one fails; the lab does it with real ones. */
class PostgresSwitchOverTest {

    private static final String VIP = "10.0.1.12";

    /** That the hosts give in a whole switch-over here. */
    private static final int ANSWERS = 13;

    @RegisterExtension
    static final VipExtension VIPS = VipExtension.of(
            Scenario.builder().host("i-0a").holding(VIP).host("i-0b").host("i-0c"));

    private final FakePostgres.World world = new FakePostgres.World();
    private final FakePostgres a = new FakePostgres("i-0a", "10.0.1.10", world);
    private final FakePostgres b = new FakePostgres("i-0b", "10.0.1.11", world);
    private PostgresSwitchOver switchOver;

    @BeforeEach
    void start(Scenario scenario) {
        a.primary = true;
        b.follows = "10.0.1.10";
        b.toReplay = 3;
        scenario.network().watch(event -> {
            if (event.toString().contains("moved " + VIP)) {
                world.history.add("the address moves");
            }
        });
        switchOver = new PostgresSwitchOver(scenario.floatingIp(), scenario.ticker());
    }

    /** Whatever a test does to them. */
    @AfterEach
    void neverTwoPrimaries() {
        assertThat(world.split).as("two that take writes").isFalse();
    }

    private static void assertThatAllIsAsItWas(Scenario scenario, FakePostgres a, FakePostgres b) {
        assertThat(a.takesWrites()).isTrue();
        assertThat(a.signal).isFalse();
        assertThat(b.streamsFrom(a)).isTrue();
        assertThat(scenario).address(VIP).isHeldBy("i-0a").wasNeverMoved();
    }

    @Test
    void handOver_fencesAndPromotesAndMovesAndMends_andTheWayBackIsTheSame(Scenario scenario) {
        switchOver.handOver(a.node, b.node);

        assertThat(world.history)
                .containsExactly(
                        "i-0a: fence", "i-0b: promote", "the address moves", "i-0b: checkpoint", "i-0a: follow");
        assertThat(b.toReplay).as("promoted after it had everything").isNegative();
        assertThat(a.streamsFrom(b)).isTrue();
        assertThat(scenario).address(VIP).isHeldBy("i-0b").wasMovedTimes(1);

        switchOver.handOver(b.node, a.node);

        assertThat(a.takesWrites()).isTrue();
        assertThat(b.streamsFrom(a)).isTrue();
        assertThat(scenario).address(VIP).isHeldBy("i-0a").wasMovedTimes(2);
    }

    @Test
    void handOver_whileTheOldPrimaryIsRepaired_endsWhereItBegan(Scenario scenario) {
        FloatingIp db = scenario.floatingIp();
        Ticker ticker = scenario.ticker();
        CommandRunner onHostA = this.a;
        CommandRunner onHostB = this.b;
        Runnable repair = () -> assertThat(scenario).address(VIP).isHeldBy("i-0b");
        // sample
        PostgresNode a = PostgresNode.at("i-0a", "10.0.1.10", 5432, "switchover", "15/main", onHostA);
        PostgresNode b = PostgresNode.at("i-0b", "10.0.1.11", 5432, "switchover", "15/main", onHostB);
        PostgresSwitchOver switchOver = new PostgresSwitchOver(db, ticker);

        switchOver.handOver(a, b); // b takes the writes, and a is its standby
        repair.run(); // your own: whatever a needs without clients
        switchOver.handOver(b, a); // and back
        // end

        assertThat(this.a.takesWrites()).isTrue();
        assertThat(this.b.streamsFrom(this.a)).isTrue();
        assertThat(scenario).address(VIP).isHeldBy("i-0a").wasMovedTimes(2);
    }

    @Test
    void handOver_whenTheyAreNotWhatTheyShouldBe_changesNothing(Scenario scenario) {
        b.behind = PostgresSwitchOver.MOST_BEHIND + 1;
        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node))
                .isInstanceOf(PostgresException.class)
                .hasMessage(
                        "PostgreSQL 15/main at 10.0.1.11 (i-0b) is 16777217 bytes behind: let it catch up, nothing was changed");
        b.follows = "10.0.1.99";
        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node)).hasMessageContaining("does not stream from");
        b.primary = true;
        a.running = false;
        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node)).hasMessageContaining("is no primary, but DOWN");

        assertThat(world.history).isEmpty();
        assertThat(scenario).address(VIP).wasNeverMoved();
    }

    @Test
    void handOver_whenAllIsDone_changesNothing(Scenario scenario) {
        assertThat(switchOver.handOver(b.node, a.node).outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);

        assertThat(world.history).isEmpty();
        assertThatAllIsAsItWas(scenario, a, b);
    }

    @Test
    void handOver_whenSomebodyElseHasTheAddress_changesNothing(Scenario scenario) {
        scenario.network().schedule(Duration.ZERO, Incident.thirdPartyTakes(VIP, "i-0c"));

        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node)).hasMessageContaining("i-0c");

        assertThat(world.history).doesNotContain("i-0a: fence");
        assertThat(a.takesWrites()).isTrue();
        assertThat(scenario).address(VIP).isHeldBy("i-0c");
    }

    @Test
    void handOver_whenTheStandbyDoesNotReplayTheEnd_letsTheOldPrimaryGoOn(Scenario scenario) {
        b.toReplay = 1_000_000;

        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("has not replayed 0/3000028")
                .hasMessageContaining("within 10 s");

        assertThat(world.history).containsExactly("i-0a: fence", "i-0a: resume");
        assertThatAllIsAsItWas(scenario, a, b);
    }

    @Test
    void handOver_whenThePromotionFails_stopsTheStandbyBeforeTheOldPrimaryGoesOn(Scenario scenario) {
        b.refused = "promote";

        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node))
                .isInstanceOf(PostgresException.class)
                .hasMessage("PostgreSQL 15/main at 10.0.1.11 (i-0b) could not do \"promote\": No space left on device");

        assertThat(world.history)
                .as("it may be promoted all the same")
                .containsExactly("i-0a: fence", "i-0b: fence", "i-0a: resume", "i-0a: checkpoint", "i-0b: follow");
        assertThatAllIsAsItWas(scenario, a, b);
    }

    @Test
    void handOver_whenACheckOfOnesOwnFails_takesThePromotionBack(Scenario scenario) {
        FloatingIp db = scenario.floatingIp();
        Ticker ticker = scenario.ticker();
        // sample
        PostgresSwitchOver checked = new PostgresSwitchOver(db, ticker, promoted -> {
            if (reportsAt(promoted).isEmpty()) {
                throw new IllegalStateException("no reports at " + promoted);
            }
        });
        // end

        assertThatThrownBy(() -> checked.handOver(a.node, b.node)).hasMessageStartingWith("no reports at PostgreSQL");

        assertThat(world.history).contains("i-0b: promote").endsWith("i-0a: checkpoint", "i-0b: follow");
        assertThatAllIsAsItWas(scenario, a, b);
    }

    /** A check that finds something missing on the new primary. */
    private static List<String> reportsAt(PostgresNode promoted) {
        assertThat(promoted.role()).isEqualTo(Role.PRIMARY);
        return List.of();
    }

    @Test
    void handOver_whenTheMoveIsRefused_takesThePromotionBack(Scenario scenario) {
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node)).isInstanceOf(PermissionDeniedException.class);

        assertThat(world.history).contains("i-0b: promote");
        assertThatAllIsAsItWas(scenario, a, b);
    }

    @Test
    void handOver_whenThePromotedOneCannotBeStopped_leavesTheOldOneFenced(Scenario scenario) {
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));
        b.refused = "fence";

        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node))
                .isInstanceOf(PermissionDeniedException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(PostgresException.class));

        assertThat(a.node.role()).isEqualTo(Role.FENCED);
    }

    @Test
    void handOver_whenNobodyKnowsWhereTheAddressIs_leavesTheOldOneFenced(Scenario scenario) {
        scenario.assigner()
                .inject(Fault.loseReply()
                        .onCall(Call.ASSIGN)
                        .then(() ->
                                scenario.assigner().inject(Fault.unavailable().always())));

        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node))
                .isInstanceOfSatisfying(
                        FloatingIpException.class, e -> assertThat(e.effect()).isNotEqualTo(Effect.NONE));

        assertThat(a.node.role()).isEqualTo(Role.FENCED);
        assertThat(b.takesWrites()).isTrue();
    }

    @Test
    void handOver_whenTheOldOneCannotBeMended_leavesTheNewOneWithTheAddress(Scenario scenario) {
        a.refused = "follow";

        assertThatThrownBy(() -> switchOver.handOver(a.node, b.node)).isInstanceOf(PostgresException.class);

        assertThat(b.takesWrites()).isTrue();
        assertThat(scenario).address(VIP).isHeldBy("i-0b").wasMovedTimes(1);
        assertThat(switchOver.rebuild(a.node, b.node)).startsWith("/var/lib/postgresql/15/main.");
        assertThat(a.streamsFrom(b)).isTrue();
    }

    static IntStream answers() {
        return IntStream.rangeClosed(1, ANSWERS + 1);
    }

    /** Each answer of each host may be the last thing that the process hears. */
    @ParameterizedTest
    @MethodSource("answers")
    void handOver_whenTheProcessIsKilledInBetween_carriesOnWhenItIsCalledAgain(int answers, Scenario scenario) {
        world.killedAfter = answers;
        boolean killed = false;
        try {
            switchOver.handOver(a.node, b.node);
        } catch (Killed e) {
            killed = true;
        }
        assertThat(killed).as("the last of them is not reached").isEqualTo(answers <= ANSWERS);
        world.killedAfter = 0;

        switchOver.handOver(a.node, b.node);

        assertThat(b.takesWrites()).isTrue();
        assertThat(a.streamsFrom(b)).isTrue();
        assertThat(world.history.stream().filter("i-0b: promote"::equals)).hasSize(1);
        assertThat(scenario).address(VIP).isHeldBy("i-0b").wasMovedTimes(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fence", "promote"})
    void goBack_whenTheProcessWasKilledAfterThat_letsTheOldPrimaryGoOn(String last, Scenario scenario) {
        PostgresSwitchOver killed = new PostgresSwitchOver(scenario.floatingIp(), scenario.ticker(), promoted -> {
            throw new Killed();
        });
        world.killedAfter = last.equals("fence") ? 4 : 0;
        assertThatThrownBy(() -> killed.handOver(a.node, b.node)).isInstanceOf(Killed.class);
        assertThat(world.history).last().asString().endsWith(last);

        switchOver.goBack(a.node, b.node);

        assertThatAllIsAsItWas(scenario, a, b);
    }

    @Test
    void goBack_whenTheAddressHasMoved_changesNothing() {
        switchOver.handOver(a.node, b.node);
        List<String> before = List.copyOf(world.history);

        assertThatThrownBy(() -> switchOver.goBack(a.node, b.node))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("does not have the address any more");

        assertThat(world.history).isEqualTo(before);
    }

    @Test
    void failOver_doesNotAskTheDead_andRejoinMendsIt(Scenario scenario) {
        a.unreachable = true;
        a.running = false;
        switchOver.failOver(a.node, b.node);
        assertThat(world.history).containsExactly("i-0b: promote", "the address moves");
        assertThatThrownBy(() -> switchOver.rejoin(a.node, b.node))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("was asked to \"follow\", and its answer is not known: no route to host");

        a.unreachable = false;
        switchOver.rejoin(a.node, b.node);

        assertThat(a.streamsFrom(b)).isTrue();
        assertThat(scenario).address(VIP).isHeldBy("i-0b").wasMovedTimes(1).isAcceptedOnlyBy("i-0b");
        assertThatThrownBy(() -> switchOver.rejoin(b.node, a.node))
                .as("the one that has the address is no former primary")
                .isInstanceOf(PostgresException.class);
    }

    @Test
    void failOver_whenTheAddressCannotBeMoved_promotesNothing_andCanBeCalledAgain(Scenario scenario) {
        a.unreachable = true;
        a.running = false;
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));
        assertThatThrownBy(() -> switchOver.failOver(a.node, b.node)).isInstanceOf(PermissionDeniedException.class);
        assertThat(scenario).address(VIP).isHeldBy("i-0a");

        switchOver.failOver(a.node, b.node);

        assertThat(world.history.stream().filter("i-0b: promote"::equals)).hasSize(1);
        assertThat(scenario).address(VIP).isHeldBy("i-0b");
        scenario.network().schedule(Duration.ZERO, Incident.thirdPartyTakes(VIP, "i-0c"));
        scenario.ticker().advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> switchOver.rejoin(a.node, b.node)).hasMessageContaining("does not have the address");
    }
}
