package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveRequest;
import org.floatingip.GroupMoveResult;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several addresses that are handed over together, and what goes wrong in the gap of one. */
class GroupHandoverTest {

    private static final String A = "i-0a";
    private static final String B = "i-0b";
    private static final String C = "i-0c";
    private static final List<String> VIPS = List.of("10.0.1.12", "10.0.1.13", "10.0.1.14");
    private static final String VIP = VIPS.get(0);

    private final Scenario scenario = Scenario.builder()
            .host(A)
            .holding(VIPS.get(0))
            .holding(VIPS.get(1))
            .holding(VIPS.get(2))
            .host(B)
            .host(C)
            .build();
    private final InMemoryVpc network = scenario.network();
    private final InMemoryHosts hosts = scenario.hosts();
    private final InMemoryIpAssigner assigner = scenario.assigner();
    private final FloatingIp vip = scenario.floatingIp(VIP);

    @AfterEach
    void clearTheFlag() {
        boolean unused = Thread.interrupted();
    }

    /** Of a network that takes one address a call, so that something can go wrong with one of them. */
    private FloatingIpGroup group() {
        return group(new WithTraits(
                assigner, assigner.traits().toBuilder().mostPerCall(1).build()));
    }

    private FloatingIpGroup group(IpAssigner network) {
        return FloatingIpGroup.of(VIPS)
                .assigner(network)
                .hosts(hosts)
                .ticker(scenario.ticker())
                .build();
    }

    private GroupMoveRequest handover() {
        return group().move().from(A).to(B).handover();
    }

    private GroupMoveException fails(GroupMoveRequest request) {
        return catchThrowableOfType(GroupMoveException.class, request::execute);
    }

    private static IpAddress ip(int index) {
        return IpAddress.of(VIPS.get(index));
    }

    private String holder(int index) {
        return network.holders(VIPS.get(index)).isEmpty()
                ? "nobody"
                : network.holders(VIPS.get(index)).get(0).host().value();
    }

    private void assertHeldBy(String... holders) {
        assertThat(List.of(holder(0), holder(1), holder(2))).containsExactly(holders);
    }

    /** The changes in the order of their requests, each with the last digits of its address. */
    private List<String> changes() {
        return assigner.calls().stream()
                .filter(call -> call.call().mutating())
                .map(call -> call.call()
                        + call.text().substring("10.0.1".length(), "10.0.1.12".length())
                        + (call.failure() == null ? "" : " failed"))
                .toList();
    }

    private void elasticIpOnFirst() {
        String onA = network.holders(VIP).get(0).interfaceId();
        network.associateElasticIp(network.allocateElasticIp().allocationId(), onA, IpAddress.of(VIP), false);
    }

    private boolean elasticIpIsWithFirst() {
        String on = network.elasticIps().get(0).association() == null
                ? ""
                : network.elasticIps().get(0).association().interfaceId();
        return network.holders(VIP).get(0).interfaceId().equals(on);
    }

    // ---- taking and giving

    @Test
    void handover_ofThree_givesWhatWasTakenBeforeMoreIsTaken() {
        GroupMoveResult moved = handover().execute();

        assertThat(moved.results()).hasSize(3).allMatch(MoveResult::moved);
        assertHeldBy(B, B, B);
        assertThat(changes())
                .containsExactly("RELEASE.12", "ASSIGN.12", "RELEASE.13", "ASSIGN.13", "RELEASE.14", "ASSIGN.14");
        assertThat(VIPS).allMatch(address -> hosts.accepts(B, address) && !hosts.accepts(A, address));
    }

    @Test
    void evacuation_byHandover_needsNoOtherCondition() {
        GroupMoveResult moved = group().evacuate(A).to(B).handover().execute();

        assertThat(moved.results()).hasSize(3);
        assertHeldBy(B, B, B);
    }

    @Test
    void handover_whenATakeIsThrottled_triesTheOthersFirstAndLeavesNobodyInTheGap() {
        assigner.inject(Fault.throttle().onCall(Call.RELEASE).skip(1).times(3));

        GroupMoveResult moved = handover().execute();

        assertThat(moved.results()).hasSize(3);
        assertThat(changes())
                .containsExactly(
                        "RELEASE.12",
                        "ASSIGN.12",
                        "RELEASE.13 failed",
                        "RELEASE.14 failed",
                        "RELEASE.13 failed",
                        "RELEASE.14",
                        "ASSIGN.14",
                        "RELEASE.13",
                        "ASSIGN.13");
    }

