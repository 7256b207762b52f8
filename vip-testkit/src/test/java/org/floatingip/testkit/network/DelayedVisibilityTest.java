package org.floatingip.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.assigner.One;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.junit.jupiter.api.Test;

/** A network whose API lags behind what it did. */
class DelayedVisibilityTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final Duration DELAY = Duration.ofSeconds(3);

    private final VirtualTicker ticker = VirtualTicker.create();
    private final Sandbox sandbox = Sandbox.create(ticker);
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryIpAssigner assigner = InMemoryIpAssigner.of(network);
    private final Holder before = One.locate(assigner, VIP).get(0);
    private final String b = sandbox.instanceId("db.b");

    private String eniOfB() {
        return network.instance(b).orElseThrow().interfaces().get(0).id();
    }

    @Test
    void locate_whenAChangeIsYoungerThanTheDelay_showsThePast() {
        network.delayVisibility(DELAY);
        network.assignAddresses(eniOfB(), List.of(VIP), true);

        assertThat(One.locate(assigner, VIP)).containsExactly(before);
        assertThat(network.holders(VIP)).as("the present").allMatch(holder -> holder.isOn(HostId.of(b)));
        ticker.advance(DELAY.minusMillis(1));
        assertThat(One.locate(assigner, VIP)).containsExactly(before);
        ticker.advance(Duration.ofMillis(1));
        assertThat(One.locate(assigner, VIP)).isEqualTo(network.holders(VIP));
    }

    @Test
    void locate_whenChangesFollowEachOther_showsThemOneAfterTheOther() {
        network.delayVisibility(DELAY);
        network.assignAddresses(eniOfB(), List.of(VIP), true);
        ticker.advance(Duration.ofSeconds(1));
        network.unassignAddresses(eniOfB(), List.of(VIP));

        assertThat(One.locate(assigner, VIP)).containsExactly(before);
        ticker.advance(Duration.ofSeconds(2));
        assertThat(One.locate(assigner, VIP))
                .allMatch(holder -> holder.isOn(HostId.of(b)))
                .hasSize(1);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(One.locate(assigner, VIP)).isEmpty();
    }

    @Test
    void describe_whenAChangeIsYoungerThanTheDelay_showsThePastOnTheWireToo() throws Exception {
        network.delayVisibility(DELAY);
        network.assignAddresses(eniOfB(), List.of(VIP), true);
        try (InMemoryAwsServer server = InMemoryAwsServer.start(network)) {
            URI holder = URI.create(server.endpointUrl()
                    + "/?Action=DescribeNetworkInterfaces&Version=2016-11-15"
                    + "&Filter.1.Name=addresses.private-ip-address&Filter.1.Value.1=" + VIP);
            HttpClient client = HttpClient.newHttpClient();

            String past = client.send(HttpRequest.newBuilder(holder).build(), BodyHandlers.ofString())
                    .body();
            ticker.advance(DELAY);
            String present = client.send(HttpRequest.newBuilder(holder).build(), BodyHandlers.ofString())
                    .body();

            assertThat(past).contains(before.interfaceId()).doesNotContain(eniOfB());
            assertThat(present).contains(eniOfB()).doesNotContain(before.interfaceId());
        }
    }

    @Test
    void moveTo_whenVisibilityLags_waitsUntilItIsSeen() {
        network.delayVisibility(DELAY);

        MoveResult result =
                FloatingIp.at(VIP).assigner(assigner).ticker(ticker).build().moveTo(b);

        assertThat(result.moved()).isTrue();
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(DELAY);
        assertThat(result.steps().get(2).attempts()).isGreaterThan(1);
    }

    @Test
    void delayVisibility_whenTakenBack_showsThePresent() {
        network.delayVisibility(DELAY);
        network.assignAddresses(eniOfB(), List.of(VIP), true);

        network.delayVisibility(Duration.ZERO);

        assertThat(One.locate(assigner, VIP)).isEqualTo(network.holders(VIP));
        assertThatIllegalArgumentException().isThrownBy(() -> network.delayVisibility(Duration.ofSeconds(-1)));
    }
}
