package org.floatingip.internal.move;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.internal.gate.Network;
import org.floatingip.internal.operation.Operation;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/**
 * Why nobody holds what the target was given. The network is asked as if it were to be given anew: what it refuses that by is what
 * came between, as a target that is gone, or another Elastic IP in its place. Used by one thread.
 */
final class Unheld {

    private final Network network;
    private final HostId target;
    private final Map<Course, RefusedException> refusals = new HashMap<>();

    Unheld(Network network, HostId target) {
        this.network = network;
        this.target = target;
    }

    /** Asks for those of them that nobody was seen to hold, by one reading. Where the network does not say, nothing is known. */
    void ask(List<Course> courses) {
        List<Course> unheld = Lists.filter(courses, course -> course.seen().isEmpty());
        if (unheld.isEmpty()) {
            return;
        }
        try {
            PerAddress<Survey> found = network.surveyAll(Move.addresses(unheld), target);
            unheld.forEach(course -> refused(course, found.failure(course.address())));
        } catch (FloatingIpException e) {
            unheld.forEach(course -> refused(course, e));
        }
    }

    private void refused(Course course, @Nullable FloatingIpException failure) {
        // That the target has several interfaces says nothing of the one that it was given to.
        if (failure instanceof RefusedException refusal && refusal.reason() != RefusalReason.AMBIGUOUS_INTERFACE) {
            refusals.put(course, refusal);
        }
    }

    /** Whether the target can't take it any more, so that waiting for it is in vain. */
    boolean isRefused(Course course) {
        return refusals.containsKey(course);
    }

    /**
     * That it is not known whether the target holds it.
     *
     * @param observed null for nothing
     * @param why what ended the wait; null for what was found here
     * @param last failure, whose words are the service's own; null for none
     */
    NotVerifiedException notVerified(
            Course course,
            Effect effect,
            @Nullable List<Holder> observed,
            @Nullable String why,
            @Nullable FloatingIpException last) {
        RefusedException refusal = refusals.get(course);
        String found = refusal == null ? null : target + " can't take it now: " + refusal.what();
        return new NotVerifiedException(
                effect,
                course.address(),
                "on " + target + " alone",
                observed,
                why == null ? String.valueOf(found) : found == null ? why : why + "; " + found,
                last != null ? last : refusal);
    }

    /** That somebody took it away after that failure, with what was found beside it. */
    SupersededException superseded(Course course, FloatingIpException last) {
        SupersededException end =
                new SupersededException(course.effect(), course.address(), target, course.seen(), last);
        RefusedException refusal = refusals.get(course);
        if (refusal != null) {
            Operation.suppress(end, refusal);
        }
        return end;
    }
}
