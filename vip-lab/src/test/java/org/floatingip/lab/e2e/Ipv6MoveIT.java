package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.floatingip.FloatingIp;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveRequest;
import org.floatingip.aws.Ec2Ipv6Assigner;
import org.floatingip.lab.hosts.LinuxHost;
import org.floatingip.linux.HostMode;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.spi.HostNetworkConfigurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An IPv6 address moves within its subnet, from A to C and back, while a client sends to it a thousand times a second. The router sends
 * it to the port of the interface that it is assigned to, and asks there for the neighbour. Counts are asserted, times are printed.
 * {@code -Dways.runs=50} makes that many moves in each direction.
 */
@Tag("alone")
class Ipv6MoveIT {

    private static final IpAddress ADDRESS = IpAddress.of(WaysLab.IPV6);

    private static WaysLab lab;
    private static LinuxConfigurator hosts;
    private static Ec2Ipv6Assigner assigner;

    @BeforeAll
    static void start() {
        lab = new WaysLab();
        hosts = lab.hosts(HostMode.WHILE_HOLDING);
        assigner = lab.closing(lab.settings(Ec2Ipv6Assigner.builder()).build());
        lab.wire.latency(WaysLab.LATENCY);
        for (LinuxHost host : List.of(lab.a, lab.c)) {
            // By where neighbours ask for this address and no other one of the lab.
            host.run("nft", """
                    table ip6 asked {
                        counter address { }
                        chain arriving {
                            type filter hook prerouting priority raw;
                            ip6 daddr ff02::1:ff00:12 icmpv6 type nd-neighbor-solicit counter name "address"
                        }
                    }
                    """);
        }
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    /** At A, which alone accepts it. */
    @BeforeEach
    void settle() {
        lab.router.follower().delay(Duration.ZERO);
        lab.network
                .holders(ADDRESS)
                .forEach(holder -> lab.network.ipv6().unassign(holder.interfaceId(), List.of(ADDRESS)));
        lab.network.ipv6().assign(lab.interfaceId(lab.a), List.of(ADDRESS));
        lab.accept(lab.a, WaysLab.IPV6);
        lab.drop(lab.c, WaysLab.IPV6);
        lab.router.follower().awaitQuiet();
        // Where it has asked in vain, it would ask again only after a second.
        lab.router.forgetNeighbours();
        lab.router.follower().delay(Moves.FOLLOWS_AFTER);
    }

    private static MoveRequest handover(LinuxHost from, HostNetworkConfigurator by) {
        return FloatingIp.at(ADDRESS)
                .assigner(assigner)
                .hosts(by)
                .build()
                .move()
                .from(lab.id(from))
                .to(lab.id(other(from)))
                .handover();
    }

    private static LinuxHost other(LinuxHost host) {
        return host == lab.a ? lab.c : lab.a;
    }

    private static char letter(LinuxHost host) {
        return host == lab.a ? 'A' : 'C';
    }

    /** How often all neighbours of a host were asked for the address. */
    private static int asked(LinuxHost host) {
        return Integer.parseInt(
                host.sh("nft list counter ip6 asked address | sed -n 's/.*packets \\([0-9]*\\) .*/\\1/p'")
                        .strip());
    }

    private static void say(String what, Measurement run) {
        System.out.printf(
                Locale.ROOT,
                "ipv6, %-34s %5d sent, %4d lost, longest gap %6.1f ms; unassigned for %5.1f ms, and nowhere routed for %5.1f ms; the move took"
                        + " %6.1f ms%n",
                what,
                run.probe().sent(),
                run.probe().lost(),
                run.probe().longestGapMillis(),
                (run.changes().get(1).movedAt() - run.changes().get(0).movedAt()) / 1e6,
                (run.changes().get(1).routedAt() - run.changes().get(0).routedAt()) / 1e6,
                run.tookMillis());
    }

    @Test
    void handover_losesWhatIsSentWhileNobodyHoldsTheAddress_andNoMore() {
        LinuxHost from = lab.a;
        for (int run = 0; run < 2 * Integer.getInteger("ways.runs", 1); run++) {
            LinuxHost to = other(from);
            // Back at a port it would still know the neighbour from before.
            lab.router.forgetNeighbours();
            MoveRequest request = handover(from, hosts);
            MovePlan plan = request.plan();
            assertThat(plan.warnings()).anyMatch(warning -> warning.contains("nobody holds"));
            int before = asked(to);

            Measurement moved = Measurement.of(
                    lab.inside(),
                    List.of(WaysLab.IPV6),
                    times -> request.execute().steps());

            say("handover, " + letter(from) + " to " + letter(to), moved);
            System.out.println("      solicitations for it heard by " + letter(to) + ": " + (asked(to) - before)
                    + "; the router's neighbour: " + lab.router.neighbour(WaysLab.IPV6, to));
            assertThat(moved.changes()).hasSize(2);
            assertThat(moved.changes().get(0).where()).as("unassigned first").isNull();
            assertThat(moved.probe().stretches())
                    .extracting(ProbeRun.Stretch::by)
                    .containsExactly(letter(from), (char) 0, letter(to));
            assertThat(moved.probe().since(moved.changes().get(1).routedAt()).lost())
                    .as("since the target holds it")
                    .isZero();
            assertThat(asked(to)).as("it was asked").isGreaterThan(before);
            assertThat(WaysLab.accepts(to, WaysLab.IPV6)).isTrue();
            assertThat(WaysLab.accepts(from, WaysLab.IPV6)).isFalse();
            from = to;
        }
    }

    /** The control: nobody but the target can say who has the address. */
    @Test
    void handover_whenTheTargetDoesNotAcceptTheAddress_isAnsweredByNobody() {
        HostNetworkConfigurator lying = new SabotagedHosts(
                hosts, Sabotage.ACCEPTED_LATE, lab.network.holders(ADDRESS).get(0));

        Measurement moved = Measurement.of(
                lab.inside(),
                List.of(WaysLab.IPV6),
                times -> handover(lab.a, lying).execute().steps());

        say("handover, C does not accept it", moved);
        ProbeRun after = moved.probe().since(moved.changes().get(1).routedAt());
        assertThat(after.lost()).isEqualTo(after.sent()).isPositive();
        assertThat(lab.router.neighbour(WaysLab.IPV6, lab.c)).doesNotContain("lladdr");
    }
}
