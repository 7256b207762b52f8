package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.GroupMoveRequest;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vip move}. */
@Command(
        name = "move",
        description = "Moves the addresses to a host, and waits until the network shows them there. They are "
                + "taken from any holder, unless --from is given. Makes one call for each interface.")
final class MoveCommand extends Ec2Command {

    @Mixin
    HowOptions how = new HowOptions();

    @Mixin
    MoveOptions beside = new MoveOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "ADDRESS... TARGET",
            hideParamSyntax = true,
            description = "The floating IPs, and last the host to move them to: an instance id, or an ENI id "
                    + "for one interface.")
    List<String> words = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "HOST",
            converter = Address.Host.class,
            description = "Refuse unless this host holds them now; --handover needs it.")
    @Nullable
    HostId from;

    @Option(names = "--or-unheld", description = "With --from: also move addresses that nobody holds.")
    boolean orUnheld;

    private List<IpAddress> addresses = List.of();
    private @Nullable HostId target;

    @Override
    void check() {
        if (words.size() < 2) {
            throw usage(words.isEmpty() ? "Missing required parameters: 'ADDRESS', 'TARGET'" : missingTarget());
        }
        target = Address.target(words.get(words.size() - 1), this);
        addresses = Address.all(words.subList(0, words.size() - 1), this);
        if (from == null && (orUnheld || how.handover)) {
            throw usage((how.handover ? "--handover" : "--or-unheld") + " needs --from HOST");
        }
        how.check(this);
        beside.check(addresses, this);
        beside.fence.check(how.epoch, this);
    }

    private static String missingTarget() {
        return "Missing required parameter: 'TARGET'";
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
    boolean changes() {
        return how.changes();
    }

    @Override
    int run(IpAssigner assigner) {
        try (MoveOptions.Prepared db = beside.build(addresses, assigner, this)) {
            GroupMoveRequest request = db.group().move().to(VipCommand.given(target));
            request = from == null ? request : request.from(from);
            how.run(orUnheld ? request.orUnheld() : request, this);
        }
        return ExitStatus.DONE;
    }
}
