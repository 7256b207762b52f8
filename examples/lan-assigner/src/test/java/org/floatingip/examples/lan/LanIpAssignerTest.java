package org.floatingip.examples.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.RefusalReason;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.junit.jupiter.api.Test;

/** What a LAN has beyond the contract: dead hosts, hosts that only seem dead, and claims that are flips. */
class LanIpAssignerTest {

    private static final IpAddress VIP = IpAddress.of("10.77.1.12");

    private final FakeLan lan = new FakeLan();
    private final LanIpAssigner assigner = lan.assigner();
    private final FloatingIp db =
            FloatingIp.at(VIP).assigner(assigner).ticker(VirtualTicker.create()).build();

    LanIpAssignerTest() {
        lan.give(VIP, HostId.of("db.a"));
    }

    @Test
    void moveTo_always_letsTheOldHostGoFirstAndAnnouncesLast() {
        assertThat(db.moveTo("db.b").outcome()).isEqualTo(MoveOutcome.MOVED);

        assertThat(lan.commands)
                .filteredOn(command -> !command.contains(" show "))
                .containsExactly(
                        "db.a: ip address del 10.77.1.12/32 dev eth0",
                        "db.b: ip address replace 10.77.1.12/32 dev eth0",
                        "db.b: arping -q -U -c 1 -w 1 -I eth0 10.77.1.12");
    }

    @Test
    void moveTo_whenTheHolderIsDead_asksTheNeighboursAndMoves() {
        lan.host("db.a").alive = false;

        assertThat(db.moveTo("db.b").outcome()).isEqualTo(MoveOutcome.MOVED);

        assertThat(lan.holders(VIP)).containsExactly(HostId.of("db.b"));
    }

    @Test
    void moveTo_whenTheHolderOnlySeemsDead_changesNothing() {
        lan.host("db.a").reachable = false;

        assertThatThrownBy(() ->
                        db.move().to("db.b").timeout(Duration.ofSeconds(3)).execute())
                .isInstanceOfSatisfying(
                        OutOfTimeException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NONE))
                .hasMessageContaining("[db.a] can't be asked")
                .hasMessageContaining("can't be ruled out");

        assertThat(lan.holders(VIP)).containsExactly(HostId.of("db.a"));
        assertThat(lan.commands).noneMatch(command -> command.contains("replace"));
    }

    @Test
    void moveTo_whenAHostThatDoesNotHoldItIsDead_moves() {
        lan.host("db.c").alive = false;

        assertThat(db.moveTo("db.b").outcome()).isEqualTo(MoveOutcome.MOVED);
    }

    @Test
    void locate_whenTwoHostsClaimIt_showsBoth() {
        lan.host("db.b").addresses.add(VIP.toString());

        assertThat(assigner.locate(VIP)).hasSize(2);
    }

    @Test
    void survey_ofAHostsOwnAddress_isRefused() {
        assertThatThrownBy(() -> assigner.survey(IpAddress.of("10.77.1.1"), HostId.of("db.b")))
                .is(refusal(RefusalReason.PRIMARY_ADDRESS));
    }

    @Test
    void build_withAHostConfiguratorBesideIt_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> FloatingIp.at(VIP)
                        .assigner(assigner)
                        .hosts(InMemoryHosts.create())
                        .build())
                .withMessageContaining("LanIpAssigner[db.a, db.b, db.c]");
    }

    @Test
    void builder_whenSomethingIsMissingOrMalformed_says() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LanIpAssigner.builder().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LanIpAssigner.builder().host("db.a", lan.host("db.a"), "eth0; reboot"))
                .withMessageContaining("eth0; reboot");
    }
}
