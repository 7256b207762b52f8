package org.floatingip.examples.failover;

import java.util.Objects;
import org.floatingip.MoveListener;
import org.floatingip.event.AddressOutcome;
import org.floatingip.event.OperationEnded;

/** Evicts a pool's connections when the address that they go through has moved, or may have. */
final class PoolEviction implements MoveListener {

    private final Runnable evict;

    PoolEviction(Runnable evict) {
        this.evict = Objects.requireNonNull(evict, "evict");
    }

    @Override
    public void ended(OperationEnded event) {
        if (event.outcomes().stream().anyMatch(AddressOutcome::mayHaveMoved)) {
            evict.run();
        }
    }
}
