package org.floatingip.testkit.assertj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.catchRefusal;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.dns.DnsName;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The assertions hold when they should, and when they fail say what there is and how it came to that. */
class VipAssertionsTest {

    private static final String VIP = "10.0.1.12";

    private static Scenario moved() {
        Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding(VIP)
                .host("i-0b")
                .named("db.example.com", VIP)
                .build();
        scenario.floatingIp().moveTo("i-0b");
        return scenario;
    }

    @Test
    void address_whenItWasMoved_holdsWhatIsTrue() {
        Scenario scenario = moved();

        assertThat(scenario)
                .address(VIP)
                .isHeldBy("i-0b")
                .isHeldBy("eni-0b")
                .wasMovedTimes(1)
                .wasHeldInOrderBy("i-0a", "i-0b")
                .wasNeverUnheld()
                .isAcceptedBy("i-0b")
                .isAcceptedOnlyBy("i-0b");
        assertThat(scenario.network()).address(VIP).isHeldBy("i-0b").wasMovedTimes(1);
        assertThat(scenario).name("db.example.com").pointsTo(VIP);
        assertThat(scenario).name("other.example.com").hasNoRecord();
        assertThat(scenario).address("10.0.1.99").isHeldByNobody().wasNeverMoved();
    }

    @Test
    void wasMovedTimes_whenItWentByWayOfNobody_countsOneMoveAndAGap() {
        Scenario scenario = Scenario.create();
        scenario.floatingIp().move().from("i-0a").to("i-0b").handover().execute();

        assertThat(scenario).address(VIP).wasMovedTimes(1).wasHeldInOrderBy("i-0a", "i-0b");
        assertThatThrownBy(() -> assertThat(scenario).address(VIP).wasNeverUnheld())
                .hasMessageContaining("it had none after #")
                .hasMessageContaining("unassigned 10.0.1.12 from i-0a (eni-0a)");
    }

    @Test
    void isHeldByNobody_afterARelease_holds() {
        Scenario scenario = Scenario.create();
        scenario.floatingIp().release("i-0a");

        assertThat(scenario).address(VIP).isHeldByNobody().wasNeverMoved();
    }

    static List<Arguments> failures() {
        Scenario scenario = moved();
        AddressAssert address = assertThat(scenario).address(VIP);
        NameAssert name = assertThat(scenario).name("db.example.com");
        return List.of(
                failure(() -> address.isHeldBy("i-0a"), "10.0.1.12 to be held by i-0a", "held by i-0b (eni-0b)"),
                failure(address::isHeldByNobody, "to be held by nobody", "it is held by i-0b (eni-0b)"),
                failure(() -> address.wasMovedTimes(2), "to have been moved 2 times", "it was moved once: [i-0a"),
                failure(address::wasNeverMoved, "to have been moved 0 times", "it was moved once"),
                failure(
                        () -> address.wasHeldInOrderBy("i-0b", "i-0a"),
                        "held by [i-0b, i-0a], in that order",
                        "it was held by [i-0a (eni-0a), i-0b (eni-0b)]"),
                failure(() -> address.wasHeldInOrderBy("i-0a"), "held by [i-0a]", "it was held by [i-0a"),
                failure(() -> address.isAcceptedBy("i-0a"), "to be accepted by i-0a", "it is accepted by [i-0b]"),
                failure(
                        () -> address.isAcceptedOnlyBy("i-0a"),
                        "to be accepted by i-0a alone",
                        "it is accepted by [i-0b]"),
                failure(
                        () -> assertThat(scenario).address("10.0.1.99").isHeldBy("i-0a"),
                        "10.0.1.99 to be held by i-0a",
                        "nobody holds it"),
                failure(
                        () -> assertThat(scenario).address("10.0.1.99").wasNeverUnheld(),
                        "to have had a holder all the time",
                        "it never had one"),
                failure(
                        () -> name.pointsTo("10.0.1.13"),
                        "db.example.com to point to 10.0.1.13",
                        "it has [db.example.com 60 A 10.0.1.12]"),
                failure(name::hasNoRecord, "to have no record", "it has [db.example.com 60 A 10.0.1.12]"),
                failure(
                        () -> assertThat(scenario).name("x.example.com").pointsTo(VIP),
                        "x.example.com to point to",
                        "it has no record"));
    }

