package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for assigners that promise {@link Traits#putsBack()}: the held address has a dependent. */
abstract class PutBackTests extends TraitTests {

    private String dependent = "none yet";

    PutBackTests(AssignerTests contract) {
        super(contract, "putsBack()");
    }

    @Override
    final boolean promised(Traits traits) {
        return traits.putsBack();
    }

    @BeforeEach
    final void hangSomethingOnIt() {
        dependent = network().addDependent();
    }

    /** Hands the address over to the target, which cuts off its dependent. */
    private Survey handOver() {
        IpAddress held = network().held();
        Survey before = survey(held, network().target());
        release(held, before.holders().get(0));
        assign(Transfer.of(held, List.of(), before.placement()));
        assertThat(network().dependsOn()).as("what the handover left").isEmpty();
        return before;
    }

    private void putBack(Survey before) {
        assigner().putBack(network().held(), before.placement(), before.dependents());
    }

    @Test
    @DisplayName("survey says what hangs on the address, and that nothing hangs on another")
    void survey_whenSomethingHangsOnIt_saysWhat() {
        assertThat(survey(network().held(), network().target()).dependents())
                .extracting(Dependent::id)
                .containsExactly(dependent);
        assertThat(survey(network().free(), network().target()).dependents()).isEmpty();
    }

    @Test
    @DisplayName("a takeover takes it along")
    void assign_whenItIsATakeover_takesItAlong() {
        needsTakeover();

        assign(transfer(network().held(), network().target()));

        assertHeldBy(network().held(), network().target());
        assertThat(network().dependsOn()).contains(network().held());
    }

    @Test
    @DisplayName("putBack puts it back onto the address where that is now, and moves nothing else")
    void putBack_afterAHandover_putsItBack() {
        Survey before = handOver();

        putBack(before);

        assertThat(network().dependsOn()).contains(network().held());
        assertHeldBy(network().held(), network().target());
    }

    @Test
    @DisplayName("putBack of what is in place leaves it there, without an error")
    void putBack_whenItIsInPlace_leavesItThere() {
        Survey before = handOver();
        putBack(before);

        putBack(before);

        assertThat(network().dependsOn()).contains(network().held());
    }

    @Test
    @DisplayName("putBack takes nothing from anybody: what somebody else uses by now stays there")
    void putBack_whenSomebodyElseUsesItByNow_refuses() {
        Survey before = handOver();
        network().takeDependent();
        IpAddress theirs = network().dependsOn().orElseThrow();

        refused(RefusedException.class, () -> putBack(before));

        assertThat(theirs).isNotEqualTo(network().held());
        assertThat(network().dependsOn()).contains(theirs);
    }

    @Test
    @DisplayName("putBack onto a host that does not hold the address yet is not made, and may be later")
    void putBack_whenThePlacementDoesNotHoldTheAddress_isNotMade() {
        Survey before = handOver();
        Placement elsewhere = survey(network().free(), network().other()).placement();

        UnavailableException failure = refused(
                UnavailableException.class, () -> assigner().putBack(network().held(), elsewhere, before.dependents()));

        assertThat(failure.retryable()).isTrue();
        assertThat(network().dependsOn()).isEmpty();
    }

    @Test
    @DisplayName("putBack that can't be made throws, and is never read as made")
    void putBack_whenTheNetworkCantBeAsked_throws() {
        Survey before = handOver();
        network().cutOff();

        neverMade(() -> putBack(before));

        assertThat(network().dependsOn()).isEmpty();
    }

    @Test
    @DisplayName("putBack whose reply is lost says that its effect is unknown, and can be made again")
    void putBack_whenTheReplyIsLost_isUnknownAndCanBeRepeated() {
        Survey before = handOver();
        assumeTrue(network().loseReplyOfPutBack(), "this network can't lose a reply");

        failed(UnavailableException.class, Effect.UNKNOWN, () -> putBack(before));

        network().mend();
        putBack(before);
        assertThat(network().dependsOn()).contains(network().held());
    }
}
