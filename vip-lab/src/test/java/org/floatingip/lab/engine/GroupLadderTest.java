package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.StepKind;
import org.floatingip.event.StepEnded;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.Test;

/** What somebody reads of several addresses that moved, or did not: every step of each, in words. */
class GroupLadderTest {

    private static final String ONE = Sandbox.FLOATING_IP;
    private static final String TWO = "10.0.1.40";
    private static final Duration LAG = Duration.ofMillis(1500);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryHosts hosts = InMemoryHosts.create(ticker);
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final String onA = a + " (" + eni(a) + ")";
    private final String onB = b + " (" + eni(b) + ")";
    private final FloatingIpGroup group = by(hosts).build();

    GroupLadderTest() {
        network.assignAddresses(eni(a), List.of(IpAddress.of(TWO)), true);
        hosts.set(a, ONE);
        hosts.set(a, TWO);
    }

    private FloatingIpGroup.Builder by(HostNetworkConfigurator configurator) {
        return FloatingIpGroup.at(ONE, TWO)
                .assigner(assigner)
                .hosts(configurator)
                .ticker(ticker);
    }

    private String eni(String instance) {
        return network.instance(instance).orElseThrow().interfaces().get(0).id();
    }

    private static List<String> words(List<MoveStep> steps) {
        return steps.stream()
                .map(step -> step.kind() + " " + step.outcome() + " (" + step.attempts() + "): " + step.detail())
                .toList();
    }

    private static List<String> words(GroupMoveResult moved, String address) {
        return words(of(moved, address).steps());
    }

    private static MoveResult of(GroupMoveResult moved, String address) {
        return moved.results().stream()
                .filter(result -> result.address().equals(IpAddress.of(address)))
                .findFirst()
                .orElseThrow();
    }

    private GroupMoveException fails() {
        return Objects.requireNonNull(catchThrowableOfType(GroupMoveException.class, () -> group.moveTo(b)));
    }

    private static FloatingIpException failureOf(GroupMoveException failed, String address) {
        return Objects.requireNonNull(failed.failures().get(IpAddress.of(address)));
    }

    @Test
    void moveTo_whenAllGoesWell_saysEachStepOfEachAddress() {
        assigner.dataPlaneLag(LAG);

        GroupMoveResult moved = group.moveTo(b);

        for (String address : List.of(ONE, TWO)) {
            assertThat(words(moved, address))
                    .containsExactly(
                            "PLANNED DONE (1): held by " + onA + ", can go to "
                                    + of(moved, address).to() + " in " + subnet(),
                            "HOST_READY DONE (1): " + b + " accepts " + address,
                            "ASSIGNED DONE (1): given to " + onB,
                            "VERIFIED DONE (1): seen on " + onB + " alone",
                            "VERIFIED DONE (1): packets had 1500 ms to follow; then on " + onB,
                            "OLD_HOST_RELEASED DONE (1): " + a + " drops " + address,
                            "VERIFIED DONE (1): after the drop on " + onB);
            assertThat(of(moved, address).elapsed()).isEqualTo(LAG);
        }
        assertThat(moved.warnings()).isEmpty();
    }

    private String subnet() {
        return network.networkInterface(eni(b)).orElseThrow().subnetId();
    }

    @Test
    void moveTo_whenOneIsThereAlready_skipsItsAssignment() {
        network.assignAddresses(eni(b), List.of(IpAddress.of(TWO)), true);

        GroupMoveResult moved = group.moveTo(b);

        assertThat(words(moved, TWO)).element(2).isEqualTo("ASSIGNED SKIPPED (0): the target holds it already");
        assertThat(hosts.accepts(b, TWO)).isTrue();
        assertThat(hosts.accepts(a, TWO))
                .as("who lost it before is not this move's")
                .isTrue();
    }

