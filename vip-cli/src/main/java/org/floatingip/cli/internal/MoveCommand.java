package org.floatingip.cli.internal;

import java.nio.file.Path;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveRequest;
import org.floatingip.aws.Ec2IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code vip move}. */
@Command(
        name = "move",
        description =
                "Gives the address to a host, whoever holds it now unless --from is given, and waits until the network "
                        + "shows it there.")
final class MoveCommand extends Ec2Command {

    @Mixin
    MoveOptions beside = new MoveOptions();

    @Parameters(index = "0", paramLabel = "ADDRESS", converter = Address.class, description = "The floating IP.")
    @Nullable
    IpAddress address;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            converter = Address.Host.class,
            description = "Who shall hold it: an instance id, or an ENI id for one interface.")
    @Nullable
    HostId target;

    @Option(
            names = "--from",
            paramLabel = "HOST",
            converter = Address.Host.class,
            description = "Refuse unless this host holds it now.")
    @Nullable
    HostId from;

    @Option(names = "--or-unheld", description = "With --from: or unless nobody holds it.")
    boolean orUnheld;

    @Option(
            names = "--handover",
            description = "With --from: let the network enforce it, by two calls with a gap between them.")
    boolean handover;

    @Option(
            names = "--reassociate",
            description = {
                "With --handover: put back the Elastic IP that the handover cuts off from the address; what comes by it",
                "does not arrive until then."
            })
    boolean reassociate;

    @Option(names = "--dry-run", description = "Change nothing: print the plan.")
    boolean dryRun;

    @Option(
            names = "--plan-out",
            paramLabel = "FILE",
            description = "Change nothing: write the plan to a file for 'vip apply', and print it.")
    @Nullable
    Path planOut;

    @Override
    int run(Ec2IpAssigner assigner) {
        try (MoveOptions.Prepared db = beside.build(builder(VipCommand.given(address), assigner), this)) {
            return run(db.floatingIp().move().to(VipCommand.given(target)));
        }
    }

    private int run(MoveRequest given) {
        MoveRequest request = given;
        if (from != null) {
            request = request.from(from);
        } else if (orUnheld || handover) {
            throw new ParameterException(
                    spec.commandLine(), (handover ? "--handover" : "--or-unheld") + " needs --from HOST");
        }
        if (reassociate && !handover) {
            throw new ParameterException(
                    spec.commandLine(), "--reassociate needs --handover: a takeover takes an Elastic IP along");
        }
        request = orUnheld ? request.orUnheld() : request;
        request = handover ? request.handover() : request;
        request = reassociate ? request.reassociate() : request;
        if (dryRun || planOut != null) {
            plan(request.plan());
        } else {
            done(request.execute());
        }
        return ExitStatus.DONE;
    }

    private void plan(MovePlan plan) {
        if (planOut != null) {
            PlanFile.write(plan, planOut);
        }
        print(json() ? Json.of(plan) : plan.toString());
    }
}
