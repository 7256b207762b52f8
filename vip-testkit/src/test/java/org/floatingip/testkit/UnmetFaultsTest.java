package org.floatingip.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.hosts.HostFault;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a test lets go wrong and nothing meets is told: which fault, of which call, and how often it was met. */
class UnmetFaultsTest {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");

    private final Scenario scenario = Scenario.create();

    private void look() {
        scenario.assigner().locate(List.of(VIP));
    }

    @Test
    void unmetFaults_whenAMoveMetAllOfThem_areNone() {
        scenario.assigner().inject(Fault.throttle().onCall(Call.ASSIGN).times(2));
        scenario.assigner().inject(Fault.none().onCall(Call.ASSIGN).first(Incident.timePasses(Duration.ofSeconds(1))));
        scenario.hosts().fault("i-0a", HostFault.unreachable());

        scenario.floatingIp().moveTo("i-0b");

        assertThat(scenario.unmetFaults()).isEmpty();
        assertThat(scenario).metItsFaults();
    }

    static Stream<Arguments> scripts() {
        return Stream.of(
                Arguments.of(
                        Fault.loseReply().onCall(Call.RELEASE).then(Incident.thirdPartyTakes("10.0.1.12", "i-0c")),
                        "on RELEASE: the reply is lost, then i-0c takes 10.0.1.12: was to be met once, and was never met"),
                Arguments.of(
                        Fault.throttle().onCall(Call.LOOK).times(3),
                        "on LOOK: refused with RequestLimitExceeded: was to be met 3 times, and was met once"),
                Arguments.of(
                        Fault.unavailable().onCall(Call.LOOK).skip(2),
                        "on LOOK after 2 that pass: the service fails: was to be met once, and was never met;"
                                + " of the calls to pass before it there came 1"),
                Arguments.of(
                        Fault.deny().onCall(Call.RELEASE).always(),
                        "on RELEASE: refused with UnauthorizedOperation: was to be met once or more often, and was never"
                                + " met"),
                Arguments.of(
                        Fault.deny().onCall(Call.ASSIGN).duringSeconds(5),
                        "on ASSIGN: refused with UnauthorizedOperation: was to be met once or more often, and was never"
                                + " met"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void unmetFaults_afterOneLook_sayWhichOfWhichCallAndHowOften(Fault fault, String words) {
        scenario.assigner().inject(fault);

        Throwable unused = catchThrowable(this::look);

        assertThat(scenario.unmetFaults()).containsExactly("assigner, " + words);
    }

    @Test
    void unmetFaults_whenAnEndIsGiven_areMetByOneCall() {
        scenario.assigner().inject(Fault.none().onCall(Call.LOOK).times(5).duringSeconds(5));
        scenario.assigner().inject(Fault.none().onCall(Call.RESOLVE).always());

        scenario.floatingIp().moveTo("i-0b");

        assertThat(scenario.unmetFaults()).isEmpty();
    }

    @Test
    void unmetFaults_whenTheTimeOfOneIsOver_stillHaveIt() {
        scenario.assigner().inject(Fault.none().onCall(Call.LOOK).duringSeconds(5));
        scenario.ticker().advance(Duration.ofSeconds(6));
        look();

        assertThat(scenario.unmetFaults())
                .singleElement()
                .asString()
                .contains("on LOOK")
                .endsWith("was never met");
    }

    @Test
    void unmetFaults_whenOneWasMended_haveItUnlessItWasMetOnce() {
        scenario.assigner().inject(Fault.none().onCall(Call.LOOK).times(3));
        scenario.assigner().inject(Fault.none().onCall(Call.RELEASE).times(3));
        look();

        scenario.assigner().mend();

        assertThat(scenario.unmetFaults()).singleElement().asString().contains("on RELEASE");
    }

    @Test
    void unmetFaults_ofHosts_sayWhichHostAndWhichFault() {
        scenario.hosts().fault("i-0b", HostFault.permissionDenied());
        scenario.hosts().fault("i-0b", HostFault.slow(Duration.ofMillis(50)));
        scenario.hosts().fail("i-0a", new HostConfigurationException(HostId.of("i-0a"), "read-only", null));
        scenario.hosts().cutOff("i-0c");
        scenario.hosts().mend("i-0c");

        assertThat(scenario.unmetFaults())
                .containsExactly(
                        "hosts, on i-0b: PERMISSION_DENIED: was to be met once or more often, and was never met",
                        "hosts, on i-0c: UNREACHABLE: was to be met once or more often, and was never met",
                        "hosts, on i-0a: HostConfigurationException: was to be met once or more often, and was never met",
                        "hosts, on i-0b: SLOW by 50 ms: was to be met once or more often, and was never met");
    }

    @Test
    void unmetFaults_ofHostsThatWereMet_areNone() {
        scenario.hosts().fault("i-0b", HostFault.slow(Duration.ZERO));
        scenario.hosts().fail("i-0a", new HostConfigurationException(HostId.of("i-0a"), "read-only", null));

        scenario.floatingIp().moveTo("i-0b");

        assertThat(scenario.unmetFaults()).isEmpty();
    }

    @Test
    void unmetFaults_ofTheEndpoint_areThereAlsoWhenItIsClosed() {
        scenario.serve().inject(WireFault.truncate().onAction("DescribeSubnets"));
        scenario.serve().inject(WireFault.truncate());
        scenario.serve().inject(Fault.throttle());

        scenario.close();

        assertThat(scenario.unmetFaults())
                .containsExactly(
                        "endpoint, on DescribeSubnets: the reply is cut off: was to be met once, and was never met",
                        "endpoint, on any request: the reply is cut off: was to be met once, and was never met",
                        "endpoint, on any call of a move: refused with RequestLimitExceeded: was to be met once, and was"
                                + " never met");
    }

    @Test
    void unmetFaults_ofASlowHostThatDoesNotRun_areThoseThatNothingMet() {
        scenario.hosts().fault("i-0a", HostFault.slow(Duration.ofSeconds(3)));
        scenario.network().stop(List.of("i-0a"));

        scenario.floatingIp().moveTo("i-0b");

        assertThat(scenario.unmetFaults()).singleElement().asString().startsWith("hosts, on i-0a: ");
    }

    @Test
    void checkFaults_whenOneWasNotMet_failsWithItAndWithWhatCame() {
        scenario.assigner().inject(Fault.loseReply().onCall(Call.RELEASE));
        scenario.floatingIp().moveTo("i-0b");

        assertThatThrownBy(scenario::checkFaults)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "these faults did not come as scripted:\nassigner, on RELEASE: the reply is lost: ")
                .hasMessageContaining("calls of the assigner:\n#0 LOOK ")
                .hasMessageContaining("history:\nat first i-0a held 10.0.1.12")
                .hasMessageContaining("moved 10.0.1.12 from i-0a");
        assertThatThrownBy(() -> assertThat(scenario).metItsFaults()).hasMessageContaining("on RELEASE");
    }
}
