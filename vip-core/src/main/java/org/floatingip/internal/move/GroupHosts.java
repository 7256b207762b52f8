package org.floatingip.internal.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.HostUnreachableException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.internal.gate.Hosts;
import org.floatingip.internal.operation.Attempts;
import org.floatingip.internal.operation.Operation;
import org.floatingip.internal.time.Backoff;
import org.floatingip.internal.time.Deadline;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * The hosts' side of a group: a host is told of all its addresses at once where the configurator can do that, of one after
 * the other where it can't. What each answer means is the business of the {@link HostSide} of each. Used by one thread.
 */
final class GroupHosts {

    /** So many addresses a host is told at once, whether it is alive or not. */
    private static final int FEW = 5;

    private final @Nullable Hosts hosts;
    private final Operation lead;
    private final Set<HostId> unreachable;

    /** Who can tell a host of several at once; null if nobody can. */
    private @Nullable Hosts several;

    /** @param unreachable the hosts that could not be reached to drop an address, shared with the courses */
    GroupHosts(@Nullable Hosts hosts, Operation lead, Set<HostId> unreachable) {
        this.hosts = hosts;
        this.lead = lead;
        this.unreachable = unreachable;
    }

    /** Asks whether a host is told of several at once: the only time, and before anything is changed. */
    void askWhatTheyCan() {
        Hosts given = hosts;
        several = given != null && given.severalAtOnce() ? given : null;
    }

    /** Makes the target accept all of them; who it does not accept has failed. One that can't be reached is not tried again. */
    void make(List<Course> courses) {
        FloatingIpException unfit = null;
        List<Course> unready = new ArrayList<>();
        for (Course course : courses) {
            HostReport ready = course.ready();
            if (ready == null) {
                unready.add(course);
            } else {
                course.hostSide.madeAhead(ready, course.survey().placement());
            }
        }
        for (List<Course> batch : batches(unready)) {
            if (unfit != null) {
                for (Course course : batch) {
                    course.op.ladder.skip(StepKind.HOST_READY, "not tried again: " + unfit.getMessage());
                    course.failed(unfit);
                }
                continue;
            }
            FloatingIpException failure = makeAlike(batch);
            unfit = isOfTheHost(failure) ? failure : null;
        }
    }

    /** Whether it says of the host, whatever the address, that it can't be told now. */
    private static boolean isOfTheHost(@Nullable FloatingIpException failure) {
        return failure instanceof HostUnreachableException
                || failure instanceof PermissionDeniedException
                || failure instanceof CredentialsException
                || failure instanceof OutOfTimeException;
    }

    /** What failed for all of them, or null. */
    private @Nullable FloatingIpException makeAlike(List<Course> batch) {
        Placement placement = batch.get(0).survey().placement();
        Hosts able = several;
        if (able == null || batch.size() == 1) {
            try {
                batch.get(0).hostSide.make(placement);
                return null;
            } catch (FloatingIpException e) {
                batch.get(0).failed(e);
                return e;
            }
        }
        Rungs rung = Rungs.of(batch, StepKind.HOST_READY);
        Operation patience = lead;
        Backoff backoff = patience.backoff();
        Attempts attempts = lead.attempts();
        Map<Course, FloatingIpException> telling = new HashMap<>();
        List<Course> left = batch;
        while (true) {
            Deadline deadline = patience.deadline;
            attempts.begin();
            Map<Course, FloatingIpException> failures = ask(
                    left,
                    rung,
                    "making " + placement.host() + " accept " + words(left),
                    addresses -> able.acceptAll(addresses, placement, deadline.remaining()),
                    (course, report) -> made(course, placement, report, rung));
            boolean tells = attempts.tells(deadline);
            left = new ArrayList<>();
            for (Map.Entry<Course, FloatingIpException> failed : failures.entrySet()) {
                if (tells || !telling.containsKey(failed.getKey())) {
                    telling.put(failed.getKey(), failed.getValue());
                }
                if (HostSide.mayHaveRun(failed.getValue())) {
                    failed.getKey().hostSide.unanswered(placement);
                }
                if (failed.getValue().retryable()) {
                    left.add(failed.getKey());
                } else {
                    fail(failed.getKey(), rung, failed.getValue());
                }
            }
            if (patience == lead && !left.isEmpty() && failures.size() < batch.size()) {
                // The others are ready, and shall not lose their move to these.
                patience = lead.withBudget(lead.deadline.remaining().dividedBy(4));
                backoff = patience.backoff();
            }
            boolean again = !left.isEmpty() && backoff.pause();
            if (!again) {
                Map<FloatingIpException, FloatingIpException> ends = new LinkedHashMap<>();
                for (Course course : left) {
                    FloatingIpException last = Objects.requireNonNull(telling.get(course));
                    FloatingIpException end = ends.get(last);
                    if (end == null) {
                        end = patience.outOfTime("making " + placement.host() + " accept " + words(left), last);
                        ends.put(last, end);
                    }
                    fail(course, rung, end);
                }
                return batch.stream().allMatch(course -> course.is(Course.State.FAILED))
                        ? batch.get(batch.size() - 1).failure()
                        : null;
            }
        }
    }

    /** Null, or what is wrong with the report. */
    private static @Nullable FloatingIpException made(
            Course course, Placement placement, HostReport report, Rungs rung) {
        try {
            course.hostSide.made(placement, report);
            rung.end(course, StepOutcome.DONE, report.detail());
            return null;
        } catch (FloatingIpException e) {
            return e;
        }
    }

