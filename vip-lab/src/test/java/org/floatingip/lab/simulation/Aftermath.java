package org.floatingip.lab.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.lab.simulation.Violation.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Holds what an operation leaves behind against what it says of that, at its end: the network, and who accepts what. Of what a
 * request of its own does that was lost and comes through late, an operation can know nothing.
 */
final class Aftermath {

    private final World world;
    private final Mover mover;
    private final Story.Task task;

    Aftermath(Mover mover) {
        this.world = mover.world;
        this.mover = mover;
        this.task = mover.task;
    }

    void judge(@Nullable Object outcome) {
        if (outcome instanceof MoveResult moved) {
            success(moved);
        } else if (outcome instanceof GroupMoveResult all) {
            all.results().forEach(this::success);
        } else if (outcome instanceof SettleResult settled) {
            settled(settled);
        } else if (outcome instanceof GroupMoveException some) {
            allOrNothing(some);
            some.moved().forEach(this::success);
            some.failures().forEach((address, failure) -> failure(address.toString(), failure, some));
            some.restored().forEach(address -> takenBack(address.toString(), some, some));
        } else if (outcome instanceof GroupRefusedException refused) {
            refused.refusals().forEach((address, refusal) -> failure(address.toString(), refusal, refused));
        } else if (outcome instanceof FloatingIpException failure) {
            task.vips().forEach(vip -> failure(vip, failure, failure));
        }
    }

    private boolean isOurs(String vip) {
        return world.witness.isWherePut(mover.id, vip, task.kind() == Story.Kind.RELEASE ? null : task.to());
    }

    private void failure(String vip, FloatingIpException failure, FloatingIpException whole) {
        boolean denied = failure instanceof SupersededException || failure.effect() == Effect.NONE;
        if (denied && !mover.late() && isOurs(vip)) {
            world.violated(
                    Rule.WHAT_IS_OURS_IS_NOT_DENIED,
                    task + " says " + SimulatedAssigner.words(failure) + ", but it is where this put it");
        }
        if (failure.effect() == Effect.NONE) {
            takenBack(vip, failure, whole);
        } else {
            holderAccepts(vip, said(failure, whole));
        }
    }

    private void allOrNothing(GroupMoveException some) {
        boolean unknown = some.effect() == Effect.UNKNOWN
                || mover.late()
                || task.vips().stream().anyMatch(mover::cannotTell);
        if (!task.kind().allOrNothing() || unknown) {
            return;
        }
        List<String> ours = task.vips().stream().filter(this::isOurs).toList();
        boolean nothing = ours.isEmpty();
        boolean all = task.vips().stream()
                .allMatch(vip -> task.to().equals(world.witness.holder(vip)) || movedAllTheSame(some, vip));
        // That it could not be given back is a warning, also of one that failed because what hung on it was not put
        // back; that
        // it may be there, a failure of its own kind.
        Stream<IpAddress> warned = some.moved().stream()
                .filter(result -> !result.warnings().isEmpty())
                .map(MoveResult::address);
        Stream<IpAddress> unverified = some.failures().entrySet().stream()
                .filter(failed -> failed.getValue() instanceof NotVerifiedException
                        || some.warningsOf(failed.getKey()).stream()
                                .anyMatch(warning -> warning.contains("could not be given back")))
                .map(Map.Entry::getKey);
        Set<String> told =
                Stream.concat(warned, unverified).map(IpAddress::toString).collect(Collectors.toSet());
        if (!nothing && !all && !told.containsAll(ours)) {
            world.violated(
                    Rule.ALL_OR_NOTHING,
                    task + " says " + SimulatedAssigner.words(some) + ", but left " + ours + " on " + task.to());
        }
    }

    /**
     * It is said to have come to the target, which another rule judges; or it came there, and failed because what hung on it could
     * not be put back. What became of it later is another's.
     */
    private boolean movedAllTheSame(GroupMoveException some, String vip) {
        boolean saidSo = some.moved().stream()
                .anyMatch(result -> result.address().toString().equals(vip));
        return saidSo || cameThere(some, vip);
    }

    private boolean cameThere(GroupMoveException some, String vip) {
        return some.failures().get(IpAddress.of(vip)) instanceof NotReassociatedException failure
                && failure.effect() == Effect.APPLIED
                && world.witness.heldSince(vip, task.to(), mover.sawFrom());
    }

