package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.RefusedException;
import org.floatingip.UnavailableException;
import org.floatingip.spi.Dependent;
import org.floatingip.spi.Placement;
import org.floatingip.spi.ReassociatingIpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ReassociatingIpAssigner} does beyond {@link IpAssignerContract} and {@link ConditionalIpAssignerContract}.
 */
@DisplayName("an assigner that puts back what a handover cuts off")
public abstract class ReassociatingIpAssignerContract
        extends AssignerTests<ReassociatingIpAssigner, ReassociationFixture> {

    /** For those that extend it. */
    protected ReassociatingIpAssignerContract() {
        super(ReassociatingIpAssigner.class);
    }

    /** Hands the address over to the target; what hung on it is cut off then. */
    private Survey handOver() {
        IpAddress held = network.held();
        Survey before = assigner.survey(held, network.target());
        assigner.release(held, before.holders().get(0));
        assigner.assign(Transfer.of(held, List.of(), before.placement()));
        assertThat(network.dependsOn()).as("what the handover left").isEmpty();
        return before;
    }

    private void putBack(Survey before) {
        assigner.reassociate(network.held(), before.placement(), before.dependents());
    }

    @Test
    @DisplayName("survey says what hangs on the address, and that nothing hangs on another")
    void survey_whenSomethingHangsOnIt_saysWhat() {
        assertThat(assigner.survey(network.held(), network.target()).dependents())
                .extracting(Dependent::id)
                .containsExactly(network.dependent());
        assertThat(assigner.survey(network.free(), network.target()).dependents())
                .isEmpty();
    }

    @Test
    @DisplayName("a takeover takes it along")
    void assign_whenItIsATakeover_takesItAlong() {
        assigner.assign(transfer(network.held(), network.target()));

        assertHeldBy(network.held(), network.target());
        assertThat(network.dependsOn()).contains(network.held());
    }

    @Test
    @DisplayName("reassociate puts it back onto the address where that is now, and moves nothing else")
    void reassociate_afterAHandover_putsItBack() {
        Survey before = handOver();

        putBack(before);

        assertThat(network.dependsOn()).contains(network.held());
        assertHeldBy(network.held(), network.target());
    }

    @Test
    @DisplayName("reassociate of what is in place leaves it there, without an error")
    void reassociate_whenItIsInPlace_leavesItThere() {
        Survey before = handOver();
        putBack(before);

        putBack(before);

        assertThat(network.dependsOn()).contains(network.held());
    }

    @Test
    @DisplayName("reassociate takes nothing from anybody: what somebody else uses by now stays there")
    void reassociate_whenSomebodyElseUsesItByNow_refuses() {
        Survey before = handOver();
        network.takeDependent();
        IpAddress theirs = network.dependsOn().orElseThrow();

        refused(RefusedException.class, () -> putBack(before));

        assertThat(theirs).isNotEqualTo(network.held());
        assertThat(network.dependsOn()).contains(theirs);
    }

    @Test
    @DisplayName("reassociate onto a host that does not hold the address yet is not made, and may be later")
    void reassociate_whenThePlacementDoesNotHoldTheAddress_isNotMade() {
        Survey before = handOver();
        Placement elsewhere = assigner.survey(network.free(), network.other()).placement();

        UnavailableException failure = refused(
                UnavailableException.class, () -> assigner.reassociate(network.held(), elsewhere, before.dependents()));

        assertThat(failure.retryable()).isTrue();
        assertThat(network.dependsOn()).isEmpty();
    }

    @Test
    @DisplayName("reassociate that can't be made throws, and is never read as made")
    void reassociate_whenTheNetworkCantBeAsked_throws() {
        Survey before = handOver();
        network.cutOff();

        assertThatThrownBy(() -> putBack(before))
                .isInstanceOfSatisfying(
                        FloatingIpException.class,
                        e -> assertThat(e.effect()).as("effect() of " + e).isNotEqualTo(Effect.APPLIED));

        assertThat(network.dependsOn()).isEmpty();
    }

    @Test
    @DisplayName("reassociate whose reply is lost says that its effect is unknown, and can be made again")
    void reassociate_whenTheReplyIsLost_isUnknownAndCanBeRepeated() {
        Survey before = handOver();
        assumeTrue(network.loseReplyOfReassociate(), "this network can't lose a reply");

        failed(UnavailableException.class, Effect.UNKNOWN, () -> putBack(before));

        network.mend();
        putBack(before);
        assertThat(network.dependsOn()).contains(network.held());
    }
}
