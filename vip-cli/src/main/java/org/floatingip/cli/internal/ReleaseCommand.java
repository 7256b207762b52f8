package org.floatingip.cli.internal;

import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.ReleaseResult;
import org.floatingip.aws.Ec2IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vip release}. */
@Command(name = "release", description = "Takes the address from a host, if that host holds it; nobody holds it then.")
final class ReleaseCommand extends Ec2Command {

    @Parameters(index = "0", paramLabel = "ADDRESS", converter = Address.class, description = "The floating IP.")
    @Nullable
    IpAddress address;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "HOST",
            converter = Address.Host.class,
            description = "Who holds it: an instance id or an ENI id.")
    @Nullable
    HostId from;

    @Override
    int run(Ec2IpAssigner assigner) {
        ReleaseResult result = floatingIp(VipCommand.given(address), assigner).release(VipCommand.given(from));
        if (json()) {
            out().println(Json.of(result));
        } else {
            print(result.toString(), result.steps());
        }
        return ExitStatus.DONE;
    }
}
