package org.floatingip.cli.internal;

import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.aws.Ec2IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vip move}. */
@Command(
        name = "move",
        description = "Gives the address to a host, whoever holds it now, and waits until the network shows it there.")
final class MoveCommand extends AwsCommand {

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

    @Override
    int run(Ec2IpAssigner assigner) {
        MoveResult result = floatingIp(VipCommand.given(address), assigner).moveTo(VipCommand.given(target));
        if (json()) {
            out().println(Json.of(result));
        } else {
            print(result.toString(), result.steps());
        }
        return ExitStatus.DONE;
    }
}