    @Test
    void moveTo_whenNeverSeenOnTheTarget_saysWhoWasSeenLast() {
        network.delayVisibility(Duration.ofHours(1));

        GroupMoveException failed = fails();

        NotVerifiedException why = (NotVerifiedException) failureOf(failed, TWO);
        assertThat(why.observed()).extracting(Holder::toString).containsExactly(onA);
        List<String> ladder = words(why.steps());
        assertThat(ladder.get(ladder.size() - 1))
                .startsWith("VERIFIED UNKNOWN (")
                .endsWith(": last seen on " + onA);
        assertThat(hosts.accepts(b, TWO)).as("it may be there").isTrue();
    }

    @Test
    void moveTo_whenTheVerifyingLookIsDenied_saysThatAndOfWhichAddresses() {
        assigner.inject(Fault.deny().onCall(Call.LOOK).skip(1));

        GroupMoveException failed = fails();

        assertThat(failureOf(failed, ONE))
                .isInstanceOf(NotVerifiedException.class)
                .cause()
                .hasMessageContaining("not permitted");
        assertThat(((NotVerifiedException) failureOf(failed, ONE)).observed()).isNull();
        List<String> ladder = words(failureOf(failed, ONE).steps());
        assertThat(ladder.get(ladder.size() - 1)).startsWith("VERIFIED UNKNOWN (1): ");
    }

