package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostConfigurationException;
import org.floatingip.HostId;
import org.floatingip.HostUnreachableException;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.NotVerifiedException;
import org.floatingip.OutOfTimeException;
import org.floatingip.PermissionDeniedException;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.SupersededException;
import org.floatingip.ThrottledException;
import org.floatingip.UnavailableException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.InMemoryHosts;
import org.floatingip.testkit.InMemoryIpAssigner;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Make before break, and what is taken back when a move fails. */
class HostSideTest {

    private static final String VIP = Sandbox.FLOATING_IP;

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryHosts hosts = InMemoryHosts.create();
    private final FaultyAssigner assigner = new FaultyAssigner(InMemoryIpAssigner.of(network));
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
        assigner.assign(call -> {
            acceptedAtTheFlip.add(hosts.accepts(b, VIP));
            acceptedAtTheFlip.add(hosts.accepts(a, VIP));
            call.run();
        });

        MoveResult result = db.moveTo(b);

        assertThat(acceptedAtTheFlip).as("target and old host at the flip").containsExactly(true, true);
        assertThat(kinds(result.steps()))
                .containsExactly(
                        StepKind.PLANNED,
                        StepKind.HOST_READY,
                        StepKind.ASSIGNED,
                        StepKind.VERIFIED,
                        StepKind.OLD_HOST_RELEASED);
        assertThat(hosts.accepts(a, VIP)).isFalse();
        assertThat(result.warnings()).isEmpty();
        assertThat(hosts.history()).containsExactly(b + " accepts " + VIP, a + " refuses " + VIP);
    }

    /** Hosts that accept the address for good. */
    private FloatingIp standing() {
        HostNetworkConfigurator always = new HostNetworkConfigurator() {
            @Override
            public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
                return hosts.inspect(address, placement, budget).asStanding();
            }

            @Override
            public HostReport accept(IpAddress address, Placement placement, Duration budget) {
                return hosts.accept(address, placement, budget).asStanding();
            }

            @Override
            public HostReport refuse(IpAddress address, Holder holder, Duration budget) {
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
    void moveTo_whenHostsAcceptItForGoodAndTheFlipFails_takesNothingBack() {
        assigner.assign(call -> {
            throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
        });

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
        assertThat(assigner.calls()).containsExactly("survey");
        assertThat(heldBy(a)).isTrue();
    }

    @Test
    void moveTo_whenTheFlipIsKnownNotToHaveHappened_takesBackWhatItAdded() {
        assigner.assign(call -> {
            throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
        });

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
        assigner.assign(call -> {
            throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
        });

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(PermissionDeniedException.class);

        assertThat(hosts.accepts(b, VIP)).isTrue();
    }

    @Test
    void moveTo_whenInterruptedBeforeTheFlip_takesBackAndKeepsTheFlag() {
        assigner.assign(call -> {
            Thread.currentThread().interrupt();
            throw new ThrottledException("assign", null);
        });

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(OutOfTimeException.class);

        assertThat(hosts.accepts(b, VIP)).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void moveTo_whenTheFlipIsUnknown_leavesTheTargetAccepting() {
        assigner.assign(call -> {
            call.run();
            throw UnavailableException.effectUnknown("assign", "the reply was lost", null);
        });
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> {
                throw UnavailableException.withoutEffect("locate", "no answer", null);
            });
        }

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(NotVerifiedException.class);

        assertThat(hosts.accepts(b, VIP)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void moveTo_whenNotVerified_leavesBothAccepting() {
        for (int i = 0; i < 1000; i++) {
            assigner.locate(real -> List.of());
        }

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(NotVerifiedException.class);

        assertThat(hosts.accepts(b, VIP)).isTrue();
        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void moveTo_whenSupersededAfterTheFlip_leavesHostsAsTheyAre() {
        assigner.assign(call -> {
            call.run();
            network.assignAddresses(
                    network.instance(sandbox.instanceId("small"))
                            .orElseThrow()
                            .interfaces()
                            .get(0)
                            .id(),
                    List.of(IpAddress.of(VIP)),
                    true);
        });

        assertThatThrownBy(() -> db.moveTo(b)).isInstanceOf(SupersededException.class);

        assertThat(hosts.accepts(a, VIP)).isTrue();
    }

    @Test
    void handover_whenGivingFails_givesBackFirstAndThenTakesBackFromTheTarget() {
        assigner.assign(call -> {
            throw new PermissionDeniedException("ec2:AssignPrivateIpAddresses", null);
        });

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
        HostNetworkConfigurator deaf = new HostNetworkConfigurator() {
            @Override
            public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
                return HostReport.of(placement.host(), false, false, "not there");
            }

            @Override
            public HostReport accept(IpAddress address, Placement placement, Duration budget) {
                return HostReport.of(placement.host(), false, false, "something took it away again");
            }

            @Override
            public HostReport refuse(IpAddress address, Holder holder, Duration budget) {
                return HostReport.of(holder.host(), false, false, "not there");
            }
        };
        FloatingIp withIt =
                FloatingIp.at(VIP).assigner(assigner).hosts(deaf).ticker(ticker).build();

        assertThatThrownBy(() -> withIt.moveTo(b))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("took it away again");
        assertThat(assigner.calls()).containsExactly("survey");
    }
}
