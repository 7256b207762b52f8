package org.floatingip.boot.internal;

import java.time.Duration;

/**
 * What runs the ticks of a leader, one after the other. Not a scheduler of the application: those take no more work from when the
 * application begins to shut down, and that is when a leader is revoked.
 */
interface Pace extends AutoCloseable {

    /** Runs it again and again, with that pause, until this is closed. */
    void every(Duration pause, Runnable tick);

    /** Runs it once as well, as soon as possible. After the end it does nothing. */
    void now(Runnable tick);

    /** Returns when what runs has come to its end; nothing else is run any more. */
    @Override
    void close();
}