    @Test
    void moveTo_whenSomebodyTakesOneOfThem_saysWhereItWasSeenAndMovesTheOther() {
        String small = sandbox.instanceId("small");
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(TWO, small)));

        GroupMoveException failed = fails();

        SupersededException why = (SupersededException) failureOf(failed, TWO);
        assertThat(why.observed()).singleElement().matches(holder -> holder.isOn(HostId.of(small)));
        assertThat(words(why.steps()))
                .last()
                .isEqualTo("VERIFIED FAILED (1): seen on " + small + " (" + eni(small) + ")");
        assertThat(failed.moved()).singleElement().satisfies(moved -> {
            assertThat(moved.address()).isEqualTo(IpAddress.of(ONE));
            assertThat(hosts.accepts(a, ONE)).isFalse();
        });
        assertThat(hosts.accepts(a, TWO)).as("not this move's to refuse").isTrue();
    }

    @Test
    void moveTo_whenNobodyCanLookAfterTheRefusals_warnsForEach() {
        HostNetworkConfigurator denying =
                new Beside(hosts, () -> assigner.inject(Fault.deny().onCall(Call.LOOK)));

        GroupMoveResult moved = by(denying).build().moveTo(b);

        for (String address : List.of(ONE, TWO)) {
            assertThat(of(moved, address).warnings())
                    .singleElement()
                    .asString()
                    .contains("could not be seen whether", address, "not permitted");
            assertThat(words(moved, address)).last().asString().startsWith("VERIFIED UNKNOWN (1): ");
        }
    }

    @Test
    void moveTo_whenTheTargetIsMadeToDropBeforeTheFlip_itAcceptsAgain() {
        hosts.set(b, ONE);
        assigner.inject(Fault.none()
                .onCall(Call.ASSIGN)
                .first(() -> One.drop(hosts, IpAddress.of(ONE), Holder.of(HostId.of(b), eni(b)), LAG)));

        GroupMoveResult moved = group.moveTo(b);

        assertThat(hosts.accepts(b, ONE)).isTrue();
        assertThat(words(moved, ONE)).last().isEqualTo("HOST_READY DONE (1): " + b + " accepts " + ONE);
    }

    @Test
    void moveTo_whenTheTargetCantBeMadeToAcceptOne_triesTheOther() {
        HostNetworkConfigurator unable = new Beside(hosts, () -> {}) {
            @Override
            public HostReport accept(IpAddress address, Placement placement, Duration budget) {
                if (address.equals(IpAddress.of(ONE))) {
                    throw new HostConfigurationException(placement.host(), "its label is too long", null);
                }
                return super.accept(address, placement, budget);
            }
        };

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class, () -> by(unable).build().moveTo(b));

        assertThat(failureOf(failed, ONE)).hasMessageContaining("its label is too long");
        assertThat(failed.moved())
                .singleElement()
                .matches(moved -> moved.address().equals(IpAddress.of(TWO)));
        assertThat(network.holders(ONE)).allMatch(holder -> holder.isOn(HostId.of(a)));
    }

    @Test
    void moveTo_whenTheTargetCantBeReached_isNotTriedAgainForTheNext() {
        hosts.cutOff(b);
        List<String> heard = new ArrayList<>();
        FloatingIpGroup told = by(new OneByOneHosts(hosts))
                .listener(new MoveListener() {
                    @Override
                    public void stepEnded(StepEnded event) {
                        MoveStep step = event.step();
                        heard.add(event.address() + " " + step.kind() + " " + step.outcome() + ": " + step.detail());
                    }
                })
                .build();

        assertThatExceptionOfType(GroupMoveException.class).isThrownBy(() -> told.moveTo(b));

        assertThat(heard)
                .filteredOn(step -> step.startsWith(TWO + " HOST_READY"))
                .singleElement()
                .asString()
                .startsWith(TWO + " HOST_READY SKIPPED: not tried again: ");
        assertThat(assigner.count(Call.ASSIGN)).isZero();
    }

    @Test
    void moveTo_whenOneDoesNotAnswerTheProbe_asksTheOthersInTheMeantime() {
        List<String> tried = new ArrayList<>();
        FloatingIpGroup probed = by(hosts)
                .probe((address, budget) -> {
                    tried.add(address + " within " + budget.toMillis());
                    if (address.equals(IpAddress.of(ONE))) {
                        ticker.advance(budget);
                        throw new IOException("no answer");
                    }
                    return "it answered";
                })
                .timeout(Duration.ofSeconds(1))
                .build();

        GroupMoveResult moved = probed.moveTo(b);

        assertThat(tried).first().isEqualTo(ONE + " within 500");
        assertThat(tried).filteredOn(line -> line.startsWith(TWO)).hasSize(1);
        assertThat(of(moved, ONE).warnings()).singleElement().asString().contains("no answer");
        assertThat(of(moved, TWO).warnings()).isEmpty();
    }

    /** Those hosts; something happens before each refusal. */
    private static class Beside extends OneByOneHosts {

        private final Runnable beforeARefusal;

        Beside(InMemoryHosts hosts, Runnable beforeARefusal) {
            super(hosts);
            this.beforeARefusal = beforeARefusal;
        }

        @Override
        public HostReport drop(IpAddress address, Holder holder, Duration budget) {
            beforeARefusal.run();
            return super.drop(address, holder, budget);
        }
    }

    /** Each tells its own course, also one that is where it was, and one that failed by the call of another. */
    @Test
    void allOrNothing_whenOneFails_hasTheStepsOfThatWhichWasGivenBack() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(1));
        FloatingIpGroup oneByOne = FloatingIpGroup.at(ONE, TWO)
                .assigner(new WithTraits(
                        assigner, assigner.traits().toBuilder().mostPerCall(1).build()))
                .hosts(hosts)
                .ticker(ticker)
                .build();

        GroupMoveException failed = catchThrowableOfType(
                GroupMoveException.class,
                () -> oneByOne.move().to(b).allOrNothing().execute());

        assertThat(failed.restored()).containsExactly(IpAddress.of(ONE));
        assertThat(kinds(failed.stepsOf(ONE)))
                .containsSubsequence(StepKind.PLANNED, StepKind.HOST_READY, StepKind.ASSIGNED);
        assertThat(failed.stepsOf(TWO)).isEqualTo(failureOf(failed, TWO).steps());
        assertThat(failed.warningsOf(ONE)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> failed.stepsOf("10.0.1.99"));
    }

    @Test
    void moveTo_whenBothFailByOneCall_hasTheStepsOfEach() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        GroupMoveException failed = fails();

        assertThat(failureOf(failed, ONE)).isSameAs(failureOf(failed, TWO));
        assertThat(words(failed.stepsOf(ONE))).contains("HOST_READY DONE (1): " + b + " accepts " + ONE);
        assertThat(words(failed.stepsOf(TWO))).contains("HOST_READY DONE (1): " + b + " accepts " + TWO);
    }

    private static List<StepKind> kinds(List<MoveStep> steps) {
        return steps.stream().map(MoveStep::kind).toList();
    }
}
