package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.spi.ExplainingIpAssigner;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link ExplainingIpAssigner} does beyond {@link IpAssignerContract}. */
@DisplayName("an assigner that says beforehand what it will do")
public abstract class ExplainingIpAssignerContract extends AssignerTests<ExplainingIpAssigner, AssignerFixture> {

    /** For those that extend it. */
    protected ExplainingIpAssignerContract() {
        super(ExplainingIpAssigner.class);
    }

    @Test
    @DisplayName("a takeover has one call that changes something, naming address and permission, between readings")
    void explain_aTakeover_hasOneMutatingCall() {
        List<PlannedCall> calls =
                assigner.explain(transfer(network.held(), network.target()), MoveStrategy.TAKEOVER, List.of());

        assertThat(calls).filteredOn(PlannedCall::mutating).singleElement().satisfies(call -> {
            assertThat(call.description()).contains(network.held().toString());
            assertThat(call.permission()).isNotBlank();
        });
        assertThat(calls.get(0).mutating()).as("it reads first").isFalse();
        assertThat(calls.get(calls.size() - 1).mutating()).as("it reads last").isFalse();
    }

    @Test
    @DisplayName("explaining asks nobody, and changes nothing")
    void explain_whenTheNetworkCantBeAsked_explainsAllTheSame() {
        Transfer transfer = transfer(network.held(), network.target());
        network.cutOff();

        for (MoveStrategy strategy : MoveStrategy.values()) {
            assertThat(assigner.explain(transfer, strategy, List.of())).isNotEmpty();
        }

        network.mend();
        assertHeldBy(network.held(), network.holder());
    }

    @Test
    @DisplayName("warnings that can't be read are left out: asking for them never fails")
    void warnings_whenTheNetworkCantBeAsked_areLeftOut() {
        Transfer transfer = transfer(network.held(), network.target());
        network.cutOff();

        assertThat(assigner.warnings(transfer)).doesNotContainNull();
    }
}
