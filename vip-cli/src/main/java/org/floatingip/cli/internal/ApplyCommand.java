package org.floatingip.cli.internal;

import java.nio.file.Path;
import org.floatingip.MovePlan;
import org.floatingip.aws.Ec2IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vip apply}. */
@Command(
        name = "apply",
        description = "Carries out a plan that 'vip move --plan-out' wrote; refuses if the world has changed since.")
final class ApplyCommand extends Ec2Command {

    @Mixin
    MoveOptions beside = new MoveOptions();

    @Parameters(index = "0", paramLabel = "FILE", description = "The plan.")
    @Nullable
    Path file;

    private @Nullable MovePlan read;

    @Override
    void check() {
        read = PlanFile.read(VipCommand.given(file));
    }

    @Override
    int run(Ec2IpAssigner assigner) {
        MovePlan plan = VipCommand.given(read);
        try (MoveOptions.Prepared db = beside.build(builder(plan.address(), assigner), this)) {
            done(db.floatingIp().apply(plan));
        }
        return ExitStatus.DONE;
    }
}
