package org.floatingip.testkit.assigner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.StepKind;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcElasticIp;
import org.junit.jupiter.api.Test;

/** What the in-memory assigners of the other ways do beyond the contract. */
class InMemoryWaysTest {

    private static final IpAddress OVERLAY = IpAddress.of("192.168.99.1");

    private final Scenario scenario =
            Scenario.builder().host("i-0a").host("i-0b").host("i-0c").build();
    private final InMemoryVpc network = scenario.network();
    private final String vpc = network.vpcs().get(0).id();

    private FloatingIp at(IpAddress address, IpAssigner assigner) {
        return FloatingIp.at(address)
                .assigner(assigner)
                .ticker(scenario.ticker())
                .build();
    }

    private String eni(String host) {
        return network.instance(host).orElseThrow().interfaces().get(0).id();
    }

    /** Two tables that lead to i-0a; the interfaces don't check. */
    private List<String> tables() {
        List<String> tables = List.of(
                network.routing().mainTable(vpc).id(),
                network.routing().createTable(vpc).id());
        List.of("i-0a", "i-0b", "i-0c").forEach(host -> network.attributes().sourceDestCheck(eni(host), false));
        tables.forEach(table -> network.routing()
                .createRoute(table, CidrBlock.of(OVERLAY, 32), RouteTarget.networkInterface(eni("i-0a"))));
        return tables;
    }

    private List<String> ends(List<String> tables) {
        return tables.stream()
                .map(table -> String.valueOf(network.routing()
                        .table(table)
                        .orElseThrow()
                        .route(CidrBlock.of(OVERLAY, 32))
                        .orElseThrow()
                        .instanceId()))
                .toList();
    }

    @Test
    void moveTo_byRoute_changesEachTableThatHasTheRoute() {
        List<String> tables = tables();
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network);

        at(OVERLAY, assigner).moveTo("i-0b");

