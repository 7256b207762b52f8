package org.floatingip.examples.failover;

import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveResult;

/** Evicts a pool's connections when the address that they go through has moved, or may have. */
final class PoolEviction implements MoveListener {

    private final Runnable evict;

    PoolEviction(Runnable evict) {
        this.evict = Objects.requireNonNull(evict, "evict");
    }

    @Override
    public void moved(MoveResult result) {
        if (result.moved()) {
            evict.run();
        }
    }

    @Override
    public void failed(IpAddress address, FloatingIpException failure) {
        if (failure.effect() != Effect.NONE) {
            evict.run();
        }
    }
}
