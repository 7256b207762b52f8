package org.floatingip.spi;

import java.time.Duration;

/**
 * An assigner whose network shows a new holder before packets go there. The old host of a move then goes on accepting the
 * address for that time: what still comes to it is answered rather than lost.
 */
public interface LaggingIpAssigner extends IpAssigner {

    /** How long packets may follow the network's answer at the most; zero or more, the same in every call. Asks nobody. */
    Duration dataPlaneLag();

    /**
     * How old an answer of the network may be at the most, also after a younger one: for that long after a change, a look may
     * show how it was before. Zero, the default, where each look shows the present. Asks nobody.
     */
    default Duration readLag() {
        return Duration.ZERO;
    }
}
