package org.floatingip.lab.conformance;

import java.time.Duration;

/** How the program waits for the service. */
interface Pause {

    void sleep(Duration time);

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
