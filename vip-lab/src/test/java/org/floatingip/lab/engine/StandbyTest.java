package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.StandbyMove;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.StaleStandbyException;
import org.floatingip.lab.aws.SandboxAws;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moves prepared in peace: over HTTP, with the real SDK, counted in requests. */
class StandbyTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    private final SandboxAws aws = new SandboxAws();
    private final Sandbox sandbox = aws.sandbox;
    private final InMemoryVpc network = aws.network;
    private final InMemoryAwsServer server = aws.server;
    private final FloatingIp db = aws.floatingIp();
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");

    @AfterEach
    void stop() {
        aws.close();
    }

    private List<String> actionsSince(int before) {
        return server.requests().subList(before, server.requests().size()).stream()
                .map(RecordedRequest::action)
                .toList();
    }

    private String eni(String instance) {
        return network.instance(instance).orElseThrow().interfaces().get(0).id();
    }

    @Test
    void execute_whenPrepared_isOneMutatingCallBeforeAnyOther() {
        StandbyMove standby = db.standby(b);
        int before = server.requests().size();

        MoveResult result = standby.execute();

        assertThat(actionsSince(before)).containsExactly("AssignPrivateIpAddresses", "DescribeNetworkInterfaces");
        assertThat(result.moved()).isTrue();
        assertThat(result.to()).isEqualTo(standby.target());
        assertThat(result.steps().get(0).kind()).isEqualTo(StepKind.PLANNED);
        assertThat(result.steps().get(0).outcome()).isEqualTo(StepOutcome.SKIPPED);
    }

    @Test
    void moveTo_whenCold_isTwoReadsOneChangeOneVerifyingRead() {
        db.moveTo(b);

        assertThat(actionsSince(0))
                .containsExactly(
                        "DescribeNetworkInterfaces",
                        "DescribeInstances",
                        "AssignPrivateIpAddresses",
                        "DescribeNetworkInterfaces");
    }

    @Test
    void standby_whenTheMoveIsImpossible_saysSoInPeace() {
        assertThatThrownBy(() -> db.standby(sandbox.instanceId("far"))).is(refusal(RefusalReason.SUBNET_MISMATCH));
    }

    @Test
    void execute_whenAnotherHostHoldsItByThen_takesItAllTheSame() {
        StandbyMove standby = db.standby(b);
        network.assignAddresses(eni(sandbox.instanceId("small")), List.of(VIP), true);

        assertThat(standby.execute().moved()).isTrue();
        assertThat(network.holders(VIP)).allMatch(holder -> holder.isOn(HostId.of(b)));
    }

    @Test
    void execute_whenTheTargetHeldItAllAlong_isAlreadyHeld() {
        assertThat(db.standby(a).execute().outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
    }

    @Test
    void execute_whenTheTargetWasTerminated_isStaleAndChangesNothing() {
        StandbyMove standby = db.standby(b);
        network.terminate(List.of(b));

        assertThatThrownBy(standby::execute).isInstanceOf(StaleStandbyException.class);
        assertThat(network.holders(VIP)).allMatch(holder -> holder.isOn(HostId.of(a)));
        assertThatThrownBy(standby::refresh).hasMessageContaining("terminated");
    }

    @Test
    void execute_whenThrottledFirstAndThenRefused_isStaleToo() {
        StandbyMove standby = db.standby(b);
        server.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.terminate(b)));

        assertThatThrownBy(standby::execute).isInstanceOf(StaleStandbyException.class);
        assertThat(network.holders(VIP)).allMatch(holder -> holder.isOn(HostId.of(a)));
    }

    @Test
    void execute_whenTheInterfaceWasReplaced_fallsBackToAFullMoveIfAsked() {
        String subnet = network.subnets().get(0).id();
        String c = network.run(InstanceSpec.with(
                                InterfaceSpec.in(network.subnets().get(0).id()))
                        .and(InterfaceSpec.in(subnet)))
                .id();
        VpcInterface second = network.instance(c).orElseThrow().interfaces().get(1);
        // The first interface stays; a standby on the second goes stale when that is detached and deleted.
        StandbyMove standby = db.standby(second.id());
        network.detachInterface(second.attachment().id());
        network.deleteInterface(second.id());

        assertThatThrownBy(standby::execute).isInstanceOf(StaleStandbyException.class);
        assertThatThrownBy(() -> standby.orMove().execute())
                .as("the interface that was named is gone for a full move too")
                .hasMessageContaining(second.id());

        StandbyMove byHost = db.standby(c);
        assertThat(byHost.orMove().execute().moved()).isTrue();
    }

    @Test
    void execute_whenNobodyHeldItAndSomebodyCame_isStaleAndDisplacesNobody() {
        network.unassignAddresses(eni(a), List.of(VIP));
        StandbyMove standby = db.standby(b);
        network.assignAddresses(eni(a), List.of(VIP), false);

        assertThatThrownBy(standby::execute)
                .isInstanceOf(StaleStandbyException.class)
                .hasCauseInstanceOf(HolderChangedException.class);
        assertThat(network.holders(VIP)).allMatch(holder -> holder.isOn(HostId.of(a)));
        assertThat(standby.orMove().execute().moved()).isTrue();
    }

    @Test
    void execute_whenHostsAreConfigured_makesTheTargetAcceptFirst() {
        InMemoryHosts hosts = InMemoryHosts.create();
        StandbyMove standby =
                FloatingIp.at(VIP).assigner(aws.assigner).hosts(hosts).build().standby(b);
        assertThat(hosts.history()).as("a standby changes nothing").isEmpty();

        MoveResult result = standby.execute();

        assertThat(result.steps().get(1).kind()).isEqualTo(StepKind.HOST_READY);
        assertThat(hosts.accepts(HostId.of(b), VIP)).isTrue();
    }

    private StandbyMove readyStandby(InMemoryHosts hosts) {
        hosts.set(a, Sandbox.FLOATING_IP);
        StandbyMove standby =
                FloatingIp.at(VIP).assigner(aws.assigner).hosts(hosts).build().standby(b);
        standby.makeReady();
        return standby;
    }

    @Test
    void execute_whenTheTargetWasMadeReady_flipsFirstAndAsksTheTargetAgainAfterIt() {
        InMemoryHosts hosts = InMemoryHosts.create();
        StandbyMove standby = readyStandby(hosts);
        assertThat(hosts.history()).containsExactly(b + " accepts " + VIP);
        // A restart loses what was live.
        One.drop(hosts, VIP, standby.target(), Duration.ofSeconds(1));
        int before = server.requests().size();

        MoveResult result = standby.execute();

        assertThat(result.steps().stream().map(step -> step.kind() + " " + step.outcome()))
                .containsExactly(
                        "PLANNED SKIPPED",
                        "HOST_READY SKIPPED",
                        "ASSIGNED DONE",
                        "VERIFIED DONE",
                        "HOST_READY DONE",
                        "OLD_HOST_RELEASED DONE",
                        "VERIFIED DONE");
        assertThat(actionsSince(before)).startsWith("AssignPrivateIpAddresses");
        assertThat(hosts.accepts(HostId.of(b), VIP)).isTrue();
        assertThat(hosts.accepts(HostId.of(a), VIP)).isFalse();
    }

    @Test
    void execute_whenAMoveHasUsedUpTheReadiness_makesTheTargetAcceptFirstAgain() {
        InMemoryHosts hosts = InMemoryHosts.create();
        StandbyMove standby = readyStandby(hosts);
        standby.execute();
        FloatingIp.at(VIP).assigner(aws.assigner).hosts(hosts).build().moveTo(a);
        assertThat(hosts.accepts(HostId.of(b), VIP)).isFalse();

        assertThat(standby.execute().steps().get(1).outcome()).isEqualTo(StepOutcome.DONE);

        standby.refresh();
        assertThat(standby.execute().outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
    }

    @Test
    void execute_whenTheTargetHeldItAtTheRefreshAndWasRestarted_makesItAcceptAgain() {
        InMemoryHosts hosts = InMemoryHosts.create();
        StandbyMove standby = readyStandby(hosts);
        standby.execute();
        standby.refresh();
        One.drop(hosts, VIP, standby.target(), Duration.ofSeconds(1)); // a restart

        assertThat(standby.execute().outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);

        assertThat(hosts.accepts(HostId.of(b), VIP)).isTrue();
    }

    @Test
    void execute_whenAReadyTargetAcceptsForGoodAndLostThat_isAskedAgain() {
        InMemoryHosts hosts = InMemoryHosts.create();
        StandbyMove standby = FloatingIp.at(VIP)
                .assigner(aws.assigner)
                .hosts(new StandingHosts(hosts))
                .build()
                .standby(b);
        standby.makeReady();
        One.drop(hosts, VIP, standby.target(), Duration.ofSeconds(1)); // its file was removed, and it was restarted

        assertThat(standby.execute().moved()).isTrue();

        assertThat(hosts.accepts(HostId.of(b), VIP)).isTrue();
    }

    @Test
    void orMove_afterStandDown_makesTheTargetAcceptFirst() {
        InMemoryHosts hosts = InMemoryHosts.create();
        StandbyMove standby = readyStandby(hosts);
        StandbyMove safe = standby.orMove();

        standby.standDown();

        assertThat(safe.execute().steps().get(1).outcome()).isEqualTo(StepOutcome.DONE);
        assertThat(hosts.accepts(HostId.of(b), VIP)).isTrue();
    }

    /** Hosts that accept an address for good. */
    private static final class StandingHosts extends OneByOneHosts {

        StandingHosts(InMemoryHosts hosts) {
            super(hosts);
        }

        @Override
        public HostReport inspect(IpAddress address, Placement placement, Duration budget) {
            return super.inspect(address, placement, budget).asStanding();
        }

        @Override
        public HostReport accept(IpAddress address, Placement placement, Duration budget) {
            return super.accept(address, placement, budget).asStanding();
        }

        @Override
        public HostReport drop(IpAddress address, Holder holder, Duration budget) {
            return super.drop(address, holder, budget).asStanding();
        }
    }

    @Test
    void refresh_afterMakeReady_makesTheTargetReadyAgainUntilItStandsDown() {
        InMemoryHosts hosts = InMemoryHosts.create();
        StandbyMove standby = readyStandby(hosts);
        One.drop(hosts, VIP, standby.target(), Duration.ofSeconds(1));

        standby.refresh();
        assertThat(hosts.accepts(HostId.of(b), VIP)).isTrue();

        assertThat(standby.standDown().complete()).isTrue();
        assertThat(hosts.accepts(HostId.of(b), VIP)).isFalse();
        standby.refresh();
        assertThat(hosts.accepts(HostId.of(b), VIP)).isFalse();
        assertThat(standby.execute().steps().get(1).outcome())
                .as("made ready by the move")
                .isEqualTo(StepOutcome.DONE);
        assertThat(standby.standDown().complete()).isTrue();
        assertThat(hosts.accepts(HostId.of(b), VIP)).as("it holds it").isTrue();
    }

    @Test
    void execute_whenAReadyTargetIsRefusedByTheNetwork_leavesItReady() {
        InMemoryHosts hosts = InMemoryHosts.create();
        StandbyMove standby = readyStandby(hosts);
        network.terminate(List.of(b));

        assertThatThrownBy(standby::execute).isInstanceOf(StaleStandbyException.class);

        assertThat(hosts.accepts(HostId.of(b), VIP)).isTrue();
    }

    @Test
    void makeReady_whenTheHostCantBeReachedOrThereIsNone_saysSo() {
        InMemoryHosts hosts = InMemoryHosts.create();
        hosts.cutOff(b);
        StandbyMove standby = FloatingIp.at(VIP)
                .assigner(aws.assigner)
                .hosts(hosts)
                .ticker(VirtualTicker.create())
                .build()
                .standby(b);

        assertThatThrownBy(standby::makeReady)
                .isInstanceOf(OutOfTimeException.class)
                .hasCauseInstanceOf(HostUnreachableException.class);
        assertThatThrownBy(() -> db.standby(b).makeReady())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hosts(..)");
        hosts.mend(b);
        assertThat(standby.execute().moved()).isTrue();
    }
}
