package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.cli.Vip;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcElasticIp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command by each way, in this JVM, against the in-memory AWS. */
class WayCommandTest {

    private static final String OVERLAY = "192.168.99.1";
    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final String a = sandbox.instanceId("db.a");
    private final String b = sandbox.instanceId("db.b");
    private final String vpc = sandbox.vpc().id();
    private final String table = network.routing().mainTable(vpc).id();
    private final String second = network.routing().createTable(vpc).id();
    private String out = "";
    private String err = "";

    @BeforeAll
    static void credentials() {
        CREDENTIALS.forEach(name -> System.setProperty(name, "sandbox"));
    }

    @AfterAll
    static void none() {
        CREDENTIALS.forEach(System::clearProperty);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int vip(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--endpoint-url", server.endpointUrl().toString(), "--region", Sandbox.REGION));
        StringWriter outWriter = new StringWriter();
        StringWriter errWriter = new StringWriter();
        int status =
                Vip.run(new PrintWriter(outWriter, true), new PrintWriter(errWriter, true), all.toArray(new String[0]));
        out = outWriter.toString();
        err = errWriter.toString();
        return status;
    }

    private String eni(String instance) {
        return network.instance(instance).orElseThrow().interfaces().get(0).id();
    }

    private void route(String tableId) {
        network.attributes().sourceDestCheck(eni(a), false);
        network.attributes().sourceDestCheck(eni(b), false);
        network.routing().createRoute(tableId, CidrBlock.of(OVERLAY + "/32"), RouteTarget.networkInterface(eni(a)));
    }

    private List<String> leads() {
        List<String> leads = new ArrayList<>();
        for (String each : List.of(table, second)) {
            network.routing()
                    .table(each)
                    .orElseThrow()
                    .route(CidrBlock.of(OVERLAY + "/32"))
                    .ifPresent(route -> leads.add(String.valueOf(route.interfaceId())));
        }
        return leads;
    }

    @Test
    void move_byRoute_movesAllTablesThatHaveTheRoute() {
        route(table);
        route(second);

        assertThat(vip("move", OVERLAY, b, "--by", "route")).as(err).isZero();
        assertThat(leads()).containsExactly(eni(b), eni(b));
        assertThat(vip("status", OVERLAY, "--by", "route")).isZero();
        assertThat(out).contains("held by " + b);
        assertThat(vip("evacuate", b, a, OVERLAY, "--by", "route")).as(err).isZero();
        assertThat(leads()).containsExactly(eni(a), eni(a));
        assertThat(vip("release", OVERLAY, "--from", a, "--by", "route"))
                .as(err)
                .isZero();
        assertThat(leads()).isEmpty();
    }

    @Test
    void move_byRouteWithNamedTables_createsWhatIsMissingIfAsked() {
        route(table);
        String[] named = {"move", OVERLAY, b, "--by", "route", "--route-table", table, "--route-table", second};

        assertThat(vip(named)).isEqualTo(3);
        assertThat(err).contains(second + " has no route").contains("--create-routes");
        List<String> asked = new ArrayList<>(List.of(named));
        asked.add("--create-routes");
        assertThat(vip(asked.toArray(new String[0]))).as(err).isZero();
        assertThat(leads()).containsExactly(eni(b), eni(b));
    }

    @Test
    void plan_byRoute_isAppliedByRoute(@TempDir Path folder) {
        route(table);
        String file = folder.resolve("plan").toString();

        assertThat(vip("move", OVERLAY, b, "--by", "route", "--plan-out", file))
                .as(err)
                .isZero();
        assertThat(out).contains("ReplaceRoute " + OVERLAY + "/32");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
        assertThat(vip("apply", file, "--by", "route")).as(err).isZero();
        assertThat(leads()).containsExactly(eni(b));
    }

    @Test
    void doctor_byRoute_looksAtTheInterfaces() {
        route(table);
        assertThat(vip("doctor", OVERLAY, "--hosts", a + "," + b, "--by", "route"))
                .as(out)
                .isZero();
        assertThat(out).contains("takes what is not for its own addresses").contains("dry run for " + table);
        assertThat(out)
                .contains("ways " + OVERLAY + ": by route, across subnets and zones; not by secondary-ip")
                .contains("ways " + b + ": by secondary-ip within ");

        network.attributes().sourceDestCheck(eni(b), true);
        assertThat(vip("doctor", OVERLAY, "--hosts", a + "," + b, "--by", "route"))
                .isEqualTo(7);
        assertThat(out).contains("--no-source-dest-check");
    }

    @Test
    void dryRun_bySecondaryIp_whenTheTargetIsInAnotherSubnet_namesTheOtherWays() {
        assertThat(vip("move", Sandbox.FLOATING_IP, sandbox.instanceId("far"), "--dry-run"))
                .isEqualTo(3);
        assertThat(err).contains("belongs to").contains("--by route").contains("--by elastic-ip");
    }

    @Test
    void move_byElasticIp_movesItAndNamesWhatIsInTheWay() {
        VpcElasticIp ours = network.allocateElasticIp();
        VpcElasticIp other = network.allocateElasticIp();
        associate(ours, a);
        String address = ours.publicIp().toString();

        assertThat(vip("move", address, b, "--by", "elastic-ip")).as(err).isZero();
        assertThat(vip("status", address, "--by", "elastic-ip")).isZero();
        assertThat(out).contains("held by " + b);
        assertThat(vip("move", address, a, "--by", "elastic-ip", "--from", b, "--handover"))
                .as(err)
                .isZero();
        associate(other, b);
        assertThat(vip("move", address, b, "--by", "elastic-ip")).isEqualTo(3);
        assertThat(err).contains(other.publicIp().toString());
    }

    private void associate(VpcElasticIp which, String instance) {
        IpAddress primary =
                network.networkInterface(eni(instance)).orElseThrow().primaryAddress();
        network.associateElasticIp(which.allocationId(), eni(instance), primary, true);
    }

    @Test
    void move_ofAnIpv6Address_impliesItsWay() {
        CidrBlock range = CidrBlock.of(network.ipv6().associateVpc(vpc).cidr().first(), 64);
        network.ipv6().associateSubnet(network.subnets().get(0).id(), range);
        String address = range.address(0x12).toString();
        network.ipv6().assign(eni(a), List.of(range.address(0x12)));

        assertThat(vip("move", address, b)).isEqualTo(3);
        assertThat(err).contains("--handover");
        assertThat(vip("move", address, b, "--from", a, "--handover")).as(err).isZero();
        assertThat(vip("status", address)).isZero();
        assertThat(out).contains("held by " + b);
        assertThat(vip("status", address, "10.0.1.12")).isEqualTo(2);
        assertThat(err).contains("by different ways");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status 10.0.1.12 --by eip|expected one of secondary-ip, route, elastic-ip",
                "status 10.0.1.12 --route-table rtb-0a|need --by route",
                "status 10.0.1.12 --by route --route-table vpc-0a|not a route table id: \"vpc-0a\"",
                "status 10.0.1.12 --by route --create-routes|needs --route-table",
                "status 2001:db8::1 --by route|floats by its own way"
            })
    void command_withMalformedInput_saysWhatIsExpected(String command, String says) {
        assertThat(vip(command.split(" "))).isEqualTo(2);
        assertThat(err).contains(says);
        assertThat(server.requests()).isEmpty();
    }
}
