package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Tests that every {@link IpAssigner} passes, and tests for each of its {@link Traits}. Each trait has a nested class. Its tests
 * are reported as skipped if the assigner doesn't promise the trait. An assigner that promises a trait without its method fails.
 */
@DisplayName("an assigner")
@SuppressWarnings("exports") // see module-info
public abstract class IpAssignerContract extends AssignerTests {

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    private AssignerFixture network;

    /** For subclasses. */
    protected IpAssignerContract() {}

    /** Returns a fresh network and the tested assigner, for one test; closed after it. */
    protected abstract AssignerFixture fixture();

    @Override
    final AssignerFixture network() {
        return network;
    }

    @BeforeEach
    final void open() {
        network = fixture();
    }

    @AfterEach
    final void close() {
        network.close();
    }

    // ---- traits

    @Test
    @DisplayName("traits are always the same, and those of the assigner that it wraps, if it wraps one")
    void traits_always_areTheSame() {
        Map<String, Object> said = said(assigner().traits());

        assertThat(said).isEqualTo(said(network.wrapped().traits()));
        network.cutOff();
        assertThat(said(assigner().traits())).as("asks nobody").isEqualTo(said);
    }

    // ---- locate

    @Test
    @DisplayName("locate shows the host that holds an address, and the interface, and nobody else")
    void locate_whenHeld_showsTheHolder() {
        assertThat(locate(network.held())).singleElement().satisfies(holder -> {
            assertThat(holder.isOn(network.holder())).isTrue();
            assertThat(holder.interfaceId()).isNotBlank();
        });
    }

    @Test
    @DisplayName("locate is empty for an address that nobody holds, though another begins with the same text")
    void locate_whenHeldByNobody_isEmpty() {
        assertThat(locate(network.free())).isEmpty();
    }

    @Test
    @DisplayName("locate of several has an entry for each, the same as alone, empty where nobody holds it")
    void locate_ofSeveral_hasAnEntryForEach() {
        Map<IpAddress, List<Holder>> found = assigner().locate(both());

        assertThat(found).containsOnlyKeys(both());
        assertThat(found.get(network.held())).isEqualTo(locate(network.held()));
        assertThat(found.get(network.free())).isEmpty();
    }

    @Test
    @DisplayName("locate shows what somebody else did, at the next call")
    void locate_whenSomebodyElseMovedIt_showsThat() {
        locate(network.held());

        network.give(network.held(), network.other());

        assertHeldBy(network.held(), network.other());
    }

    @Test
    @DisplayName("locate never answers 'nobody' when the network can't be asked: it throws, and works again later")
    void locate_whenTheNetworkCantBeAsked_throws() {
        network.cutOff();
        for (int i = 0; i < 2; i++) {
            refused(FloatingIpException.class, () -> locate(network.held()));
            refused(FloatingIpException.class, () -> locate(network.free()));
            refused(FloatingIpException.class, () -> assigner().locate(both()));
        }

        network.mend();

        assertHeldBy(network.held(), network.holder());
    }

    // ---- survey

    @Test
    @DisplayName("survey shows holders and an interface of the target, and changes nothing")
    void survey_whenTheTargetCanTakeIt_showsBoth() {
        Survey survey = survey(network.held(), network.target());

        assertThat(survey.holders()).isEqualTo(locate(network.held()));
        assertThat(survey.placement().asHolder().isOn(network.target())).isTrue();
        assertThat(survey.placement().interfaceId()).isNotBlank();
        assertThat(network.truth(network.held())).containsExactly(network.holder());
    }

    @Test
    @DisplayName("survey of the host that holds the address gives the interface that does")
    void survey_whenTheTargetHoldsIt_givesThatInterface() {
        Survey survey = survey(network.held(), network.holder());

        assertThat(survey.holders())
                .extracting(Holder::interfaceId)
                .containsExactly(survey.placement().interfaceId());
    }

