package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * Looks for all that were given to the target, by one reading at a time, until each is decided. An answer may be older than the
 * change that it is asked about: that somebody else holds the address is believed only once it can't be, and so it is with nobody,
 * where the target is refused it by now.
 */
final class Verify implements Step {

    private final Move move;
    private final Operation lead;

    /** Who was seen last to hold it. */
    private final Map<Course, List<Holder>> seen = new HashMap<>();

    private final Unheld unheld;

    /** Those of which it was asked, while there was time left, why nobody holds them. */
    private final Set<Course> asked = new HashSet<>();

    Verify(Move move) {
        this.move = move;
        this.lead = move.lead;
        this.unheld = new Unheld(move.network(), move.target);
    }

    @Override
    public boolean wants(Course course) {
        return course.is(Course.State.ASSIGNED);
    }

    @Override
    public void run(List<Course> given) {
        List<Course> left = given;
        Rungs rung = Rungs.of(left, StepKind.VERIFIED);
        Backoff backoff = lead.backoff();
        while (true) {
            FloatingIpException failure = look(left, rung);
            left = open(left);
            if (failure == null) {
                // Once, for the answer may be old, and each is a request.
                unheld.ask(Lists.filter(left, course -> course.answersAreNew() && asked.add(course)));
                Lists.filter(left, unheld::isRefused).forEach(course -> giveUp(course, null, null, rung));
                left = open(left);
            }
            if (left.isEmpty()) {
                return;
            }
            boolean hopeless = failure != null && !failure.retryable();
            if (hopeless || !backoff.pause()) {
                String why = hopeless ? "reading the network failed" : lead.whyEnded();
                unheld.ask(Lists.filter(left, seen::containsKey));
                left.forEach(course -> giveUp(course, why, failure, rung));
                return;
            }
        }
    }

    private static List<Course> open(List<Course> courses) {
        return Lists.filter(courses, course -> course.is(Course.State.ASSIGNED));
    }

    /** @param why null for the refusal that was found */
    private void giveUp(Course course, @Nullable String why, @Nullable FloatingIpException failure, Rungs rung) {
        List<Holder> last = seen.get(course);
        NotVerifiedException end = unheld.notVerified(course, course.possible(), last, why, failure);
        Throwable cause = end.getCause();
        rung.end(
                course,
                StepOutcome.UNKNOWN,
                cause != null
                        ? Objects.requireNonNullElseGet(cause.getMessage(), cause::toString)
                        : "last seen on " + words(Objects.requireNonNull(last)));
        course.failed(end);
    }

    private @Nullable FloatingIpException look(List<Course> left, Rungs rung) {
        try {
            rung.attempt();
            Map<IpAddress, List<Holder>> now = move.network().locateAll(Move.addresses(left));
            left.forEach(course -> judge(course, Objects.requireNonNull(now.get(course.address())), rung));
            return null;
        } catch (FloatingIpException e) {
            return e;
        }
    }

    private void judge(Course course, List<Holder> now, Rungs rung) {
        course.saw(now);
        seen.put(course, now);
        if (move.order.isMetBy(now)) {
            rung.end(course, StepOutcome.DONE, "seen on " + words(now) + " alone");
            course.moved(now.get(0));
        } else if (move.order.somebodyNew(now, course.before())) {
            if (course.answersAreNew()) {
                rung.end(course, StepOutcome.FAILED, "seen on " + words(now));
                course.failed(new SupersededException(course.possible(), course.address(), move.target, now, null));
            } else {
                course.sawBetween(now);
            }
        }
    }
}
