package org.floatingip.lab.conformance;

import java.time.Duration;

/** How the program waits for the service. */
interface Pause {

    void sleep(Duration time);

    /** Before one looks again for the first, second, ... time: soon at first, two seconds in the end. */
    default void again(int time) {
        sleep(Duration.ofMillis(Math.min(2000, 250L << Math.min(time, 3))));
    }

    /** By the clock. */
    static Pause real() {
        return time -> {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        };
    }
}
