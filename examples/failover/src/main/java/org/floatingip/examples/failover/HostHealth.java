package org.floatingip.examples.failover;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.floatingip.HostId;

/**
 * Whether hosts are well, with hysteresis: one answer that does not come in time is no crash, and one that comes is no recovery. A
 * move costs every client its connection, so it takes some failures in a row to be sick, and more successes to be well again.
 *
 * <p>Not safe for use by several threads.
 */
final class HostHealth {

    private final Predicate<HostId> check;
    private final int failuresUntilSick;
    private final int successesUntilWell;
    private final Map<HostId, State> states = new HashMap<>();

    /** How a host is, and how many answers in a row say otherwise. */
    private record State(boolean well, int otherwise) {}

    /**
     * Asks that check.
     *
     * @param check whether the service on a host can be used; it has to give up by itself, and what it throws counts as no
     */
    HostHealth(Predicate<HostId> check, int failuresUntilSick, int successesUntilWell) {
        this.check = Objects.requireNonNull(check, "check");
        if (failuresUntilSick < 1 || successesUntilWell < 1) {
            throw new IllegalArgumentException(
                    "at least one answer decides, not " + failuresUntilSick + " and " + successesUntilWell);
        }
        this.failuresUntilSick = failuresUntilSick;
        this.successesUntilWell = successesUntilWell;
    }

    /** Asks the host once. A host that was never asked before is as its first answer. */
    void look(HostId host) {
        boolean answer = answers(host);
        State before = states.get(host);
        State after;
        if (before == null || before.well() == answer) {
            after = new State(answer, 0);
        } else {
            int otherwise = before.otherwise() + 1;
            boolean enough = otherwise >= (answer ? successesUntilWell : failuresUntilSick);
            after = enough ? new State(answer, 0) : new State(before.well(), otherwise);
        }
        states.put(host, after);
    }

    /** Whether it is well: what is enough to leave the address there. */
    boolean isWell(HostId host) {
        State state = states.get(host);
        return state != null && state.well();
    }

    /** Whether it is well and has just said so: what a host has to be that shall get the address. */
    boolean isReady(HostId host) {
        State state = states.get(host);
        return state != null && state.well() && state.otherwise() == 0;
    }

    private boolean answers(HostId host) {
        try {
            return check.test(host);
        } catch (RuntimeException e) {
            return false;
        }
    }
}