    @Test
    @DisplayName("survey of an address that nobody holds shows no holder, and a place for it")
    void survey_whenHeldByNobody_showsAPlace() {
        Survey survey = survey(network.free(), network.target());

        assertThat(survey.holders()).isEmpty();
        assertThat(survey.placement().asHolder().isOn(network.target())).isTrue();
        assertThat(network.truth(network.free())).isEmpty();
    }

    @Test
    @DisplayName("survey of several says for each address what it says of it alone")
    void survey_ofSeveral_saysWhatItSaysOfEach() {
        PerAddress<Survey> found = assigner().survey(both(), network.target());

        assertThat(found.failures()).isEmpty();
        assertThat(found.values()).containsOnlyKeys(both());
        for (IpAddress address : both()) {
            assertThat(found.get(address)).isEqualTo(survey(address, network.target()));
        }
    }

    @Test
    @DisplayName("survey refuses a host that the network does not know, and names it, whatever the addresses")
    void survey_whenTheTargetIsUnknown_refuses() {
        RefusedException refused =
                refused(RefusalReason.UNKNOWN_TARGET, () -> survey(network.held(), network.unknown()));

        assertThat(refused).hasMessageContaining(network.unknown().value());
        refused(
                RefusalReason.UNKNOWN_TARGET,
                () -> assigner().survey(both(), network.unknown()).get(network.free()));
        assertThat(network.truth(network.held())).containsExactly(network.holder());
    }

    @Test
    @DisplayName("survey throws when the network can't be asked, and that is no refusal")
    void survey_whenTheNetworkCantBeAsked_throws() {
        network.cutOff();

        for (List<IpAddress> asked : List.of(List.of(network.held()), both())) {
            FloatingIpException failure =
                    refused(FloatingIpException.class, () -> assigner().survey(asked, network.target()));

            assertThat(failure).isNotInstanceOf(RefusedException.class);
        }
    }

    @Test
    @DisplayName("warnings that can't be read are left out: asking for them never fails")
    void warnings_whenTheNetworkCantBeAsked_areLeftOut() {
        List<Transfer> batch = List.of(transfer(network.held(), network.target()));
        assertThat(assigner().warnings(batch)).isEqualTo(network.wrapped().warnings(batch));

        network.cutOff();

        assertThat(assigner().warnings(batch)).doesNotContainNull();
    }

    // ---- assign

    @Test
    @DisplayName("assign gives an address that nobody holds to the target")
    void assign_whenHeldByNobody_givesIt() {
        assign(transfer(network.free(), network.target()));

        assertHeldBy(network.free(), network.target());
    }

    @Test
    @DisplayName("assign that can't be made throws, and is never read as made")
    void assign_whenTheNetworkCantBeAsked_throws() {
        Transfer transfer = transfer(movable(), network.target());
        network.cutOff();

        neverMade(() -> assign(transfer));

        network.mend();
        assertNothingChanged();
    }

    @Test
    @DisplayName("assign whose reply is lost says that its effect is unknown, and is not repeated")
    void assign_whenTheReplyIsLost_isUnknown() {
        Transfer transfer = transfer(movable(), network.target());
        assumeTrue(network.loseReplyOfAssign(), "this network can't lose a reply");

        failed(UnavailableException.class, Effect.UNKNOWN, () -> assign(transfer));

        network.mend();
        assertHeldBy(transfer.address(), network.target());
    }

    @Test
    @DisplayName(
            "assign that is turned away for now is a throttling without effect, and makes no second attempt by itself")
    void assign_whenThrottled_isTriedOnce() {
        Transfer transfer = transfer(movable(), network.target());
        assumeTrue(network.throttleNextAssign(), "this network can't throttle");

        ThrottledException throttled = refused(ThrottledException.class, () -> assign(transfer));

        assertThat(throttled.retryable()).isTrue();
        network.mend();
        assertNothingChanged();
    }

    // ---- release

    @Test
    @DisplayName("release takes the address from its holder; nobody holds it then")
    void release_whenHeld_takesIt() {
        release(network.held(), holderOf(network.held()));

        assertHeldByNobody(network.held());
    }

