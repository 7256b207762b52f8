package org.floatingip.testkit.assigner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveOutcome;
import org.floatingip.MoveResult;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcElasticIp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On which private addresses the in-memory assigner puts Elastic IPs, and what it says of those that displaced one. */
class InMemoryElasticIpAssignerTest {

    private static final String A = "i-0a";
    private static final String B = "i-0b";

    private final Scenario scenario = Scenario.builder().host(A).host(B).build();
    private final InMemoryVpc network = scenario.network();
    private final VpcElasticIp ours = network.allocateElasticIp();
    private final VpcElasticIp another = network.allocateElasticIp();
    private final InMemoryElasticIpAssigner assigner = InMemoryElasticIpAssigner.of(network);
    private final FloatingIp ip = FloatingIp.at(ours.publicIp())
            .assigner(assigner)
            .ticker(scenario.ticker())
            .build();

    private String eni(String host) {
        return network.instance(host).orElseThrow().interfaces().get(0).id();
    }

    private IpAddress primary(String host) {
        return network.networkInterface(eni(host)).orElseThrow().primaryAddress();
    }

    private void put(VpcElasticIp which, String host) {
        network.associateElasticIp(which.allocationId(), eni(host), primary(host), true);
    }

    private VpcElasticIp.Association now() {
        return Objects.requireNonNull(
                network.elasticIp(ours.allocationId()).orElseThrow().association());
    }

    private List<String> warnings(String target) {
        return assigner.survey(ours.publicIp(), HostId.of(target)).warnings();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handover_whenItIsRefused_givesItBackToThePrivateAddressThatItHad(boolean anotherIsOnThePrimary) {
        IpAddress second = network.assignAddresses(eni(A), 1).get(0);
        network.associateElasticIp(ours.allocationId(), eni(A), second, true);
        if (anotherIsOnThePrimary) {
            put(another, A);
        }
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> ip.move().from(A).to(B).handover().execute())
                .isInstanceOf(PermissionDeniedException.class);
        assertThat(now().privateIp()).isEqualTo(second);

        if (!anotherIsOnThePrimary) {
            ip.moveTo(B);
            ip.moveTo(A);
            assertThat(now().privateIp()).as("as planned anew").isEqualTo(primary(A));
        }
    }

    @Test
    void moveTo_whenItWasDisplacedSince_isMadeAndSaysWhatIsThere() {
        ip.moveTo(B);
        put(another, B);

        assertThat(ip.holders()).isEmpty();
        MoveResult recovered = ip.moveTo(A);

        assertThat(recovered.warnings()).singleElement().asString().contains("Elastic IP " + another + " is there now");
        assertThat(now().interfaceId()).isEqualTo(eni(A));
        assertThat(warnings(A)).isEmpty();
    }

    @Test
    void moveTo_whenAnotherDisplacesItBeforeItIsSeen_failsAndNamesIt() {
        put(ours, A);
        assigner.inject(Fault.none().then(() -> put(another, B)).onCall(Call.ASSIGN));

        assertThatThrownBy(() -> ip.moveTo(B))
                .isInstanceOf(NotVerifiedException.class)
                .hasMessageContaining("Elastic IP " + another.publicIp() + " is there");
        assertThat(ip.holders()).as("a look tells who holds it, and no more").isEmpty();
    }

    @Test
    void survey_whenItIsDisplacedAfterAMoveThatWasRefused_stillSaysWhatIsThere() {
        ip.moveTo(B);
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));
        assertThatThrownBy(() -> ip.moveTo(A)).isInstanceOf(PermissionDeniedException.class);
        put(another, B);

        assertThat(warnings(A).toString()).contains("Elastic IP " + another + " is there now");
    }

    @Test
    void moveTo_whenItIsOnAnotherPrivateAddressThanSaid_warns() {
        IpAddress second = network.assignAddresses(eni(A), 1).get(0);
        put(ours, A);
        assigner.privateAddress(A, second.toString());

        MoveResult result = ip.moveTo(A);

        assertThat(result.outcome()).isEqualTo(MoveOutcome.ALREADY_HELD);
        assertThat(result.warnings()).singleElement().asString().contains(", and not on " + second);
    }

    @Test
    void moveTo_whenOneOfSeveralInterfacesHasWhatWasSaid_takesThatOne() {
        String second = network.createInterface(
                        InterfaceSpec.in(network.subnets().get(0).id()).secondaries(1))
                .id();
        network.attachInterface(second, B, 1);
        IpAddress said =
                network.networkInterface(second).orElseThrow().addresses().get(1);
        assigner.privateAddress(B, said.toString());

        ip.moveTo(B);

        assertThat(now().privateIp()).isEqualTo(said);
    }

    @Test
    void survey_ofAnElasticIpOrAnOverlayAddress_namesNoSubnet() {
        IpAddress overlay = IpAddress.of("192.168.99.1");
        String table = network.routing().mainTable(network.vpcs().get(0).id()).id();
        network.attributes().sourceDestCheck(eni(B), false);
        network.routing().createRoute(table, CidrBlock.of(overlay, 32), RouteTarget.networkInterface(eni(A)));

        assertThat(assigner.survey(ours.publicIp(), HostId.of(B)).placement().subnetId())
                .isNull();
        assertThat(InMemoryRouteIpAssigner.of(network)
                        .survey(overlay, HostId.of(B))
                        .placement()
                        .subnetId())
                .isNull();
    }
}
