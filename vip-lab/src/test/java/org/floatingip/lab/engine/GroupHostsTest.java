package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.ForwardingHostNetworkConfigurator;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;

/** The hosts' side of a group: a host is told of all at once where that can be done, and each address fares for itself. */
class GroupHostsTest {

    private static final IpAddress ONE = IpAddress.of(Sandbox.FLOATING_IP);
    private static final IpAddress TWO = IpAddress.of("10.0.1.40");
    private static final IpAddress THREE = IpAddress.of("10.0.1.41");
    private static final List<IpAddress> ALL = List.of(ONE, TWO, THREE);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryHosts hosts = InMemoryHosts.create(ticker);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final Told told = new Told(hosts);

    GroupHostsTest() {
        network.assignAddresses(eni(a), List.of(TWO, THREE), true);
        ALL.forEach(address -> hosts.set(a, address.toString()));
    }

    private String eni(String instance) {
        return network.instance(instance).orElseThrow().interfaces().get(0).id();
    }

    private FloatingIpGroup group(HostNetworkConfigurator by) {
        return group(InMemoryIpAssigner.of(network), by);
    }

    private FloatingIpGroup group(InMemoryIpAssigner assigner, HostNetworkConfigurator by) {
        return FloatingIpGroup.of(ALL)
                .assigner(assigner)
                .hosts(by)
                .ticker(ticker)
                .timeoutSeconds(10)
                .build();
    }

    private GroupMoveException fails() {
        return Objects.requireNonNull(
                catchThrowableOfType(GroupMoveException.class, () -> group(told).moveTo(b)));
    }

    private static List<String> steps(List<MoveStep> steps, StepKind kind) {
        return steps.stream()
                .filter(step -> step.kind() == kind)
                .map(step -> step.outcome() + " (" + step.attempts() + "): " + step.detail())
                .toList();
    }

    /** Hosts that write down what they are told at once, and can be made to answer otherwise. */
    private static final class Told extends ForwardingHostNetworkConfigurator {

        final List<String> calls = new ArrayList<>();
        final Deque<UnaryOperator<PerAddress<HostReport>>> answers = new ArrayDeque<>();

        Told(InMemoryHosts hosts) {
            super(hosts);
        }

        /** Changes the next answer that has not been changed yet. */
        void answer(UnaryOperator<PerAddress<HostReport>> change) {
            answers.add(change);
        }

        private PerAddress<HostReport> changed(PerAddress<HostReport> report) {
            return answers.isEmpty() ? report : answers.remove().apply(report);
        }

        @Override
        public PerAddress<HostReport> inspect(List<IpAddress> addresses, Placement placement, Duration budget) {
            calls.add("inspect " + addresses);
            return super.inspect(addresses, placement, budget);
        }

        @Override
        public PerAddress<HostReport> accept(List<IpAddress> addresses, Placement placement, Duration budget) {
            calls.add("accept " + addresses + " on " + placement.host());
            return changed(super.accept(addresses, placement, budget));
        }

