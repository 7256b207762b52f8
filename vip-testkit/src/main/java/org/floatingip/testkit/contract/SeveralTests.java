package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for assigners that promise {@link Traits#mostPerCall()} above one: a call is made for all of its addresses, or none. */
abstract class SeveralTests extends TraitTests {

    SeveralTests(AssignerTests contract) {
        super(contract, "mostPerCall() above 1");
    }

    @Override
    final boolean promised(Traits traits) {
        return traits.mostPerCall() > 1;
    }

    private List<Transfer> transfers(HostId target) {
        PerAddress<Survey> surveys = assigner().survey(both(), target);
        return both().stream()
                .map(address -> Transfer.of(
                        address,
                        surveys.get(address).holders(),
                        surveys.get(address).placement()))
                .toList();
    }

    private void nobodyHoldsAny() {
        release(network().held(), holderOf(network().held()));
    }

    /** Returns the holder, once it has both addresses. */
    private Holder holderOfBoth() {
        network().give(network().free(), network().holder());
        Holder holder = holderOf(network().held());
        assertThat(holderOf(network().free())).as("one interface holds both").isEqualTo(holder);
        return holder;
    }

    @Test
    @DisplayName("assign moves all of them, from whoever holds them")
    void assign_whenAllAreHeld_movesThem() {
        needsTakeover();
        network().give(network().free(), network().other());

        assigner().assign(transfers(network().target()));

        assertHeldBy(network().held(), network().target());
        assertHeldBy(network().free(), network().target());
    }

    @Test
    @DisplayName("assign gives all of them that nobody holds")
    void assign_whenNobodyHoldsThem_givesThem() {
        nobodyHoldsAny();

        assigner().assign(transfers(network().target()));

        assertHeldBy(network().held(), network().target());
        assertHeldBy(network().free(), network().target());
    }

    @Test
    @DisplayName("assign of addresses that were seen with nobody moves none of them if somebody has one by now")
    void assign_whenSomebodyCameForOne_movesNone() {
        needsConditions();
        nobodyHoldsAny();
        List<Transfer> transfers = transfers(network().target());
        network().give(network().free(), network().other());

        HolderChangedException refused =
                refused(HolderChangedException.class, () -> assigner().assign(transfers));

        assertThat(refused.address()).isEqualTo(network().free());
        assertHeldByNobody(network().held());
        assertHeldBy(network().free(), network().other());
    }

    @Test
    @DisplayName("assign moves none of them if one can't go: it is a host's own")
    void assign_whenOneCantGo_movesNone() {
        needsTakeover();
        needs(assigner().traits().knowsHosts(), "knowsHosts()");
        Transfer goes = transfer(network().held(), network().target());
        IpAddress own = Objects.requireNonNull(assigner()
                .ownAddresses(List.of(network().other()))
                .get(network().other()));

        refused(
                RefusedException.class,
                () -> assigner().assign(List.of(goes, Transfer.of(own, locate(own), goes.placement()))));

        assertHeldBy(network().held(), network().holder());
        assertHeldBy(own, network().other());
    }

    @Test
    @DisplayName("assign of several that can't be made throws, and is never read as made")
    void assign_whenTheNetworkCantBeAsked_throws() {
        nobodyHoldsAny();
        List<Transfer> transfers = transfers(network().target());
        network().cutOff();

        neverMade(() -> assigner().assign(transfers));

        network().mend();
        assertHeldByNobody(network().held());
        assertHeldByNobody(network().free());
    }

    @Test
    @DisplayName("assign of several whose reply is lost says that its effect is unknown, and is not repeated")
    void assign_whenTheReplyIsLost_isUnknown() {
        nobodyHoldsAny();
        List<Transfer> transfers = transfers(network().target());
        assumeTrue(network().loseReplyOfAssign(), "this network can't lose a reply");

        failed(UnavailableException.class, Effect.UNKNOWN, () -> assigner().assign(transfers));

        network().mend();
        assertHeldBy(network().held(), network().target());
        assertHeldBy(network().free(), network().target());
    }

    @Test
    @DisplayName("release takes all of them from their holder")
    void release_whenItHoldsAll_takesThem() {
        Holder holder = holderOfBoth();

        assigner().release(both(), holder);

        assertHeldByNobody(network().held());
        assertHeldByNobody(network().free());
    }

    @Test
    @DisplayName("release takes none of them if that holder does not have one, and says which, and who has it")
    void release_whenAnotherHoldsOne_takesNone() {
        Holder holder = holderOfBoth();
        network().give(network().free(), network().other());

        HolderChangedException refused =
                refused(HolderChangedException.class, () -> assigner().release(both(), holder));

        assertThat(refused.address()).isEqualTo(network().free());
        assertThat(refused.expected()).isEqualTo(holder.host());
        assertThat(refused.holders())
                .singleElement()
                .satisfies(now -> assertThat(now.isOn(network().other())).isTrue());
        assertHeldBy(network().held(), network().holder());
        assertHeldBy(network().free(), network().other());
    }

    @Test
    @DisplayName("release takes none of them if nobody holds one, whichever comes first")
    void release_whenNobodyHoldsOne_takesNone() {
        Holder holder = holderOf(network().held());

        for (List<IpAddress> asked :
                List.of(both(), List.of(network().free(), network().held()))) {
            HolderChangedException refused =
                    refused(HolderChangedException.class, () -> assigner().release(asked, holder));

            assertThat(refused.address()).isEqualTo(network().free());
            assertThat(refused.holders()).isEmpty();
            assertHeldBy(network().held(), network().holder());
        }
    }

    @Test
    @DisplayName("release of several that can't be made throws, and is never read as made")
    void release_whenTheNetworkCantBeAsked_throws() {
        Holder holder = holderOfBoth();
        network().cutOff();

        neverMade(() -> assigner().release(both(), holder));

        network().mend();
        assertHeldBy(network().held(), network().holder());
        assertHeldBy(network().free(), network().holder());
    }

    @Test
    @DisplayName("release of several whose reply is lost says that its effect is unknown")
    void release_whenTheReplyIsLost_isUnknown() {
        Holder holder = holderOfBoth();
        assumeTrue(network().loseReplyOfRelease(), "this network can't lose a reply");

        failed(FloatingIpException.class, Effect.UNKNOWN, () -> assigner().release(both(), holder));

        network().mend();
        assertHeldByNobody(network().held());
        assertHeldByNobody(network().free());
    }
}
