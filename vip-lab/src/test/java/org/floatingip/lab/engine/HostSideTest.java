package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.SettleResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.spi.SingleHostNetworkConfigurator;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedCall;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Make before break, and what is taken back when a move fails. */
class HostSideTest {

    private static final String VIP = Sandbox.FLOATING_IP;

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryHosts hosts = InMemoryHosts.create();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final FloatingIp db =
            FloatingIp.at(VIP).assigner(assigner).hosts(hosts).ticker(ticker).build();

    HostSideTest() {
        hosts.set(a, VIP);
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private static List<StepKind> kinds(List<MoveStep> steps) {
        return steps.stream().map(MoveStep::kind).toList();
    }

    private boolean heldBy(String instance) {
        return network.holders(VIP).stream().allMatch(holder -> holder.isOn(HostId.of(instance)));
    }

    @Test
    void moveTo_whenHostsAreConfigured_makesBeforeTheFlipAndBreaksAfterIt() {
        List<Boolean> acceptedAtTheFlip = new ArrayList<>();
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(() -> {
            acceptedAtTheFlip.add(hosts.accepts(b, VIP));
            acceptedAtTheFlip.add(hosts.accepts(a, VIP));
        }));

        MoveResult result = db.moveTo(b);

        assertThat(acceptedAtTheFlip).as("target and old host at the flip").containsExactly(true, true);
        assertThat(kinds(result.steps()))
                .containsExactly(
                        StepKind.PLANNED,
                        StepKind.HOST_READY,
                        StepKind.ASSIGNED,
                        StepKind.VERIFIED,
                        StepKind.OLD_HOST_RELEASED,
                        StepKind.VERIFIED);
        assertThat(hosts.accepts(a, VIP)).isFalse();
        assertThat(result.warnings()).isEmpty();
        assertThat(hosts.history()).containsExactly(b + " accepts " + VIP, a + " drops " + VIP);
    }

    /** The hosts of this test; another mover acts right before each refusal is carried out. */
    private HostNetworkConfigurator beforeARefusal(Runnable other) {
        return new OneByOneHosts(hosts) {
            @Override
            public HostReport drop(IpAddress address, Holder holder, Duration budget) {
                if (holder.isOn(HostId.of(a))) {
                    other.run();
                }
                return super.drop(address, holder, budget);
            }
        };
    }

    private FloatingIp by(HostNetworkConfigurator configurator) {
        return FloatingIp.at(VIP)
                .assigner(assigner)
                .hosts(configurator)
                .ticker(ticker)
                .build();
    }

