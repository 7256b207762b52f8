package org.floatingip.testkit.network;

import java.util.SplittableRandom;

/**
 * Generates ids and MAC addresses from a seed, so that every run of a test has the same ones. Guarded by the lock of its network.
 */
final class GeneratedIds {

    private final SplittableRandom random;

    GeneratedIds(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns an id of the given kind, such as {@code eni}. A long fills 16 of EC2's 17 digits, so the first is 0. */
    String id(String kind) {
        return kind + "-0" + String.format("%016x", random.nextLong());
    }

    /** Returns a locally administered MAC address, which no real device has. */
    String mac() {
        long bits = random.nextLong();
        return String.format(
                "02:%02x:%02x:%02x:%02x:%02x",
                bits & 0xff, bits >> 8 & 0xff, bits >> 16 & 0xff, bits >> 24 & 0xff, bits >> 32 & 0xff);
    }
}
