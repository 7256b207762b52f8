package org.floatingip.examples.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.junit.VipExtension;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In which order things are done, and what becomes of them when one fails; the lab does it with real ones. */
class RedisPromotionTest {

    private static final String VIP = "10.0.1.12";

    @RegisterExtension
    static final VipExtension VIPS = VipExtension.of(
            Scenario.builder().host("i-0a").holding(VIP).host("i-0b").host("i-0c"));

    private final List<String> history = new ArrayList<>();
    private final FakeRedis a = new FakeRedis("i-0a", "10.0.1.10", history);
    private final FakeRedis b = new FakeRedis("i-0b", "10.0.1.11", history);
    private RedisPromotion promotion;

    @BeforeEach
    void start(Scenario scenario) {
        a.offset = 1000;
        b.offset = 1000;
        b.toCatchUp = 3;
        b.follows = "10.0.1.10";
        scenario.network().watch(event -> {
            if (event.toString().contains("moved " + VIP)) {
                history.add("the address moves");
            }
        });
        promotion = new RedisPromotion(scenario.floatingIp(), scenario.ticker());
    }

    @Test
    void handOver_promotesAndThenMoves(Scenario scenario) {
        promotion.handOver(a.node, b.node);

        assertThat(history)
                .containsExactly(
                        "i-0a: CLIENT PAUSE 30000 WRITE",
                        "i-0b: REPLICAOF NO ONE",
                        "the address moves",
                        "i-0a: REPLICAOF 10.0.1.11 6379",
                        "i-0a: CLIENT KILL TYPE NORMAL",
                        "i-0a: CLIENT UNPAUSE");
        assertThat(b.toCatchUp).as("promoted after it had everything").isZero();
        assertThat(scenario).address(VIP).isHeldBy("i-0b").wasMovedTimes(1);
    }

    @Test
    void handOver_whenTheReplicaDoesNotCatchUp_leavesAllAsItWas(Scenario scenario) {
        b.toCatchUp = 1_000_000;

        assertThatThrownBy(() -> promotion.handOver(a.node, b.node))
                .isInstanceOf(RedisException.class)
                .hasMessageContaining("did not catch up in 5 s");
        assertThatAllIsAsItWas(scenario);
    }

