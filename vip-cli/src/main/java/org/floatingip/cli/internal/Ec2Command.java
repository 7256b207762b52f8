package org.floatingip.cli.internal;

import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMovePlan;
import org.floatingip.GroupMoveResult;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.spi.IpAssigner;
import picocli.CommandLine.Mixin;

/**
 * A command that asks EC2, for one address or several. Of one it says all that there is to say of that: its result, its failure
 * and its plan are those of the address.
 */
abstract class Ec2Command extends AwsCommand {

    @Mixin
    WayOptions way = new WayOptions();

    @Override
    final int work() {
        try (WayOptions.Opened opened = way.open(addresses(), options, output.timeout(), this)) {
            return run(opened.assigner());
        } catch (GroupMoveException e) {
            throw own(e, e.failures());
        } catch (GroupReleaseException e) {
            throw own(e, e.failures());
        } catch (GroupRefusedException e) {
            throw own(e, e.refusals());
        }
    }

    private FloatingIpException own(FloatingIpException whole, Map<IpAddress, ? extends FloatingIpException> each) {
        return alone() ? each.values().iterator().next() : whole;
    }

    abstract int run(IpAssigner assigner);

    @Override
    String afterUnknown() {
        return "Check who holds the address, then run the same command again";
    }

    /** All that it is asked for; known once it was checked. */
    abstract List<IpAddress> addresses();

    /** Whether it is of one address, and speaks of that alone. */
    boolean alone() {
        return false;
    }

    FloatingIpGroup.Builder group(List<IpAddress> addresses, IpAssigner assigner) {
        return watched(FloatingIpGroup.of(addresses).assigner(assigner).timeout(output.timeout()));
    }

    void done(GroupMoveResult result) {
        if (alone()) {
            done(result.results().get(0));
        } else if (json()) {
            out().println(Json.of(result));
        } else {
            out().println(result.results().isEmpty() ? ofNone() : result.toString());
            result.results().forEach(each -> out().println("  " + each));
            result.warnings().forEach(this::warn);
        }
    }

    /** What is said where no address was to be moved. */
    String ofNone() {
        return "there was nothing to move";
    }

    void planned(GroupMovePlan plan) {
        if (alone()) {
            MovePlan own = plan.plans().get(0);
            print(json() ? Json.of(own) : own.toString());
        } else {
            print(json() ? Json.of(plan) : plan.toString());
        }
    }
}
