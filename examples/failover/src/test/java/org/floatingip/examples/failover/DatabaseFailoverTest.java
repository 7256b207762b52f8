package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.floatingip.HostId;
import org.floatingip.PermissionDeniedException;
import org.floatingip.testkit.Call;
import org.floatingip.testkit.Fault;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.junit.VipExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failover, tested in milliseconds against a network that refuses what EC2 refuses. */
class DatabaseFailoverTest {

    private static final String VIP = "10.0.1.12";
    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");

    @RegisterExtension
    static final VipExtension VIPS = VipExtension.of(
            Scenario.builder().host("i-0a").holding(VIP).host("i-0b").named("db.example.com", VIP));

    private final Set<HostId> sick = new HashSet<>();
    private DatabaseFailover failover;

    @BeforeEach
    void start(Scenario scenario) {
        failover = new DatabaseFailover(scenario.floatingIp(), A, B, host -> !sick.contains(host));
    }

    @Test
    void check_whenTheHolderIsHealthy_leavesTheAddress(Scenario scenario) {
        assertThat(failover.check()).contains(A);
        assertThat(scenario).address(VIP).isHeldBy(A).wasNeverMoved();
    }

    @Test
    void check_whenTheHolderIsSick_movesTheAddress(Scenario scenario) {
        sick.add(A);

        assertThat(failover.check()).contains(B);
        assertThat(scenario)
                .address(VIP)
                .isHeldBy(B)
                .wasMovedTimes(1)
                .wasNeverUnheld()
                .isAcceptedOnlyBy(B);
        assertThat(scenario).name("db.example.com").pointsTo(VIP);
    }

    @Test
    void check_whenTheOldHolderRecovers_doesNotMoveBack(Scenario scenario) {
        sick.add(A);
        failover.check();
        sick.clear();

        assertThat(failover.check()).contains(B);
        assertThat(scenario).address(VIP).wasMovedTimes(1);
    }

    @Test
    void check_whenBothAreSick_leavesTheAddress(Scenario scenario) {
        sick.addAll(List.of(A, B));

        assertThat(failover.check()).contains(A);
        assertThat(scenario).address(VIP).wasNeverMoved();
    }

    @Test
    void check_whenTheHolderWasTerminated_givesTheAddressToTheOther(Scenario scenario) {
        scenario.network().terminate("i-0a");
        sick.add(A);

        assertThat(failover.check()).contains(B);
        assertThat(scenario).address(VIP).isHeldBy(B);
    }

    @Test
    void check_whenTheReplyIsLost_movesOnce(Scenario scenario) {
        sick.add(A);
        scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));

        assertThat(failover.check()).contains(B);
        assertThat(scenario).address(VIP).wasMovedTimes(1);
        assertThat(scenario.assigner().count(Call.ASSIGN)).isEqualTo(1);
    }

    @Test
    void check_whenItIsNotAllowed_saysSoAndTheNextCheckTriesAgain(Scenario scenario) {
        sick.add(A);
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(failover::check).isInstanceOf(PermissionDeniedException.class);
        assertThat(scenario).address(VIP).isHeldBy(A).isAcceptedOnlyBy(A);

        assertThat(failover.check()).contains(B);
    }
}