    @Test
    void moveTo_whenItIsBroughtBackBeforeTheOldHostDrops_theOldHostAcceptsItAgain() {
        MoveResult result = by(beforeARefusal(() -> db.moveTo(a))).moveTo(b);

        assertThat(heldBy(a)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(result.moved()).isTrue();
        assertThat(result.warnings()).singleElement().asString().contains(a, "again");
        assertThat(kinds(result.steps())).endsWith(StepKind.VERIFIED, StepKind.HOST_READY);
    }

    @Test
    void moveTo_whenTheTargetIsMadeToDropBeforeTheFlip_itAcceptsAgain() {
        db.moveTo(b);
        hosts.set(a, VIP); // as if that move had not come to its refusal yet; its last look came before the flip back
        assigner.inject(Fault.none()
                .onCall(Call.ASSIGN)
                .first(() -> One.drop(
                        hosts, IpAddress.of(VIP), Holder.of(HostId.of(a), "eni-of-a"), Duration.ofSeconds(1))));

        MoveResult result = db.moveTo(a);

        assertThat(heldBy(a)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(result.warnings()).isEmpty();
        assertThat(kinds(result.steps())).endsWith(StepKind.HOST_READY);
    }

    @Test
    void moveTo_whenItIsBroughtBackAndTheHostCantAcceptItAgain_saysSo() {
        MoveResult result = by(beforeARefusal(() -> {
                    db.moveTo(a);
                    assigner.inject(Fault.none().onCall(Call.LOOK).first(() -> hosts.cutOff(a)));
                }))
                .moveTo(b);

        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("may not accept it", "cut off", "another move");
        assertThat(result.unsettled()).extracting(Holder::host).containsExactly(HostId.of(a));
        hosts.mend(a);
        assertThat(db.moveTo(a).moved()).as("the remedy").isFalse();
        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    /** As where several interfaces of a host are in the subnet of the address, or none is. */
    @Test
    void moveTo_whenItIsBroughtBackToAHostThatNeedsTheMacAddress_theOldHostAcceptsItAgain() {
        HostNetworkConfigurator back = beforeARefusal(() -> db.moveTo(a));
        MoveResult result = by(new OneByOneHosts(back) {
                    @Override
                    public HostReport accept(IpAddress address, Placement placement, Duration budget) {
                        if (placement.macAddress() == null) {
                            throw new HostConfigurationException(placement.host(), "which interface?", null);
                        }
                        return super.accept(address, placement, budget);
                    }
                })
                .moveTo(b);

        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(result.unsettled()).isEmpty();
        assertThat(result.warnings()).singleElement().asString().contains(a, "accepts it again");
    }

    /** The survey is for more than a holder says; it is not what the host waits for. */
    @Test
    void moveTo_whenItIsBroughtBackAndNobodyCanSurvey_theOldHostAcceptsItAgain() {
        MoveResult result = by(beforeARefusal(() -> {
                    db.moveTo(a);
                    assigner.inject(Fault.deny().onCall(Call.LOOK).skip(1));
                }))
                .moveTo(b);

        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(result.warnings()).singleElement().asString().contains(a, "accepts it again");
    }

    @Test
    void moveTo_whenNobodyCanLookAfterTheRefusal_saysSoAndIsMoved() {
        MoveResult result = by(beforeARefusal(() -> assigner.inject(Fault.deny().onCall(Call.LOOK))))
                .moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.warnings()).singleElement().asString().contains("could not be seen whether", a);
        assertThat(result.steps().get(result.steps().size() - 1).outcome()).isEqualTo(StepOutcome.UNKNOWN);
    }

    @Test
    void settle_whenItIsBroughtBackBeforeTheOldHostDrops_theOldHostAcceptsItAgain() {
        hosts.cutOff(a);
        MoveResult moved = db.moveTo(b);
        hosts.mend(a);

        SettleResult result = by(beforeARefusal(() -> db.moveTo(a))).settle(moved);

        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(result.complete()).isTrue();
        assertThat(result.warnings()).singleElement().asString().contains(a, "again");
    }

    @Test
    void settle_whenItIsBroughtBackAndTheHostCantAcceptItAgain_isNotComplete() {
        hosts.cutOff(a);
        MoveResult moved = db.moveTo(b);
        hosts.mend(a);

        SettleResult result = by(beforeARefusal(() -> {
                    db.moveTo(a);
                    assigner.inject(Fault.none().onCall(Call.LOOK).first(() -> hosts.cutOff(a)));
                }))
                .settle(moved);

        assertThat(result.complete()).isFalse();
        assertThat(result.settled()).isEmpty();
        assertThat(result.unsettled()).extracting(Holder::host).containsExactly(HostId.of(a));
        assertThat(result.warnings()).singleElement().asString().contains("may not accept it", "cut off");
    }

    @Test
    void settle_whenTimeIsUp_asksNobodyMore() {
        hosts.cutOff(a);
        MoveResult moved = db.moveTo(b);
        hosts.mend(a);
        assigner.inject(Fault.none().onCall(Call.LOOK).first(() -> ticker.advance(Duration.ofHours(1))));
        List<String> before = hosts.history();

        SettleResult result = db.settle(moved);

        assertThat(result.complete()).isFalse();
        assertThat(result.warnings()).singleElement().asString().contains("no time left");
        assertThat(hosts.history()).isEqualTo(before);
    }

    /** Hosts that accept the address for good. */
    private FloatingIp standing() {
        HostNetworkConfigurator always = new SingleHostNetworkConfigurator() {
            @Override
            public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
                return One.inspect(hosts, address, placement, budget).asStanding();
            }

            @Override
            public HostReport accept(IpAddress address, Placement placement, Duration budget) {
                return One.accept(hosts, address, placement, budget).asStanding();
            }

            @Override
            public HostReport drop(IpAddress address, Holder holder, Duration budget) {
                throw new AssertionError("refused at " + holder);
            }
        };
        return FloatingIp.at(VIP)
                .assigner(assigner)
                .hosts(always)
                .ticker(ticker)
                .build();
    }

    @Test
    void moveTo_whenHostsAcceptItForGood_leavesTheOldHostAlone() {
        MoveResult result = standing().moveTo(b);

        assertThat(kinds(result.steps()))
                .containsExactly(StepKind.PLANNED, StepKind.HOST_READY, StepKind.ASSIGNED, StepKind.VERIFIED);
        assertThat(result.warnings()).isEmpty();
        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(hosts.accepts(b, VIP)).isTrue();
    }

    @Test
    void settle_whenAHostAcceptsItForGood_leavesItThere() {
        db.moveTo(b);
        hosts.set(a, VIP);

        assertThat(standing().settle(a).complete()).isTrue();

        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void moveTo_whenHostsAcceptItForGoodAndTheFlipFails_takesNothingBack() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> standing().moveTo(b)).isInstanceOf(PermissionDeniedException.class);

        assertThat(hosts.accepts(b, VIP)).isTrue();
    }

