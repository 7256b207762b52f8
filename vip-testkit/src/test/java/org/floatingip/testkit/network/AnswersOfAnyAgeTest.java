package org.floatingip.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.assigner.One;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.aws.WireClient;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.Test;

/** A network that answers now with the present and now with the past, as one of several replicas does. */
class AnswersOfAnyAgeTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final Duration BOUND = Duration.ofSeconds(1);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final Holder old = One.locate(assigner, VIP).get(0);
    private final String b = sandbox.instanceId("db.b");

    private String eniOfB() {
        return network.instance(b).orElseThrow().interfaces().get(0).id();
    }

    private void giveToB() {
        network.assignAddresses(eniOfB(), List.of(VIP), true);
    }

    private boolean showsThePast() {
        return One.locate(assigner, VIP).equals(List.of(old));
    }

    private List<Boolean> tenReadings() {
        List<Boolean> past = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            past.add(showsThePast());
        }
        return past;
    }

    @Test
    void locate_whenAnswersAreUpToASecondOld_showsThePastAfterThePresent() {
        network.answersUpTo(BOUND, 1);
        giveToB();
        ticker.advance(BOUND.dividedBy(2));

        assertThat(tenReadings().toString()).contains("false, true").contains("true, false");
    }

    @Test
    void locate_whenTheSeedIsTheSame_seesTheSame() {
        List<List<Boolean>> seen = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            network.answersUpTo(BOUND, seed);
            network.assignAddresses(old.interfaceId(), List.of(VIP), true);
            ticker.advance(BOUND);
            giveToB();
            ticker.advance(BOUND.dividedBy(2));
            seen.add(tenReadings());
        }

        assertThat(seen.get(0)).isEqualTo(seen.get(1)).isNotEqualTo(seen.get(2));
    }

    @Test
    void locate_whenTheBoundIsOver_showsThePresentAlone() {
        network.answersUpTo(BOUND, 1);
        giveToB();
        ticker.advance(BOUND);

        assertThat(tenReadings()).containsOnly(false);
        assertThat(One.locate(assigner, VIP)).isEqualTo(network.holders(VIP));
    }

    @Test
    void locate_whenADelayIsSetToo_isNeverYoungerThanThat() {
        network.answersUpTo(BOUND, 1);
        network.delayVisibility(BOUND.dividedBy(2));
        giveToB();
        ticker.advance(BOUND.dividedBy(2).minusNanos(1));
        assertThat(tenReadings()).containsOnly(true);

        ticker.advance(BOUND.dividedBy(4));
        assertThat(tenReadings()).contains(true, false);
        assertThat(network.readLag()).isEqualTo(BOUND);
        network.delayVisibility(BOUND.multipliedBy(2));
        assertThat(network.readLag()).isEqualTo(BOUND.multipliedBy(2));
    }

    @Test
    void locate_whenAgesAreGiven_hasEachInTurnAndThenThePresent() {
        network.ageOfNextReads(Duration.ZERO, BOUND, Duration.ZERO, BOUND.dividedBy(2));
        giveToB();
        ticker.advance(BOUND.dividedBy(2));

        assertThat(List.of(showsThePast(), showsThePast(), showsThePast(), showsThePast(), showsThePast()))
                .containsExactly(false, true, false, false, false);
        assertThat(network.readLag()).as("what it says of itself").isZero();
    }

    @Test
    void locate_whenGivenAgesAreTakenBack_showsThePresent() {
        network.ageOfNextReads(BOUND, BOUND);
        giveToB();

        network.ageOfNextReads();

        assertThat(showsThePast()).isFalse();
    }

    @Test
    void locate_whenChangesFollowEachOther_showsEachAtItsAge() {
        network.answersUpTo(Duration.ofSeconds(10), 1);
        giveToB();
        ticker.advance(BOUND);
        network.unassignAddresses(eniOfB(), List.of(VIP));
        ticker.advance(BOUND);

        network.ageOfNextReads(BOUND.multipliedBy(3), BOUND.plusMillis(1), Duration.ofMillis(999), Duration.ZERO);

        assertThat(One.locate(assigner, VIP)).containsExactly(old);
        assertThat(One.locate(assigner, VIP)).hasSize(1).allMatch(holder -> holder.isOn(HostId.of(b)));
        assertThat(One.locate(assigner, VIP)).isEmpty();
        assertThat(One.locate(assigner, VIP)).isEmpty();
    }

    @Test
    void survey_whateverItNeeds_isOneReading() {
        network.ageOfNextReads(BOUND, BOUND, Duration.ZERO);
        giveToB();

        assertThat(One.survey(assigner, VIP, HostId.of(b)).holders()).containsExactly(old);

        assertThat(List.of(showsThePast(), showsThePast())).containsExactly(true, false);
    }

    @Test
    void incidents_atACall_agesTheReadingsAfterIt() {
        assigner.inject(Fault.none().onCall(Call.ASSIGN).first(Incident.ageOfNextReads(Duration.ZERO, BOUND)));
        Survey survey = One.survey(assigner, VIP, HostId.of(b));
        assigner.assign(List.of(Transfer.of(VIP, survey.holders(), survey.placement())));

        assertThat(List.of(showsThePast(), showsThePast(), showsThePast())).containsExactly(false, true, false);

        assigner.inject(Fault.none().onCall(Call.LOOK).first(Incident.answersUpTo(BOUND, 3)));
        One.locate(assigner, VIP);
        assertThat(network.readLag()).isEqualTo(BOUND);
        assertThat(Incident.ageOfNextReads(Duration.ZERO, BOUND)).hasToString("the next answers are 0 ms, 1000 ms old");
    }

    @Test
    void describe_whenEachPageIsAReading_showsAnAddressTwice() throws IOException {
        String subnet = network.networkInterface(eniOfB()).orElseThrow().subnetId();
        String last = "";
        for (int i = 0; i < 5; i++) {
            last = network.createInterface(InterfaceSpec.in(subnet)).id();
        }
        network.ageOfNextReads(BOUND, Duration.ZERO);
        network.assignAddresses(last, List.of(VIP), true);
        try (InMemoryAwsServer server = InMemoryAwsServer.start(network)) {
            List<List<String>> pages = new WireClient(server)
                    .pages(
                            "//networkInterfaceSet/item[privateIpAddressesSet/item/privateIpAddress='" + VIP
                                    + "']/networkInterfaceId",
                            "DescribeNetworkInterfaces",
                            "MaxResults=6");

            // What each page shows was so at some time, and all of them together never.
            assertThat(pages.get(0)).containsExactly(old.interfaceId());
            assertThat(pages.get(1)).containsExactly(last);
        }
    }

    @Test
    void ages_whenTheyAreNone_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> network.answersUpTo(Duration.ofSeconds(-1), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> network.ageOfNextReads(Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> assigner.readLag(Duration.ofSeconds(-1)));
    }

    @Test
    void readLag_ofTheAssigner_isTheNetworksUnlessItIsSet() {
        assertThat(assigner.traits().readLag()).isZero();
        network.answersUpTo(BOUND, 1);
        assertThat(assigner.traits().readLag()).isEqualTo(BOUND);

        assigner.readLag(Duration.ofSeconds(5));

        assertThat(assigner.traits().readLag()).isEqualTo(Duration.ofSeconds(5));
    }
}
