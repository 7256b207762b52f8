package org.floatingip.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostConfigurationException;
import org.floatingip.HostId;
import org.floatingip.HostUnreachableException;
import org.floatingip.IpAddress;
import org.floatingip.StepKind;
import org.floatingip.StepOutcome;
import org.floatingip.UnavailableException;
import org.floatingip.spi.GroupHostReport;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Placement;
import org.jspecify.annotations.Nullable;

/**
 * The hosts' side of a group: a host is told of all its addresses at once where the configurator can do that, of one after
 * the other where it can't. What each answer means is the business of the {@link HostSide} of each. Used by one thread.
 */
final class GroupHosts {

    /** So many addresses a host is told at once, whether it is alive or not. */
    private static final int FEW = 5;

    private final @Nullable Hosts able;
    private final Operation lead;
    private final Set<HostId> unreachable;

    /** @param unreachable the hosts that could not be reached to refuse an address, shared with the members */
    GroupHosts(@Nullable Hosts hosts, Operation lead, Set<HostId> unreachable) {
        this.able = hosts != null && hosts.severalAtOnce() ? hosts : null;
        this.lead = lead;
        this.unreachable = unreachable;
    }

    /** Makes the target accept all of them; who it does not accept has failed. One that can't be reached is not tried again. */
    void make(List<Member> members) {
        FloatingIpException unfit = null;
        for (List<Member> batch : batches(members)) {
            if (unfit != null) {
                for (Member member : batch) {
                    member.op.ladder.skip(StepKind.HOST_READY, "not tried again: " + unfit.getMessage());
                    member.failed(unfit);
                }
                continue;
            }
            FloatingIpException failure = makeAlike(batch);
            unfit = failure instanceof HostConfigurationException ? null : failure;
        }
    }

