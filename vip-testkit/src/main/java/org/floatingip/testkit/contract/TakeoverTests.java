package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.floatingip.Holder;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for assigners that promise an atomic {@link Traits#takeover()}. */
abstract class TakeoverTests extends TraitTests {

    TakeoverTests(AssignerTests contract) {
        super(contract, TAKEOVER);
    }

    @Override
    final boolean promised(Traits traits) {
        return traits.takeover() == Traits.Takeover.ATOMIC;
    }

    @Test
    @DisplayName("assign gives the address to the target, on the interface of the survey, and takes it from its holder")
    void assign_whenHeld_movesIt() {
        Transfer transfer = transfer(network().held(), network().target());

        assign(transfer);

        assertHeldBy(network().held(), network().target());
        assertThat(locate(network().held()))
                .extracting(Holder::interfaceId)
                .containsExactly(transfer.placement().interfaceId());
    }

    @Test
    @DisplayName("assign moves that address and no other")
    void assign_whenThereAreOthers_leavesThemAlone() {
        network().give(network().free(), network().holder());

        assign(transfer(network().free(), network().target()));

        assertHeldBy(network().free(), network().target());
        assertHeldBy(network().held(), network().holder());
    }

    @Test
    @DisplayName("assign takes the address from whoever holds it by now: the last writer wins")
    void assign_whenSomebodyElseTookItSinceTheSurvey_takesItFromThem() {
        Transfer transfer = transfer(network().held(), network().target());
        network().give(network().held(), network().other());

        assign(transfer);

        assertHeldBy(network().held(), network().target());
    }

    @Test
    @DisplayName("assign to the host that holds it leaves it there")
    void assign_whenTheTargetHoldsIt_leavesItThere() {
        assign(transfer(network().held(), network().holder()));

        assertHeldBy(network().held(), network().holder());
    }

    @Test
    @DisplayName("assign can be undone by another assign, any number of times")
    void assign_whenBackAndForth_endsWhereItWasToldLast() {
        for (int i = 0; i < 3; i++) {
            assign(transfer(network().held(), network().target()));
            assign(transfer(network().held(), network().other()));
        }

        assertHeldBy(network().held(), network().other());
    }
}
