package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packets follow the network late: for how long an old host goes on accepting an address, and what may happen meanwhile. */
class GraceTest {

    private static final String VIP = Sandbox.FLOATING_IP;
    private static final String OTHER = "10.0.1.40";
    private static final Duration LAG = Duration.ofMillis(1500);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryHosts hosts = InMemoryHosts.create(ticker);
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final List<Runnable> duringTheWait = new ArrayList<>();
    private final FloatingIp db = FloatingIp.at(VIP)
            .assigner(assigner)
            .hosts(hosts)
            .ticker(new Waits())
            .build();

    GraceTest() {
        hosts.set(a, VIP);
        assigner.dataPlaneLag(LAG);
        ticker.advance(Duration.ofHours(1)); // what counts is when the target was seen, not when time began
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    /** Virtual time in which something happens at the first wait. */
    private final class Waits implements Ticker {

        @Override
        public Instant now() {
            return ticker.now();
        }

        @Override
        public long nanoTime() {
            return ticker.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            List<Runnable> now = List.copyOf(duringTheWait);
            duringTheWait.clear();
            now.forEach(Runnable::run);
            ticker.sleep(duration);
        }
    }

    private static MoveStep last(MoveResult result) {
        return result.steps().get(result.steps().size() - 1);
    }

    @Test
    void moveTo_whenPacketsFollowLate_theOldHostAcceptsThemForThatTime() {
        List<Boolean> accepted = new ArrayList<>();
        duringTheWait.add(() -> accepted.add(hosts.accepts(a, VIP) && hosts.accepts(b, VIP)));

        MoveResult moved = db.moveTo(b);

        assertThat(accepted).as("both accept it while packets follow").containsExactly(true);
        assertThat(moved.elapsed()).isGreaterThanOrEqualTo(LAG);
        assertThat(hosts.accepts(a, VIP)).isFalse();
        assertThat(moved.steps())
                .extracting(MoveStep::kind)
                .containsExactly(
                        StepKind.PLANNED,
                        StepKind.HOST_READY,
                        StepKind.ASSIGNED,
                        StepKind.VERIFIED,
                        StepKind.VERIFIED,
                        StepKind.OLD_HOST_RELEASED,
                        StepKind.VERIFIED);
        assertThat(moved.steps().get(4).detail()).isEqualTo("packets had 1500 ms to follow; then on " + moved.to());
        assertThat(moved.warnings()).isEmpty();
    }

    @Test
    void moveTo_whenTheTimeHasPassedByTheProbe_doesNotWaitAgain() {
        FloatingIp probed = FloatingIp.at(VIP)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(ticker)
                .probe((address, timeout) -> {
                    ticker.advance(LAG);
                    return "it answered";
                })
                .build();

        assertThat(probed.moveTo(b).elapsed()).isEqualTo(LAG);
        assertThat(hosts.accepts(a, VIP)).isFalse();
    }

    @Test
    void moveTo_whenNobodyIsMadeToDrop_waitsForNothing() {
        hosts.set(b, VIP);
        FloatingIp alone = FloatingIp.at(VIP).assigner(assigner).ticker(ticker).build();

        assertThat(alone.moveTo(b).elapsed()).isZero();
        assertThat(db.moveTo(b).elapsed()).as("held already").isZero();
        db.release(b);
        assertThat(db.moveTo(b).elapsed()).as("nobody held it").isZero();
    }

    @Test
    void moveTo_whenItIsBroughtBackMeanwhile_theOldHostIsLeftAlone() {
        duringTheWait.add(() -> network.assignAddresses(
                network.instance(a).orElseThrow().interfaces().get(0).id(), List.of(IpAddress.of(VIP)), true));

        MoveResult moved = db.moveTo(b);

        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(hosts.history()).noneMatch(event -> event.contains("drops"));
        assertThat(moved.moved()).as("it was seen there").isTrue();
        assertThat(moved.unsettled()).isEmpty();
        assertThat(moved.warnings()).singleElement().asString().contains("is on " + a, "somebody else moved it");
    }

    @Test
    void moveTo_whenSomebodyMovesItOnMeanwhile_isNotMadeToAcceptItAgain() {
        hosts.set(b, VIP); // before the move
        String small = sandbox.instanceId("small");
        duringTheWait.add(() -> {
            network.assignAddresses(
                    network.instance(small).orElseThrow().interfaces().get(0).id(), List.of(IpAddress.of(VIP)), true);
            One.drop(hosts, IpAddress.of(VIP), Holder.of(HostId.of(b), "eni-b"), Duration.ofSeconds(1));
        });

        MoveResult moved = db.moveTo(b);

        assertThat(hosts.accepts(b, VIP)).as("it lost it").isFalse();
        assertThat(hosts.accepts(a, VIP)).as("it lost it too").isFalse();
        assertThat(moved.warnings()).singleElement().asString().contains("is on " + small);
    }

    @Test
    void moveTo_whenInterruptedMeanwhile_leavesTheOldHostToASettle() {
        duringTheWait.add(() -> Thread.currentThread().interrupt());

        MoveResult moved = db.moveTo(b);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(moved.moved()).isTrue();
        assertThat(hosts.accepts(a, VIP)).as("packets may still come to it").isTrue();
        assertThat(moved.unsettled()).singleElement().matches(holder -> holder.isOn(HostId.of(a)));
        assertThat(moved.warnings()).singleElement().asString().contains(a, "may still accept", "interrupted");
        assertThat(db.settle(moved).complete()).isTrue();
        assertThat(hosts.accepts(a, VIP)).isFalse();
    }

    @Test
    void moveTo_whenNobodyCanLookAfterwards_makesNobodyRefuse() {
        duringTheWait.add(() -> assigner.inject(Fault.deny().onCall(Call.LOOK)));

        MoveResult moved = db.moveTo(b);

        assertThat(moved.moved()).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(moved.unsettled()).hasSize(1);
        assertThat(moved.warnings())
                .singleElement()
                .asString()
                .contains(a, "could not be seen whether it holds it again");
        assertThat(last(moved).outcome()).isEqualTo(StepOutcome.SKIPPED);
    }

    private FloatingIpGroup group() {
        network.assignAddresses(
                network.instance(a).orElseThrow().interfaces().get(0).id(), List.of(IpAddress.of(OTHER)), true);
        hosts.set(a, OTHER);
        return FloatingIpGroup.at(VIP, OTHER)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(new Waits())
                .build();
    }

    @Test
    void group_whenPacketsFollowLate_waitsOnceAndLooksOnceForAll() {
        FloatingIpGroup group = group();
        List<Boolean> accepted = new ArrayList<>();
        duringTheWait.add(() -> accepted.add(hosts.accepts(a, VIP) && hosts.accepts(a, OTHER)));
        long before = assigner.count(Call.LOOK);

        GroupMoveResult moved = group.moveTo(b);

        assertThat(accepted).containsExactly(true);
        assertThat(moved.elapsed()).isEqualTo(LAG);
        assertThat(hosts.accepting(IpAddress.of(VIP))).containsExactly(HostId.of(b));
        assertThat(hosts.accepting(IpAddress.of(OTHER))).containsExactly(HostId.of(b));
        assertThat(assigner.count(Call.LOOK) - before)
                .as("survey, verification, before and after the drops")
                .isEqualTo(4);
    }

    @Test
    void group_whenOneIsBroughtBackMeanwhile_onlyTheOtherIsRefused() {
        FloatingIpGroup group = group();
        duringTheWait.add(() -> network.assignAddresses(
                network.instance(a).orElseThrow().interfaces().get(0).id(), List.of(IpAddress.of(OTHER)), true));

        group.moveTo(b);

        assertThat(hosts.accepts(a, OTHER)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isFalse();
    }

    @Test
    void group_whenInterruptedMeanwhile_leavesTheOldHostToASettle() {
        FloatingIpGroup group = group();
        duringTheWait.add(() -> Thread.currentThread().interrupt());

        GroupMoveResult moved = group.moveTo(b);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(moved.results()).allMatch(result -> result.unsettled().size() == 1);
        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(group.settle(moved)).allMatch(result -> result.complete());
        assertThat(hosts.accepts(a, VIP)).isFalse();
    }

    @Test
    void group_whenNobodyCanLookAfterwards_makesNobodyRefuse() {
        FloatingIpGroup group = group();
        duringTheWait.add(() -> assigner.inject(Fault.deny().onCall(Call.LOOK)));

        GroupMoveResult moved = group.moveTo(b);

        assertThat(hosts.accepts(a, VIP) && hosts.accepts(a, OTHER)).isTrue();
        assertThat(moved.results()).allMatch(result -> result.unsettled().size() == 1);
    }
}
