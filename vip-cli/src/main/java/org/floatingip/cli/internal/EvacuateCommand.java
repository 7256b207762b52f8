package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vip evacuate}. */
@Command(
        name = "evacuate",
        description = "Moves those of the addresses that HOLDER holds to another host, and waits until the "
                + "network shows them there. Makes one call for each interface. Addresses with another "
                + "holder are left alone.")
final class EvacuateCommand extends Ec2Command {

    @Mixin
    HowOptions how = new HowOptions();

    @Mixin
    MoveOptions beside = new MoveOptions();

    @Parameters(index = "0", paramLabel = "HOLDER", description = "The host to move them from.")
    @Nullable
    String evacuated;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "The host to move them to: an instance id, or an ENI id for one interface.")
    @Nullable
    String given;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "ADDRESS", description = "The floating IPs.")
    List<String> words = new ArrayList<>();

    private List<IpAddress> addresses = List.of();
    private @Nullable HostId holder;
    private @Nullable HostId target;

    @Override
    void check() {
        holder = Address.host(VipCommand.given(evacuated), "HOLDER is the host to move the addresses from", this);
        target = Address.target(VipCommand.given(given), this);
        addresses = Address.all(words, this);
        if (target.equals(holder)) {
            throw usage(target + " can't be evacuated to itself");
        }
        how.check(this);
        beside.check(addresses, this);
        beside.fence.check(how.epoch, this);
    }

    @Override
    List<IpAddress> addresses() {
        return addresses;
    }

    @Override
    boolean changes() {
        return how.changes();
    }

    @Override
    int run(IpAssigner assigner) {
        try (MoveOptions.Prepared db = beside.build(addresses, assigner, this)) {
            how.run(db.group().evacuate(VipCommand.given(holder)).to(VipCommand.given(target)), this);
        }
        return ExitStatus.DONE;
    }

    @Override
    String ofNone() {
        return VipCommand.given(holder) + " holds none of them";
    }
}
