package org.floatingip.examples.failover;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.floatingip.HostId;

/**
 * The health of hosts, with hysteresis: one missing answer is no crash, and one answer is no recovery. A move costs every client
 * its connection. So a host is sick only after several failures in a row, and healthy again only after more successes in a row.
 *
 * <p>Not safe for use by several threads.
 */
final class HostHealth {

    private final Predicate<HostId> check;
    private final int failuresUntilSick;
    private final int successesUntilWell;
    private final Map<HostId, State> states = new HashMap<>();

    private enum Verdict {
        /** Its first check failed, and since then there were too few equal answers in a row. */
        UNKNOWN,
        WELL,
        SICK
    }

    /** The verdict on a host, its last answer, and how often in a row it gave that. */
    private record State(Verdict verdict, boolean answer, int times) {}

    /**
     * Creates the health of hosts by the given check.
     *
     * @param check whether the service on a host works; it must have a timeout of its own, and its exceptions count as false
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

    /**
     * Checks the host once. A first success counts at once, a first failure does not: until there are enough equal answers in a
     * row, such a host is neither healthy nor sick. Otherwise one lost packet at the start would cost a move.
     */
    void look(HostId host) {
        boolean answer = answers(host);
        State before = states.get(host);
        if (before == null) {
            boolean sick = !answer && failuresUntilSick == 1;
            states.put(host, new State(answer ? Verdict.WELL : sick ? Verdict.SICK : Verdict.UNKNOWN, answer, 1));
            return;
        }
        int times = before.answer() == answer ? Math.min(before.times(), Integer.MAX_VALUE - 1) + 1 : 1;
        boolean enough = times >= (answer ? successesUntilWell : failuresUntilSick);
        Verdict said = answer ? Verdict.WELL : Verdict.SICK;
        states.put(host, new State(enough ? said : before.verdict(), answer, times));
    }

    /** Returns whether the host is healthy: it answers, or has missed too few checks to be sick. */
    boolean isWell(HostId host) {
        State state = states.get(host);
        return state != null && state.verdict() == Verdict.WELL;
    }

    /** Returns whether the host is sick, so that the address may be taken from it. False for a host with an unknown state. */
    boolean isSick(HostId host) {
        State state = states.get(host);
        return state != null && state.verdict() == Verdict.SICK;
    }

    /** Returns whether the host is healthy and its last check succeeded. Only such a host may get the address. */
    boolean isReady(HostId host) {
        State state = states.get(host);
        return state != null && state.verdict() == Verdict.WELL && state.answer();
    }

    private boolean answers(HostId host) {
        try {
            return check.test(host);
        } catch (RuntimeException e) {
            return false;
        }
    }
}