    @Test
    void handOver_whenTheMoveIsRefused_letsTheOldPrimaryGoOn(Scenario scenario) {
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> promotion.handOver(a.node, b.node)).isInstanceOf(PermissionDeniedException.class);
        assertThat(history)
                .contains("i-0b: REPLICAOF NO ONE")
                .endsWith("i-0a: CLIENT UNPAUSE", "i-0b: REPLICAOF 10.0.1.10 6379");
        assertThatAllIsAsItWas(scenario);
    }

    @Test
    void handOver_whenThePromotionIsRefusedAndTheNetworkIsGone_letsTheOldPrimaryGoOn(Scenario scenario) {
        b.refused = "REPLICAOF NO ONE";
        scenario.assigner().inject(Fault.unavailable().always());

        assertThatThrownBy(() -> promotion.handOver(a.node, b.node))
                .isInstanceOf(RedisException.class)
                .hasMessageContaining("refuses REPLICAOF NO ONE: NOPERM");
        assertThat(history).endsWith("i-0a: CLIENT UNPAUSE", "i-0b: REPLICAOF 10.0.1.10 6379");
        assertThatAllIsAsItWas(scenario);
    }

    @Test
    void handOver_whenTheOldPrimaryDoesNotRetire_leavesTheNewOneWithTheAddress(Scenario scenario) {
        a.refused = "REPLICAOF ";

        assertThatThrownBy(() -> promotion.handOver(a.node, b.node)).isInstanceOf(RedisException.class);
        assertThat(b.follows).isEmpty();
        assertThat(a.paused).as("nothing that waited is written there").isTrue();
        assertThat(scenario).address(VIP).isHeldBy("i-0b").wasMovedTimes(1);

        a.refused = "nothing";
        promotion.rejoin(a.node, b.node);
        assertThat(a.follows).isEqualTo("10.0.1.11");
    }

    @Test
    void handOver_whenTheAddressIsBackAtTheOldPrimary_knowsItByItsInterfaceToo(Scenario scenario) {
        FakeRedis byInterface = new FakeRedis(
                scenario.network()
                        .instance("i-0a")
                        .orElseThrow()
                        .interfaces()
                        .get(0)
                        .id(),
                "10.0.1.10",
                history);
        byInterface.offset = 1000;
        scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN).then(() -> {
            scenario.network().schedule(Duration.ZERO, Incident.thirdPartyTakes(VIP, "i-0a"));
            scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));
        }));

        assertThatThrownBy(() -> promotion.handOver(byInterface.node, b.node))
                .isInstanceOfSatisfying(
                        FloatingIpException.class, e -> assertThat(e.effect()).isNotEqualTo(Effect.NONE));
        assertThat(byInterface.follows).isEmpty();
        assertThat(byInterface.paused).isFalse();
        assertThat(b.follows).isEqualTo("10.0.1.10");
        assertThat(scenario).address(VIP).isHeldBy("i-0a");
    }

    private void assertThatAllIsAsItWas(Scenario scenario) {
        assertThat(a.follows).isEmpty();
        assertThat(a.paused).isFalse();
        assertThat(b.follows).isEqualTo("10.0.1.10");
        assertThat(scenario).address(VIP).isHeldBy("i-0a").wasNeverMoved();
    }

    @Test
    void handOver_whenNobodyKnowsWhereTheAddressIs_leavesOnePrimary(Scenario scenario) {
        scenario.assigner()
                .inject(Fault.loseReply()
                        .onCall(Call.ASSIGN)
                        .then(() ->
                                scenario.assigner().inject(Fault.unavailable().always())));

        assertThatThrownBy(() -> promotion.handOver(a.node, b.node)).isInstanceOf(FloatingIpException.class);
        assertThat(b.follows).isEmpty();
        assertThat(a.follows).as("no second primary").isEqualTo("10.0.1.11");
        assertThat(a.paused).isFalse();
    }

    @Test
    void handOver_whenNeitherTheAddressNorTheOldPrimaryIsKnown_saysBoth(Scenario scenario) {
        a.refused = "REPLICAOF ";
        scenario.assigner()
                .inject(Fault.loseReply()
                        .onCall(Call.ASSIGN)
                        .then(() ->
                                scenario.assigner().inject(Fault.unavailable().always())));

        assertThatThrownBy(() -> promotion.handOver(a.node, b.node))
                .isInstanceOf(FloatingIpException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(RedisException.class));
        assertThat(a.paused).isTrue();
        assertThat(b.follows).isEmpty();
    }

    @Test
    void handOver_whenSomebodyElseHasTheAddress_takesItFromNobody(Scenario scenario) {
        scenario.network().schedule(Duration.ZERO, Incident.thirdPartyTakes(VIP, "i-0c"));

        assertThatThrownBy(() -> promotion.handOver(a.node, b.node)).hasMessageContaining("i-0c");
        assertThat(a.follows).isEmpty();
        assertThat(a.paused).isFalse();
        assertThat(scenario).address(VIP).isHeldBy("i-0c");
    }

    @Test
    void handOver_toOneThatDoesNotFollow_changesNothing(Scenario scenario) {
        b.follows = "10.0.1.99";

        assertThatThrownBy(() -> promotion.handOver(a.node, b.node))
                .isInstanceOf(RedisException.class)
                .hasMessageContaining("Redis at 10.0.1.11:6379 (i-0b) does not follow");
        assertThatThrownBy(() -> promotion.handOver(b.node, a.node)).hasMessageContaining("is no primary");
        assertThat(history).isEmpty();
        assertThat(scenario).address(VIP).wasNeverMoved();
    }

    @Test
    void failOver_whenTheAddressCannotBeMoved_promotesNothing(Scenario scenario) {
        a.dead = true;
        scenario.network().schedule(Duration.ZERO, Incident.thirdPartyTakes(VIP, "i-0c"));

        assertThatThrownBy(() -> promotion.failOver(a.node, b.node)).hasMessageContaining("i-0c");
        assertThat(history).doesNotContain("i-0b: REPLICAOF NO ONE");
        assertThat(b.follows).isEqualTo("10.0.1.10");
        assertThat(scenario).address(VIP).isHeldBy("i-0c");
    }

    @Test
    void failOver_whenTheMoveFailsAfterAll_canBeCalledAgain(Scenario scenario) {
        a.dead = true;
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));
        assertThatThrownBy(() -> promotion.failOver(a.node, b.node)).isInstanceOf(PermissionDeniedException.class);
        assertThat(scenario).address(VIP).isHeldBy("i-0a");

        promotion.failOver(a.node, b.node);

        assertThat(b.follows).isEmpty();
        assertThat(scenario).address(VIP).isHeldBy("i-0b").wasMovedTimes(1);
    }

    @Test
    void failOver_doesNotAskTheDead_andRejoinMakesItFollow(Scenario scenario) {
        a.dead = true;
        promotion.failOver(a.node, b.node);
        assertThat(history).containsExactly("i-0b: REPLICAOF NO ONE", "the address moves");
        assertThatThrownBy(() -> promotion.rejoin(a.node, b.node))
                .isInstanceOf(RedisException.class)
                .hasMessageContaining("Connection refused");

        a.dead = false;
        promotion.rejoin(a.node, b.node);

        assertThat(a.follows).isEqualTo("10.0.1.11");
        assertThat(scenario).address(VIP).isHeldBy("i-0b").wasMovedTimes(1).isAcceptedOnlyBy("i-0b");
        assertThatThrownBy(() -> promotion.rejoin(b.node, a.node))
                .as("the one that has the address is no former primary")
                .isInstanceOf(RedisException.class);
    }
}
