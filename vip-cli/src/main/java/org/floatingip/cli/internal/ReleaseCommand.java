package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.ReleaseResult;
import org.floatingip.spi.IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vip release}. */
@Command(
        name = "release",
        description = "Releases those of the addresses that the host holds; nobody holds them then. Makes one "
                + "call for each interface.")
final class ReleaseCommand extends Ec2Command {

    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "The floating IPs.")
    List<String> words = new ArrayList<>();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "HOST",
            converter = Address.Host.class,
            description = "The holder: an instance id or an ENI id.")
    @Nullable
    HostId from;

    @Option(
            names = "--epoch",
            paramLabel = "N",
            converter = FenceOptions.Epoch.class,
            description = "The epoch of the release, that is, the number of the election. Refused with exit "
                    + "status 3 if a later epoch has claimed an address. Needs --fence.")
    @Nullable
    Long epoch;

    @Mixin
    FenceOptions fence = new FenceOptions();

    private List<IpAddress> addresses = List.of();

    @Override
    void check() {
        addresses = Address.all(words, this);
        fence.check(epoch, this);
    }

    @Override
    boolean alone() {
        return addresses.size() == 1;
    }

    @Override
    List<IpAddress> addresses() {
        return addresses;
    }

    @Override
    int run(IpAssigner assigner) {
        List<ReleaseResult> results = release(assigner);
        if (json()) {
            out().println(alone() ? Json.of(results.get(0)) : Json.ofReleased(results));
        } else {
            results.forEach(result -> print(result.toString(), result.steps()));
        }
        return ExitStatus.DONE;
    }

    private List<ReleaseResult> release(IpAssigner assigner) {
        List<Runnable> closing = new ArrayList<>();
        FloatingIpGroup.Builder builder = group(addresses, assigner);
        fence.addTo(builder, options, closing);
        try {
            HostId holder = VipCommand.given(from);
            return epoch == null
                    ? builder.build().release(holder)
                    : builder.build().release(holder, epoch);
        } finally {
            closing.forEach(Runnable::run);
        }
    }
}
