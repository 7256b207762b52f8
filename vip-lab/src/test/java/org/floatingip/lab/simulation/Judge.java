package org.floatingip.lab.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.GroupMoveResult;
import org.floatingip.Holder;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.ReleaseResult;
import org.floatingip.dns.PartlyRegisteredException;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotReassociatedException;
import org.floatingip.failure.StalePlanException;
import org.floatingip.failure.SupersededException;
import org.floatingip.lab.simulation.Violation.Rule;
import org.jspecify.annotations.Nullable;

/** Holds what an operation says against what its witness saw. */
final class Judge {

    private static final Set<RefusalReason> OF_NAMES =
            Set.of(RefusalReason.UNKNOWN_ZONE, RefusalReason.AMBIGUOUS_ZONE, RefusalReason.DNS_CONFLICT);

    private final World world;
    private final Mover mover;
    private final Story.Task task;

    Judge(Mover mover) {
        this.world = mover.world;
        this.mover = mover;
        this.task = mover.task;
    }

    void judge(@Nullable Object outcome) {
        if (world.story.old()) {
            new Aftermath(mover).judge(outcome);
        }
        if (outcome instanceof MoveResult moved) {
            success(moved);
        } else if (outcome instanceof GroupMoveResult all) {
            all.results().forEach(this::success);
        } else if (outcome instanceof ReleaseResult released) {
            String vip = released.address().toString();
            if (!world.witness.notHeldSince(vip, task.from(), mover.sawFrom())) {
                world.violated(
                        Rule.SUCCESS_WAS_TRUE, says() + "released, but " + task.from() + " held it all the time");
            }
        } else if (outcome instanceof GroupMoveException some) {
            some.moved().forEach(this::success);
            some.restored().forEach(address -> unchanged(address.toString(), "restored"));
            some.failures().forEach((address, failure) -> failure(address.toString(), failure));
            if (some.effect() == Effect.NONE) {
                task.vips().forEach(vip -> unchanged(vip, "effect NONE"));
            }
        } else if (outcome instanceof GroupRefusedException refused) {
            refused.refusals().forEach((address, refusal) -> failure(address.toString(), refusal));
            task.vips().forEach(vip -> unchanged(vip, "refused"));
        } else if (outcome instanceof FloatingIpException failure) {
            task.vips().forEach(vip -> failure(vip, failure));
            if (failure instanceof StalePlanException stale) {
                stale(stale);
            }
        }
        if (outcome != null && task.kind().handover() && !mover.late()) {
            nothingCutOff(outcome);
        }
    }

    private void nothingCutOff(Object outcome) {
        List<FloatingIpException> failures = new ArrayList<>();
        if (outcome instanceof FloatingIpException failure) {
            failures.add(failure);
        }
        if (outcome instanceof GroupMoveException some) {
            failures.addAll(some.failures().values());
        }
        boolean told = failures.stream()
                .flatMap(failure -> Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed())))
                .anyMatch(NotReassociatedException.class::isInstance);
        if (!told
                && task.vips().stream()
                        .anyMatch(vip -> world.witness.cutOff(mover.id, vip, task.from(), mover.sawFrom())
                                && !mover.cannotTell(vip))) {
            world.violated(Rule.NOTHING_IS_CUT_OFF_IN_SILENCE, says() + outcome + ", and does not name the Elastic IP");
        }
    }

    /** Refusals, and what hangs on the address, are other reasons; those are said. */
    private void stale(StalePlanException failure) {
        List<Holder> planned =
                MovePlan.decode(String.valueOf(world.plans.get(task.id()))).holders();
        String holder = planned.isEmpty() ? null : planned.get(0).host().value();
        if (failure.differences().stream().allMatch(each -> each.startsWith("it was held by"))
                && !world.witness.notHeldSince(task.vip(), holder, mover.sawFrom())) {
            world.violated(
                    Rule.STALE_PLANS_WERE_STALE,
                    says() + SimulatedAssigner.words(failure) + ", but nothing had changed");
        }
    }

    private String says() {
        return task + " says ";
    }

    private void success(MoveResult result) {
        String vip = result.address().toString();
        String to = result.to().host().value();
        if (!to.equals(task.to()) || !world.witness.heldSince(vip, to, mover.sawFrom())) {
            world.violated(Rule.SUCCESS_WAS_TRUE, says() + result + ", but " + to + " never held it meanwhile");
        }
        if (!result.moved() && world.witness.touched(mover.id, vip)) {
            world.violated(Rule.ALREADY_HELD_CHANGES_NOTHING, says() + result);
        }
        boolean met = world.witness.heldSince(vip, task.from(), mover.sawFrom())
                || (task.kind().orUnheld() && world.witness.heldSince(vip, null, mover.sawFrom()));
        if (result.moved() && task.kind().conditional() && !met) {
            world.violated(Rule.CONDITION_WAS_MET, says() + result + ", but " + task.from() + " did not hold it");
        }
    }

    private void failure(String vip, FloatingIpException failure) {
        if (failure instanceof PartlyRegisteredException
                || (failure instanceof RefusedException refused && OF_NAMES.contains(refused.reason()))) {
            world.violated(Rule.NAMES_FAIL_NO_MOVE, says() + SimulatedAssigner.words(failure));
        }
        if (failure instanceof HolderChangedException changed) {
            named(vip, changed.holders(), failure);
        } else if (failure instanceof SupersededException superseded) {
            named(vip, superseded.observed(), failure);
        }
        if (failure.effect() == Effect.NONE) {
            unchanged(vip, SimulatedAssigner.words(failure));
        } else if (failure.effect() == Effect.APPLIED && !mover.accepted(vip)) {
            world.violated(
                    Rule.EFFECT_APPLIED_WAS_TAKEN_BY_THE_NETWORK,
                    says() + SimulatedAssigner.words(failure) + ", but the network took nothing from it");
        }
    }

    private void named(String vip, List<Holder> holders, FloatingIpException failure) {
        String holder = holders.isEmpty() ? null : holders.get(0).host().value();
        if (holders.size() > 1 || !world.witness.heldSince(vip, holder, mover.sawFrom())) {
            world.violated(
                    Rule.HOLDERS_NAMED_WERE_TRUE,
                    says() + SimulatedAssigner.words(failure) + ", but "
                            + (holder == null ? "somebody" : "not " + holder) + " held it all the time");
        }
    }

    private void unchanged(String vip, String what) {
        long since = mover.sawFrom();
        mover.claims(() -> {
            String net = world.witness.net(mover.id, vip, since);
            if (net != null && !mover.cannotTell(vip)) {
                world.violated(Rule.EFFECT_NONE_CHANGED_NOTHING, says() + what + " of " + vip + ", but it " + net);
            }
        });
    }
}
