package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;

/** What the engine makes of traits that EC2 does not have: no takeover, and calls that take a few addresses. */
class TraitsInTheEngineTest {

    private static final List<IpAddress> FIVE = IntStream.range(40, 45)
            .mapToObj(last -> IpAddress.of("10.0.1." + last))
            .toList();

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryIpAssigner real = InMemoryIpAssigner.of(network);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final List<String> calls = new ArrayList<>();

    TraitsInTheEngineTest() {
        network.assignAddresses(eni(a), FIVE, true);
    }

    private String eni(String instance) {
        return network.instance(instance).orElseThrow().interfaces().get(0).id();
    }

    private List<IpAddress> heldBy(String instance) {
        return network.networkInterface(eni(instance)).orElseThrow().addresses().stream()
                .filter(FIVE::contains)
                .toList();
    }

    /** The network with other traits; its changes are written down. */
    private IpAssigner with(Traits traits) {
        return new ForwardingIpAssigner(new WithTraits(real, traits)) {
            @Override
            public void assign(List<Transfer> batch) {
                calls.add("assign " + batch.stream().map(Transfer::address).toList());
                super.assign(batch);
            }

            @Override
            public void release(List<IpAddress> addresses, Holder holder) {
                calls.add("release " + addresses);
                super.release(addresses, holder);
            }
        };
    }

    // ---- takeover(NONE)

    private final IpAssigner withoutTakeover =
            with(Traits.builder().takeover(Traits.Takeover.NONE).conditional().build());

    private FloatingIp one() {
        return FloatingIp.at(FIVE.get(0))
                .assigner(withoutTakeover)
                .ticker(ticker)
                .build();
    }

    @Test
    void moveTo_whenTheNetworkHasNoTakeover_isRefusedBeforeAnythingIsChanged() {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> one().moveTo(b));

        assertThat(refused).is(refusal(RefusalReason.HANDOVER_REFUSED));
        assertThat(refused)
                .hasMessageContaining("can't take an address from its holder and give it by one change")
                .hasMessageContaining(FIVE.get(0).toString());
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(calls).isEmpty();
        assertThat(heldBy(a)).containsExactlyElementsOf(FIVE);
    }

    @Test
    void moveTo_whenTheNetworkHasNoTakeover_givesWhatNobodyHolds() {
        network.unassignAddresses(eni(a), FIVE.subList(0, 1));

        assertThat(one().moveTo(b).outcome()).isEqualTo(MoveOutcome.MOVED);

        assertThat(heldBy(b)).containsExactly(FIVE.get(0));
        assertThat(calls).containsExactly("assign " + FIVE.subList(0, 1));
    }

    @Test
    void moveTo_whenTheNetworkHasNoTakeoverAndTheTargetHoldsIt_isDoneAlready() {
        assertThat(one().moveTo(a).outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
    }

    @Test
    void handover_whenTheNetworkHasNoTakeover_moves() {
        assertThat(one().move().from(a).to(b).handover().execute().moved()).isTrue();

        assertThat(heldBy(b)).containsExactly(FIVE.get(0));
        assertThat(calls).containsExactly("release " + FIVE.subList(0, 1), "assign " + FIVE.subList(0, 1));
    }

    @Test
    void plan_whenTheNetworkHasNoTakeover_isRefusedAsTheMoveWouldBe() {
        assertThat(catchThrowableOfType(
                        RefusedException.class, () -> one().move().to(b).plan()))
                .is(refusal(RefusalReason.HANDOVER_REFUSED));
    }

    @Test
    void groupMove_whenTheNetworkHasNoTakeover_isRefusedForThoseThatAreHeld() {
        network.unassignAddresses(eni(a), FIVE.subList(0, 2));

        GroupRefusedException refused = catchThrowableOfType(
                GroupRefusedException.class, () -> group(withoutTakeover).moveTo(b));

        assertThat(refused.refusals()).containsOnlyKeys(FIVE.subList(2, 5));
        assertThat(calls).isEmpty();
    }

    // ---- mostPerCall(2)

    private final IpAssigner byTwos =
            with(Traits.builder().mostPerCall(2).conditional().build());

    private FloatingIpGroup group(IpAssigner by) {
        return FloatingIpGroup.of(FIVE).assigner(by).ticker(ticker).build();
    }

    @Test
    void groupMove_whenACallTakesTwo_makesThreeForFive() {
        GroupMoveResult moved = group(byTwos).moveTo(b);

        assertThat(moved.results()).hasSize(5).allMatch(result -> result.moved());
        assertThat(calls)
                .containsExactly(
                        "assign " + FIVE.subList(0, 2), "assign " + FIVE.subList(2, 4), "assign " + FIVE.subList(4, 5));
        assertThat(heldBy(b)).containsExactlyInAnyOrderElementsOf(FIVE);
        assertThat(real.count(Call.LOOK)).as("read at once all the same").isEqualTo(2);
    }

    @Test
    void groupMove_whenOneOfThreeCallsIsRefused_failsForThoseTwoAlone() {
        real.inject(Fault.refuse("IncorrectState").onCall(Call.ASSIGN).skip(1));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> group(byTwos).moveTo(b));

        assertThat(failed.failures()).containsOnlyKeys(FIVE.subList(2, 4));
        assertThat(failed.moved()).hasSize(3);
        assertThat(heldBy(a)).containsExactlyElementsOf(FIVE.subList(2, 4));
        assertThat(heldBy(b)).containsExactly(FIVE.get(0), FIVE.get(1), FIVE.get(4));
    }

    @Test
    void allOrNothing_whenOneOfThreeCallsIsRefused_givesBackByCallsOfTwo() {
        real.inject(Fault.refuse("IncorrectState").onCall(Call.ASSIGN).skip(1));

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> group(byTwos).move().to(b).allOrNothing().execute());

        assertThat(failed.moved()).isEmpty();
        assertThat(heldBy(a)).containsExactlyInAnyOrderElementsOf(FIVE);
        assertThat(calls).endsWith("assign " + FIVE.subList(0, 2)).hasSize(3);
    }

    @Test
    void handover_whenACallTakesTwo_takesAndGivesByTwos() {
        GroupMoveResult moved = group(byTwos).move().from(a).to(b).handover().execute();

        assertThat(moved.results()).hasSize(5).allMatch(result -> result.moved());
        assertThat(calls)
                .containsOnlyOnce(
                        "release " + FIVE.subList(0, 2),
                        "release " + FIVE.subList(2, 4),
                        "release " + FIVE.subList(4, 5),
                        "assign " + FIVE.subList(0, 2),
                        "assign " + FIVE.subList(2, 4),
                        "assign " + FIVE.subList(4, 5))
                .hasSize(6);
    }
}
