package org.floatingip.cli.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.SystemTicker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vip apply}. */
@Command(
        name = "apply",
        description = "Executes a plan that 'vip move' or 'vip evacuate' wrote with --plan-out. Refuses if the "
                + "network has changed since.")
final class ApplyCommand extends Ec2Command {

    @Mixin
    MoveOptions beside = new MoveOptions();

    @Parameters(index = "0", paramLabel = "FILE", description = "The plan.")
    @Nullable
    Path file;

    private @Nullable GroupMovePlan read;

    @Override
    void check() {
        read = PlanFile.read(VipCommand.given(file));
        beside.check(read.addresses(), this);
        beside.fence.checkPlan(read.epoch(), this);
    }

    @Override
    boolean alone() {
        return read != null && read.plans().size() == 1 && read.evacuated() == null;
    }

    @Override
    List<IpAddress> addresses() {
        return VipCommand.given(read).addresses();
    }

    @Override
    int run(IpAssigner assigner) {
        GroupMovePlan plan = VipCommand.given(read);
        if (plan.plans().isEmpty()) {
            done(GroupMoveResult.of(
                    plan.target(), List.of(), SystemTicker.instance().now(), Duration.ZERO));
            return ExitStatus.DONE;
        }
        try (MoveOptions.Prepared db = beside.build(plan.addresses(), assigner, this)) {
            done(db.group().apply(plan));
        }
        return ExitStatus.DONE;
    }

    @Override
    String ofNone() {
        return "the plan has no address";
    }
}
