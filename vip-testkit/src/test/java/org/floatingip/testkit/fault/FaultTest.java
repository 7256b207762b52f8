package org.floatingip.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.assigner.One;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcEvent;
import org.floatingip.testkit.network.VpcInterface;
import org.junit.jupiter.api.Test;

/** Which calls of an in-memory assigner a script is for, how often, and what is on record after it. */
class FaultTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final Transfer toB = transfer();
    private final int before = network.history().size();

    private Transfer transfer() {
        Survey survey = One.survey(InMemoryIpAssigner.of(network), VIP, HostId.of(b));
        return Transfer.of(VIP, survey.holders(), survey.placement());
    }

    private void assign() {
        assigner.assign(List.of(toB));
    }

    private List<Holder> look() {
        return One.locate(assigner, VIP);
    }

    private boolean heldBy(String instance) {
        return network.holders(VIP).stream().allMatch(holder -> holder.isOn(HostId.of(instance)));
    }

    private IpAddress leadsTo(String allocationId) {
        return Objects.requireNonNull(
                        network.elasticIp(allocationId).orElseThrow().association())
                .privateIp();
    }

    private List<String> story() {
        return network.history().subList(before, network.history().size()).stream()
                .map(VpcEvent::text)
                .toList();
    }

    // ---- what becomes of the call

    @Test
    void throttle_onAssign_hasNoEffectAndComesOnce() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN));

        look();
        assertThatThrownBy(this::assign)
                .isInstanceOf(ThrottledException.class)
                .hasMessageContaining("ec2:AssignPrivateIpAddresses");
        assertThat(heldBy(a)).isTrue();
        assign();
        assertThat(heldBy(b)).isTrue();
    }

    @Test
    void refuse_whenTheCodeIsAFailureOfTheService_saysWhatToUse() {
        assertThatThrownBy(() -> Fault.refuse("InternalError"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unavailable()");
    }

    @Test
    void loseReply_onAssign_hasItsEffectAndSaysUnknown() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN));

        UnavailableException lost = catchThrowableOfType(UnavailableException.class, this::assign);

        assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(heldBy(b)).isTrue();
    }

    @Test
    void loseRequest_onAssign_hasNoEffectAndSaysUnknown() {
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));

        UnavailableException lost = catchThrowableOfType(UnavailableException.class, this::assign);

        assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(heldBy(a)).isTrue();
    }

    @Test
    void loseReply_onALook_hasNoEffectToDoubt() {
        assigner.inject(Fault.loseReply().onCall(Call.LOOK));

        UnavailableException lost = catchThrowableOfType(UnavailableException.class, this::look);

        assertThat(lost.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void loseReply_onPutBack_hasItsEffectAndSaysUnknown() {
        VpcElasticIp elasticIp = network.allocateElasticIp();
        List<Dependent> dependents = List.of(Dependent.of(elasticIp.allocationId(), "Elastic IP"));
        assign();
        assigner.inject(Fault.loseReply().onCall(Call.REASSOCIATE));

        UnavailableException lost = catchThrowableOfType(
                UnavailableException.class, () -> assigner.putBack(VIP, toB.placement(), dependents));

        assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(leadsTo(elasticIp.allocationId())).isEqualTo(VIP);
        assertThat(assigner.calls())
                .last()
                .hasToString("#2 REASSOCIATE Elastic IP (" + elasticIp.allocationId() + ") with 10.0.1.12 of "
                        + toB.placement().interfaceId() + " -> Unavailable (fault: the reply is lost)");
    }

    @Test
    void refuse_withACodeThatHasAType_isOfThatType() {
        assigner.inject(Fault.refuse("PrivateIpAddressLimitExceeded").onCall(Call.ASSIGN));
        assigner.inject(Fault.refuse("IncorrectState", "not now").onCall(Call.ASSIGN));
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(this::assign).is(refusal(RefusalReason.INTERFACE_FULL));
        assertThatThrownBy(this::assign).is(refusal(RefusalReason.REJECTED)).hasMessageContaining("not now");
        assertThatThrownBy(this::assign).isInstanceOf(PermissionDeniedException.class);
    }

    @Test
    void refuse_withACodeWhoseMeaningHangsOnMore_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.refuse("invalidparametervalue"))
                .withMessageContaining("WireFault.error");
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.refuse(" "));
    }

    // ---- which calls, and how often

    @Test
    void survey_always_isTwoCalls() {
        assigner.inject(Fault.throttle().onCall(Call.RESOLVE));

        assertThatThrownBy(() -> One.survey(assigner, VIP, HostId.of(b))).isInstanceOf(ThrottledException.class);

        assertThat(assigner.calls()).extracting(RecordedCall::call).containsExactly(Call.LOOK, Call.RESOLVE);
    }

    @Test
    void onCall_whenNotSaid_isTheNextOfAnyKind() {
        assigner.inject(Fault.throttle().times(2));

        assertThatThrownBy(this::look).isInstanceOf(ThrottledException.class);
        assertThatThrownBy(this::assign).isInstanceOf(ThrottledException.class);
        look();
    }

    @Test
    void skip_always_letsSoManyPassFirst() {
        assigner.inject(Fault.throttle().onCall(Call.LOOK).skip(2).times(2));

        look();
        assign();
        look();
        assertThatThrownBy(this::look).isInstanceOf(ThrottledException.class);
        assertThatThrownBy(this::look).isInstanceOf(ThrottledException.class);
        look();
    }

    @Test
    void inject_whenSeveralAreForACall_meetsThemInTurn() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN));
        assigner.inject(Fault.deny().onCall(Call.LOOK));
        assigner.inject(Fault.loseRequest().onCall(Call.ASSIGN));

        assertThatThrownBy(this::assign).isInstanceOf(ThrottledException.class);
        assertThatThrownBy(this::assign).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(this::look).isInstanceOf(PermissionDeniedException.class);
        assign();
    }

    @Test
    void during_always_endsByTheNetworksClock() {
        assigner.inject(Fault.throttle().onCall(Call.LOOK).duringSeconds(5));

        ticker.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThatThrownBy(this::look).isInstanceOf(ThrottledException.class);
        assertThatThrownBy(this::look).as("as often as there is time").isInstanceOf(ThrottledException.class);
        ticker.advance(Duration.ofNanos(1));
        look();
    }

    @Test
    void during_withTimes_endsWithWhicheverIsFirst() {
        assigner.inject(Fault.throttle().onCall(Call.LOOK).times(1).during(Duration.ofSeconds(5)));

        assertThatThrownBy(this::look).isInstanceOf(ThrottledException.class);
        look();
    }

    @Test
    void until_always_endsAtThatTime() {
        assigner.inject(Fault.unavailable().until(ticker.now().plusSeconds(1)));

        assertThatThrownBy(this::look).isInstanceOf(UnavailableException.class);
        ticker.advance(Duration.ofSeconds(1));
        look();
    }

    @Test
    void always_whenMended_isOver() {
        assigner.inject(Fault.throttle().always());
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(this::look).isInstanceOf(ThrottledException.class);
        }

        assigner.mend();

        look();
    }

    @Test
    void fault_whenUsedTwice_isTwoFaults() {
        Fault throttle = Fault.throttle();
        throttle.onCall(Call.ASSIGN);
        assigner.inject(throttle.onCall(Call.LOOK));
        assigner.inject(throttle.onCall(Call.LOOK));

        assertThatThrownBy(this::look).isInstanceOf(ThrottledException.class);
        assertThatThrownBy(this::look).isInstanceOf(ThrottledException.class);
        look();
    }

    @Test
    void fault_ofOneAssigner_isNotForAnother() {
        assigner.inject(Fault.throttle().always());

        assertThat(One.locate(InMemoryIpAssigner.of(network), VIP)).hasSize(1);
    }

    @Test
    void script_whenImpossible_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.throttle().times(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.throttle().skip(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.throttle().duringSeconds(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.schedule(Duration.ofSeconds(-1), Incident.terminate(a)));
    }

    // ---- what happens beside it

    @Test
    void incidents_always_happenBeforeAndAfterTheEffect() {
        List<Boolean> onA = new ArrayList<>();
        assigner.inject(Fault.none()
                .onCall(Call.ASSIGN)
                .first(() -> onA.add(heldBy(a)))
                .then(() -> onA.add(heldBy(a)))
                .then(Incident.holderReleases(VIP)));

        assign();

        assertThat(onA).containsExactly(true, false);
        assertThat(network.holders(VIP)).isEmpty();
    }

    @Test
    void thirdPartyTakes_byInstance_takesItToItsInterfaceInThatSubnet() {
        network.schedule(Duration.ofSeconds(2), Incident.thirdPartyTakes(Sandbox.FLOATING_IP, b));

        assertThat(heldBy(a)).isTrue();
        ticker.advance(Duration.ofSeconds(2));
        assertThat(heldBy(b)).isTrue();
        assertThat(story()).first().isEqualTo("meanwhile: " + b + " takes 10.0.1.12");
    }

    @Test
    void thirdPartyTakesElasticIp_byInstanceOrInterface_takesItToThePrimaryAddress() {
        VpcInterface onB = network.instance(b).orElseThrow().interfaces().get(0);
        String id = network.associateElasticIp(
                        network.allocateElasticIp().allocationId(),
                        network.holders(VIP).get(0).interfaceId(),
                        VIP,
                        false)
                .allocationId();
        network.schedule(Duration.ofSeconds(1), Incident.thirdPartyTakesElasticIp(id, b));
        network.schedule(
                Duration.ofSeconds(2),
                Incident.thirdPartyTakesElasticIp(
                        id, network.holders(VIP).get(0).interfaceId()));

        ticker.advance(Duration.ofSeconds(1));
        assertThat(leadsTo(id)).isEqualTo(onB.primaryAddress());
        ticker.advance(Duration.ofSeconds(1));
        assertThat(leadsTo(id)).isEqualTo(IpAddress.of("10.0.1.10"));
    }

    @Test
    void thirdPartyTakesElasticIp_whenThereIsNoSuchHost_failsTheCall() {
        String id = network.allocateElasticIp().allocationId();
        assigner.inject(Fault.none().first(Incident.thirdPartyTakesElasticIp(id, "i-0nobody")));

        assertThatIllegalArgumentException().isThrownBy(this::look).withMessageContaining("i-0nobody");
    }

    @Test
    void schedule_ofSeveral_happensInOrderOfTime() {
        network.schedule(Duration.ofSeconds(2), Incident.terminate(b));
        network.schedule(Duration.ofSeconds(1), Incident.thirdPartyTakes(VIP, b));

        ticker.advance(Duration.ofSeconds(3));

        assertThat(network.holders(VIP)).as("taken, and gone with its holder").isEmpty();
    }

    @Test
    void schedule_ofWhatCantHappen_isInTheHistoryAndFailsNobody() {
        network.schedule(Duration.ZERO, Incident.thirdPartyTakes(VIP, sandbox.instanceId("far")));

        assertThat(look()).hasSize(1);

        assertThat(story()).last().asString().startsWith("could not happen: ");
    }

    @Test
    void first_ofWhatCantHappen_failsTheCall() {
        assigner.inject(Fault.none().first(Incident.thirdPartyTakes(VIP, sandbox.instanceId("far"))));

        assertThatIllegalArgumentException().isThrownBy(this::look).withMessageContaining("no interface of");
    }

    @Test
    void interrupt_always_isOfThatThread() {
        assigner.inject(Fault.none().first(Incident.interrupt(Thread.currentThread())));

        look();

        assertThat(Thread.interrupted()).isTrue();
    }

    // ---- what is on record

    @Test
    void history_always_showsWhatTheScriptDid() {
        assigner.inject(Fault.loseReply().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(VIP, a)));

        assertThatThrownBy(this::assign).isInstanceOf(UnavailableException.class);

        assertThat(story())
                .satisfiesExactly(
                        moved -> assertThat(moved).startsWith("moved 10.0.1.12 from " + a),
                        fault -> assertThat(fault).isEqualTo("fault on ASSIGN: the reply is lost"),
                        meanwhile -> assertThat(meanwhile).isEqualTo("meanwhile: " + a + " takes 10.0.1.12"),
                        back -> assertThat(back).startsWith("moved 10.0.1.12 from " + b));
    }

    @Test
    void calls_always_showHowTheyEndedAndWhatWasScripted() {
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN));

        look();
        assertThatThrownBy(this::assign).isInstanceOf(ThrottledException.class);

        assertThat(assigner.calls())
                .extracting(RecordedCall::toString)
                .satisfiesExactly(
                        look -> assertThat(look).isEqualTo("#0 LOOK who holds 10.0.1.12 -> done"),
                        assign -> assertThat(assign)
                                .startsWith("#1 ASSIGN 10.0.1.12 to eni-")
                                .endsWith("-> Throttled (fault: refused with RequestLimitExceeded)"));
        assertThat(assigner.count(Call.ASSIGN)).isEqualTo(1);
    }
}
