package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveRequest;
import org.floatingip.GroupMoveResult;
import org.floatingip.HostId;
import org.floatingip.aws.Ec2IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code vip evacuate}. */
@Command(
        name = "evacuate",
        description =
                "Gives those of the addresses that one host holds to another one, by one call for each interface, and waits "
                        + "until the network shows them there. Addresses that the host does not hold are left alone.")
final class EvacuateCommand extends Ec2Command {

    @Parameters(
            index = "0",
            paramLabel = "HOLDER",
            converter = Address.Host.class,
            description = "Who shall hold none of them any more.")
    @Nullable
    HostId holder;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            converter = Address.Host.class,
            description = "Who shall hold them: an instance id, or an ENI id for one interface.")
    @Nullable
    HostId target;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "ADDRESS", description = "The floating IPs.")
    List<String> addresses = new ArrayList<>();

    @Option(
            names = "--all-or-nothing",
            description = "When one address fails, give those that were moved back to the holder.")
    boolean allOrNothing;

    @Override
    void check() {
        try {
            FloatingIpGroup.of(addresses);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    @Override
    int run(Ec2IpAssigner assigner) {
        GroupMoveRequest request = FloatingIpGroup.of(addresses)
                .assigner(assigner)
                .timeout(output.timeout())
                .build()
                .evacuate(VipCommand.given(holder))
                .to(VipCommand.given(target));
        GroupMoveResult result = (allOrNothing ? request.allOrNothing() : request).execute();
        if (json()) {
            out().println(Json.of(result));
        } else {
            out().println(
                            result.results().isEmpty()
                                    ? VipCommand.given(holder) + " holds none of them"
                                    : result.toString());
            result.results().forEach(each -> out().println("  " + each));
            result.warnings().forEach(this::warn);
        }
        return ExitStatus.DONE;
    }
}
