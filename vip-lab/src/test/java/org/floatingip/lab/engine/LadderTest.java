package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.MoveStep;
import org.floatingip.ReleaseResult;
import org.floatingip.SettleResult;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody reads of one address at 3 a.m.: the last steps, in words, and when they were. */
class LadderTest {

    private static final String VIP = Sandbox.FLOATING_IP;

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryHosts hosts = InMemoryHosts.create(ticker);
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final String onA = a + " (" + eni(a) + ")";
    private final FloatingIp db =
            FloatingIp.at(VIP).assigner(assigner).hosts(hosts).ticker(ticker).build();

    LadderTest() {
        hosts.set(a, VIP);
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private String eni(String instance) {
        return network.instance(instance).orElseThrow().interfaces().get(0).id();
    }

    private static String words(MoveStep step) {
        return step.kind() + " " + step.outcome() + " (" + step.attempts() + "): " + step.detail();
    }

    private static String last(List<MoveStep> steps) {
        return words(steps.get(steps.size() - 1));
    }

    private static <E extends FloatingIpException> E fails(Class<E> type, Runnable operation) {
        return Objects.requireNonNull(catchThrowableOfType(type, operation::run));
    }

    @Test
    void steps_whenEachTakesTime_sayWhenTheyBeganAndHowLongTheyTook() {
        assigner.inject(Fault.none().onCall(Call.RESOLVE).first(() -> ticker.advance(Duration.ofMillis(30))));
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(() -> ticker.advance(Duration.ofMillis(200))));

        List<MoveStep> steps = db.moveTo(b).steps();

        assertThat(steps.get(0).offset()).isZero();
        assertThat(steps.get(0).duration()).isEqualTo(Duration.ofMillis(30));
        assertThat(steps.get(2).offset()).isEqualTo(Duration.ofMillis(30));
        assertThat(steps.get(2).duration()).isEqualTo(Duration.ofMillis(200));
        assertThat(steps.get(2).startedAt()).isEqualTo(steps.get(0).startedAt().plusMillis(30));
        assertThat(steps.get(3).offset()).isEqualTo(Duration.ofMillis(230));
    }

    @Test
    void undo_whenTheAssignmentIsDenied_isAStepOfItsOwn() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        FloatingIpException denied = fails(FloatingIpException.class, () -> db.moveTo(b));

        assertThat(last(denied.steps())).isEqualTo("UNDONE DONE (3): " + b + " drops " + VIP);
        assertThat(hosts.accepts(b, VIP)).isFalse();
    }

    @Test
    void undo_whenTheTargetIsGoneByThen_saysThatItMayStillAcceptIt() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).first(() -> hosts.cutOff(b)));

        FloatingIpException denied = fails(FloatingIpException.class, () -> db.moveTo(b));

        assertThat(last(denied.steps())).startsWith("UNDONE UNKNOWN (3): ").contains(b, "cut off");
        assertThat(denied.getSuppressed()).singleElement().asString().contains(b);
    }

    @Test
    void undo_whenInterrupted_isDoneAndKeepsTheInterrupt() {
        assigner.inject(Fault.deny()
                .onCall(Call.ASSIGN)
                .first(() -> Thread.currentThread().interrupt()));

        fails(FloatingIpException.class, () -> db.moveTo(b));

        assertThat(hosts.accepts(b, VIP)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void release_whenItWorks_saysFromWhomAndThatItIsGone() {
        ReleaseResult released = db.release(a);

        assertThat(released.steps().stream().map(LadderTest::words))
                .containsExactly(
                        "PLANNED DONE (1): held by " + onA,
                        "UNASSIGNED DONE (1): taken from " + onA,
                        "VERIFIED DONE (1): seen on nobody");
    }

    @Test
    void release_whenItIsStillShownThere_saysWhoWasSeenLast() {
        network.delayVisibility(Duration.ofHours(1));

        NotVerifiedException unsure = fails(NotVerifiedException.class, () -> db.release(a));

        assertThat(last(unsure.steps())).startsWith("VERIFIED UNKNOWN (").endsWith(": last seen on " + onA);
        assertThat(unsure).hasMessageContaining("gone from " + onA).hasMessageContaining("timeout");
    }

    @Test
    void release_whenTheLookIsDenied_doesNotLookForever() {
        assigner.inject(Fault.deny().onCall(Call.LOOK).skip(1));

        NotVerifiedException unsure = fails(NotVerifiedException.class, () -> db.release(a));

        assertThat(last(unsure.steps())).startsWith("VERIFIED UNKNOWN (1): ").contains("not permitted");
        assertThat(unsure).hasMessageContaining("reading the network failed");
        assertThat(unsure.observed()).isNull();
    }

    @Test
    void release_whenItIsDenied_saysThatNothingWasTaken() {
        assigner.inject(Fault.deny().onCall(Call.RELEASE));

        FloatingIpException denied = fails(FloatingIpException.class, () -> db.release(a));

        assertThat(last(denied.steps())).startsWith("UNASSIGNED FAILED (1): ").contains("not permitted");
    }

    @Test
    void release_whenItsReplyIsLostAndItIsGone_saysThat() {
        assigner.inject(Fault.loseReply().onCall(Call.RELEASE));

        List<MoveStep> steps = db.release(a).steps();

        assertThat(steps.stream().map(LadderTest::words))
                .contains("UNASSIGNED DONE (2): gone after an attempt without an answer");
    }

    @Test
    void handover_whenTheTargetIsDenied_givesItBackAndSaysSo() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).times(1));

        FloatingIpException denied = fails(
                FloatingIpException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(denied.steps().stream().map(LadderTest::words))
                .contains("UNASSIGNED DONE (1): taken from " + onA, "UNDONE DONE (2): given back to " + onA);
    }

    @Test
    void handover_whenSomebodyTookItInTheGap_saysWhoHasIt() {
        String small = sandbox.instanceId("small");
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).times(1).then(Incident.thirdPartyTakes(VIP, small)));

        FloatingIpException superseded = fails(
                FloatingIpException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(superseded.steps().stream().map(LadderTest::words))
                .anySatisfy(
                        step -> assertThat(step).startsWith("UNDONE FAILED (").contains("held by " + small));
    }

    @Test
    void handover_whenItCantBeGivenBack_saysThatNobodyHoldsIt() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).times(2));

        LeftUnheldException unheld = fails(
                LeftUnheldException.class,
                () -> db.move().from(a).to(b).handover().execute());

        assertThat(unheld.steps().stream().map(LadderTest::words))
                .anySatisfy(step ->
                        assertThat(step).startsWith("UNDONE UNKNOWN (2): ").contains("not permitted"));
        assertThat(network.holders(VIP)).isEmpty();
    }

    @Test
    void settle_whenTheHostHoldsItAgain_leavesItAloneAndSaysWhoHoldsIt() {
        hosts.cutOff(a);
        var moved = db.moveTo(b);
        hosts.mend(a);
        network.assignAddresses(eni(a), List.of(IpAddress.of(VIP)), true);

        SettleResult settled = db.settle(moved);

        assertThat(settled.steps().stream().map(LadderTest::words)).containsExactly("PLANNED DONE (1): held by " + onA);
        assertThat(hosts.accepts(a, VIP)).isTrue();
    }
}
