package org.floatingip.lab.overhead;

import java.util.List;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Transfer;

/** An assigner that notes when the reply to the last assignment was there, and its caller was about to hear of it. */
final class FlipClock extends ForwardingIpAssigner {

    private long flippedAt;

    FlipClock(IpAssigner assigner) {
        super(assigner);
    }

    /** By {@link System#nanoTime}. */
    long flippedAt() {
        return flippedAt;
    }

    @Override
    public void assign(List<Transfer> batch) {
        super.assign(batch);
        flippedAt = System.nanoTime();
    }
}
