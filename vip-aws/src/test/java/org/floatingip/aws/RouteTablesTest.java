package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.PlannedCall;
import org.floatingip.RefusalReason;
import org.floatingip.StandbyMove;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.RouteTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Tables of one address that differ: some are done, some lack the route, some came or went since they were read. With the real SDK. */
class RouteTablesTest {

    private static final IpAddress VIP = IpAddress.of("192.168.99.1");
    private static final CidrBlock ROUTE = CidrBlock.of(VIP, 32);

    private final InMemoryVpc network = InMemoryVpc.create();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String main = network.routing().mainTable(vpc).id();
    private final List<String> tables = new ArrayList<>();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private RouteIpAssigner assigner;

    @BeforeEach
    void start() {
        for (String host : List.of("i-0a", "i-0b")) {
            network.run(InstanceSpec.with(InterfaceSpec.in(subnet)).id(host));
            network.attributes().sourceDestCheck(eni(host), false);
        }
        assigner = builder().build();
    }

    @AfterEach
    void stop() {
        assigner.close();
        server.close();
    }

    private String eni(String host) {
        return network.instance(host).orElseThrow().interfaces().get(0).id();
    }

    /** So many tables beside the main one, all of which lead to i-0a. */
    private void tables(int many) {
        while (tables.size() < many) {
            String table = network.routing().createTable(vpc).id();
            network.routing().createRoute(table, ROUTE, RouteTarget.networkInterface(eni("i-0a")));
            tables.add(table);
        }
        assigner.close();
        assigner = builder().routeTables(tables).createMissingRoutes().build();
    }

    private RouteIpAssigner.Builder builder() {
        return RouteIpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .attemptTimeout(Duration.ofSeconds(30))
                .dataPlaneLag(Duration.ZERO);
    }