        assertThat(ends(tables)).containsOnly("i-0b");
        assertThat(assigner.count(Call.ASSIGN)).isEqualTo(2);
    }

    @Test
    void moveTo_byRoute_whenOneTableIsDenied_isUnknownAndNamesThePermission() {
        List<String> tables = tables();
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network, tables);
        assigner.inject(Fault.deny().onCall(Call.ASSIGN).skip(1));

        assertThatThrownBy(() -> at(OVERLAY, assigner).moveTo("i-0b"))
                .isInstanceOf(NotVerifiedException.class)
                .hasStackTraceContaining("ec2:ReplaceRoute");

        assertThat(ends(tables)).containsExactly("i-0b", "i-0a");
        at(OVERLAY, assigner).moveTo("i-0b");
        assertThat(ends(tables)).containsOnly("i-0b");
    }

    @Test
    void moveTo_byRoute_whenATableLacksTheRoute_isRefusedUnlessAskedFor() {
        List<String> tables = tables();
        network.routing().deleteRoute(tables.get(1), CidrBlock.of(OVERLAY, 32));
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network, tables);

        assertThatThrownBy(() -> at(OVERLAY, assigner).moveTo("i-0b"))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining(tables.get(1) + " has no route for it");

        assigner.createMissingRoutes();
        at(OVERLAY, assigner).moveTo("i-0b");
        assertThat(ends(tables)).containsOnly("i-0b");
    }

    @Test
    void moveTo_byRoute_whenATableLackedTheRoute_makesNoHostOfIt() {
        List<String> tables = tables();
        network.routing().deleteRoute(tables.get(1), CidrBlock.of(OVERLAY, 32));
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network, tables);
        assigner.createMissingRoutes();
        InMemoryHosts hosts = InMemoryHosts.create(scenario.ticker());
        hosts.set("i-0a", OVERLAY.toString());

        MoveResult moved = FloatingIp.at(OVERLAY)
                .assigner(assigner)
                .hosts(hosts)
                .ticker(scenario.ticker())
                .build()
                .moveTo("i-0b");

        assertThat(hosts.history()).containsExactly("i-0b accepts " + OVERLAY, "i-0a drops " + OVERLAY);
        assertThat(moved.steps())
                .filteredOn(step -> step.kind() == StepKind.OLD_HOST_RELEASED)
                .hasSize(1);
    }

    /** An attempt gets so far and no further, as one does that is too short. */
    private static void changesAnAttempt(InMemoryRouteIpAssigner assigner, int most) {
        assigner.mend();
        assigner.inject(
                Fault.none().first(() -> changesAnAttempt(assigner, most)).onCall(Call.LOOK));
        assigner.inject(Fault.throttle().onCall(Call.ASSIGN).skip(most).always());
    }

    @Test
    void moveTo_byRoute_whenAnAttemptIsTooShortForAllTables_goesOnWhereTheOneBeforeEnded() {
        List<String> tables = new ArrayList<>(tables());
        while (tables.size() < 30) {
            String table = network.routing().createTable(vpc).id();
            network.routing().createRoute(table, CidrBlock.of(OVERLAY, 32), RouteTarget.networkInterface(eni("i-0a")));
            tables.add(table);
        }
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network, tables);
        changesAnAttempt(assigner, 12);

        at(OVERLAY, assigner).moveTo("i-0b");

        assertThat(ends(tables)).containsOnly("i-0b");
    }

    @Test
    void createMissingRoutes_withoutNamedTables_isRefused() {
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network);

        assertThatIllegalStateException()
                .isThrownBy(assigner::createMissingRoutes)
                .withMessageContaining("named tables");
    }

    @Test
    void assign_byRoute_whenNoTableIsLeft_isRefused() {
        List<String> tables = tables();
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network);
        Survey survey = assigner.survey(OVERLAY, HostId.of("i-0b"));
        Transfer transfer = Transfer.of(OVERLAY, survey.holders(), survey.placement());
        tables.forEach(table -> network.routing().deleteRoute(table, CidrBlock.of(OVERLAY, 32)));

        assertThatThrownBy(() -> assigner.assign(transfer)).is(refusal(RefusalReason.NOT_ROUTABLE));
    }

    @Test
    void plan_byRoute_whenOneTableLacksTheRoute_hasACallOfEachKind() {
        List<String> tables = tables();
        network.routing().deleteRoute(tables.get(1), CidrBlock.of(OVERLAY, 32));
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network, tables);
        assigner.createMissingRoutes();

        assertThat(at(OVERLAY, assigner).move().to("i-0b").plan().calls())
                .filteredOn(PlannedCall::mutating)
                .extracting(PlannedCall::permission)
                .containsExactly("ec2:ReplaceRoute", "ec2:CreateRoute");
    }

    @Test
    void survey_byRoute_refusesWhatTheRealOneRefuses() {
        List<String> tables = tables();
        network.attributes().sourceDestCheck(eni("i-0b"), true);
        InMemoryRouteIpAssigner assigner = InMemoryRouteIpAssigner.of(network, tables);

        assertThatThrownBy(() -> assigner.survey(OVERLAY, HostId.of("i-0b")))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining("checks source and destination");
        assertThatThrownBy(() -> assigner.survey(IpAddress.of("10.0.1.200"), HostId.of("i-0c")))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining("10.0.0.0/16 of " + vpc);
        assertThatThrownBy(() -> assigner.locate(IpAddress.of("2001:db8::1")))
                .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
    }

    @Test
    void moveTo_byElasticIp_whenAnotherIsThere_isRefusedAndASaidAddressIsFree() {
        VpcElasticIp ours = network.allocateElasticIp();
        VpcElasticIp other = network.allocateElasticIp();
        String eni = eni("i-0b");
        network.associateElasticIp(
                other.allocationId(),
                eni,
                network.networkInterface(eni).orElseThrow().primaryAddress(),
                false);
        String second = network.assignAddresses(eni, 1).get(0).toString();
        InMemoryElasticIpAssigner assigner = InMemoryElasticIpAssigner.of(network);

        assertThatThrownBy(() -> at(ours.publicIp(), assigner).moveTo("i-0b"))
                .is(refusal(RefusalReason.OCCUPIED))
                .hasMessageContaining(other.publicIp().toString());

        assigner.privateAddress("i-0b", second);
        at(ours.publicIp(), assigner).moveTo("i-0b");
        assertThat(network.elasticIp(ours.allocationId()).orElseThrow().association())
                .satisfies(association -> assertThat(association.privateIp()).hasToString(second));
    }

    @Test
    void moveTo_byElasticIp_whenDenied_namesThePermission() {
        VpcElasticIp ours = network.allocateElasticIp();
        InMemoryElasticIpAssigner assigner = InMemoryElasticIpAssigner.of(network);
        assigner.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThatThrownBy(() -> at(ours.publicIp(), assigner).moveTo("i-0b"))
                .isInstanceOfSatisfying(
                        PermissionDeniedException.class,
                        denied -> assertThat(denied.action()).isEqualTo("ec2:AssociateAddress"));
    }

    @Test
    void moveTo_byIpv6_isAHandoverAlone() {
        String subnet = network.subnets().get(0).id();
        CidrBlock range = CidrBlock.of(network.ipv6().associateVpc(vpc).cidr().first(), 64);
        network.ipv6().associateSubnet(subnet, range);
        IpAddress address = range.address(0x12);
        network.ipv6().assign(eni("i-0a"), List.of(address));
        FloatingIp vip = at(address, InMemoryIpv6Assigner.of(network));

        assertThatThrownBy(() -> vip.moveTo("i-0b")).hasMessageContaining("handover");
        vip.move().from("i-0a").to("i-0b").handover().execute();

        assertThat(network.holders(address))
                .singleElement()
                .satisfies(holder -> assertThat(holder.host()).isEqualTo(HostId.of("i-0b")));
    }
}
