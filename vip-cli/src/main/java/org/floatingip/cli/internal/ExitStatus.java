package org.floatingip.cli.internal;

import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.RefusedException;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.failure.SupersededException;

/** What the process tells its caller: one number for each thing that a script would do next. */
final class ExitStatus {

    static final int DONE = 0;
    static final int OTHER = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int NOT_PERMITTED = 4;
    static final int OUTCOME_UNKNOWN = 5;
    static final int FAILED_AFTER_CHANGE = 6;

    /** Of {@code vip doctor} alone: there is a problem, or a warning where none is wanted. */
    static final int NOT_HEALTHY = 7;

    /** Of {@code vip doctor} alone: no problem was found, and not everything could be looked at. */
    static final int NOT_DIAGNOSED = 8;

    /** Ended by Ctrl-C; what was printed says how far it came. */
    static final int INTERRUPTED = 128 + 2;

    /** Ended by SIGTERM, which is what a supervisor sends; as above. */
    static final int TERMINATED = 128 + 15;

    /** Ended because its terminal was closed; as above. */
    static final int HUNG_UP = 128 + 1;

    private ExitStatus() {}

    static int of(Throwable thrown) {
        if (thrown instanceof RefusedException refused && refused.reason().malformed()) {
            return USAGE;
        }
        if (thrown instanceof PermissionDeniedException || thrown instanceof CredentialsException) {
            return NOT_PERMITTED;
        }
        if (thrown instanceof NotVerifiedException) {
            return OUTCOME_UNKNOWN;
        }
        if (thrown instanceof FloatingIpException ours && ours.effect() != Effect.NONE) {
            return ours.effect() == Effect.UNKNOWN ? OUTCOME_UNKNOWN : FAILED_AFTER_CHANGE;
        }
        if (thrown instanceof GroupMoveException group) {
            return of(group.failures().values().iterator().next());
        }
        if (thrown instanceof GroupReleaseException group) {
            return of(group.failures().values().iterator().next());
        }
        if (thrown instanceof RefusedException
                || thrown instanceof SupersededException
                || thrown instanceof StaleEpochException) {
            return REFUSED;
        }
        return thrown instanceof IllegalArgumentException ? USAGE : OTHER;
    }
}
