package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.SettleResult;
import org.floatingip.StandbyMove;
import org.floatingip.aws.RouteIpAssigner;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Diagnosis;
import org.floatingip.doctor.Severity;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.ForwardingHostNetworkConfigurator;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.PerAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An overlay address moves between two zones, by the routes of three tables, while a client in a third zone sends to it a thousand
 * times a second. Each move is of whoever holds it to the other. Counts are asserted, times are printed. {@code -Dways.runs=50} makes
 * that many planned moves in each direction.
 */
@Tag("alone")
class OverlayRouteIT {

    private static final Duration FABRIC = Moves.FOLLOWS_AFTER;

    private static WaysLab lab;
    private static LinuxConfigurator hosts;
    private static RouteIpAssigner assigner;
    private static RouteIpAssigner hasty;
    private static ExecutorService tables;

    @BeforeAll
    static void start() {
        lab = new WaysLab();
        hosts = lab.hosts(HostMode.WHILE_HOLDING);
        tables = Executors.newFixedThreadPool(2);
        assigner = lab.closing(settings().build());
        hasty = lab.closing(settings().dataPlaneLag(Duration.ZERO).build());
        lab.startOverlay(lab.a);
        lab.wire.latency(WaysLab.LATENCY);
    }

    private static RouteIpAssigner.Builder settings() {
        return lab.settings(RouteIpAssigner.builder()).routeTables(lab.tables).executor(tables);
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
        if (tables != null) {
            tables.shutdown();
        }
    }

    @BeforeEach
    void atA() {
        lab.resetOverlay(lab.a);
    }

    /** As a move leaves it: the holder alone accepts the address, and every table leads there. */
    @AfterEach
    void everyTableLeadsToWhoAcceptsIt() {
        lab.router.follower().delay(Duration.ZERO);
        LinuxHost holder = holder();
        assertThat(WaysLab.accepts(holder, WaysLab.OVERLAY)).isTrue();
        assertThat(WaysLab.accepts(other(holder), WaysLab.OVERLAY)).isFalse();
        for (LinuxHost from : List.of(lab.a, lab.b, lab.client)) {
            assertThat(from == holder || lab.router.leads(WaysLab.OVERLAY, from, holder))
                    .as(lab.router.routeOf(WaysLab.OVERLAY, from))
                    .isTrue();
        }
    }

    private static FloatingIp overlay(RouteIpAssigner by) {
        return FloatingIp.at(WaysLab.OVERLAY).assigner(by).hosts(hosts).build();
    }

    private static LinuxHost holder() {
        String holder = overlay(assigner).holder().orElseThrow().host().value();
        return holder.equals(lab.id(lab.a)) ? lab.a : lab.b;
    }

    private static LinuxHost other(LinuxHost host) {
        return host == lab.a ? lab.b : lab.a;
    }

    private static char letter(LinuxHost host) {
        return host == lab.a ? 'A' : 'B';
    }

    private static Measurement planned(LinuxHost from, FloatingIp overlay, Duration delay) {
        lab.router.follower().delay(delay);
        return Measurement.of(lab.inside(), List.of(WaysLab.OVERLAY), times -> {
            MoveResult moved = overlay.moveTo(lab.id(other(from)));
            assertThat(moved.unsettled()).isEmpty();
            return moved.steps();
        });
    }

    private static void say(String what, Measurement run) {
        System.out.printf(
                Locale.ROOT,
                "overlay, %-52s %5d sent, %4d lost; the other host answers %6.1f ms after the call; the move took %6.1f ms%n",
                what,
                run.probe().sent(),
                run.probe().lost(),
                run.otherAnswersMillis(),
                run.tookMillis());
    }

    @Test
    void move_whenPlanned_losesNoPacketThereAndBack() {
        List<Integer> lost = new ArrayList<>();
        for (int run = 0; run < 2 * Integer.getInteger("ways.runs", 2); run++) {
            LinuxHost from = holder();
            Measurement moved = planned(from, overlay(assigner), FABRIC);

            say("planned, " + letter(from) + " to " + letter(other(from)), moved);
            lost.add(moved.probe().lost());
            assertThat(moved.probe().stretches())
                    .extracting(ProbeRun.Stretch::by)
                    .containsExactly(letter(from), letter(other(from)));
            assertThat(moved.changes()).as("tables").hasSize(lab.tables.size());
            everyTableLeadsToWhoAcceptsIt();
        }
        assertThat(lost).containsOnly(0);
    }

