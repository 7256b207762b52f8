package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HolderChangedException;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.ThrottledException;
import org.floatingip.UnavailableException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.LaggingIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link IpAssigner} does. */
@DisplayName("an assigner")
public abstract class IpAssignerContract extends AssignerTests<IpAssigner, AssignerFixture> {

    /** For those that extend it. */
    protected IpAssignerContract() {
        super(IpAssigner.class);
    }

    // ---- locate

    @Test
    @DisplayName("locate shows the host that holds an address, and the interface, and nobody else")
    void locate_whenHeld_showsTheHolder() {
        List<Holder> holders = assigner.locate(network.held());

        assertThat(holders).singleElement().satisfies(holder -> {
            assertThat(holder.isOn(network.holder())).isTrue();
            assertThat(holder.interfaceId()).isNotBlank();
        });
    }

    @Test
    @DisplayName("locate is empty for an address that nobody holds, though another begins with the same text")
    void locate_whenHeldByNobody_isEmpty() {
        assertThat(assigner.locate(network.free())).isEmpty();
    }

    @Test
    @DisplayName("locate shows what somebody else did, at the next call")
    void locate_whenSomebodyElseMovedIt_showsThat() {
        assigner.locate(network.held());

        network.give(network.held(), network.other());

        assertHeldBy(network.held(), network.other());
    }

    @Test
    @DisplayName("locate never answers 'nobody' when the network can't be asked: it throws, and works again later")
    void locate_whenTheNetworkCantBeAsked_throws() {
        network.cutOff();
        for (int i = 0; i < 2; i++) {
            refused(FloatingIpException.class, () -> assigner.locate(network.held()));
            refused(FloatingIpException.class, () -> assigner.locate(network.free()));
        }

        network.mend();

        assertHeldBy(network.held(), network.holder());
    }

    @Test
    @DisplayName("a lag of packets or of answers, where the assigner knows of one, is a time, and always the same")
    void dataPlaneLag_whereThereIsOne_isATime() {
        if (assigner instanceof LaggingIpAssigner lagging) {
            assertThat(lagging.dataPlaneLag())
                    .isGreaterThanOrEqualTo(Duration.ZERO)
                    .isEqualTo(lagging.dataPlaneLag());
            assertThat(lagging.readLag()).isGreaterThanOrEqualTo(Duration.ZERO).isEqualTo(lagging.readLag());
        }
    }

    // ---- survey

    @Test
    @DisplayName("survey shows holders and an interface of the target, and changes nothing")
    void survey_whenTheTargetCanTakeIt_showsBoth() {
        Survey survey = assigner.survey(network.held(), network.target());

        assertThat(survey.holders()).isEqualTo(assigner.locate(network.held()));
        assertThat(survey.placement().asHolder().isOn(network.target())).isTrue();
        assertThat(survey.placement().interfaceId()).isNotBlank();
        assertThat(network.truth(network.held())).containsExactly(network.holder());
    }

    @Test
    @DisplayName("survey of the host that holds the address gives the interface that does")
    void survey_whenTheTargetHoldsIt_givesThatInterface() {
        Survey survey = assigner.survey(network.held(), network.holder());

        assertThat(survey.holders())
                .extracting(Holder::interfaceId)
                .containsExactly(survey.placement().interfaceId());
    }

    @Test
    @DisplayName("survey of an address that nobody holds shows no holder, and a place for it")
    void survey_whenHeldByNobody_showsAPlace() {
        Survey survey = assigner.survey(network.free(), network.target());

        assertThat(survey.holders()).isEmpty();
        assertThat(survey.placement().asHolder().isOn(network.target())).isTrue();
        assertThat(network.truth(network.free())).isEmpty();
    }

    @Test
    @DisplayName("survey refuses a host that the network does not know, and names it")
    void survey_whenTheTargetIsUnknown_refuses() {
        RefusedException refused =
                refused(RefusalReason.UNKNOWN_TARGET, () -> assigner.survey(network.held(), network.unknown()));

        assertThat(refused).hasMessageContaining(network.unknown().value());
        assertThat(network.truth(network.held())).containsExactly(network.holder());
    }

    @Test
    @DisplayName("survey throws when the network can't be asked, and that is no refusal")
    void survey_whenTheNetworkCantBeAsked_throws() {
        network.cutOff();

        FloatingIpException failure =
                refused(FloatingIpException.class, () -> assigner.survey(network.held(), network.target()));

        assertThat(failure).isNotInstanceOf(RefusedException.class);
    }

    // ---- assign

    @Test
    @DisplayName("assign gives the address to the target, on the interface of the survey, and takes it from its holder")
    void assign_whenHeld_movesIt() {
        Transfer transfer = transfer(network.held(), network.target());

        assigner.assign(transfer);

        assertHeldBy(network.held(), network.target());
        assertThat(assigner.locate(network.held()))
                .extracting(Holder::interfaceId)
                .containsExactly(transfer.placement().interfaceId());
    }

    @Test
    @DisplayName("assign gives an address that nobody holds to the target")
    void assign_whenHeldByNobody_givesIt() {
        assigner.assign(transfer(network.free(), network.target()));

        assertHeldBy(network.free(), network.target());
    }

    @Test
    @DisplayName("assign moves that address and no other")
    void assign_whenThereAreOthers_leavesThemAlone() {
        network.give(network.free(), network.holder());

        assigner.assign(transfer(network.free(), network.target()));

        assertHeldBy(network.free(), network.target());
        assertHeldBy(network.held(), network.holder());
    }

