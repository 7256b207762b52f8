package org.floatingip.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.WireClient;
import org.floatingip.testkit.dns.DnsEdit;
import org.floatingip.testkit.dns.DnsRecordSet;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Ec2RequestLimits;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.Incident;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcSubnet;
import org.junit.jupiter.api.Test;

/** Scenarios: their defaults, what can be said, and that all parts share one clock and one history. */
class ScenarioTest {

    private static final String VIP = "10.0.1.12";

    private static Scenario.Builder pair() {
        return Scenario.builder().host("i-0a").holding(VIP).host("i-0b").named("db.example.com", VIP);
    }

    @Test
    void floatingIp_whenNothingElseIsSaid_movesHostsAndNameIncluded() {
        Scenario scenario = pair().build();

        MoveResult moved = scenario.floatingIp().moveTo("i-0b");

        assertThat(moved.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(moved.warnings()).isEmpty();
        assertThat(scenario.network().holders(VIP)).allMatch(holder -> holder.isOn(HostId.of("i-0b")));
        assertThat(scenario.hosts().accepting(IpAddress.of(VIP))).containsExactly(HostId.of("i-0b"));
    }

    @Test
    void history_afterAMove_tellsOfAllPartsInOneOrder() {
        Scenario scenario = pair().build();
        int before = scenario.history().size();
        scenario.dns()
                .change(
                        scenario.dns().zones().get(0).id(),
                        DnsEdit.upsert(DnsRecordSet.of("db.example.com", "A", 60, "10.0.1.99")));

        scenario.floatingIp().moveTo("i-0b");

        List<ScenarioEvent> after =
                scenario.history().subList(before + 1, scenario.history().size());
        assertThat(after)
                .extracting(ScenarioEvent::part)
                .containsExactly(
                        ScenarioEvent.Part.HOSTS,
                        ScenarioEvent.Part.NETWORK,
                        ScenarioEvent.Part.HOSTS,
                        ScenarioEvent.Part.DNS);
        assertThat(after.get(0).text()).isEqualTo("i-0b accepts 10.0.1.12");
        assertThat(after.get(1).text()).isEqualTo("moved 10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b)");
        assertThat(after.get(2).text()).isEqualTo("i-0a drops 10.0.1.12");
        assertThat(after.get(3).text()).contains("db.example.com 60 A 10.0.1.12");
        assertThat(scenario.history())
                .extracting(ScenarioEvent::sequence)
                .isSorted()
                .startsWith(0L);
    }

    @Test
    void describe_whenItWasBuilt_beginsWithWhatThereWas() {
        Scenario scenario = pair().build();
        long setUp = scenario.history().size();

        assertThat(scenario.describe())
                .isEqualTo("at first i-0a held 10.0.1.12, i-0b held nothing; db.example.com 60 A 10.0.1.12\n"
                        + "nothing has happened since");

        scenario.floatingIp().moveTo("i-0b");

        assertThat(scenario.describe().lines())
                .hasSize(4)
                .startsWith("at first i-0a held 10.0.1.12, i-0b held nothing; db.example.com 60 A 10.0.1.12")
                .element(1)
                .asString()
                .startsWith("#" + setUp + " ")
                .endsWith(" HOSTS i-0b accepts 10.0.1.12");
        assertThat(scenario.history().get(0).text()).as("the whole is there").startsWith("created vpc-");
    }

    @Test
    void begin_whenATestHasSetUpMore_leavesThatOut() {
        Scenario scenario = pair().build();
        scenario.floatingIp().moveTo("i-0b");
        scenario.network().terminate("i-0a");
        scenario.begin();

        scenario.network().stop("i-0b");

        assertThat(scenario.describe())
                .startsWith("at first i-0a (terminated) held nothing, i-0b held 10.0.1.12; ")
                .contains("i-0b is stopping")
                .doesNotContain("moved");
    }

    @Test
    void create_whenNothingIsSaid_isAPair() {
        Scenario scenario = Scenario.create();

        assertThat(scenario.floatingIp().holder())
                .hasValueSatisfying(
                        holder -> assertThat(holder.isOn(HostId.of("i-0a"))).isTrue());
        assertThat(scenario.toString()).isEqualTo("Scenario[i-0a, i-0b]");
        assertThat(scenario.dns().zones()).isEmpty();
    }

    @Test
    void build_whenAddressesAreNotGiven_takesThoseThatNobodyHolds() {
        Scenario scenario = Scenario.builder()
                .host("i-0a")
                .host("i-0b")
                .holding("10.0.1.100")
                .host("i-0c")
                .primary("10.0.1.101")
                .build();

        assertThat(scenario.network().interfaces())
                .extracting(VpcInterface::primaryAddress)
                .containsExactly(IpAddress.of("10.0.1.102"), IpAddress.of("10.0.1.103"), IpAddress.of("10.0.1.101"));
    }

    @Test
    void build_whenHostsAreInSeveralSubnets_putsEachWhereItsAddressesAre() {
        Scenario scenario = Scenario.builder()
                .subnet("10.0.1.0/24")
                .subnet("10.0.2.0/28")
                .subnet("10.0.3.0/24", "us-east-1b")
                .host("i-0a")
                .holding("10.0.2.7")
                .host("i-0b")
                .in("10.0.1.0/24")
                .in("10.0.2.0/28")
                .holding("10.0.2.8")
                .type("t3.medium")
                .build();

        VpcInstance a = scenario.network().instance("i-0a").orElseThrow();
        VpcInstance b = scenario.network().instance("i-0b").orElseThrow();
        assertThat(a.interfaces()).extracting(VpcInterface::subnetId).containsExactly(scenario.subnetId("10.0.2.0/28"));
        assertThat(b.interfaces())
                .extracting(VpcInterface::subnetId)
                .containsExactly(scenario.subnetId("10.0.1.0/24"), scenario.subnetId("10.0.2.0/28"));
        assertThat(b.interfaces().get(1).addresses()).contains(IpAddress.of("10.0.2.8"));
        assertThat(b.type()).isEqualTo("t3.medium");
        assertThat(scenario.network().subnets())
                .extracting(VpcSubnet::zone)
                .containsExactly("us-east-1a", "us-east-1a", "us-east-1b");
        assertThat(scenario.addresses()).hasSize(2);
        assertThat(scenario.group().addresses()).isEqualTo(scenario.addresses());
    }

    @Test
    void build_whenSomethingDoesNotFit_saysWhatAndHowToMendIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Scenario.builder().holding(VIP))
                .withMessageContaining("call host(..) before it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.builder().host("db.a"))
                .withMessageContaining("begins with i-");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.builder().host("i-0a").host("i-0a"))
                .withMessageContaining("exists already");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Scenario.builder().host("i-0a").holding("10.0.9.12").build())
                .withMessageContaining("10.0.9.12 is in none of the subnets [10.0.1.0/24]")
                .withMessageContaining("subnet(..)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.builder()
                        .subnet("10.0.1.0/24")
                        .subnet("10.0.2.0/24")
                        .host("i-0a")
                        .in("10.0.2.0/24")
                        .holding(VIP)
                        .build())
                .withMessageContaining("i-0a can't hold 10.0.1.12");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Scenario.builder().host("i-0a").in("10.0.3.0/24").build())
                .withMessageContaining("no subnet 10.0.3.0/24");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pair().named("db.example.com", "10.0.1.13"))
                .withMessageContaining("an address can have one name");
        assertThatThrownBy(() -> Scenario.builder()
                        .host("i-0a")
                        .holding(VIP)
                        .host("i-0b")
                        .holding(VIP)
                        .build())
                .isInstanceOf(Ec2RefusalException.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> Scenario.builder().host("i-0a").build().floatingIp())
                .withMessageContaining("0 floating IPs");
    }

    @Test
    void named_whenAZoneIsGiven_isInTheLongestThatFits() {
        Scenario scenario = Scenario.builder()
                .zone("example.com")
                .zone("eu.example.com")
                .zone("1.0.10.in-addr.arpa")
                .host("i-0a")
                .holding(VIP)
                .named("db.prod.eu.example.com", VIP)
                .build();

        assertThat(scenario.dns().zones()).hasSize(3);
        String zone = scenario.dns().zones().stream()
                .filter(each -> each.name().equals("eu.example.com"))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(scenario.dns().recordSets(zone, "db.prod.eu.example.com")).hasSize(1);
    }

    @Test
    void hosts_whenTheOldHolderIsTerminated_areNotReached() {
        Scenario scenario = pair().build();
        scenario.network().schedule(Duration.ofMinutes(1), Incident.terminate("i-0a"));
        scenario.assigner().inject(Fault.none().onCall(Call.ASSIGN).first(Incident.timePasses(Duration.ofMinutes(2))));

        MoveResult moved =
                scenario.floatingIpBuilder(VIP).timeoutSeconds(600).build().moveTo("i-0b");

        assertThat(moved.warnings()).singleElement().asString().contains("i-0a").contains("does not run");
        assertThat(scenario.describe()).contains("HOSTS i-0a failed to drop 10.0.1.12");
    }

    @Test
    void registrar_whenCutOffFromTheDns_isAWarningOnAMoveThatWasMade() {
        Scenario scenario = pair().build();
        scenario.registrar().cutOff();

        MoveResult moved = scenario.floatingIp().moveTo("i-0b");

        assertThat(moved.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(moved.warnings()).singleElement().asString().contains("db.example.com");
        scenario.registrar().mend();
        assertThat(scenario.floatingIp().moveTo("i-0a").warnings()).isEmpty();
    }

    @Test
    void build_whenCalledTwice_makesTwoNetworksWithTheSameHistory() {
        Scenario.Builder builder = pair().host("i-0c").named("c.example.org", "10.0.1.20");
        Scenario one = builder.build();
        Scenario other = builder.build();
        for (Scenario scenario : List.of(one, other)) {
            scenario.assigner().inject(Fault.throttle().onCall(Call.ASSIGN).times(3));
            scenario.floatingIp().moveTo("i-0b");
        }

        assertThat(one.describe()).isEqualTo(other.describe());
        assertThat(one.ticker().nanoTime())
                .as("pauses are drawn by the seed of time")
                .isPositive()
                .isEqualTo(other.ticker().nanoTime());
    }

    @Test
    void seed_whenAnother_givesOtherIdsAndOtherPauses() {
        Scenario one = pair().seed(1).build();
        Scenario other = pair().seed(2).build();
        for (Scenario scenario : List.of(one, other)) {
            scenario.assigner().inject(Fault.throttle().onCall(Call.ASSIGN).times(3));
            scenario.floatingIp().moveTo("i-0b");
        }

        assertThat(other.vpc().id()).isNotEqualTo(one.vpc().id());
        assertThat(other.ticker().nanoTime()).isNotEqualTo(one.ticker().nanoTime());
    }

    @Test
    void throttled_whenCallsComeTooOften_isOneAccountForAssignerAndEndpoint() throws IOException {
        try (Scenario scenario = pair().throttled().build()) {
            Ec2RequestLimits limits = scenario.limits().orElseThrow().limit("AssignPrivateIpAddresses", 1, 1);
            FloatingIp db = scenario.floatingIp();

            db.moveTo("i-0b");
            assertThat(limits.left("AssignPrivateIpAddresses")).isZero();
            MoveResult back = db.moveTo("i-0a");

            assertThat(back.outcome()).isEqualTo(MoveOutcome.MOVED);
            assertThat(scenario.assigner().count(Call.ASSIGN)).isGreaterThan(2);
            assertThat(Duration.ofNanos(scenario.ticker().nanoTime())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));

            limits.limit("AssignPrivateIpAddresses", 1, 1);
            db.moveTo("i-0b");
            new WireClient(scenario.serve())
                    .refused(
                            503,
                            "RequestLimitExceeded",
                            "AssignPrivateIpAddresses",
                            "NetworkInterfaceId=eni-0a",
                            "PrivateIpAddress.1=" + VIP);
        }
        assertThat(pair().build().limits()).isEmpty();
    }

    @Test
    void ticker_whenAMoveWaitsForHours_takesNoTimeOfTheTest() {
        Scenario scenario = pair().dnsSyncTime(Duration.ofHours(2)).build();
        scenario.assigner().inject(Fault.throttle().onCall(Call.ASSIGN).during(Duration.ofHours(2)));
        scenario.network().delayVisibility(Duration.ofHours(1));
        FloatingIp db =
                scenario.floatingIpBuilder(VIP).timeout(Duration.ofHours(12)).build();

        MoveResult moved = db.moveTo("i-0b");

        assertThat(moved.outcome()).isEqualTo(MoveOutcome.MOVED);
        assertThat(Duration.ofNanos(scenario.ticker().nanoTime())).isBetween(Duration.ofHours(3), Duration.ofHours(4));
    }

    @Test
    void ticker_whenTheDeadlineEndsFirst_endsTheMoveThen() {
        Scenario scenario = pair().build();
        scenario.assigner().inject(Fault.throttle().onCall(Call.ASSIGN).always());
        FloatingIp db =
                scenario.floatingIpBuilder(VIP).timeout(Duration.ofHours(1)).build();

        assertThatThrownBy(() -> db.moveTo("i-0b")).isInstanceOfAny(OutOfTimeException.class, ThrottledException.class);

        assertThat(Duration.ofNanos(scenario.ticker().nanoTime()))
                .isBetween(Duration.ofMinutes(55), Duration.ofMinutes(61));
    }

    @Test
    void serve_untilClosed_answersForThatNetwork() throws IOException {
        int port;
        try (Scenario scenario = pair().build()) {
            InMemoryAwsServer server = scenario.serve();
            port = server.endpointUrl().getPort();
            assertThat(scenario.serve()).isSameAs(server);
            assertThat(server.network()).isSameAs(scenario.network());
            assertThat(server.dns()).isSameAs(scenario.dns());
            WireClient client = new WireClient(server);
            assertThat(client.ok("DescribeNetworkInterfaces").body()).contains(VIP);
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
    }
}