    @Test
    void handover_whenOneCantBeGiven_givesThatBackBeforeMoreIsTaken() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(1));

        GroupMoveException failed = fails(handover());

        assertThat(failed.failures()).containsOnlyKeys(ip(1));
        assertThat(failed.failures().get(ip(1)))
                .isInstanceOf(PermissionDeniedException.class)
                .satisfies(e ->
                        assertThat(((PermissionDeniedException) e).effect()).isEqualTo(Effect.NONE));
        assertHeldBy(B, A, B);
        assertThat(changes().subList(2, 6))
                .containsExactly("RELEASE.13", "ASSIGN.13 failed", "ASSIGN.13", "RELEASE.14");
        assertThat(hosts.accepts(B, VIPS.get(1)))
                .as("nothing is left on the target")
                .isFalse();
    }

    @Test
    void handover_whenTimeIsOver_takesNoMore() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(Incident.secondsPass(11)));

        GroupMoveException failed = fails(handover());

        assertThat(changes()).containsExactly("RELEASE.12", "ASSIGN.12");
        assertThat(failed.failures().get(ip(1))).isInstanceOf(OutOfTimeException.class);
        assertHeldBy(B, A, A);
    }

    // ---- by one call for all

    private GroupMoveRequest together() {
        return group(assigner).move().from(A).to(B).handover();
    }

    private List<String> whole() {
        return assigner.calls().stream()
                .filter(call -> call.call().mutating())
                .map(call -> call.call() + " " + call.text().replaceFirst(" (to|from) .*", "")
                        + (call.failure() == null ? "" : " failed"))
                .toList();
    }

    private static final String ALL = " 10.0.1.12, 10.0.1.13, 10.0.1.14";

    @Test
    void handover_together_isOneCallOfEachKind() {
        GroupMoveResult moved = together().execute();

        assertThat(moved.results()).hasSize(3).allMatch(MoveResult::moved);
        assertThat(whole()).containsExactly("RELEASE" + ALL, "ASSIGN" + ALL);
        assertHeldBy(B, B, B);
        assertThat(VIPS).allMatch(address -> hosts.accepts(B, address) && !hosts.accepts(A, address));
    }

    @Test
    void handover_together_whenTheyCantBeGiven_allAreGivenBackByOneCall() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        GroupMoveException failed = fails(together());

        assertThat(whole()).containsExactly("RELEASE" + ALL, "ASSIGN" + ALL + " failed", "ASSIGN" + ALL);
        assertThat(failed.failures().values()).hasSize(3).allMatch(e -> e.effect() == Effect.NONE);
        assertHeldBy(A, A, A);
        assertThat(VIPS).noneMatch(address -> hosts.accepts(B, address));
    }

    @Test
    void handover_together_whenOneWasLostMeanwhile_theOthersGoEachAlone() {
        assigner.inject(Fault.none().onCall(Call.RELEASE).first(Incident.thirdPartyTakes(ip(1), C)));

        GroupMoveException failed = fails(together());

        assertThat(failed.failures()).containsOnlyKeys(ip(1));
        assertThat(failed.failures().get(ip(1))).isInstanceOf(HolderChangedException.class);
        assertHeldBy(B, C, B);
    }

    @Test
    void handover_together_whenTheReplyIsLost_allAreGivenAllTheSame() {
        assigner.inject(Fault.loseReply().onCall(Call.RELEASE));

        GroupMoveResult moved = together().execute();

        assertThat(moved.results()).hasSize(3);
        assertHeldBy(B, B, B);
    }

    /** Only a look can tell which of them was refused, and there is none in time: then nothing is said of any. */
    @Test
    void handover_together_whenItsRequestWasSentTwiceAndNothingCanBeReadSince_isUnknownForEach() {
        assigner.inject(Fault.none()
                .onCall(Call.RELEASE)
                .first(Incident.of(() -> network.unassignAddresses(
                        network.holders(VIP).get(0).interfaceId(),
                        VIPS.stream().map(IpAddress::of).toList()))));
        assigner.inject(Fault.throttle().onCall(Call.RELEASE).skip(1).times(1000));
        assigner.inject(Fault.throttle().onCall(Call.LOOK).skip(2).times(1000));

        GroupMoveException failed = fails(together().timeoutSeconds(3));

        assertThat(failed.failures().values())
                .hasSize(3)
                .allSatisfy(e -> assertThat(e.effect()).as("effect of " + e).isEqualTo(Effect.UNKNOWN));
    }

    // ---- all or nothing

    @Test
    void allOrNothing_whenOneCantBeTaken_leavesNobodyWithout() {
        assigner.inject(Fault.deny().onCall(Call.RELEASE).skip(1));

        GroupMoveException failed = fails(handover().allOrNothing());

        assertHeldBy(A, A, A);
        assertThat(failed.failures()).containsOnlyKeys(ip(1));
        assertThat(failed.restored()).containsExactly(ip(0), ip(2));
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(VIPS).noneMatch(address -> hosts.accepts(B, address));
        assertThat(VIPS).allMatch(address -> hosts.accepts(A, address));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void allOrNothing_whenOneCantBeGiven_endsWhereItBegan(int which) {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(which));

        GroupMoveException failed = fails(handover().allOrNothing());

        assertHeldBy(A, A, A);
        assertThat(failed.failures()).containsOnlyKeys(ip(which));
        assertThat(failed.restored()).hasSize(2);
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void allOrNothing_whenATakeGotNoAnswer_leavesNobodyWithout(int which) {
        assigner.inject(Fault.loseReply().onCall(Call.RELEASE).skip(which));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(2));

        GroupMoveException failed = fails(handover().allOrNothing());

        assertHeldBy(A, A, A);
        assertThat(failed.failures()).isNotEmpty();
    }

    @Test
    void allOrNothing_whenInterruptedInTheGap_givesBackAndKeepsTheFlag() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).skip(1).then(Incident.interrupt(Thread.currentThread())));

        GroupMoveException failed = fails(handover().allOrNothing());

        assertHeldBy(A, A, A);
        assertThat(failed.restored()).contains(ip(0));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void handover_whenInterruptedAgainWhileItIsGivenBack_givesBackAllTheSame() {
        Incident interrupt = Incident.interrupt(Thread.currentThread());
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).times(4).then(interrupt));

        assertThat(fails(handover()).failures()).containsKey(ip(0));

        assertHeldBy(A, A, A);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    /** In the middle of the waits, where the interrupt ends the wait itself. */
    @Test
    void handover_whenEachWaitOfGivingBackIsInterrupted_givesBackAllTheSame() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).times(4));
        FloatingIpGroup impatient = FloatingIpGroup.of(VIPS)
                .assigner(new WithTraits(
                        assigner, assigner.traits().toBuilder().mostPerCall(1).build()))
                .hosts(hosts)
                .ticker(new Ticker() {
                    @Override
                    public Instant now() {
                        return scenario.ticker().now();
                    }

                    @Override
                    public long nanoTime() {
                        return scenario.ticker().nanoTime();
                    }

                    @Override
                    public void sleep(Duration duration) throws InterruptedException {
                        scenario.ticker().sleep(duration.dividedBy(2));
                        throw new InterruptedException("of the test");
                    }
                })
                .build();

        assertThat(fails(impatient.move().from(A).to(B).handover()).failures()).containsKey(ip(0));

        assertHeldBy(A, A, A);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    /** What somebody else brought to the target is theirs, whatever becomes of the others. */
    @Test
    void allOrNothing_whenSomebodyElseBroughtOneToTheTarget_leavesItThere() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, B)));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        GroupMoveException failed = fails(group(assigner).move().to(B).allOrNothing());

        assertHeldBy(B, A, A);
        assertThat(failed.failures()).containsOnlyKeys(ip(1), ip(2));
        assertThat(failed.moved()).hasSize(1);
    }

    @Test
    void allOrNothing_whenTheyCameFromSeveralHosts_goesBackToEach() {
        give(2, C);
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIPS.get(1), A)));

        GroupMoveException failed = fails(group(assigner).move().to(B).allOrNothing());

        assertHeldBy(A, A, C);
        assertThat(failed.restored()).contains(ip(0), ip(2));
    }

    @Test
    void allOrNothing_whenThereIsRoomForOneOfThemAlone_givesBackThatOne() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(() -> {
            give(2, C);
            leaveRoomForOne();
        }));

        GroupMoveException failed = fails(group(assigner).move().to(B).allOrNothing());

        assertThat(failed.restored())
                .as("%s %s %s", failed, failed.failures(), assigner.calls())
                .hasSize(1);
        assertThat(failed.moved())
                .hasSize(1)
                .allMatch(moved -> moved.warnings().toString().contains("given back"));
        assertThat(List.of(holder(0), holder(1))).containsExactlyInAnyOrder(A, B);
    }

    private void leaveRoomForOne() {
        for (int last = 200; ; last++) {
            try {
                network.assignAddresses(eni(A), List.of(IpAddress.of("10.0.1." + last)), true);
            } catch (RuntimeException full) {
                network.unassignAddresses(eni(A), List.of(IpAddress.of("10.0.1." + (last - 1))));
                return;
            }
        }
    }

    /** As it was handed over, so that nobody is displaced who came since. */
    @Test
    void allOrNothing_ofAHandover_handsBack() {
        assigner.inject(Fault.deny().onCall(Call.RELEASE).skip(1));
        assigner.inject(Fault.none().onCall(Call.RELEASE).first(Incident.thirdPartyTakes(VIP, C)));

        GroupMoveException failed = fails(handover().allOrNothing());

        assertHeldBy(C, A, A);
        assertThat(failed.failures().get(ip(0))).isInstanceOf(SupersededException.class);
        assertThat(changes()).containsExactly("RELEASE.12", "ASSIGN.12", "RELEASE.13 failed", "RELEASE.12 failed");
    }

    @Test
    void allOrNothing_whenAnOldAnswerShowsAnotherHolderWhileItIsGivenBack_isRestored() {
        Duration lag = Duration.ofMillis(300);
        give(0, C);
        scenario.ticker().advance(Duration.ofSeconds(1));
        give(0, A);
        assigner.readLag(lag);
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(Incident.ageOfNextReads(lag)));

        GroupMoveException failed = fails(handover().allOrNothing());

        assertHeldBy(A, A, A);
        assertThat(failed.failures().get(ip(0))).isInstanceOf(PermissionDeniedException.class);
    }

    private String eni(String host) {
        return network.instance(host).orElseThrow().interfaces().get(0).id();
    }

    private void give(int index, String host) {
        network.assignAddresses(eni(host), List.of(ip(index)), true);
    }

    // ---- what hangs on them

    @Test
    void allOrNothing_whenTheElasticIpCouldNotBePutOnTheTarget_putsItBackWhereTheAddressIsRestored() {
        elasticIpOnFirst();
        assigner.inject(Fault.deny().onCall(Call.REASSOCIATE));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(1));

        GroupMoveException failed = fails(handover().reassociate().allOrNothing());

        assertHeldBy(A, A, A);
        assertThat(elasticIpIsWithFirst()).isTrue();
        assertThat(failed.restored()).contains(ip(0));
    }

    @Test
    void allOrNothing_whenTheElasticIpCanBePutBackNowhere_saysSo() {
        elasticIpOnFirst();
        assigner.inject(Fault.deny().onCall(Call.REASSOCIATE).always());
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(1));

        GroupMoveException failed = fails(handover().reassociate().allOrNothing());

        assertHeldBy(A, A, A);
        assertThat(failed.failures().get(ip(0)))
                .isInstanceOf(NotReassociatedException.class)
                .hasMessageContaining(A);
        assertThat(failed.restored()).doesNotContain(ip(0)).contains(ip(2));
        assertThat(hosts.accepts(B, VIP)).as("what is left on the target").isFalse();
    }

    // ---- old answers

    @Test
    void handover_whenGivingBackGotNoAnswerAndItIsSeenThere_doesNotSayThatNobodyHoldsIt() {
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).always());

        PermissionDeniedException failed = catchThrowableOfType(
                PermissionDeniedException.class,
                () -> vip.move().from(A).to(B).handover().execute());

        assertThat(failed.steps())
                .filteredOn(step -> step.kind() == StepKind.UNDONE)
                .first()
                .satisfies(step -> assertThat(step.outcome()).isEqualTo(StepOutcome.DONE));
        assertThat(holder(0)).isEqualTo(A);
    }

    @Test
    void handover_whenAnOldAnswerSaysThatTheHolderHasItAgain_looksWhoReallyHasIt() {
        Duration lag = Duration.ofMillis(300);
        assigner.readLag(lag);
        assigner.inject(Fault.none()
                .onCall(Call.ASSIGN)
                .first(Incident.thirdPartyTakes(VIP, C))
                .first(Incident.ageOfNextReads(lag)));

        SupersededException failed = catchThrowableOfType(
                SupersededException.class,
                () -> vip.move().from(A).to(B).handover().execute());

        assertThat(failed.observed()).isEqualTo(network.holders(VIP));
        assertThat(holder(0)).isEqualTo(C);
    }

    @Test
    void moveTo_whenAnswersMayBeOlderThanAnybodyWaits_saysThatItCouldNotLookAgain() {
        assigner.readLag(Duration.ofSeconds(6));

        MoveResult moved = vip.moveTo(B);

        assertThat(moved.moved()).isTrue();
        assertThat(moved.warnings())
                .singleElement()
                .asString()
                .contains("could not be seen whether ")
                .contains("came back to " + network.instance(A).orElseThrow().id())
                .contains("6000 ms old");
    }

    @Test
    void moveTo_whenAnswersMayBeOlderThanAnybodyWaits_saysThatWhatWasUndoneCouldNotBeChecked() {
        assigner.readLag(Duration.ofSeconds(6));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        PermissionDeniedException failed = catchThrowableOfType(PermissionDeniedException.class, () -> vip.moveTo(B));

        assertThat(failed.getSuppressed())
                .singleElement()
                .satisfies(beside -> assertThat(beside).hasMessageContaining("6000 ms old"));
    }
}
