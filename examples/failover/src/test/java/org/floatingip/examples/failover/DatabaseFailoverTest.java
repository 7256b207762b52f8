package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.junit.VipExtension;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Failover, tested in milliseconds against a network that refuses what EC2 refuses. */
class DatabaseFailoverTest {

    private static final String VIP = "10.0.1.12";
    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");
    private static final HostId C = HostId.of("i-0c");

    @RegisterExtension
    static final VipExtension VIPS = VipExtension.of(Scenario.builder()
            .host("i-0a")
            .holding(VIP)
            .host("i-0b")
            .type("t2.micro")
            .host("i-0c")
            .named("db.example.com", VIP));

    private final Set<HostId> sick = new HashSet<>();
    private Runnable beforeEachAnswer = () -> {};
    private DatabaseFailover failover;

    @BeforeEach
    void start(Scenario scenario) {
        failover = watching(scenario, A, B, C);
    }

    private DatabaseFailover watching(Scenario scenario, HostId... hosts) {
        HostHealth health = new HostHealth(
                host -> {
                    beforeEachAnswer.run();
                    return !sick.contains(host);
                },
                3,
                2);
        return new DatabaseFailover(scenario.floatingIp(), List.of(hosts), health, scenario.ticker());
    }

    private static HostId interfaceOf(Scenario scenario, String instance) {
        return HostId.of(scenario.network()
                .instance(instance)
                .orElseThrow()
                .interfaces()
                .get(0)
                .id());
    }

    private Optional<HostId> checks(int times) {
        Optional<HostId> holder = Optional.empty();
        for (int i = 0; i < times; i++) {
            holder = failover.check();
        }
        return holder;
    }

    @Test
    void check_whenTheHolderIsWell_leavesTheAddress(Scenario scenario) {
        assertThat(checks(5)).contains(A);
        assertThat(scenario).address(VIP).isHeldBy(A).wasNeverMoved();
    }

    @Test
    void check_whenTheHolderMissesTwoAnswers_leavesTheAddress(Scenario scenario) {
        checks(1);
        sick.add(A);
        checks(2);
        sick.clear();

        assertThat(checks(5)).contains(A);
        assertThat(scenario).address(VIP).wasNeverMoved();
    }

    @Test
    void check_whenTheHolderMissesTheFirstAnswers_isAsPatient(Scenario scenario) {
        sick.add(A);

        assertThat(checks(2)).contains(A);
        assertThat(scenario).address(VIP).wasNeverMoved();
        assertThat(checks(1)).contains(B);
    }

    @Test
    void check_whenTheHolderIsNoneOfTheHosts_leavesTheAddress(Scenario scenario) {
        failover = watching(scenario, B, C);

        assertThat(checks(5)).contains(A);
        assertThat(scenario).address(VIP).isHeldBy(A).wasNeverMoved();
    }

    @Test
    void check_whenNobodyHoldsTheAddress_givesItToTheFirstThatIsWell(Scenario scenario) {
        scenario.floatingIp().release("i-0a");

        assertThat(checks(1)).contains(A);
        assertThat(scenario).address(VIP).isHeldBy(A);
    }

    @Test
    void check_whenTheHostsAreListedByTheirInterfaces_knowsTheHolder(Scenario scenario) {
        scenario.hosts().set("i-0a", VIP);
        failover = watching(scenario, interfaceOf(scenario, "i-0a"), interfaceOf(scenario, "i-0b"));
        assertThat(checks(5)).contains(A);
        assertThat(scenario.assigner().count(Call.RESOLVE)).as("one standby").isEqualTo(1);

        scenario.network().stop("i-0a");
        sick.add(interfaceOf(scenario, "i-0a"));
        assertThat(checks(2)).contains(A);
        assertThat(checks(1)).contains(B);
        assertThat(scenario).address(VIP).isHeldBy(B).wasMovedTimes(1);

        scenario.network().start("i-0a");
        sick.clear();
        checks(2);
        assertThat(scenario).address(VIP).isHeldBy(B).isAcceptedOnlyBy(B);
    }

    @Test
    void check_whenTheHolderMissesThreeAnswers_movesTheAddress(Scenario scenario) {
        checks(1);
        sick.add(A);

        assertThat(checks(3)).contains(B);
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
        checks(1);
        sick.add(A);
        checks(3);
        sick.clear();

        assertThat(checks(5)).contains(B);
        assertThat(scenario).address(VIP).wasMovedTimes(1);
    }