    @Test
    void moveTo_whenHeldAlready_stillMakesTheHostAccept() {
        InMemoryHosts empty = InMemoryHosts.create();
        FloatingIp rerun = FloatingIp.at(VIP)
                .assigner(assigner)
                .hosts(empty)
                .ticker(ticker)
                .build();

        MoveResult result = rerun.moveTo(a);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(empty.accepts(a, VIP)).isTrue();
    }

    @Test
    void settle_whenTheOldHostIsBack_makesItDrop() {
        hosts.cutOff(a);
        MoveResult moved = db.moveTo(b);
        assertThat(moved.unsettled()).singleElement().matches(holder -> holder.isOn(HostId.of(a)));

        SettleResult early = db.settle(moved);
        assertThat(early.complete()).as("still dead").isFalse();
        assertThat(early.unsettled()).isEqualTo(moved.unsettled());
        assertThat(early.warnings()).singleElement().asString().contains(a);
        assertThat(hosts.accepts(a, VIP)).isTrue();

        hosts.mend(a);
        SettleResult late = db.settle(early);
        assertThat(late.complete()).isTrue();
        assertThat(late.settled()).isEqualTo(moved.unsettled());
        assertThat(hosts.accepts(a, VIP)).isFalse();
        assertThat(hosts.accepts(b, VIP)).isTrue();
        assertThat(kinds(late.steps()))
                .containsExactly(StepKind.PLANNED, StepKind.OLD_HOST_RELEASED, StepKind.VERIFIED);
    }

