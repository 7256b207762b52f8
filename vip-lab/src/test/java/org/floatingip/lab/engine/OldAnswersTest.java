package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveRequest;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.StandbyMove;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that are older than our own change: an old one proves nothing, and hurts nobody. */
class OldAnswersTest {

    private static final String A = "i-0a";
    private static final String B = "i-0b";
    private static final String C = "i-0c";
    private static final List<String> VIPS = List.of("10.0.1.12", "10.0.1.13", "10.0.1.14");
    private static final String VIP = VIPS.get(0);

    private static final Duration LAG = Duration.ofMillis(300);

    /** Longer than the lag: what happened that long before our change is shown after it, and no longer long after it. */
    private static final Duration EARLIER = Duration.ofMillis(400);

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

    /** How many addresses are moved, and by what. */
    enum Shape {
        ONE(1),
        GROUP_OF_ONE(1),
        GROUP_OF_THREE(3);

        final int count;

        Shape(int count) {
            this.count = count;
        }
    }

    /** What each address came to, whatever moved it. */
    private record Ended(Map<String, MoveResult> moved, Map<String, FloatingIpException> failed, String words) {

        List<String> warnings() {
            return moved.values().stream()
                    .flatMap(result -> result.warnings().stream())
                    .toList();
        }
    }

    private Ended moveToB(Shape shape) {
        if (shape == Shape.ONE) {
            try {
                MoveResult result = vip.moveTo(B);
                return new Ended(Map.of(VIP, result), Map.of(), result.toString());
            } catch (FloatingIpException e) {
                return new Ended(Map.of(), Map.of(VIP, e), e.getMessage());
            }
        }
        return moveToB(VIPS.subList(0, shape.count), false);
    }

    private Ended moveToB(List<String> vips, boolean allOrNothing) {
        FloatingIpGroup group = FloatingIpGroup.of(vips)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(scenario.ticker())
                .build();
        Map<String, MoveResult> moved = new LinkedHashMap<>();
        Map<String, FloatingIpException> failed = new LinkedHashMap<>();
        String words;
        try {
            GroupMoveRequest request = group.move().to(B);
            GroupMoveResult results = (allOrNothing ? request.allOrNothing() : request).execute();
            results.results().forEach(each -> moved.put(each.address().toString(), each));
            words = results.toString();
        } catch (GroupMoveException e) {
            e.moved().forEach(each -> moved.put(each.address().toString(), each));
            e.failures().forEach((address, why) -> failed.put(address.toString(), why));
            words = e.getMessage();
        }
        return new Ended(moved, failed, words);
    }

    /** Changes are visible late; C takes the address after the survey, long before our assignment, and shows after that. */
    private void somebodyComesBeforeUs() {
        network.delayVisibility(LAG);
        hosts.fault(B, HostFault.slow(EARLIER));
        assigner.inject(Fault.none().onCall(Call.LOOK).then(Incident.thirdPartyTakes(VIP, C)));
    }

    private String holder(String address) {
        return network.holders(address).get(0).host().value();
    }

    private static boolean lists(List<Holder> holders, String host) {
        return holders.stream().anyMatch(holder -> holder.isOn(HostId.of(host)));
    }

    // ---- C1: whom an old answer shows did not come after us

    @ParameterizedTest
    @EnumSource(Shape.class)
    void moveTo_whenWhoCameBeforeUsShowsAfterUs_isMovedOrNotVerified(Shape shape) {
        somebodyComesBeforeUs();

        Ended ended = moveToB(shape);

        assertThat(holder(VIP)).as("our change took effect last").isEqualTo(B);
        assertThat(ended.failed().values()).as(ended.words()).allMatch(NotVerifiedException.class::isInstance);
    }

    /** It came before us, or since: it may accept the address, and is told or listed. */
    @ParameterizedTest
    @EnumSource(Shape.class)
    void moveTo_whenWhoCameBeforeUsShowsAfterUs_makesItDropTheAddressOrListsIt(Shape shape) {
        somebodyComesBeforeUs();
        hosts.set(C, VIP);

        Ended ended = moveToB(shape);

        MoveResult moved = ended.moved().get(VIP);
        assertThat(moved).as(ended.words()).isNotNull();
        assertThat(hosts.accepts(C, VIP)).isEqualTo(lists(moved.unsettled(), C));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void moveTo_whenWhoCameBeforeUsShowsAfterALostReply_isMovedOrNotVerified(Shape shape) {
        somebodyComesBeforeUs();
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));

