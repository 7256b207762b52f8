package org.floatingip.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.MoveStrategy;
import org.floatingip.PlannedCall;
import org.floatingip.spi.Traits;
import org.floatingip.spi.Transfer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests for assigners that explain their calls. An assigner may explain nothing, so no trait promises it. */
abstract class ExplainingTests extends AssignerTests {

    private final AssignerTests contract;

    ExplainingTests(AssignerTests contract) {
        this.contract = contract;
    }

    @Override
    final AssignerFixture network() {
        return contract.network();
    }

    @BeforeEach
    final void skipWhoSaysNothing() {
        Transfer transfer = transfer(network().held(), network().target());
        for (MoveStrategy strategy : strategies()) {
            assumeTrue(
                    !network()
                            .wrapped()
                            .explain(List.of(transfer), strategy, List.of())
                            .isEmpty(),
                    "explain() says nothing");
        }
    }

    /** Returns the strategies of the assigner. */
    private List<MoveStrategy> strategies() {
        Traits traits = assigner().traits();
        List<MoveStrategy> able = new ArrayList<>();
        if (traits.takeover() == Traits.Takeover.ATOMIC) {
            able.add(MoveStrategy.TAKEOVER);
        }
        if (traits.conditional()) {
            able.add(MoveStrategy.HANDOVER);
        }
        return able;
    }

    private void assertExplained(List<PlannedCall> calls, List<IpAddress> addresses, int changes) {
        assertThat(calls).filteredOn(PlannedCall::mutating).hasSize(changes).allSatisfy(call -> {
            // Whole addresses: one may begin as the other does.
            assertThat(List.of(call.description().split("[^0-9A-Za-z.:]+")))
                    .containsAll(addresses.stream().map(IpAddress::toString).toList());
            assertThat(call.permission()).isNotBlank();
        });
        assertThat(calls.get(0).mutating()).as("it reads first").isFalse();
        assertThat(calls.get(calls.size() - 1).mutating()).as("it reads last").isFalse();
    }

    @Test
    @DisplayName("a takeover has one call that changes something, naming address and permission, between readings")
    void explain_aTakeover_hasOneMutatingCall() {
        needsTakeover();

        assertExplained(
                assigner()
                        .explain(
                                List.of(transfer(network().held(), network().target())),
                                MoveStrategy.TAKEOVER,
                                List.of()),
                List.of(network().held()),
                1);
    }

    @Test
    @DisplayName("a handover has two: it is taken, then given")
    void explain_aHandover_hasTwoMutatingCalls() {
        needsConditions();

        assertExplained(
                assigner()
                        .explain(
                                List.of(transfer(network().held(), network().target())),
                                MoveStrategy.HANDOVER,
                                List.of()),
                List.of(network().held()),
                2);
    }

    @Test
    @DisplayName("several addresses of one holder go by as many calls as one, where a call takes so many")
    void explain_ofSeveral_hasAsManyChangesAsOfOne() {
        needs(assigner().traits().mostPerCall() > 1, "mostPerCall() above 1");
        network().give(network().free(), network().holder());
        List<Transfer> batch = both().stream()
                .map(address -> transfer(address, network().target()))
                .toList();

        for (MoveStrategy strategy : strategies()) {
            assertExplained(
                    assigner().explain(batch, strategy, List.of()), both(), strategy == MoveStrategy.HANDOVER ? 2 : 1);
        }
    }

    @Test
    @DisplayName("explaining asks nobody, changes nothing, and loses nothing of what it wraps")
    void explain_whenTheNetworkCantBeAsked_explainsAllTheSame() {
        List<Transfer> batch = List.of(transfer(network().held(), network().target()));
        network().cutOff();

        for (MoveStrategy strategy : strategies()) {
            assertThat(assigner().explain(batch, strategy, List.of()))
                    .isNotEmpty()
                    .isEqualTo(network().wrapped().explain(batch, strategy, List.of()));
        }

        network().mend();
        assertHeldBy(network().held(), network().holder());
    }
}