    @Test
    @DisplayName("release from a host that does not hold it is refused, changes nothing, and says who does")
    void release_whenAnotherHoldsIt_refuses() {
        Holder before = holderOf(network.held());
        network.give(network.held(), network.other());

        HolderChangedException refused = refused(HolderChangedException.class, () -> release(network.held(), before));

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
        Holder before = holderOf(network.held());
        release(network.held(), before);

        HolderChangedException refused = refused(HolderChangedException.class, () -> release(network.held(), before));

        assertThat(refused.holders()).isEmpty();
        assertHeldByNobody(network.held());
    }

    @Test
    @DisplayName("release leaves every other address of the host alone")
    void release_whenTheHostHasAnother_leavesThatAlone() {
        network.give(network.free(), network.holder());

        release(network.free(), holderOf(network.free()));

        assertHeldBy(network.held(), network.holder());
        assertHeldByNobody(network.free());
    }

    @Test
    @DisplayName("release that can't be made throws, and is never read as made")
    void release_whenTheNetworkCantBeAsked_throws() {
        Holder holder = holderOf(network.held());
        network.cutOff();

        neverMade(() -> release(network.held(), holder));

        network.mend();
        assertHeldBy(network.held(), network.holder());
    }

    @Test
    @DisplayName("release whose reply is lost says that its effect is unknown")
    void release_whenTheReplyIsLost_isUnknown() {
        Holder holder = holderOf(network.held());
        assumeTrue(network.loseReplyOfRelease(), "this network can't lose a reply");

        failed(UnavailableException.class, Effect.UNKNOWN, () -> release(network.held(), holder));

        network.mend();
        assertHeldByNobody(network.held());
    }

    // ---- threads

    @Test
    @DisplayName("several threads can use it at once")
    void reads_whenSeveralThreadsMakeThem_areAllTheSame() {
        List<CompletableFuture<Survey>> readings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readings.add(CompletableFuture.supplyAsync(() -> survey(network.held(), network.target())));
        }

        assertThat(readings)
                .extracting(CompletableFuture::join)
                .allSatisfy(survey -> assertThat(survey).isEqualTo(survey(network.held(), network.target())));
    }

    /** Returns an address that {@code assign} can move: a held one, if the network takes over. */
    private IpAddress movable() {
        return assigner().traits().takeover() == Traits.Takeover.ATOMIC ? network.held() : network.free();
    }

    private void assertNothingChanged() {
        assertHeldBy(network.held(), network.holder());
        assertHeldByNobody(network.free());
    }

    // ---- and for each trait

    @Nested
    @DisplayName("whose network takes an address from its holder by one change: takeover()")
    class Takeover extends TakeoverTests {
        Takeover() {
            super(IpAssignerContract.this);
        }
    }

    @Nested
    @DisplayName("whose network enforces conditions: conditional()")
    class Conditional extends ConditionalTests {
        Conditional() {
            super(IpAssignerContract.this);
        }
    }

    @Nested
    @DisplayName("that takes several addresses by one call: mostPerCall()")
    class Several extends SeveralTests {
        Several() {
            super(IpAssignerContract.this);
        }
    }

    @Nested
    @DisplayName("that takes no more than so many: mostPerCall()")
    class Limited extends LimitTests {
        Limited() {
            super(IpAssignerContract.this);
        }
    }

    @Nested
    @DisplayName("that puts back what a handover cuts off: putsBack()")
    class PuttingBack extends PutBackTests {
        PuttingBack() {
            super(IpAssignerContract.this);
        }
    }

    @Nested
    @DisplayName("that knows the hosts' own addresses: knowsHosts()")
    class OwnAddresses extends OwnAddressTests {
        OwnAddresses() {
            super(IpAssignerContract.this);
        }
    }

    @Nested
    @DisplayName("that says what is wrong before a move is: diagnoses()")
    class Diagnosing extends DiagnosingTests {
        Diagnosing() {
            super(IpAssignerContract.this);
        }
    }

    @Nested
    @DisplayName("that says beforehand what it will do: explain()")
    class Explaining extends ExplainingTests {
        Explaining() {
            super(IpAssignerContract.this);
        }
    }
}
