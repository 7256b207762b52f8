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

    private enum Verdict {
        /** Its first answer was none, and there were too few of one kind since. */
        UNKNOWN,
        WELL,
        SICK
    }

    /** How a host is, what it answered last, and how often in a row. */
    private record State(Verdict verdict, boolean answer, int times) {}

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

    /**
     * Asks the host once. A first answer is believed, a first failure is not: until there are enough of one kind in a row such a
     * host is neither well nor sick, or one lost packet at the start would cost a move.
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

    /** Whether it is well: answers, or has missed too few to be sick. */
    boolean isWell(HostId host) {
        State state = states.get(host);
        return state != null && state.verdict() == Verdict.WELL;
    }

    /** Whether it is sick: what it takes to take the address from it. False for a host of which too little is known. */
    boolean isSick(HostId host) {
        State state = states.get(host);
        return state != null && state.verdict() == Verdict.SICK;
    }

    /** Whether it is well and has just said so: what a host has to be that shall get the address. */
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