    /** The hosts of this test, of which {@code inspect} says something else. */
    private HostNetworkConfigurator inspected(Function<HostReport, HostReport> as) {
        return new OneByOneHosts(hosts) {
            @Override
            public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
                return as.apply(super.inspect(address, placement, budget));
            }
        };
    }

    @Test
    void settle_whenTheHostHasTheAddressButItsInterfaceIsDown_takesItAwayThereToo() {
        db.moveTo(b);
        hosts.set(a, VIP);
        HostNetworkConfigurator down =
                inspected(report -> HostReport.of(report.host(), false, false, "the interface is down"));

        SettleResult result = FloatingIp.at(VIP)
                .assigner(assigner)
                .hosts(down)
                .ticker(ticker)
                .build()
                .settle(a);

        assertThat(result.complete()).isTrue();
        assertThat(hosts.accepts(a, VIP)).as("when the interface is up again").isFalse();
    }

    @Test
    void settle_whenTheInterfaceOfThenHoldsItByNow_leavesItAlone() {
        String eni = network.holders(VIP).get(0).interfaceId();
        hosts.set(eni, VIP);
        MoveResult longAgo = MoveResult.builder()
                .address(IpAddress.of(VIP))
                .outcome(MoveOutcome.MOVED)
                .startedAt(ticker.now())
                .to(Holder.of(HostId.of(b), "eni-0b"))
                .unsettled(List.of(Holder.of(HostId.of(eni), eni))) // attached to nothing then, and to db.a now
                .build();

        assertThat(db.settle(longAgo).complete()).isTrue();

        assertThat(hosts.accepts(eni, VIP)).isTrue();
    }

    @Test
    void settle_whenTheOldHostHoldsItAgain_leavesItAlone() {
        hosts.cutOff(a);
        MoveResult moved = db.moveTo(b);
        hosts.mend(a);
        db.moveTo(a);

        assertThat(db.settle(moved).complete()).isTrue();

        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void settle_whenOnlyTheIdIsKnown_asksTheNetworkForTheInterface() {
        db.moveTo(b);
        hosts.set(a, VIP);

        assertThat(db.settle(a).complete()).isTrue();
        assertThat(db.settle(b).complete()).as("the holder").isTrue();

        assertThat(hosts.accepts(a, VIP)).isFalse();
        assertThat(hosts.accepts(b, VIP)).isTrue();
        assertThatThrownBy(() -> FloatingIp.at(VIP).assigner(assigner).build().settle(a))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hosts(..)");
        assertThatThrownBy(() -> FloatingIp.at("10.0.1.99")
                        .assigner(assigner)
                        .hosts(hosts)
                        .build()
                        .settle(db.moveTo(b)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not of 10.0.1.99");
    }

    @Test
    void moveTo_whenTheOldHostIsDead_isMovedWithAWarning() {
        hosts.cutOff(a);

        MoveResult result = db.moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.warnings()).singleElement().asString().contains(a).contains("cut off");
        assertThat(result.steps().get(4).outcome()).isEqualTo(StepOutcome.FAILED);
    }

    @Test
    void moveTo_whenTheTargetCantBeConfigured_changesNothing() {
        hosts.fail(b, new HostConfigurationException(HostId.of(b), "read-only file system", null));

        HostConfigurationException failed = catchThrowableOfType(HostConfigurationException.class, () -> db.moveTo(b));

        assertThat(kinds(failed.steps())).containsExactly(StepKind.PLANNED, StepKind.HOST_READY);
        assertThat(heldBy(a)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void moveTo_whenTheTargetCantBeReached_triesToTheDeadlineAndChangesNothing() {
        hosts.cutOff(b);

        assertThatThrownBy(() -> db.moveTo(b))
                .isInstanceOf(OutOfTimeException.class)
                .hasCauseInstanceOf(HostUnreachableException.class);
        assertThat(assigner.calls()).extracting(RecordedCall::call).containsExactly(Call.LOOK, Call.RESOLVE);
        assertThat(heldBy(a)).isTrue();
    }

    @Test
    void moveTo_whenTheFlipIsKnownNotToHaveHappened_takesBackWhatItAdded() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        PermissionDeniedException failed = catchThrowableOfType(PermissionDeniedException.class, () -> db.moveTo(b));

        assertThat(kinds(failed.steps()))
                .containsExactly(StepKind.PLANNED, StepKind.HOST_READY, StepKind.ASSIGNED, StepKind.UNDONE);
        assertThat(hosts.accepts(b, VIP)).isFalse();
        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(heldBy(a)).isTrue();
    }

    @Test
    void moveTo_whenTheTargetAcceptedItBefore_leavesThatAfterAFailure() {
        hosts.set(b, VIP);
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(PermissionDeniedException.class);

        assertThat(hosts.accepts(b, VIP)).isTrue();
    }

    @Test
    void moveTo_whenInterruptedBeforeTheFlip_takesBackAndKeepsTheFlag() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.interrupt(Thread.currentThread())));

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(OutOfTimeException.class);

        assertThat(hosts.accepts(b, VIP)).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void moveTo_whenTheFlipIsUnknown_leavesTheTargetAccepting() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));
        assigner.inject(Fault.loseReply().onCall(Call.LOOK).skip(1).always());

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(NotVerifiedException.class);

        assertThat(hosts.accepts(b, VIP)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void moveTo_whenNotVerified_leavesBothAccepting() {
        network.delayVisibility(Duration.ofHours(1));

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(NotVerifiedException.class);

        assertThat(hosts.accepts(b, VIP)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void moveTo_whenSupersededAfterTheFlip_leavesHostsAsTheyAre() {
        assigner.inject(
                Fault.none().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, sandbox.instanceId("small"))));

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(SupersededException.class);

        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void handover_whenGivingFails_givesBackFirstAndThenTakesBackFromTheTarget() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> db.move().from(a).to(b).handover().execute())
                .isInstanceOf(PermissionDeniedException.class);

        assertThat(heldBy(a)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
        assertThat(hosts.accepts(b, VIP)).isFalse();
    }

    @Test
    void moveTo_whenItWasCutOffAfterTheFlip_convergesWhenRunAgain() {
        hosts.cutOff(a);
        db.moveTo(b);
        hosts.mend(a);

        assertThat(db.moveTo(b).outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(hosts.accepts(b, VIP)).isTrue();
    }

    @Test
    void moveTo_whenTheHostReportsThatItDoesNotAccept_changesNothingInTheNetwork() {
        HostNetworkConfigurator deaf = new SingleHostNetworkConfigurator() {
            @Override
            public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
                return HostReport.of(placement.host(), false, false, "not there");
            }

            @Override
            public HostReport accept(IpAddress address, Placement placement, Duration budget) {
                return HostReport.of(placement.host(), false, false, "something took it away again");
            }

            @Override
            public HostReport drop(IpAddress address, Holder holder, Duration budget) {
                return HostReport.of(holder.host(), false, false, "not there");
            }
        };
        FloatingIp withIt =
                FloatingIp.at(VIP).assigner(assigner).hosts(deaf).ticker(ticker).build();

        assertThatThrownBy(() -> withIt.moveTo(b))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("took it away again");
        assertThat(assigner.calls()).extracting(RecordedCall::call).containsExactly(Call.LOOK, Call.RESOLVE);
    }
}