    /** The hosts; notes when one is made to drop the address. */
    private static HostNetworkConfigurator watched(AtomicLong droppedAt) {
        return new ForwardingHostNetworkConfigurator(hosts) {
            @Override
            public PerAddress<HostReport> drop(List<IpAddress> addresses, Holder holder, Duration budget) {
                droppedAt.set(System.nanoTime());
                return super.drop(addresses, holder, budget);
            }
        };
    }

    private static long lastRouted(Measurement run) {
        return run.changes().stream().mapToLong(Follower.Change::routedAt).max().orElseThrow();
    }

    @Test
    void move_whenPacketsFollowASecondLate_losesNoneUntilTheOldHostDrops() {
        AtomicLong droppedAt = new AtomicLong();
        FloatingIp overlay = FloatingIp.at(WaysLab.OVERLAY)
                .assigner(assigner)
                .hosts(watched(droppedAt))
                .build();
        Measurement moved = planned(lab.a, overlay, Moves.FOLLOWS_LATE);

        say("packets follow 1 s late", moved);
        assertThat(droppedAt.get() - moved.pivot())
                .as("how long after the change the old host is made to drop it")
                .isGreaterThan(Moves.FOLLOWS_LATE.toNanos());
        // Half a second is left for packets to follow, which a busy machine may exceed.
        long safe = Math.min(droppedAt.get(), lastRouted(moved));
        assertThat(moved.probe().packets().stream()
                        .filter(packet -> packet.sentAt() < safe || lastRouted(moved) < droppedAt.get())
                        .filter(ProbeRun.Packet::lost))
                .as(moved.probe().stretches().toString())
                .isEmpty();
        assertThat(moved.probe().by('B')).isPositive();
    }

    /** The control: packets follow only when the move has returned. */
    @Test
    void move_whenTheOldHostDropsAtOnceAndPacketsFollowLater_losesSome() {
        lab.router.follower().delay(Moves.FOLLOWS_LATE);
        Measurement moved = Measurement.of(lab.inside(), List.of(WaysLab.OVERLAY), times -> {
            lab.router.follower().hold();
            try {
                MoveResult result = overlay(hasty).moveTo(lab.id(lab.b));
                times.ended();
                Wait.millis(50);
                return result.steps();
            } finally {
                lab.router.follower().release();
            }
        });

        say("packets follow 1 s late, the old host drops at once", moved);
        assertThat(moved.probe().since(moved.endedAt()).lost()).isPositive();
        assertThat(moved.probe().since(lastRouted(moved)).by('A')).isZero();
        assertThat(moved.probe().by('B')).isPositive();
    }

