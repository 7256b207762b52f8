package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.LeftUnheldException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.Test;

/**
 * What the simulation found in the engine, each as a test of its own: see docs/decisions/0016-simulation.md. The seeds are those
 * of the stories as they were then.
 */
class FoundBySimulationTest {

    private static final String VIP = Sandbox.FLOATING_IP;
    private static final String SECOND = "10.0.1.13";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final String c = sandbox.instanceId("small");

    private FloatingIp db() {
        return FloatingIp.at(VIP).assigner(assigner).ticker(ticker).build();
    }

    private String eni(String instance) {
        return network.instance(instance).orElseThrow().interfaces().get(0).id();
    }

    /** Seeds 23028 and 38155: a view that is behind showed the old holder, and that was taken for "given back". */
    @Test
    void handover_whenGivingBackIsRefusedAndTheViewIsBehind_saysThatNobodyHoldsIt() {
        network.delayVisibility(Duration.ofMinutes(1));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).always());

        assertThatThrownBy(() -> db().move().from(a).to(b).handover().execute())
                .isInstanceOfSatisfying(
                        LeftUnheldException.class, e -> assertThat(e.effect()).isEqualTo(Effect.APPLIED));
        assertThat(network.holders(VIP)).isEmpty();
    }

    /** The other side of that: what was given back is given back, however late that shows. */
    @Test
    void handover_whenGivingBackIsTakenAndShowsLate_saysThatNothingWasChanged() {
        network.delayVisibility(Duration.ofMillis(700));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> db().move().from(a).to(b).handover().execute())
                .isInstanceOfSatisfying(
                        PermissionDeniedException.class,
                        e -> assertThat(e.effect()).isEqualTo(Effect.NONE));
        assertThat(network.holders(VIP)).extracting(Holder::host).containsExactly(HostId.of(a));
    }

    /** Seeds 3479 and 17063: somebody else's move to the same target was claimed as this one's own change. */
    @Test
    void move_whenAnotherBroughtItToTheTarget_doesNotClaimTheChange() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, b)));
        assigner.inject(Fault.deny().onCall(Call.LOOK).skip(2));

        NotVerifiedException failure = catchThrowableOfType(NotVerifiedException.class, () -> db().moveTo(b));

        assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    }

    /** The same for a group; and what another mover brought there is not given back. */
    @Test
    void groupMove_whenAnotherBroughtOneToTheTarget_leavesItThere() {
        network.assignAddresses(eni(a), List.of(IpAddress.of(SECOND)), false);
        assigner.inject(Fault.throttle()
                .onCall(Call.ASSIGN)
                .then(Incident.thirdPartyTakes(VIP, b))
                .then(Incident.thirdPartyTakes(SECOND, c)));

        GroupMoveException failure = catchThrowableOfType(
                GroupMoveException.class,
                () -> FloatingIpGroup.at(VIP, SECOND)
                        .assigner(assigner)
                        .ticker(ticker)
                        .build()
                        .move()
                        .to(b)
                        .allOrNothing()
                        .execute());

        assertThat(failure.failures()).containsOnlyKeys(IpAddress.of(SECOND));
        assertThat(network.holders(VIP)).extracting(Holder::host).containsExactly(HostId.of(b));
    }

    /** Seed 1302613: the request that got no answer came through after the address had been given back. */
    @Test
    void handover_whenTakingItGotNoAnswerOnceAndItIsGivenBack_doesNotSayThatNothingWasChanged() {
        assigner.inject(Fault.loseRequest().onCall(Call.RELEASE));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        NotVerifiedException failure = catchThrowableOfType(
                NotVerifiedException.class,
                () -> db().move().from(a).to(b).handover().execute());

        assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failure)
                .hasMessageContaining("may still arrive")
                .hasCauseInstanceOf(PermissionDeniedException.class);
        assertThat(network.holders(VIP)).extracting(Holder::host).containsExactly(HostId.of(a));
    }

    /** Seed 1211943: an address that was only out of time was said to be held by who had come to hold another. */
    @Test
    void groupMove_whenInterruptedBeforeItGoesOnWithoutOne_tellsEachItsOwnReason() {
        network.unassignAddresses(eni(a), List.of(IpAddress.of(VIP)));
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(Incident.thirdPartyTakes(VIP, c)));
        assigner.inject(Fault.none().onCall(Call.LOOK).skip(2).then(Incident.interrupt(Thread.currentThread())));

        GroupMoveException failure = catchThrowableOfType(
                GroupMoveException.class,
                () -> FloatingIpGroup.at(VIP, SECOND)
                        .assigner(assigner)
                        .ticker(ticker)
                        .build()
                        .moveTo(b));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.failures().get(IpAddress.of(VIP))).isInstanceOf(HolderChangedException.class);
        assertThat(failure.failures().get(IpAddress.of(SECOND))).isInstanceOf(OutOfTimeException.class);
    }

    /** Seed 1308152: all were refused for one that somebody had come to hold, who had left again when the move looked. */
    @Test
    void groupMove_whenWhoCameHasLeftAgain_movesAll() {
        network.unassignAddresses(eni(a), List.of(IpAddress.of(VIP)));
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(Incident.thirdPartyTakes(VIP, c)));
        assigner.inject(Fault.none().onCall(Call.LOOK).skip(2).first(Incident.holderReleases(VIP)));

        assertThat(FloatingIpGroup.at(VIP, SECOND)
                        .assigner(assigner)
                        .ticker(ticker)
                        .build()
                        .moveTo(b)
                        .results())
                .allSatisfy(result -> assertThat(result.moved()).isTrue());
        assertThat(network.holders(VIP)).extracting(Holder::host).containsExactly(HostId.of(b));
    }

    private GroupMoveException handoverOfBoth(IpAssigner by) {
        return catchThrowableOfType(
                GroupMoveException.class,
                () -> FloatingIpGroup.at(VIP, SECOND)
                        .assigner(by)
                        .ticker(ticker)
                        .build()
                        .move()
                        .from(a)
                        .to(b)
                        .handover()
                        .execute());
    }

    private void assertHeldBy(String address, String instance) {
        assertThat(network.holders(address)).extracting(Holder::host).containsExactly(HostId.of(instance));
    }

    /**
     * Seed 2105061: both were refused for one of them, which an old answer then showed on the target. The other, which nobody held,
     * was said to be there, too, and was not given.
     */
    @Test
    void groupHandover_whenBothAreRefusedForOneThatAnOldAnswerShowsOnTheTarget_movesTheOther() {
        network.assignAddresses(eni(a), List.of(IpAddress.of(SECOND)), false);
        network.delayVisibility(Duration.ofMillis(1800));
        ticker.advance(Duration.ofSeconds(2));
        network.assignAddresses(eni(b), List.of(IpAddress.of(VIP)), true);
        ticker.advance(Duration.ofMillis(900));
        network.assignAddresses(eni(c), List.of(IpAddress.of(VIP)), true);
        assigner.inject(Fault.loseRequest().onCall(Call.RELEASE));

        GroupMoveException failure = handoverOfBoth(assigner);

        assertHeldBy(SECOND, b);
        assertThat(failure.moved())
                .singleElement()
                .satisfies(moved -> assertThat(moved.address()).isEqualTo(IpAddress.of(SECOND)));
        assertThat(failure.failures().get(IpAddress.of(VIP))).hasMessageContaining(c);
    }

    /** A proxy that sends each request to assign twice, and answers by the second; somebody takes an address in between. */
    private final class Twice extends ForwardingIpAssigner {

        Twice() {
            super(assigner);
        }

        @Override
        public void assign(List<Transfer> batch) {
            super.assign(batch);
            network.assignAddresses(eni(c), List.of(IpAddress.of(SECOND)), true);
            super.assign(batch);
        }
    }

    /** Seed 2496521: what the target held by then was said to have been moved by somebody else, and that it was left there. */
    @Test
    void groupHandover_whenARequestIsSentTwiceAndTheSecondIsRefused_doesNotDenyWhatCameToTheTarget() {
        network.assignAddresses(eni(a), List.of(IpAddress.of(SECOND)), false);
        ticker.advance(Duration.ofSeconds(3));
        network.delayVisibility(Duration.ofMillis(2500));

        GroupMoveException failure = handoverOfBoth(new Twice());

        assertHeldBy(VIP, b);
        assertThat(failure.moved())
                .singleElement()
                .satisfies(moved -> assertThat(moved.address()).isEqualTo(IpAddress.of(VIP)));
        assertThat(failure.failures()).containsOnlyKeys(IpAddress.of(SECOND));
        assertThat(failure.failures().get(IpAddress.of(SECOND))).isInstanceOf(SupersededException.class);
    }

    /** An assigner that dies of an error, as a mover that is cut off does. */
    private static final class Dying extends ForwardingIpAssigner {

        Dying(InMemoryIpAssigner network) {
            super(network);
        }

        @Override
        public void assign(List<Transfer> batch) {
            throw new StackOverflowError("of the test");
        }
    }

    /** A group's listeners had to be told an exception that was not there, and that hid the error. */
    @Test
    void groupMove_whenTheAssignerDiesOfAnError_doesNotHideIt() {
        assertThatThrownBy(() -> FloatingIpGroup.at(VIP)
                        .assigner(new Dying(assigner))
                        .ticker(ticker)
                        .build()
                        .moveTo(b))
                .isInstanceOf(GroupMoveException.class)
                .rootCause()
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("of the test");
    }
}
