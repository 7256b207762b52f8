package org.floatingip.cli.internal;

import java.nio.file.Path;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How addresses are moved, whichever they are. */
final class HowOptions {

    @Option(
            names = "--handover",
            description = "Let the network enforce that --from holds them, by two calls; nobody holds them in between.")
    boolean handover;

    @Option(
            names = "--reassociate",
            description = {
                "With --handover: put back the Elastic IP that the handover cuts off from an address.",
                "Traffic through it does not arrive until then."
            })
    boolean reassociate;

    @Option(
            names = "--all-or-nothing",
            description = "If one address fails, give those that were moved back to their holders.")
    boolean allOrNothing;

    @Option(
            names = "--epoch",
            paramLabel = "N",
            converter = FenceOptions.Epoch.class,
            description = "The epoch of the move, that is, the number of the election. Refused with exit "
                    + "status 3 if a later epoch has claimed the address. Repeating the same epoch and "
                    + "target is safe. Needs --fence.")
    @Nullable
    Long epoch;

    @Option(names = "--dry-run", description = "Change nothing: print the plan.")
    boolean dryRun;

    @Option(
            names = "--plan-out",
            paramLabel = "FILE",
            description = "Change nothing: write the plan to a file for 'vip apply', and print it.")
    @Nullable
    Path planOut;

    /** Refuses what makes no sense together. */
    void check(ReportingCommand command) {
        if (reassociate && !handover) {
            throw command.usage("--reassociate needs --handover: a takeover takes an Elastic IP along");
        }
    }

    /** Whether the move is made, and not only planned. */
    boolean changes() {
        return !dryRun && planOut == null;
    }

    /** Makes that move, or says what it would do. */
    void run(GroupMoveRequest given, Ec2Command command) {
        GroupMoveRequest request = handover ? given.handover() : given;
        request = reassociate ? request.reassociate() : request;
        request = epoch == null ? request : request.epoch(epoch);
        request = allOrNothing ? request.allOrNothing() : request;
        if (changes()) {
            command.done(request.execute());
            return;
        }
        GroupMovePlan plan = request.plan();
        if (planOut != null) {
            PlanFile.write(plan, planOut);
        }
        command.planned(plan);
    }
}
