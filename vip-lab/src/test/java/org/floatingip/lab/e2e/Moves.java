package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.GroupMoveResult;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.MoveStep;
import org.floatingip.StandbyMove;
import org.floatingip.StepKind;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.event.StepEnded;
import org.floatingip.lab.Program;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.spi.HostNetworkConfigurator;

/** What vip does in the lab. Each begins with the VIP at one host, and only that one accepting it, unless it says otherwise. */
final class Moves {

    /** What 100 ms adverts need to notice that a host is gone. It is not vip that notices. */
    static final long NOTICED_AFTER_MILLIS = 300;

    /** How long after the VPC the packets follow. */
    static final Duration FOLLOWS_AFTER = Duration.ofMillis(5);

    /** The same where it takes as long as users state of EC2. */
    static final Duration FOLLOWS_LATE = Duration.ofSeconds(1);

    private final EndToEndLab lab;

    Moves(EndToEndLab lab) {
        this.lab = lab;
    }

    /** A whole move from a host to the other, hosts over SSH; Redis hands over when the target is ready for packets. */
    Measurement planned(LinuxHost from, Sabotage sabotage, HostNetworkConfigurator by, Duration latency) {
        return planned(from, sabotage, by, latency, FOLLOWS_AFTER, lab.assigner);
    }

    /** The same while packets follow the VPC a second late; {@code hasty}, the old host drops the address at once. */
    Measurement plannedWhilePacketsFollowLate(Duration latency, boolean hasty) {
        return planned(lab.a, Sabotage.NONE, lab.hosts, latency, FOLLOWS_LATE, hasty ? lab.hasty : lab.assigner);
    }

    private Measurement planned(
            LinuxHost from,
            Sabotage sabotage,
            HostNetworkConfigurator by,
            Duration latency,
            Duration delay,
            Ec2IpAssigner assigner) {
        lab.settle(from);
        SabotagedHosts hosts = new SabotagedHosts(by, sabotage, lab.holder(from));
        ExecutorService beside = Executors.newSingleThreadExecutor();
        FloatingIp vip = FloatingIp.at(EndToEndLab.VIP)
                .assigner(assigner)
                .hosts(hosts)
                .listener(new RedisFollows(lab.redis, from), beside)
                .build();
        lab.wire.latency(latency);
        prepare(sabotage, delay);
        return Measurement.of(lab, true, List.of(EndToEndLab.VIP), times -> {
            times.called();
            List<MoveStep> steps = vip.moveTo(lab.id(lab.other(from))).steps();
            times.ended();
            catchUp(sabotage, lab.other(from), List.of(EndToEndLab.VIP));
            beside.shutdown();
            Wait.until("Redis has handed over", beside::isTerminated);
            return steps;
        });
    }

    /** Hands Redis over as soon as the target is ready: beside the move, which does not wait for it. */
    private record RedisFollows(RedisPair redis, LinuxHost from) implements MoveListener {

        @Override
        public void stepEnded(StepEnded event) {
            if (event.step().kind() == StepKind.HOST_READY) {
                redis.handOver(from);
            }
        }
    }

    /** A is cut off, and some time later a prepared move is executed; both hosts have accepted the address before. */
    Measurement crash(Sabotage sabotage, Duration latency, Duration delay) {
        lab.settle(lab.a);
        if (sabotage != Sabotage.ACCEPTED_LATE) {
            lab.accept(lab.b, EndToEndLab.VIP);
        }
        return crash(lab.vipAlone().standby(lab.id(lab.b)), sabotage, latency, delay);
    }

    /**
     * The same with hosts over SSH.
     *
     * @param ahead whether the target is made ready in peace; else it is when the move is executed
     */
    Measurement crashOverSsh(Duration latency, Duration delay, boolean ahead) {
        lab.settle(lab.a);
        StandbyMove standby = lab.vip(lab.hosts).standby(lab.id(lab.b));
        if (ahead) {
            standby.makeReady();
        }
        return crash(standby, Sabotage.NONE, latency, delay);
    }

    private Measurement crash(StandbyMove standby, Sabotage sabotage, Duration latency, Duration delay) {
        lab.wire.latency(latency);
        prepare(sabotage, delay);
        return Measurement.of(lab, true, List.of(EndToEndLab.VIP), times -> {
            times.cut();
            lab.fabric.cut(lab.a);
            Wait.millis(NOTICED_AFTER_MILLIS);
            lab.redis.promote(lab.b);
            times.called();
            List<MoveStep> steps = standby.execute().steps();
            times.ended();
            catchUp(sabotage, lab.b, List.of(EndToEndLab.VIP));
            return steps;
        });
    }

