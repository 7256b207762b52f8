package org.floatingip.testkit.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.floatingip.Claim;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.EpochLedger;
import org.floatingip.testkit.contract.EpochLedgerContract;
import org.junit.jupiter.api.Test;

/** The ledger in memory, and the faults that it can be put into. */
class InMemoryEpochLedgerTest extends EpochLedgerContract {

    private static final Duration BUDGET = Duration.ofSeconds(1);
    private static final IpAddress ADDRESS = IpAddress.of("10.0.1.12");
    private static final Claim CLAIM = Claim.of(ADDRESS, 7, HostId.of("i-0b"));

    private final InMemoryEpochLedger store = InMemoryEpochLedger.create();

    @Override
    protected EpochLedger ledger() {
        return store;
    }

    @Override
    protected EpochLedger another() {
        return store;
    }

    @Override
    protected void breakStore() {
        store.goDown();
    }

    @Test
    void loseNextRequest_always_recordsNothing() {
        store.loseNextRequest();

        assertThatThrownBy(() -> store.advance(CLAIM, BUDGET)).isInstanceOf(UnavailableException.class);
        assertThat(store.current(ADDRESS, BUDGET)).isNull();
    }

    @Test
    void loseNextReply_always_recordsAllTheSame() {
        store.loseNextReply();

        assertThatThrownBy(() -> store.advance(CLAIM, BUDGET)).hasMessageContaining("the reply is lost");
        assertThat(store.current(ADDRESS, BUDGET)).isEqualTo(CLAIM);
    }

    @Test
    void comeBack_afterItWasDown_knowsWhatItKnew() {
        store.advance(CLAIM, BUDGET);
        store.goDown();
        store.comeBack();

        assertThat(store.current(ADDRESS, BUDGET)).isEqualTo(CLAIM);
    }

    @Test
    void afterNextAnswer_always_comesBetweenTheAnswerAndItsCaller() {
        store.afterNextAnswer(() -> store.advance(CLAIM, BUDGET));

        assertThat(store.current(ADDRESS, BUDGET)).as("the answer is of before").isNull();
        assertThat(store.calls()).containsExactly("current 10.0.1.12", "advance " + CLAIM);
    }
}