        Ended ended = moveToB(shape);

        assertThat(holder(VIP)).as("our change took effect last").isEqualTo(B);
        assertThat(ended.failed().values()).as(ended.words()).allMatch(NotVerifiedException.class::isInstance);
    }

    @Test
    void execute_whenWhoCameSinceTheStandbyShowsAfterUs_isMovedOrNotVerified() {
        StandbyMove standby = vip.standby(B);
        network.delayVisibility(LAG);
        network.assignAddresses("eni-0c", List.of(IpAddress.of(VIP)), true);
        scenario.ticker().advance(EARLIER.dividedBy(2));

        FloatingIpException failure = null;
        try {
            assertThat(standby.execute().moved()).isTrue();
        } catch (FloatingIpException e) {
            failure = e;
        }

        assertThat(holder(VIP)).as("our change took effect last").isEqualTo(B);
        if (failure != null) {
            assertThat(failure).isInstanceOf(NotVerifiedException.class);
        }
    }

    /** The control: who comes after us is said to have come. */
    @ParameterizedTest
    @EnumSource(Shape.class)
    void moveTo_whenSomebodyComesAfterUs_saysSo(Shape shape) {
        network.delayVisibility(LAG);
        assigner.inject(Fault.none().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, C)));

        Ended ended = moveToB(shape);

        assertThat(holder(VIP)).isEqualTo(C);
        assertThat(ended.failed()).containsOnlyKeys(VIP);
        assertThat(ended.failed().get(VIP))
                .isInstanceOf(SupersededException.class)
                .hasMessageContaining(C);
    }

    // ---- C2: all or nothing

    @Test
    void moveToAllOrNothing_whenWhoCameBeforeUsShowsAfterUs_isAllOrNothingOrUnknown() {
        somebodyComesBeforeUs();

        Ended ended = moveToB(VIPS, true);

        List<String> holders = VIPS.stream().map(this::holder).toList();
        boolean all = holders.stream().allMatch(B::equals) && ended.failed().isEmpty();
        boolean nothing = holders.stream().noneMatch(B::equals);
        boolean unknown = ended.failed().values().stream().anyMatch(each -> each.effect() == Effect.UNKNOWN);
        assertThat(all || nothing || unknown)
                .as("%s are held by %s: %s", VIPS, holders, ended.words())
                .isTrue();
    }

    // ---- C3: settle makes no holder drop

    private MoveResult movedWhileAWasCutOff() {
        hosts.cutOff(A);
        MoveResult moved = vip.moveTo(B);
        assertThat(lists(moved.unsettled(), A)).isTrue();
        hosts.mend(A);
        scenario.ticker().advance(Duration.ofMinutes(1));
        return moved;
    }

    @Test
    void settle_whenItWasGivenBackAMomentAgo_leavesTheHolderAlone() {
        MoveResult moved = movedWhileAWasCutOff();
        network.delayVisibility(Duration.ofSeconds(1));
        network.assignAddresses("eni-0a", List.of(IpAddress.of(VIP)), true);

        SettleResult settled = vip.settle(moved);

        assertThat(hosts.accepts(A, VIP)).as("%s holds it; %s", A, settled).isTrue();
        assertThat(hosts.history()).as("not for a moment").noneMatch(each -> each.contains(A + " drops"));
    }

    @Test
    void settle_whenWeFailedBackAndOneAnswerIsOld_leavesTheHolderAlone() {
        MoveResult moved = movedWhileAWasCutOff();
        Duration bound = Duration.ofSeconds(5);
        network.answersUpTo(bound, 1);
        vip.moveTo(A);
        network.ageOfNextReads(bound, bound);

        SettleResult settled = vip.settle(moved);

        assertThat(hosts.accepts(A, VIP)).as("%s holds it; %s", A, settled).isTrue();
    }

    @Test
    void standDown_whenTheTargetGotItAMomentAgo_leavesItAlone() {
        StandbyMove standby = vip.standby(B);
        standby.makeReady();
        network.delayVisibility(Duration.ofSeconds(1));
        network.assignAddresses("eni-0b", List.of(IpAddress.of(VIP)), true);

        SettleResult settled = standby.standDown();

        assertThat(hosts.accepts(B, VIP)).as("%s holds it; %s", B, settled).isTrue();
    }

    /** The control: who lost it long ago is made to drop it. */
    @Test
    void settle_whenAnswersMayBeOld_settlesWhoLostItLongAgo() {
        MoveResult moved = movedWhileAWasCutOff();
        network.delayVisibility(Duration.ofSeconds(1));
        scenario.ticker().advance(Duration.ofMinutes(1));

        SettleResult settled = vip.settle(moved);

        assertThat(hosts.accepts(A, VIP)).isFalse();
        assertThat(settled.complete()).isTrue();
    }

    // ---- C4: unsettled is true

    /** The last of these readings shows how it was before our change. */
    private void oneOldAnswer(int reading, Duration age) {
        assigner.readLag(age);
        List<Duration> ages = new ArrayList<>();
        for (int i = 1; i < reading; i++) {
            ages.add(Duration.ZERO);
        }
        ages.add(age);
        network.ageOfNextReads(ages.toArray(Duration[]::new));
    }

    private void assertTruthful(Ended ended, Shape shape) {
        for (String address : VIPS.subList(0, shape.count)) {
            assertThat(holder(address)).isEqualTo(B);
            MoveResult result = ended.moved().get(address);
            assertThat(result).as(ended.words()).isNotNull();
            assertThat(hosts.accepts(A, address))
                    .as(
                            "whether %s accepts %s; unsettled %s, warnings %s",
                            A, address, result.unsettled(), result.warnings())
                    .isEqualTo(lists(result.unsettled(), A));
            assertThat(hosts.accepts(B, address)).isTrue();
        }
        assertThat(ended.warnings()).noneMatch(warning -> warning.contains(VIP + " came back to"));
        assertThat(ended.warnings()).noneMatch(warning -> warning.contains("somebody else moved it"));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void moveTo_whenTheLookAfterTheRefusalIsOld_knowsWhoAcceptsIt(Shape shape) {
        oneOldAnswer(3, Duration.ofSeconds(1));

        assertTruthful(moveToB(shape), shape);
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void moveTo_whenTheLookAfterTheGraceIsOld_knowsWhoAcceptsIt(Shape shape) {
        assigner.dataPlaneLag(Duration.ofMillis(1500));
        oneOldAnswer(3, Duration.ofSeconds(2));

        assertTruthful(moveToB(shape), shape);
    }

    /** The control: who was brought back meanwhile accepts it again. */
    @ParameterizedTest
    @EnumSource(Shape.class)
    void moveTo_whenItIsBroughtBackAfterTheVerification_theOldHostAcceptsIt(Shape shape) {
        assigner.readLag(Duration.ofSeconds(1));
        assigner.inject(Fault.none().onCall(Call.LOOK).skip(1).then(Incident.thirdPartyTakes(VIP, A)));

        Ended ended = moveToB(shape);

        assertThat(holder(VIP)).isEqualTo(A);
        assertThat(hosts.accepts(A, VIP)).as("%s", ended.warnings()).isTrue();
    }

    // ---- C5: who held it when we took it

    @Test
    void execute_whenTheStandbyKnowsAnEarlierHolder_theRealOneIsToldOrListed() {
        StandbyMove standby = vip.standby(B);
        network.assignAddresses("eni-0c", List.of(IpAddress.of(VIP)), true);
        hosts.set(C, VIP);
        scenario.ticker().advance(Duration.ofMinutes(1));

        assertToldOrListed(standby.execute());
    }

    @Test
    void execute_whenTheStandbysReadingWasOld_theRealHolderIsToldOrListed() {
        network.answersUpTo(Duration.ofSeconds(1), 1);
        network.assignAddresses("eni-0c", List.of(IpAddress.of(VIP)), true);
        hosts.set(C, VIP);
        network.ageOfNextReads(Duration.ofSeconds(1));
        StandbyMove standby = vip.standby(B);
        network.answersUpTo(Duration.ZERO, 1);
        scenario.ticker().advance(Duration.ofMinutes(1));

        assertToldOrListed(standby.execute());
    }

    private void assertToldOrListed(MoveResult moved) {
        assertThat(holder(VIP)).isEqualTo(B);
        assertThat(!hosts.accepts(C, VIP)
                        || lists(moved.unsettled(), C)
                        || !moved.warnings().isEmpty())
                .as("%s lost it and accepts it; unsettled %s, warnings %s", C, moved.unsettled(), moved.warnings())
                .isTrue();
    }
}
