package org.floatingip.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;

/** One step that several addresses take together: a rung on the ladder of each. Used by one thread. */
final class Rungs implements Rung {

    private final Map<Member, Rung> open = new LinkedHashMap<>();

    Rungs(Collection<Member> members, StepKind kind) {
        members.forEach(member -> open.put(member, member.op.ladder.begin(kind)));
    }

    /** An attempt for all that have not ended. */
    @Override
    public void attempt() {
        open.values().forEach(Rung::attempt);
    }

    /** Ends it for all that have not ended. */
    @Override
    public void end(StepOutcome outcome, String detail) {
        open.values().forEach(rung -> rung.end(outcome, detail));
        open.clear();
    }

    /** Ends it for that member, unless it has ended. */
    void end(Member member, StepOutcome outcome, String detail) {
        Rung rung = open.remove(member);
        if (rung != null) {
            rung.end(outcome, detail);
        }
    }
}
