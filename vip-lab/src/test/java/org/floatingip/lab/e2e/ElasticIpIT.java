package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.floatingip.FloatingIp;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.aws.ElasticIpAssigner;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.VpcElasticIp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An Elastic IP moves between two zones, while a client on the internet sends to it a thousand times a second. The gateway's map follows
 * the API a second late; users of EC2 state five or six. Counts are asserted, times are printed.
 */
@Tag("alone")
class ElasticIpIT {

    private static final Duration LAG = Duration.ofSeconds(1);

    private static WaysLab lab;
    private static ElasticIpAssigner assigner;
    private static VpcElasticIp www;
    private static VpcElasticIp other;

    @BeforeAll
    static void start() {
        lab = new WaysLab();
        assigner = lab.closing(lab.settings(ElasticIpAssigner.builder()).build());
        www = lab.network.allocateElasticIp();
        other = lab.network.allocateElasticIp();
        lab.wire.latency(WaysLab.LATENCY);
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    /** At A, and the other Elastic IP at nobody. */
    @BeforeEach
    void settle() {
        lab.comeBack(lab.a);
        lab.gateway.follower().release();
        lab.gateway.follower().delay(Duration.ZERO);
        lab.network.elasticIps().forEach(elasticIp -> {
            if (elasticIp.association() != null) {
                lab.network.disassociateElasticIp(elasticIp.association().id());
            }
        });
        associate(www, lab.a);
        lab.gateway.follower().awaitQuiet();
        lab.gateway.follower().delay(LAG);
    }

    private static void associate(VpcElasticIp elasticIp, LinuxHost host) {
        lab.network.associateElasticIp(
                elasticIp.allocationId(), lab.interfaceId(host), IpAddress.of(lab.address(host)), true);
    }

    private static FloatingIp floating(VpcElasticIp elasticIp) {
        return FloatingIp.at(elasticIp.publicIp()).assigner(assigner).build();
    }

    private static Measurement measure(Measurement.Act act) {
        return Measurement.of(lab.outside(), List.of(www.publicIp().toString()), act);
    }

    /** The same while the map does not follow before the call has returned, however long that takes. */
    private static Measurement measureWithALaterMap(Measurement.Act act) {
        return measure(times -> {
            lab.gateway.follower().hold();
            try {
                List<MoveStep> steps = act.run(times);
                times.ended();
                Wait.millis(50);
                return steps;
            } finally {
                lab.gateway.follower().release();
            }
        });
    }

    private static void say(String what, Measurement run) {
        System.out.printf(
                Locale.ROOT,
                "elastic ip, %-34s %5d sent, %4d lost, longest gap %6.1f ms; B answers %6.1f ms after the call; the move took %5.1f ms,"
                        + " the map is %d ms late%n",
                what,
                run.probe().sent(),
                run.probe().lost(),
                run.probe().longestGapMillis(),
                run.otherAnswersMillis(),
                run.tookMillis(),
                LAG.toMillis());
    }

    @Test
    void move_whenTheHolderLives_isAnsweredByItUntilTheMapFollows() {
        List<MoveResult> moved = new ArrayList<>();
        Measurement run = measureWithALaterMap(times -> {
            moved.add(floating(www).moveTo(lab.id(lab.b)));
            return moved.get(0).steps();
        });

        say("plain move, A lives", run);
        assertThat(moved.get(0).displaced())
                .extracting(old -> old.host().value())
                .containsExactly(lab.id(lab.a));
        Follower.Change change = run.changes().get(0);
        assertThat(run.changes()).hasSize(1);
        ProbeRun after = run.probe().since(change.routedAt());
        assertThat(after.by('B'))
                .as("since the map has followed")
                .isEqualTo(after.sent())
                .isPositive();
        assertThat(run.probe().since(run.endedAt()).by('A'))
                .as("after the move was verified")
                .isPositive();
        // What is between the gateway and A when the map changes is lost, and no more: the way back is gone then.
        assertThat(run.probe().stretches().get(0).by()).isEqualTo('A');
        long changing = change.movedAt() + LAG.toNanos() / 2;
        assertThat(run.probe().packets())
                .filteredOn(ProbeRun.Packet::lost)
                .as("on their way when the map changed")
                .allMatch(packet -> packet.sentAt() > changing && packet.sentAt() <= change.routedAt());
    }

    @Test
    void handover_losesPacketsWhileNobodyHoldsIt() {
        Measurement run = measure(times -> floating(www)
                .move()
                .from(lab.id(lab.a))
                .to(lab.id(lab.b))
                .handover()
                .execute()
                .steps());

        say("handover, A lives", run);
        assertThat(run.changes()).extracting(Follower.Change::where).containsExactly(null, lab.address(lab.b));
        long gone = run.changes().get(0).movedAt();
        long back = run.changes().get(1).routedAt();
        assertThat(run.probe().lost()).isPositive();
        assertThat(run.probe().since(back).by('A')).isZero();
        assertThat(run.probe().since(back).lost()).isZero();
        assertThat(run.probe().packets().stream()
                        .filter(packet -> packet.sentAt() < gone)
                        .filter(ProbeRun.Packet::lost))
                .isEmpty();
    }

    @Test
    void move_whenTheHolderHasCrashed_losesPacketsUntilTheMapFollows() {
        Measurement run = measureWithALaterMap(times -> {
            times.cut();
            lab.crash(lab.a);
            Wait.millis(Moves.NOTICED_AFTER_MILLIS);
            times.called();
            return floating(www).standby(lab.id(lab.b)).execute().steps();
        });
        lab.comeBack(lab.a);

        say("crash of A, standby", run);
        System.out.printf(
                Locale.ROOT,
                "            of them %d since the call, and %d of these after it had returned%n",
                run.lostSinceCall(),
                run.probe().since(run.endedAt()).lost());
        ProbeRun after = run.probe().since(run.changes().get(0).routedAt());
        assertThat(run.probe().since(run.endedAt()).lost())
                .as("the move is made, and the map late")
                .isPositive();
        assertThat(after.by('B'))
                .as("since the map has followed")
                .isEqualTo(after.sent())
                .isPositive();
    }

    @Test
    void move_whenAnotherOneIsThere_isRefusedAndNobodyLosesAPacket() {
        associate(other, lab.b);
        lab.gateway.follower().awaitQuiet();

        List<RefusedException> refused = new ArrayList<>();
        Measurement run = Measurement.of(
                lab.outside(),
                List.of(www.publicIp().toString(), other.publicIp().toString()),
                times -> {
                    refused.add(catchThrowableOfType(
                            RefusedException.class, () -> floating(www).moveTo(lab.id(lab.b))));
                    return List.of();
                });

        assertThat(refused.get(0).reason()).isEqualTo(RefusalReason.OCCUPIED);
        assertThat(refused.get(0)).hasMessageContaining(other.publicIp().toString());
        assertThat(run.probe().lost()).isZero();
        assertThat(run.probe().to(0).by('A')).isEqualTo(run.probe().to(0).sent());
        assertThat(run.probe().to(1).by('B')).isEqualTo(run.probe().to(1).sent());
    }

    /** Right after the call another one comes to the same private address, which EC2 tells nobody. */
    @Test
    void move_whenAnotherOneDisplacesIt_saysWhoDidAndItsPacketsAreLost() {
        lab.server.inject(Fault.none()
                .onAction("AssociateAddress")
                .then(Incident.thirdPartyTakesElasticIp(other.allocationId(), lab.id(lab.b))));

        List<Throwable> thrown = new ArrayList<>();
        Measurement run = measure(times -> {
            thrown.add(catchThrowable(() -> floating(www).moveTo(lab.id(lab.b))));
            return List.of();
        });

        System.out.println("elastic ip, displaced: " + thrown.get(0));
        assertThat(thrown.get(0)).isInstanceOf(NotVerifiedException.class);
        assertThat(thrown.get(0).getCause())
                .hasMessageContaining(other.publicIp().toString());
        ProbeRun after = run.probe()
                .since(run.changes().stream()
                        .mapToLong(Follower.Change::routedAt)
                        .max()
                        .orElseThrow());
        assertThat(after.lost())
                .as("whoever follows the displaced one")
                .isEqualTo(after.sent())
                .isPositive();
    }
}