    /** What the lab's data plane can't set fails a test. */
    @Test
    void routes_whenOneCannotBeSet_sayWhyAndTheNextIsSet() throws IOException {
        try (RouteBatch routes = new RouteBatch(lab.lab.router())) {
            assertThatThrownBy(() -> routes.run("route del 203.0.113.1/32 table 999"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("route del 203.0.113.1/32 table 999: ");
            routes.run("route replace blackhole 203.0.113.1/32 table 999");
            routes.run("route del blackhole 203.0.113.1/32 table 999");
        }
    }

    /** Hosts that accept it always, through ifupdown; the mover has none to see to. */
    @Test
    void move_whenHostsAcceptItAlways_losesNoPacket() {
        LinuxHost from = holder();
        FloatingIp setUp = FloatingIp.at(WaysLab.OVERLAY)
                .assigner(assigner)
                .hosts(lab.hosts(HostMode.ALWAYS))
                .build();
        // There and back, so that both have it for good.
        setUp.moveTo(lab.id(other(from)));
        setUp.moveTo(lab.id(from));
        for (LinuxHost host : List.of(lab.a, lab.b)) {
            // The manager of the interface brings it back, though it is in no subnet of the host.
            host.sh("ifdown eth0 && ifup eth0");
            assertThat(WaysLab.accepts(host, WaysLab.OVERLAY)).as(host.name()).isTrue();
        }

        Measurement moved =
                planned(from, FloatingIp.at(WaysLab.OVERLAY).assigner(assigner).build(), FABRIC);

        say("planned, hosts accept it always", moved);
        assertThat(moved.probe().stretches())
                .extracting(ProbeRun.Stretch::by)
                .containsExactly(letter(from), letter(other(from)));
        // As it was: only the holder accepts it, and nobody for good.
        lab.resetOverlay(other(from));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void standby_whenTheHolderCrashes_losesNothingFromWhenPacketsAreRoutedToTheTarget(boolean ready) {
        LinuxHost from = holder();
        LinuxHost to = other(from);
        FloatingIp overlay = overlay(assigner);
        StandbyMove standby = overlay.standby(lab.id(to));
        if (ready) {
            standby.makeReady();
        }
        lab.router.follower().delay(FABRIC);
        List<MoveResult> result = new ArrayList<>();

        Measurement moved = Measurement.of(lab.inside(), List.of(WaysLab.OVERLAY), times -> {
            times.cut();
            lab.crash(from);
            Wait.millis(Moves.NOTICED_AFTER_MILLIS);
            times.called();
            result.add(standby.execute());
            return result.get(0).steps();
        });
        lab.comeBack(from);

        long[] routed = moved.changes().stream()
                .mapToLong(Follower.Change::routedAt)
                .sorted()
                .toArray();
        say("crash, standby" + (ready ? " made ready" : ", the target is told only then"), moved);
        System.out.printf(
                Locale.ROOT,
                "         of them %d since the call; one call and the fabric are %d ms; %d tables were routed after %.1f to %.1f ms%n",
                moved.lostSinceCall(),
                WaysLab.LATENCY.plus(FABRIC).toMillis(),
                routed.length,
                (routed[0] - moved.calledAt()) / 1e6,
                (routed[routed.length - 1] - moved.calledAt()) / 1e6);
        assertThat(moved.probe().lost()).as("since the cut").isPositive();
        assertThat(moved.probe().since(routed[routed.length - 1]).stretches())
                .extracting(ProbeRun.Stretch::by)
                .containsExactly(letter(to));
        assertThat(WaysLab.accepts(from, WaysLab.OVERLAY))
                .as("who crashed still does")
                .isTrue();
        assertThat(result.get(0).unsettled()).hasSize(1);
        SettleResult settled = overlay.settle(result.get(0));
        assertThat(overlay.settle(result.get(0)).complete()).as("once more").isTrue();
        assertThat(settled.complete())
                .as(settled + " " + settled.warnings() + " " + settled.steps())
                .isTrue();
    }

    @Test
    void move_whenTheHolderWasStopped_replacesBlackholes() {
        LinuxHost from = holder();
        network(() -> lab.network.stop(lab.id(from)));
        String route = lab.router.routeOf(WaysLab.OVERLAY, lab.client);
        MoveResult moved;
        try {
            moved = overlay(assigner).moveTo(lab.id(other(from)));
        } finally {
            network(() -> lab.network.start(lab.id(from)));
        }

        assertThat(route).as("a blackhole").contains("Invalid argument");
        assertThat(moved.displaced()).extracting(old -> old.host().value()).containsExactly(lab.id(from));
    }

    private static void network(Runnable change) {
        change.run();
        lab.router.follower().awaitQuiet();
    }

    @Test
    void doctor_whenTheAddressIsInNoSubnetOfTheHosts_findsNothingWrong() {
        Diagnosis diagnosis = overlay(assigner).doctor(lab.id(lab.a), lab.id(lab.b));

        assertThat(diagnosis.findings())
                .as(diagnosis.toString())
                .noneMatch(finding -> finding.severity() == Severity.PROBLEM);
        assertThat(diagnosis.findings())
                .as("it is in no subnet")
                .noneMatch(finding -> finding.check().equals(Checks.SUBNET));
    }
}