    @Test
    void check_whenAllAreSick_leavesTheAddress(Scenario scenario) {
        checks(1);
        sick.addAll(List.of(A, B, C));

        assertThat(checks(5)).contains(A);
        assertThat(scenario).address(VIP).wasNeverMoved();
    }

    @Test
    void check_whenTheHolderWasTerminated_givesTheAddressToTheNext(Scenario scenario) {
        checks(1);
        scenario.network().terminate("i-0a");
        sick.add(A);

        assertThat(checks(3)).contains(B);
        assertThat(scenario).address(VIP).isHeldBy(B);
    }

    @Test
    void check_whenSomebodyElseHasMovedTheAddressMeanwhile_takesItFromNobody(Scenario scenario) {
        checks(1);
        sick.add(A);
        checks(2);
        // This one decides by what it saw, and is put to sleep; another one, elsewhere, moves the address to C
        // meanwhile.
        beforeEachAnswer = () -> {
            beforeEachAnswer = () -> {};
            scenario.network().schedule(Duration.ZERO, Incident.thirdPartyTakes(VIP, C.value()));
            scenario.network().interfaces();
        };

        assertThat(checks(1)).as("the truth, not the plan").contains(C);
        assertThat(scenario).address(VIP).isHeldBy(C).isAcceptedOnlyBy(A);
        assertThat(scenario.assigner().count(Call.ASSIGN)).isZero();
    }

    @Test
    void check_whenTheOldHolderIsBack_makesItDropTheAddress(Scenario scenario) {
        scenario.hosts().set("i-0a", VIP);
        checks(1);
        scenario.network().stop("i-0a");
        sick.add(A);
        checks(3);
        assertThat(scenario.hosts().accepting(IpAddress.of(VIP)))
                .as("nobody could tell it")
                .contains(A, B);

        scenario.network().start("i-0a");
        checks(3);
        sick.clear();
        checks(1);
        assertThat(scenario.hosts().accepting(IpAddress.of(VIP)))
                .as("one answer is no recovery")
                .contains(A);
        checks(1);

        assertThat(scenario).address(VIP).isHeldBy(B).isAcceptedOnlyBy(B);
    }

    @Test
    void check_inPeace_preparesTheNextHostOnceAMinute(Scenario scenario) {
        checks(3);
        long prepared = scenario.assigner().count(Call.RESOLVE);
        scenario.ticker().advance(DatabaseFailover.REFRESH);
        checks(3);

        assertThat(prepared).isEqualTo(1);
        assertThat(scenario.assigner().count(Call.RESOLVE)).isEqualTo(2);
        assertThat(failover.standbyProblem()).isEmpty();
    }

    @Test
    void check_whenTheNextHostCouldNotTakeIt_saysSoInPeace(Scenario scenario) {
        String full = scenario.network()
                .instance("i-0b")
                .orElseThrow()
                .interfaces()
                .get(0)
                .id();
        scenario.network().assignAddresses(full, List.of(IpAddress.of("10.0.1.99")), false);

        assertThat(checks(1)).contains(A);
        assertThat(failover.standbyProblem()).hasValueSatisfying(refusal(RefusalReason.INTERFACE_FULL));
        assertThat(scenario).address(VIP).wasNeverMoved();
    }

    @Test
    void check_whenTheReplyIsLost_movesOnce(Scenario scenario) {
        checks(1);
        sick.add(A);
        scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));

        assertThat(checks(3)).contains(B);
        assertThat(scenario).address(VIP).wasMovedTimes(1);
        assertThat(scenario.assigner().count(Call.ASSIGN)).isEqualTo(1);
    }

    @Test
    void check_whenItIsNotAllowed_saysSoAndTheNextCheckTriesAgain(Scenario scenario) {
        checks(1);
        sick.add(A);
        checks(2);
        scenario.assigner().inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(failover::check).isInstanceOf(PermissionDeniedException.class);
        assertThat(scenario).address(VIP).isHeldBy(A).isAcceptedOnlyBy(A);

        assertThat(failover.check()).contains(B);
    }
}
