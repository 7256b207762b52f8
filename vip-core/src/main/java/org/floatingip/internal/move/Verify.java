package org.floatingip.internal.move;

import static org.floatingip.internal.move.Engine.words;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * change that it is asked about: that somebody else holds the address is believed only once it can't be.
 */
final class Verify implements Step {

    private final Move move;
    private final Operation lead;

    /** Who was seen last to hold it. */
    private final Map<Course, List<Holder>> seen = new HashMap<>();

    Verify(Move move) {
        this.move = move;
        this.lead = move.lead;
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
            left = Lists.filter(left, course -> course.is(Course.State.ASSIGNED));
            if (left.isEmpty()) {
                return;
            }
            boolean hopeless = failure != null && !failure.retryable();
            if (hopeless || !backoff.pause()) {
                String why = hopeless ? "reading the network failed" : lead.whyEnded();
                for (Course course : left) {
                    List<Holder> last = seen.get(course);
                    rung.end(
                            course,
                            StepOutcome.UNKNOWN,
                            failure != null
                                    ? failure.getMessage()
                                    : "last seen on " + words(Objects.requireNonNull(last)));
                    course.failed(new NotVerifiedException(
                            course.possible(), course.address(), "on " + move.target + " alone", last, why, failure));
                }
                return;
            }
        }
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