    private static Arguments failure(ThrowingCallable assertion, String wanted, String found) {
        return Arguments.of(wanted, found, assertion);
    }

    @ParameterizedTest(name = "expected {0}, but {1}")
    @MethodSource("failures")
    void everyAssertion_whenItFails_saysWhatThereIsAndShowsTheHistory(
            String wanted, String found, ThrowingCallable assertion) {
        assertThatThrownBy(assertion)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(wanted)
                .hasMessageContaining(found)
                .hasMessageContaining("history:\nat first i-0a held 10.0.1.12")
                .hasMessageContaining("HOSTS i-0b accepts 10.0.1.12")
                .hasMessageContaining("NETWORK moved 10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b)");
    }

    @Test
    void pointsTo_whenThereAreSeveralValues_fails() {
        Scenario scenario = moved();
        scenario.dns()
                .change(
                        scenario.dns().zones().get(0).id(),
                        DnsEdit.upsert(DnsRecordSet.of("db.example.com", "A", 60, VIP, "10.0.1.99")));

        assertThatThrownBy(() -> assertThat(scenario).name("db.example.com").pointsTo(VIP))
                .hasMessageContaining("10.0.1.99");
    }

    @Test
    void isAcceptedBy_whenOnlyTheNetworkIsKnown_saysWhatToDo() {
        assertThatThrownBy(() -> assertThat(moved().network()).address(VIP).isAcceptedBy("i-0b"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("assertThat(scenario)");
    }

    @Test
    void descriptions_whenGiven_comeFirst() {
        assertThatThrownBy(() ->
                        assertThat(moved()).address(VIP).as("the database").isHeldBy("i-0a"))
                .hasMessageStartingWith("[the database] ");
    }

    @Test
    void failure_whenTheHistoryHasPercentSigns_showsThemAsTheyAre() {
        Scenario scenario = moved();
        scenario.dns()
                .change(
                        scenario.dns().zones().get(0).id(),
                        DnsEdit.upsert(DnsRecordSet.of("x.example.com", "TXT", 60, "\"100%d %s\"")));

        assertThatThrownBy(() -> assertThat(scenario).address(VIP).isHeldBy("i-0a"))
                .hasMessageContaining("100%d %s");
    }

    @Test
    void refusal_ofThatReason_isTrueOfNothingElse() {
        RefusedException refused = catchRefusal(
                RefusalReason.UNKNOWN_TARGET,
                () -> Scenario.create().floatingIp().moveTo("i-0nowhere"));

        assertThat(refused).is(refusal(RefusalReason.UNKNOWN_TARGET)).isNot(refusal(RefusalReason.INTERFACE_FULL));
        assertThat(new IllegalStateException("odd")).isNot(refusal(RefusalReason.UNKNOWN_TARGET));
    }

    @Test
    void catchRefusal_whenItIsAnotherOrNone_saysWhatThereIs() {
        Scenario scenario = moved();

        assertThatThrownBy(() -> catchRefusal(
                        RefusalReason.INTERFACE_FULL,
                        () -> scenario.floatingIp().moveTo("i-0nowhere")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("UNKNOWN_TARGET: host i-0nowhere can't be used")
                .hasMessageContaining("a RefusedException for the reason INTERFACE_FULL");
        assertThatThrownBy(() -> catchRefusal(
                        RefusalReason.UNKNOWN_TARGET,
                        () -> scenario.floatingIp().moveTo("i-0a")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a RefusedException for the reason UNKNOWN_TARGET");
    }

    @Test
    void everything_whenGivenByItsType_isTheSame() {
        Scenario scenario = moved();
        IpAddress vip = IpAddress.of(VIP);
        HostId a = HostId.of("i-0a");
        HostId b = HostId.of("i-0b");

        assertThat(scenario)
                .address(vip)
                .isHeldBy(b)
                .wasHeldInOrderBy(a, b)
                .isAcceptedBy(b)
                .isAcceptedOnlyBy(b);
        assertThat(scenario).name(DnsName.of("db.example.com")).pointsTo(vip);
        assertThatThrownBy(() -> assertThat(scenario.network()).address(vip).isHeldBy(a))
                .hasMessageContaining("held by i-0a");
    }
}
