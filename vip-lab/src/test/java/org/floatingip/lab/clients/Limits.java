package org.floatingip.lab.clients;

import java.time.Duration;

/** The limits that clients set here: as small as they can be told apart, so that the lab has them all in half a minute. */
final class Limits {

    /** Every timeout that is counted from a question, and TCP_USER_TIMEOUT. */
    static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** A connection that was silent for so long is probed. */
    static final Duration IDLE = Duration.ofSeconds(2);

    /** The time between probes. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** So many probes without an answer end a connection. */
    static final int PROBES = 6;

    /** {@code tcp_retries2} of the tuned host, where 15 is the default: a bit less than 13 s. */
    static final int RETRIES = 5;

    /** How long is watched. */
    static final Duration WATCHED = Duration.ofSeconds(20);

    private Limits() {}

    static int millis(Duration duration) {
        return (int) duration.toMillis();
    }

    static int seconds(Duration duration) {
        return (int) duration.toSeconds();
    }
}