    @Test
    @DisplayName("assign takes the address from whoever holds it by now: the last writer wins")
    void assign_whenSomebodyElseTookItSinceTheSurvey_takesItFromThem() {
        Transfer transfer = transfer(network.held(), network.target());
        network.give(network.held(), network.other());

        assigner.assign(transfer);

        assertHeldBy(network.held(), network.target());
    }

    @Test
    @DisplayName("assign to the host that holds it leaves it there")
    void assign_whenTheTargetHoldsIt_leavesItThere() {
        assigner.assign(transfer(network.held(), network.holder()));

        assertHeldBy(network.held(), network.holder());
    }

    @Test
    @DisplayName("assign can be undone by another assign, any number of times")
    void assign_whenBackAndForth_endsWhereItWasToldLast() {
        for (int i = 0; i < 3; i++) {
            assigner.assign(transfer(network.held(), network.target()));
            assigner.assign(transfer(network.held(), network.other()));
        }

        assertHeldBy(network.held(), network.other());
    }

    @Test
    @DisplayName("assign that can't be made throws, and is never read as made")
    void assign_whenTheNetworkCantBeAsked_throws() {
        Transfer transfer = transfer(network.held(), network.target());
        network.cutOff();

        assertThatThrownBy(() -> assigner.assign(transfer))
                .isInstanceOfSatisfying(
                        FloatingIpException.class,
                        e -> assertThat(e.effect()).as("effect() of " + e).isNotEqualTo(Effect.APPLIED));

        network.mend();
        assertHeldBy(network.held(), network.holder());
    }

    @Test
    @DisplayName("assign whose reply is lost says that its effect is unknown, and is not repeated")
    void assign_whenTheReplyIsLost_isUnknown() {
        Transfer transfer = transfer(network.held(), network.target());
        assumeTrue(network.loseReplyOfAssign(), "this network can't lose a reply");

        failed(UnavailableException.class, Effect.UNKNOWN, () -> assigner.assign(transfer));

        network.mend();
        assertHeldBy(network.held(), network.target());
    }

    @Test
    @DisplayName(
            "assign that is turned away for now is a throttling without effect, and makes no second attempt by itself")
    void assign_whenThrottled_isTriedOnce() {
        Transfer transfer = transfer(network.held(), network.target());
        assumeTrue(network.throttleNextAssign(), "this network can't throttle");

        ThrottledException throttled = refused(ThrottledException.class, () -> assigner.assign(transfer));

        assertThat(throttled.retryable()).isTrue();
        network.mend();
        assertHeldBy(network.held(), network.holder());
    }

    // ---- release

    @Test
    @DisplayName("release takes the address from its holder; nobody holds it then")
    void release_whenHeld_takesIt() {
        assigner.release(network.held(), assigner.locate(network.held()).get(0));

        assertHeldByNobody(network.held());
    }

    @Test
    @DisplayName("release from a host that does not hold it is refused, changes nothing, and says who does")
    void release_whenAnotherHoldsIt_refuses() {
        Holder before = assigner.locate(network.held()).get(0);
        network.give(network.held(), network.other());

        HolderChangedException refused =
                refused(HolderChangedException.class, () -> assigner.release(network.held(), before));

        assertThat(refused.address()).isEqualTo(network.held());
        assertThat(refused.expected()).isEqualTo(before.host());
        assertThat(refused.holders())
                .singleElement()
                .satisfies(holder -> assertThat(holder.isOn(network.other())).isTrue());
        assertHeldBy(network.held(), network.other());
    }

    @Test
    @DisplayName("release a second time is refused: nobody holds it")
    void release_whenHeldByNobody_refuses() {
        Holder before = assigner.locate(network.held()).get(0);
        assigner.release(network.held(), before);

        HolderChangedException refused =
                refused(HolderChangedException.class, () -> assigner.release(network.held(), before));

        assertThat(refused.holders()).isEmpty();
        assertHeldByNobody(network.held());
    }

    @Test
    @DisplayName("release leaves every other address of the host alone")
    void release_whenTheHostHasAnother_leavesThatAlone() {
        network.give(network.free(), network.holder());

        assigner.release(network.free(), assigner.locate(network.free()).get(0));

        assertHeldBy(network.held(), network.holder());
        assertHeldByNobody(network.free());
    }

    @Test
    @DisplayName("release whose reply is lost says that its effect is unknown")
    void release_whenTheReplyIsLost_isUnknown() {
        Holder holder = assigner.locate(network.held()).get(0);
        assumeTrue(network.loseReplyOfRelease(), "this network can't lose a reply");

        failed(UnavailableException.class, Effect.UNKNOWN, () -> assigner.release(network.held(), holder));

        network.mend();
        assertHeldByNobody(network.held());
    }

    // ---- threads

    @Test
    @DisplayName("several threads can use it at once")
    void reads_whenSeveralThreadsMakeThem_areAllTheSame() {
        List<CompletableFuture<Survey>> readings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readings.add(CompletableFuture.supplyAsync(() -> assigner.survey(network.held(), network.target())));
        }

        assertThat(readings)
                .extracting(CompletableFuture::join)
                .allSatisfy(survey -> assertThat(survey).isEqualTo(assigner.survey(network.held(), network.target())));
    }
}