    /** What was added to a target that did not get the address is taken back, or the failure says that it could not be. */
    private void takenBack(String vip, FloatingIpException failure, FloatingIpException whole) {
        List<String> said = said(failure, whole);
        if (said.isEmpty()
                && !mover.readyAhead()
                && !task.to().equals(world.witness.holder(vip))
                && !world.terminated.contains(task.to())
                && world.hosts.accepts(task.to(), vip)
                && becauseOfUs(task.to(), vip)) {
            world.violated(
                    Rule.WHO_STILL_ACCEPTS_IS_NAMED,
                    task + " says " + SimulatedAssigner.words(failure) + ", but left " + task.to() + " accepting "
                            + vip);
        }
        holderAccepts(vip, said);
    }

    private void success(MoveResult result) {
        String vip = result.address().toString();
        for (String host : Story.HOSTS) {
            boolean left = !host.equals(world.witness.holder(vip))
                    && !host.equals(result.to().host().value())
                    && !world.terminated.contains(host)
                    && world.hosts.accepts(host, vip);
            // Whoever held it when a standby was executed is named by no answer: that it says so is all it can do.
            boolean seen = result.warnings().stream().noneMatch(each -> each.contains("was not seen"));
            boolean ours =
                    becauseOfUs(host, vip) || (seen && world.witness.lostTo(mover.id, vip, host, mover.sawFrom()));
            if (left
                    && ours
                    && !mover.cameLate
                    && !isAmong(result.unsettled(), host)
                    && !world.hostLog.acceptedForOthers(mover.id, host, vip, mover.since())
                    && !world.witness.lostToOthers(mover.id, vip, host, mover.since())) {
                world.violated(
                        Rule.WHO_STILL_ACCEPTS_IS_NAMED,
                        task + " says " + result + ", unsettled " + result.unsettled() + ", warnings "
                                + result.warnings() + ", but " + host + " accepts it");
            }
        }
        holderAccepts(vip, result.warnings());
        world.results.put(vip, result);
    }

    private void settled(SettleResult result) {
        String vip = result.address().toString();
        for (Holder holder : result.settled()) {
            String host = holder.host().value();
            if (!host.equals(world.witness.holder(vip))
                    && world.hosts.accepts(host, vip)
                    && !world.hostLog.acceptedForOthers(mover.id, host, vip, mover.since())
                    && !world.witness.lostToOthers(mover.id, vip, host, mover.since())) {
                world.violated(
                        Rule.WHO_STILL_ACCEPTS_IS_NAMED, task + " says " + result + ", but " + host + " accepts it");
            }
        }
        holderAccepts(vip, result.warnings());
    }

    /** @param said what it says of hosts: where it could do no more than that, it is enough */
    private void holderAccepts(String vip, Collection<String> said) {
        String holder = world.witness.holder(vip);
        if (holder == null
                || world.hosts.accepts(holder, vip)
                || said.stream().anyMatch(each -> each.contains(holder))) {
            return;
        }
        // Whoever brought it there asks its target again before the end; or fails, and says that it has to be made
        // again.
        int giver = world.witness.last(vip);
        if (giver != mover.id && (world.underWay.contains(giver) || world.failed.contains(giver))) {
            return;
        }
        // Whom somebody brought it after that did not hold it then, or lost it since, and has been seen to by them.
        Optional<HostLog.Told> last = world.hostLog.last(holder, vip);
        if (last.isPresent()
                && last.get().task() == mover.id
                && last.get().held()
                && !world.witness.notHeldSince(vip, holder, last.get().nanos())) {
            world.violated(
                    Rule.HOLDERS_ARE_LEFT_ACCEPTING,
                    task + " made " + holder + " drop " + vip + " while it held it, and said no word of that: " + said);
        }
    }

    private boolean becauseOfUs(String host, String vip) {
        return world.hostLog
                .last(host, vip)
                .filter(told -> told.task() == mover.id && told.accepts() && !told.held())
                .isPresent();
    }

    private static boolean isAmong(List<Holder> holders, String host) {
        return holders.stream().anyMatch(holder -> holder.isOn(HostId.of(host)));
    }

    /** What a failure says beside itself. */
    private static List<String> said(FloatingIpException failure, FloatingIpException whole) {
        List<String> said = new ArrayList<>();
        for (FloatingIpException each : List.of(failure, whole)) {
            for (Throwable beside : each.getSuppressed()) {
                said.add(Objects.toString(beside.getMessage()));
            }
        }
        return said;
    }
}