    /** 48 addresses leave A at once. */
    Measurement evacuation(Sabotage sabotage, Duration latency) {
        bringAllToA();
        SabotagedHosts hosts = new SabotagedHosts(lab.hosts, sabotage, lab.onA);
        FloatingIpGroup sites = FloatingIpGroup.of(EndToEndLab.SITES)
                .assigner(lab.assigner)
                .hosts(hosts)
                .timeoutSeconds(120)
                .build();
        lab.wire.latency(latency);
        prepare(sabotage, FOLLOWS_AFTER);
        return Measurement.of(lab, false, EndToEndLab.SITES, times -> {
            times.called();
            GroupMoveResult moved =
                    sites.evacuate(lab.id(lab.a)).to(lab.id(lab.b)).execute();
            times.ended();
            catchUp(sabotage, lab.b, EndToEndLab.SITES);
            return moved.results().get(0).steps();
        });
    }

    private void bringAllToA() {
        lab.settle(lab.a);
        EndToEndLab.SITES.forEach(site -> lab.accept(lab.a, site));
        lab.network.assignAddresses(lab.onA.interfaceId(), addresses(), true);
        lab.fabric.awaitQuiet();
        EndToEndLab.SITES.forEach(site -> lab.drop(lab.b, site));
    }

    /** Three of them leave A by the command, planned and applied, with both hosts over SSH. */
    Measurement evacuationByCommand(Duration latency) {
        bringAllToA();
        lab.wire.latency(latency);
        prepare(Sabotage.NONE, FOLLOWS_AFTER);
        List<String> three = EndToEndLab.SITES.subList(0, 3);
        Path plan = lab.lab.folder().resolve("plan");
        List<String> planning = new ArrayList<>(
                List.of("evacuate", lab.id(lab.a), lab.id(lab.b), "--plan-out", plan.toString(), "--timeout", "120"));
        planning.addAll(three);
        return Measurement.of(lab, false, three, times -> {
            succeed(planning);
            times.called();
            succeed(List.of("apply", plan.toString(), "--timeout", "120"));
            times.ended();
            return List.of();
        });
    }

    private void succeed(List<String> arguments) {
        Program.Ended ended = lab.command(arguments.toArray(String[]::new));
        assertThat(ended.status()).as(ended.err()).isZero();
    }

    private void prepare(Sabotage sabotage, Duration delay) {
        lab.fabric.follower().delay(delay);
        if (sabotage == Sabotage.FABRIC_LATE) {
            lab.fabric.follower().hold();
        }
    }

    /** Does what a sabotage has left undone. */
    private void catchUp(Sabotage sabotage, LinuxHost target, List<String> addresses) {
        if (sabotage == Sabotage.ACCEPTED_LATE) {
            Wait.millis(Sabotage.LATE_MILLIS);
            addresses.forEach(address -> lab.accept(target, address));
        } else if (sabotage == Sabotage.FABRIC_LATE) {
            Wait.millis(Sabotage.LATE_MILLIS);
            lab.fabric.follower().release();
        }
    }

    private static List<IpAddress> addresses() {
        return EndToEndLab.SITES.stream().map(IpAddress::of).toList();
    }

    /** A whole move while somebody else in the account uses up what EC2 lets it ask for, for a second. */
    Measurement throttled(Sabotage sabotage, Duration latency) {
        lab.settle(lab.a);
        SabotagedHosts hosts = new SabotagedHosts(lab.hosts, sabotage, lab.onA);
        FloatingIp vip = lab.vip(hosts);
        lab.wire.latency(latency);
        prepare(sabotage, FOLLOWS_AFTER);
        return Measurement.of(lab, true, List.of(EndToEndLab.VIP), times -> {
            try (NoisyNeighbour neighbour = NoisyNeighbour.start(lab.server.endpointUrl(), lab.limits)) {
                neighbour.stopAfter(Duration.ofSeconds(1));
                times.called();
                List<MoveStep> steps = vip.moveTo(lab.id(lab.b)).steps();
                times.ended();
                catchUp(sabotage, lab.b, List.of(EndToEndLab.VIP));
                return steps;
            }
        });
    }
}