    /** What failed for all of them, or null. */
    private @Nullable FloatingIpException makeAlike(List<Member> batch) {
        Placement placement = batch.get(0).survey().placement();
        Hosts hosts = able;
        if (hosts == null || batch.size() == 1) {
            try {
                batch.get(0).hostSide.make(placement);
                return null;
            } catch (FloatingIpException e) {
                batch.get(0).failed(e);
                return e;
            }
        }
        Rungs rung = new Rungs(batch, StepKind.HOST_READY);
        Operation patience = lead;
        Backoff backoff = patience.backoff();
        List<Member> left = batch;
        while (true) {
            Deadline deadline = patience.deadline;
            Map<Member, FloatingIpException> failures = ask(
                    left,
                    rung,
                    "making " + placement.host() + " accept " + words(left),
                    addresses -> hosts.acceptAll(addresses, placement, deadline.remaining()),
                    (member, report) -> made(member, placement, report, rung));
            left = new ArrayList<>();
            for (Map.Entry<Member, FloatingIpException> failed : failures.entrySet()) {
                if (failed.getValue() instanceof HostUnreachableException) {
                    failed.getKey().hostSide.unanswered();
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
                for (Member member : left) {
                    FloatingIpException last = Objects.requireNonNull(failures.get(member));
                    FloatingIpException end = ends.get(last);
                    if (end == null) {
                        end = patience.outOfTime("making " + placement.host() + " accept " + words(left), last);
                        ends.put(last, end);
                    }
                    fail(member, rung, end);
                }
                return batch.stream().allMatch(member -> member.is(Member.State.FAILED))
                        ? batch.get(batch.size() - 1).failure()
                        : null;
            }
        }
    }

    /** Null, or what is wrong with the report. */
    private static @Nullable FloatingIpException made(
            Member member, Placement placement, HostReport report, Rungs rung) {
        try {
            member.hostSide.made(placement, report);
            rung.end(member, StepOutcome.DONE, report.detail());
            return null;
        } catch (FloatingIpException e) {
            return e;
        }
    }

    private static void fail(Member member, Rungs rung, FloatingIpException why) {
        rung.end(member, StepOutcome.FAILED, why.getMessage());
        member.failed(why);
    }

    /** Makes those who held the addresses refuse them. What fails is a warning. */
    void refuse(Map<Member, List<Holder>> losers) {
        Hosts hosts = able;
        if (hosts == null) {
            losers.forEach((member, holders) -> member.hostSide.oldHosts().refuse(holders));
            return;
        }
        Map<Holder, List<Member>> byHolder = new LinkedHashMap<>();
        losers.forEach((member, holders) -> holders.forEach(holder ->
                byHolder.computeIfAbsent(holder, unused -> new ArrayList<>()).add(member)));
        byHolder.forEach((holder, members) -> {
            List<Member> left = members;
            if (members.size() > FEW) {
                // All of them need more time than a dead host shall cost.
                members.get(0).hostSide.oldHosts().refuse(List.of(holder));
                left = members.subList(1, members.size());
            }
            if (left.size() == 1 || unreachable.contains(holder.host())) {
                left.forEach(member -> member.hostSide.oldHosts().refuse(List.of(holder)));
            } else {
                refuseAlike(hosts, holder, left);
            }
        });
    }

    private void refuseAlike(Hosts hosts, Holder holder, List<Member> members) {
        Rungs rung = new Rungs(members, StepKind.OLD_HOST_RELEASED);
        Map<Member, FloatingIpException> failures = ask(
                members,
                rung,
                "making " + holder + " refuse " + words(members),
                addresses -> hosts.refuseAll(addresses, holder, budget(members)),
                (member, report) -> {
                    StepOutcome outcome = member.hostSide.oldHosts().answered(holder, report);
                    rung.end(member, outcome, report.detail());
                    return null;
                });
        failures.forEach((member, failure) -> {
            member.hostSide.oldHosts().failed(holder, failure);
            rung.end(member, StepOutcome.FAILED, failure.getMessage());
        });
    }

    /** Asks targets once more that accepted the addresses before: see {@link HostSide#confirm()}. */
    void confirm(List<Member> members) {
        Hosts hosts = able;
        List<Member> asked =
                members.stream().filter(member -> member.hostSide.mustConfirm()).toList();
        for (List<Member> batch : batches(asked)) {
            if (hosts == null || batch.size() == 1) {
                batch.forEach(member -> member.hostSide.confirm());
                continue;
            }
            Placement placement = batch.get(0).survey().placement();
            Rungs rung = new Rungs(batch, StepKind.HOST_READY);
            Map<Member, FloatingIpException> failures = ask(
                    batch,
                    rung,
                    "making " + placement.host() + " accept " + words(batch),
                    addresses -> hosts.acceptAll(addresses, placement, budget(batch)),
                    (member, report) -> {
                        rung.end(member, report.accepts() ? StepOutcome.DONE : StepOutcome.FAILED, report.detail());
                        member.hostSide.confirmed(placement, report.accepts() ? null : report.detail());
                        return null;
                    });
            failures.forEach((member, failure) -> {
                rung.end(member, StepOutcome.FAILED, failure.getMessage());
                member.hostSide.confirmed(placement, failure.getMessage());
            });
        }
    }

    /**
     * One attempt for all of them.
     *
     * @param take what a report means; null, or what is wrong with it
     * @return what failed, for each that has failed
     */
    private Map<Member, FloatingIpException> ask(
            List<Member> members,
            Rungs rung,
            String doing,
            Function<Collection<IpAddress>, GroupHostReport> call,
            BiFunction<Member, HostReport, @Nullable FloatingIpException> take) {
        Map<Member, FloatingIpException> failures = new LinkedHashMap<>();
        GroupHostReport answer;
        try {
            rung.attempt();
            answer = call.apply(GroupOperation.addresses(members));
        } catch (FloatingIpException e) {
            members.forEach(member -> failures.put(member, e));
            return failures;
        }
        for (Member member : members) {
            HostReport report = answer.reports().get(member.address());
            FloatingIpException failure = answer.failures().get(member.address());
            if (report != null) {
                failure = take.apply(member, report);
            } else if (failure == null) {
                member.hostSide.unanswered();
                failure = UnavailableException.withoutEffect(
                        doing, "the host's answer says nothing of " + member.address(), null);
            }
            if (failure != null) {
                failures.put(member, failure);
            }
        }
        return failures;
    }

    /** What one call can tell: of one host and interface. */
    private Collection<List<Member>> batches(List<Member> members) {
        Map<List<Object>, List<Member>> batches = new LinkedHashMap<>();
        for (Member member : members) {
            List<Object> key =
                    new ArrayList<>(List.of(member.survey().placement().asHolder()));
            if (able == null) {
                key.add(member.address());
            }
            batches.computeIfAbsent(key, unused -> new ArrayList<>()).add(member);
        }
        return batches.values();
    }

    /** What breaking may take for one, and a little for each of the others: the host is asked once. */
    private static Duration budget(List<Member> members) {
        return HostSide.BUDGET.plusMillis(100L * (members.size() - 1));
    }

    private static String words(List<Member> members) {
        return GroupOperation.addresses(members).toString();
    }
}