    private static void fail(Course course, Rungs rung, FloatingIpException why) {
        rung.end(course, StepOutcome.FAILED, why.getMessage());
        course.failed(why);
    }

    /** Makes those who held the addresses drop them. What fails is a warning. */
    void drop(Map<Course, List<Holder>> losers) {
        Hosts told = several;
        if (told == null) {
            losers.forEach((course, holders) -> course.hostSide.oldHosts().drop(holders));
            return;
        }
        Map<Holder, List<Course>> byHolder = new LinkedHashMap<>();
        losers.forEach((course, holders) -> holders.forEach(holder ->
                byHolder.computeIfAbsent(holder, unused -> new ArrayList<>()).add(course)));
        byHolder.forEach((holder, courses) -> {
            List<Course> left = courses;
            if (courses.size() > FEW) {
                // All of them need more time than a dead host shall cost.
                courses.get(0).hostSide.oldHosts().drop(List.of(holder));
                left = courses.subList(1, courses.size());
            }
            if (left.size() == 1 || unreachable.contains(holder.host())) {
                left.forEach(course -> course.hostSide.oldHosts().drop(List.of(holder)));
            } else {
                dropAlike(told, holder, left);
            }
        });
    }

    private void dropAlike(Hosts able, Holder holder, List<Course> courses) {
        Rungs rung = Rungs.of(courses, StepKind.OLD_HOST_RELEASED);
        Map<Course, FloatingIpException> failures = ask(
                courses,
                rung,
                "making " + holder + " drop " + words(courses),
                addresses -> able.dropAll(addresses, holder, budget(courses)),
                (course, report) -> {
                    StepOutcome outcome = course.hostSide.oldHosts().answered(holder, report);
                    rung.end(course, outcome, report.detail());
                    return null;
                });
        failures.forEach((course, failure) -> {
            course.hostSide.oldHosts().failed(holder, failure);
            rung.end(course, StepOutcome.FAILED, failure.getMessage());
        });
    }

    /** Asks targets once more that accepted the addresses before: see {@link HostSide#confirm()}. */
    void confirm(List<Course> courses) {
        Hosts able = several;
        List<Course> asked = Lists.filter(courses, course -> course.hostSide.mustConfirm());
        for (List<Course> batch : batches(asked)) {
            if (able == null || batch.size() == 1) {
                batch.forEach(course -> course.hostSide.confirm());
                continue;
            }
            Placement placement = batch.get(0).survey().placement();
            Rungs rung = Rungs.of(batch, StepKind.HOST_READY);
            Map<Course, FloatingIpException> failures = ask(
                    batch,
                    rung,
                    "making " + placement.host() + " accept " + words(batch),
                    addresses -> able.acceptAll(addresses, placement, budget(batch)),
                    (course, report) -> {
                        rung.end(course, report.accepts() ? StepOutcome.DONE : StepOutcome.FAILED, report.detail());
                        course.hostSide.confirmed(placement, report.accepts() ? null : report.detail());
                        return null;
                    });
            failures.forEach((course, failure) -> {
                rung.end(course, StepOutcome.FAILED, failure.getMessage());
                course.hostSide.confirmed(placement, failure.getMessage());
            });
        }
    }

    /**
     * One attempt for all of them.
     *
     * @param take what a report means; null, or what is wrong with it
     * @return what failed, for each that has failed
     */
    private Map<Course, FloatingIpException> ask(
            List<Course> courses,
            Rungs rung,
            String doing,
            Function<List<IpAddress>, PerAddress<HostReport>> call,
            BiFunction<Course, HostReport, @Nullable FloatingIpException> take) {
        Map<Course, FloatingIpException> failures = new LinkedHashMap<>();
        PerAddress<HostReport> answer;
        try {
            rung.attempt();
            answer = call.apply(Move.addresses(courses));
        } catch (FloatingIpException e) {
            courses.forEach(course -> failures.put(course, e));
            return failures;
        }
        for (Course course : courses) {
            HostReport report = answer.value(course.address());
            FloatingIpException failure = answer.failure(course.address());
            if (report != null) {
                failure = take.apply(course, report);
            } else if (failure == null) {
                failure = UnavailableException.withoutEffect(
                        doing, "the host's answer says nothing of " + course.address(), null);
            }
            if (failure != null) {
                failures.put(course, failure);
            }
        }
        return failures;
    }

    /** What one call can tell: of one host and interface. */
    private Collection<List<Course>> batches(List<Course> courses) {
        boolean atOnce = several != null;
        Map<List<Object>, List<Course>> batches = new LinkedHashMap<>();
        for (Course course : courses) {
            List<Object> key =
                    new ArrayList<>(List.of(course.survey().placement().asHolder()));
            if (!atOnce) {
                key.add(course.address());
            }
            batches.computeIfAbsent(key, unused -> new ArrayList<>()).add(course);
        }
        return batches.values();
    }

    /** What breaking may take for one, and a little for each of the others: the host is asked once. */
    private static Duration budget(List<Course> courses) {
        return HostSide.BUDGET.plus(HostSide.EACH_MORE.multipliedBy(courses.size() - 1L));
    }

    private static String words(List<Course> courses) {
        return Move.addresses(courses).toString();
    }
}