    private FloatingIp vip() {
        return FloatingIp.at(VIP)
                .assigner(assigner)
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    private List<String> leads() {
        return tables.stream()
                .map(table -> network.routing()
                        .table(table)
                        .orElseThrow()
                        .route(ROUTE)
                        .map(route -> String.valueOf(route.interfaceId()))
                        .orElse("nothing"))
                .toList();
    }

    private Transfer transfer() {
        Survey survey = assigner.survey(VIP, HostId.of("i-0b"));
        return Transfer.of(VIP, survey.holders(), survey.placement());
    }

    private void deleteRoute(int table) {
        network.routing().deleteRoute(tables.get(table), ROUTE);
    }

    // ---- changing

    /** An attempt gets so far and no further, as one does that is too short. */
    private void changesAnAttempt(int most) {
        server.mend();
        server.inject(Fault.none().first(() -> changesAnAttempt(most)).onAction("DescribeRouteTables"));
        server.inject(Fault.throttle().onAction("ReplaceRoute").skip(most).always());
    }

    @Test
    void moveTo_whenAnAttemptIsTooShortForAllTables_goesOnWhereTheOneBeforeEnded() {
        tables(30);
        changesAnAttempt(12);

        MoveResult moved = vip().moveTo("i-0b");

        assertThat(moved.moved()).isTrue();
        assertThat(leads()).containsOnly(eni("i-0b"));
        assertThat(server.count("ReplaceRoute")).as("three attempts").isEqualTo(90);
    }

    @Test
    void execute_whenARouteWasDeletedSinceThePreparation_createsIt() {
        tables(3);
        StandbyMove standby = vip().standby("i-0b");
        deleteRoute(1);

        assertThat(standby.execute().moved()).isTrue();

        assertThat(leads()).containsOnly(eni("i-0b"));
        assertThat(server.count("CreateRoute")).isEqualTo(1);
    }

    @Test
    void assign_whenCreatingIsDenied_namesThatPermissionAlone() {
        tables(3);
        deleteRoute(1);
        Transfer transfer = transfer();
        server.inject(Fault.deny().onAction("CreateRoute"));

        UnavailableException partly = catchThrowableOfType(UnavailableException.class, () -> assigner.assign(transfer));

        assertThat(partly.action()).isEqualTo("ec2:CreateRoute");
    }

    @Test
    void assign_whenReplacingIsDeniedBesideACreation_namesThatPermissionAlone() {
        tables(3);
        deleteRoute(1);
        Transfer transfer = transfer();
        server.inject(Fault.deny().onAction("ReplaceRoute"));

        UnavailableException partly = catchThrowableOfType(UnavailableException.class, () -> assigner.assign(transfer));

        assertThat(partly.action()).isEqualTo("ec2:ReplaceRoute");
    }

    @Test
    void plan_whenOneTableLacksTheRoute_hasACallOfEachKind() {
        tables(3);
        deleteRoute(1);

        assertThat(vip().move().to("i-0b").plan().calls())
                .filteredOn(PlannedCall::mutating)
                .extracting(PlannedCall::toString)
                .satisfiesExactly(
                        replace -> assertThat(replace)
                                .contains("ReplaceRoute", tables.get(0) + ", " + tables.get(2), "one after the other"),
                        create -> assertThat(create)
                                .contains("CreateRoute", "in " + tables.get(1))
                                .doesNotContain("ReplaceRoute"));
    }

    @Test
    void survey_whenTheLocalRouteLeadsToAnInterface_isOfTheVpcAllTheSame() {
        tables(1);
        server.inject(WireFault.body(
                        200,
                        "<DescribeRouteTablesResponse><requestId>1</requestId><routeTableSet><item><routeTableId>"
                                + tables.get(0) + "</routeTableId><vpcId>" + vpc + "</vpcId><routeSet><item>"
                                + "<destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><networkInterfaceId>"
                                + eni("i-0a") + "</networkInterfaceId><state>active</state>"
                                + "<origin>CreateRouteTable</origin></item></routeSet></item></routeTableSet>"
                                + "</DescribeRouteTablesResponse>")
                .onAction("DescribeRouteTables"));

        assertThatThrownBy(() -> assigner.survey(IpAddress.of("10.0.9.9"), HostId.of("i-0b")))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining("10.0.0.0/16 of " + vpc);
    }

    // ---- the doctor

    private List<Finding> findings() {
        return assigner.diagnoseAddress(VIP, assigner.survey(VIP, HostId.of("i-0b")));
    }

    @Test
    void diagnoseAddress_whenNoSubnetFollowsTheMainTable_doesNotWarnOfIt() {
        tables(1);
        network.routing().associate(tables.get(0), subnet);

        assertThat(findings()).allMatch(finding -> finding.severity() == Severity.OK);
    }

    @Test
    void diagnoseAddress_whenASubnetHasNoTableOfItsOwn_warnsOfTheMainTable() {
        tables(1);
        network.routing().associate(tables.get(0), subnet);
        network.createSubnet(vpc, "10.0.2.0/24", "us-east-1b");

        assertThat(findings())
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("follow " + main));
    }

    @Test
    void diagnoseAddress_whenAllRoutesAreBlackholes_saysThatThePermissionIsUnproven() {
        tables(2);
        network.stop("i-0a");

        assertThat(findings())
                .filteredOn(finding -> finding.check().equals(Checks.PERMISSION))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.UNPROVEN);
                    assertThat(finding.subject()).isEqualTo("ec2:ReplaceRoute");
                });
    }

    @Test
    void diagnoseAddress_whenAMissingRouteMayBeCreated_saysThatThePermissionIsUnproven() {
        tables(2);
        deleteRoute(1);

        assertThat(findings())
                .filteredOn(finding -> finding.severity() == Severity.UNPROVEN)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo("ec2:CreateRoute");
                    assertThat(finding.detail()).contains(tables.get(1));
                });
        assertThat(leads()).as("nothing was created").contains("nothing");
    }
}