        @Override
        public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
            calls.add("drop " + addresses + " on " + holder.host() + " within " + budget.toMillis() + " ms");
            return changed(super.drop(addresses, holder, budget));
        }
    }

    private static UnaryOperator<PerAddress<HostReport>> but(IpAddress address, FloatingIpException failure) {
        return report -> changed(report).fail(address, failure).build();
    }

    private static UnaryOperator<PerAddress<HostReport>> without(IpAddress address) {
        return report -> {
            PerAddress.Builder<HostReport> changed = PerAddress.builder();
            report.values().forEach((each, said) -> {
                if (!each.equals(address)) {
                    changed.add(each, said);
                }
            });
            return changed.build();
        };
    }

    private static PerAddress.Builder<HostReport> changed(PerAddress<HostReport> report) {
        PerAddress.Builder<HostReport> changed = PerAddress.builder();
        report.values().forEach(changed::add);
        return changed;
    }

    @Test
    void moveTo_whenAllGoesWell_tellsEachHostOnce() {
        GroupMoveResult moved = group(told).moveTo(b);

        assertThat(told.calls)
                .containsExactly("accept " + ALL + " on " + b, "drop " + ALL + " on " + a + " within 2200 ms");
        assertThat(moved.warnings()).isEmpty();
        assertThat(ALL)
                .allMatch(address -> hosts.accepts(b, address.toString()))
                .noneMatch(address -> hosts.accepts(a, address.toString()));
    }

    @Test
    void moveTo_whenHostsAreToldOneByOne_comesToTheSame() {
        GroupMoveResult moved = group(new OneByOneHosts(told)).moveTo(b);

        assertThat(told.calls)
                .containsExactly(
                        "accept [" + ONE + "] on " + b,
                        "accept [" + TWO + "] on " + b,
                        "accept [" + THREE + "] on " + b,
                        "drop [" + ONE + "] on " + a + " within 2000 ms",
                        "drop [" + TWO + "] on " + a + " within 2000 ms",
                        "drop [" + THREE + "] on " + a + " within 2000 ms");
        assertThat(moved.warnings()).isEmpty();
    }

    @Test
    void moveTo_whenOneIsNotAccepted_movesTheOthers() {
        HostConfigurationException broken = new HostConfigurationException(HostId.of(b), "its file is foreign", null);
        told.answer(but(TWO, broken));

        GroupMoveException failed = fails();

        assertThat(failed.failures()).containsOnlyKeys(TWO).containsValue(broken);
        assertThat(failed.moved()).extracting(each -> each.address()).containsExactly(ONE, THREE);
        assertThat(steps(broken.steps(), StepKind.HOST_READY)).containsExactly("FAILED (1): " + broken.getMessage());
        assertThat(network.networkInterface(eni(a)).orElseThrow().addresses()).contains(TWO);
        assertThat(hosts.accepts(a, TWO.toString()))
                .as("who holds it still accepts it")
                .isTrue();
    }

    @Test
    void moveTo_whenTheReportSaysThatItDoesNotAccept_doesNotMoveThat() {
        told.answer(report -> changed(report)
                .add(THREE, HostReport.of(HostId.of(b), false, false, "the interface is down"))
                .build());

        GroupMoveException failed = fails();

        assertThat(failed.failures()).containsOnlyKeys(THREE);
        assertThat(failed.failures().get(THREE))
                .isInstanceOf(HostConfigurationException.class)
                .hasMessageContaining("the interface is down");
        assertThat(failed.moved()).hasSize(2);
    }

    @Test
    void moveTo_whenOneFailsInPassing_asksForThatAloneAgain() {
        told.answer(but(TWO, new HostUnreachableException(HostId.of(b), "the lock was held", null)));

        GroupMoveResult moved = group(told).moveTo(b);

        assertThat(told.calls)
                .containsExactly(
                        "accept " + ALL + " on " + b,
                        "accept " + List.of(TWO) + " on " + b,
                        "drop " + ALL + " on " + a + " within 2200 ms",
                        // It was said to accept it already, so it is asked once more after the move.
                        "accept [" + TWO + "] on " + b);
        assertThat(steps(moved.results().get(0).steps(), StepKind.HOST_READY))
                .containsExactly("DONE (1): " + b + " accepts " + ONE);
        assertThat(steps(moved.results().get(1).steps(), StepKind.HOST_READY))
                .first()
                .asString()
                .startsWith("DONE (2)");
    }

    @Test
    void moveTo_whenTheAnswerSaysNothingOfOne_asksForItAgainAndThenDoesNotMoveIt() {
        for (int i = 0; i < 100; i++) {
            told.answer(without(THREE));
        }

        GroupMoveException failed = fails();

        assertThat(failed.failures()).containsOnlyKeys(THREE);
        assertThat(failed.moved()).hasSize(2);
        assertThat(failed.failures().get(THREE))
                .isInstanceOf(OutOfTimeException.class)
                .hasStackTraceContaining("says nothing of " + THREE);
        assertThat(told.calls)
                .filteredOn(call -> call.equals("accept " + List.of(THREE) + " on " + b))
                .hasSizeGreaterThan(2);
    }

    @Test
    void moveTo_whenTheTargetCantBeReached_movesNothing() {
        hosts.cutOff(b);

        GroupMoveException failed = fails();

        assertThat(failed.failures()).containsOnlyKeys(ALL);
        assertThat(failed.failures().values())
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(OutOfTimeException.class)
                        .hasCauseInstanceOf(HostUnreachableException.class));
        assertThat(network.networkInterface(eni(a)).orElseThrow().addresses()).containsAll(ALL);
        assertThat(told.calls).hasSizeGreaterThan(2).allMatch(call -> call.equals("accept " + ALL + " on " + b));
    }

    @Test
    void moveTo_whenWeMayNot_asksOnceAndMovesNothing() {
        hosts.fail(b, new PermissionDeniedException("changing addresses", null));

        GroupMoveException failed = fails();

        assertThat(failed.failures()).containsOnlyKeys(ALL);
        assertThat(told.calls).containsExactly("accept " + ALL + " on " + b);
    }

    @Test
    void moveTo_whenTheOldHostDropsAllButOne_warnsOfThatAlone() {
        told.answer(report -> report);
        told.answer(but(TWO, new HostConfigurationException(HostId.of(a), "its file is foreign", null)));

        GroupMoveResult moved = group(told).moveTo(b);

        assertThat(moved.warnings()).singleElement().asString().contains(a + " may still accept " + TWO, "foreign");
        assertThat(moved.results().get(1).unsettled()).extracting(Holder::host).containsExactly(HostId.of(a));
        assertThat(moved.results().get(0).unsettled()).isEmpty();
        assertThat(steps(moved.results().get(1).steps(), StepKind.OLD_HOST_RELEASED))
                .singleElement()
                .asString()
                .startsWith(StepOutcome.FAILED.name());
    }

    @Test
    void moveTo_whenTheAnswerOfTheOldHostSaysNothingOfOne_doesNotTakeItForRefused() {
        told.answer(report -> report);
        told.answer(without(ONE));

        GroupMoveResult moved = group(told).moveTo(b);

        assertThat(moved.warnings()).singleElement().asString().contains(a + " may still accept " + ONE);
        assertThat(moved.results().get(0).unsettled()).hasSize(1);
    }

    @Test
    void moveTo_whenTheTargetAcceptedThemBefore_isAskedOnceMoreForAllAtOnce() {
        ALL.forEach(address -> hosts.set(b, address.toString()));

        group(told).moveTo(b);

        assertThat(told.calls)
                .containsExactly(
                        "accept " + ALL + " on " + b,
                        "drop " + ALL + " on " + a + " within 2200 ms",
                        "accept " + ALL + " on " + b);
    }

    @Test
    void moveTo_whenTheTargetDoesNotAcceptOneAnyMore_warns() {
        ALL.forEach(address -> hosts.set(b, address.toString()));
        told.answer(report -> report);
        told.answer(report -> report);
        told.answer(but(THREE, new HostConfigurationException(HostId.of(b), "its disk is full", null)));

        GroupMoveResult moved = group(told).moveTo(b);

        assertThat(moved.warnings())
                .singleElement()
                .asString()
                .contains(b + " may not accept " + THREE + " any more", "its disk is full");
    }

    @Test
    void moveTo_whenOneKeepsFailing_doesNotCostTheOthersTheirMove() {
        hosts.fault(b, HostFault.slow(Duration.ofMillis(100)));
        for (int i = 0; i < 100; i++) {
            told.answer(without(THREE));
        }

        GroupMoveException failed = fails();

        assertThat(failed.failures()).containsOnlyKeys(THREE);
        assertThat(failed.moved()).hasSize(2);
    }

    @Test
    void moveTo_whenTheAnswerWasLostAndTheNetworkRefuses_saysWhatTheTargetMayStillAccept() {
        told.answer(report -> {
            throw new HostUnreachableException(HostId.of(b), "the connection broke", null);
        });

        GroupMoveException failed = Objects.requireNonNull(catchThrowableOfType(
                GroupMoveException.class, () -> group(denying(), told).moveTo(b)));

        assertThat(failed.failures()).containsOnlyKeys(ALL);
        assertThat(ALL).allMatch(address -> hosts.accepts(b, address.toString()));
        assertThat(Objects.requireNonNull(failed.failures().get(TWO)).getSuppressed())
                .extracting(Throwable::getMessage)
                .anyMatch(message -> message.contains("it still accepts " + TWO + "; whether it accepted it before"));
    }

    @Test
    void moveTo_whenTheAnswerSaidNothingOfOneAndTheNetworkRefuses_saysWhatTheTargetMayStillAccept() {
        told.answer(without(TWO));

        GroupMoveException failed = Objects.requireNonNull(catchThrowableOfType(
                GroupMoveException.class, () -> group(denying(), told).moveTo(b)));

        assertThat(ALL)
                .filteredOn(address -> hosts.accepts(b, address.toString()))
                .as("what is known to be new was undone")
                .containsExactly(TWO);
        assertThat(Objects.requireNonNull(failed.failures().get(TWO)).getSuppressed())
                .extracting(Throwable::getMessage)
                .anyMatch(message -> message.contains("it still accepts " + TWO + "; whether it accepted it before"));
    }

    @Test
    void moveToOfOne_whenTheAnswerWasLostAndTheNetworkRefuses_saysWhatTheTargetMayStillAccept() {
        FloatingIp one = FloatingIp.at(ONE.toString())
                .assigner(denying())
                .hosts(new Losing(hosts))
                .ticker(ticker)
                .build();

        PermissionDeniedException denied =
                Objects.requireNonNull(catchThrowableOfType(PermissionDeniedException.class, () -> one.moveTo(b)));

        assertThat(denied.getSuppressed())
                .singleElement()
                .asString()
                .contains("it still accepts " + ONE + "; whether it accepted it before is not known");
        assertThat(steps(denied.steps(), StepKind.UNDONE))
                .singleElement()
                .asString()
                .startsWith("SKIPPED");
    }

    /** Hosts that do what they are told to accept, and whose first answer to that is lost. */
    private static final class Losing extends OneByOneHosts {

        private boolean lost;

        Losing(HostNetworkConfigurator hosts) {
            super(hosts);
        }

        @Override
        public HostReport accept(IpAddress address, Placement placement, Duration budget) {
            HostReport report = super.accept(address, placement, budget);
            if (!lost) {
                lost = true;
                throw new HostUnreachableException(placement.host(), "the connection broke", null);
            }
            return report;
        }
    }

    private InMemoryIpAssigner denying() {
        InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));
        return assigner;
    }

    /** Five beside the others, all on the same host. */
    private List<IpAddress> many() {
        List<IpAddress> many = new ArrayList<>(ALL);
        for (int i = 0; i < 5; i++) {
            many.add(IpAddress.of("10.0.1.5" + i));
        }
        network.assignAddresses(eni(a), many, true);
        return many;
    }

    private GroupMoveResult move(List<IpAddress> addresses) {
        return FloatingIpGroup.of(addresses)
                .assigner(InMemoryIpAssigner.of(network))
                .hosts(told)
                .ticker(ticker)
                .build()
                .moveTo(b);
    }

    @Test
    void moveTo_whenManyWereOnADeadHost_costsTheBudgetOfOne() {
        List<IpAddress> many = many();
        hosts.cutOff(a);

        GroupMoveResult moved = move(many);

        assertThat(told.calls)
                .containsExactly("accept " + many + " on " + b, "drop [" + ONE + "] on " + a + " within 2000 ms");
        assertThat(moved.warnings()).hasSize(8).allMatch(warning -> warning.contains(a + " may still accept"));
    }

    @Test
    void moveTo_whenManyWereOnALivingHost_asksForOneAndThenForTheOthers() {
        List<IpAddress> many = many();

        GroupMoveResult moved = move(many);

        assertThat(told.calls)
                .containsExactly(
                        "accept " + many + " on " + b,
                        "drop [" + ONE + "] on " + a + " within 2000 ms",
                        "drop " + many.subList(1, 8) + " on " + a + " within 2600 ms");
        assertThat(moved.warnings()).isEmpty();
    }
}
