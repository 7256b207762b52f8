package org.floatingip.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.CidrBlock;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Route tables and where their routes lead, as the model has them. */
class VpcRoutingTest {

    private static final CidrBlock OVERLAY = CidrBlock.of("192.168.7.7/32");
    private static final CidrBlock RANGE = CidrBlock.of("10.0.0.0/16");

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder()
            .ticker(ticker)
            .transitionTime(Duration.ofSeconds(30))
            .build();
    private final VpcRouting routing = network.routing();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String near =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String far =
            network.createSubnet(vpc, "10.0.2.0/24", "us-east-1b").id();
    private final String main = routing.mainTable(vpc).id();

    @BeforeEach
    void run() {
        network.run(InstanceSpec.with(InterfaceSpec.in(near).id("eni-0a")).id("i-0a"));
        network.run(InstanceSpec.with(InterfaceSpec.in(far).id("eni-0b")).id("i-0b"));
        network.run(InstanceSpec.with(InterfaceSpec.in(near).id("eni-0c"))
                .and(InterfaceSpec.in(near).id("eni-0d"))
                .id("i-0cd"));
        ticker.advance(Duration.ofSeconds(30));
    }

    private VpcRoute route() {
        return routing.table(main).orElseThrow().route(OVERLAY).orElseThrow();
    }

    private static Ec2RefusalException refused(ThrowingCallable call) {
        return catchThrowableOfType(Ec2RefusalException.class, call);
    }

    private static void assertRefused(String code, String text, ThrowingCallable call) {
        assertThat(refused(call)).as(text).isNotNull().satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.text()).isEqualTo(text);
        });
    }

    // ---- tables and associations

    @Test
    void vpc_whenCreated_hasAMainTableWithItsOwnRoute() {
        VpcRouteTable table = routing.mainTable(vpc);

        assertThat(routing.tables()).containsExactly(table);
        assertThat(table.isMain()).isTrue();
        assertThat(table.routes()).containsExactly(new VpcRoute(RANGE, true, null, null, true));
        assertThat(routing.mainTable(network.createVpc("10.0.0.0/16").id()).id())
                .as("each VPC has its own")
                .isNotEqualTo(main);
        assertThatThrownBy(() -> routing.mainTable("vpc-0bad"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no VPC vpc-0bad");
    }

    @Test
    void table_isCreatedAssociatedAndDeleted() {
        String id = routing.createTable(vpc).id();
        VpcRouteTable.Association association = routing.associate(id, far);

        assertThat(routing.table(id).orElseThrow().associations()).containsExactly(association);
        assertThat(association.main()).isFalse();
        assertThat(routing.associate(id, far)).as("once more").isEqualTo(association);
        assertRefused(
                "DependencyViolation",
                "The routeTable '" + id + "' has dependencies and cannot be deleted.",
                () -> routing.deleteTable(id));

        routing.disassociate(association.id());
        routing.deleteTable(id);

        assertThat(routing.table(id)).isEmpty();
        assertRefused(
                "InvalidRouteTableID.NotFound",
                "The routeTable ID '" + id + "' does not exist",
                () -> routing.associate(id, far));
        assertRefused(
                "InvalidAssociationID.NotFound",
                "The association ID '" + association.id() + "' does not exist",
                () -> routing.disassociate(association.id()));
    }

    @Test
    void subnet_thatFollowsATable_isNotTakenByAnother() {
        String one = routing.createTable(vpc).id();
        String other = routing.createTable(vpc).id();
        String association = routing.associate(one, near).id();

        assertRefused(
                "Resource.AlreadyAssociated",
                "the specified association for route table " + other + " conflicts with an existing association",
                () -> routing.associate(other, near));

        VpcRouteTable.Association replaced = routing.replaceAssociation(association, other);
        assertThat(replaced.id()).isNotEqualTo(association);
        assertThat(replaced.subnetId()).isEqualTo(near);
        assertThat(routing.table(one).orElseThrow().associations()).isEmpty();
        assertThat(routing.table(other).orElseThrow().associations()).containsExactly(replaced);
    }

    @Test
    void mainTable_isReplacedButNeverTakenAway() {
        String association = routing.mainTable(vpc).associations().get(0).id();
        assertRefused(
                "InvalidParameterValue",
                "cannot disassociate the main route table association " + association,
                () -> routing.disassociate(association));

        String other = routing.createTable(vpc).id();
        routing.replaceAssociation(association, other);

        assertThat(routing.mainTable(vpc).id()).isEqualTo(other);
        routing.deleteTable(main);
        assertThat(routing.tables()).extracting(VpcRouteTable::id).containsExactly(other);
    }

    @Test
    void table_ofAnotherVpc_isRefused() {
        String elsewhere = network.createVpc("10.1.0.0/16").id();
        String table = routing.createTable(elsewhere).id();

        assertThat(refused(() -> routing.associate(table, near)).text()).endsWith("belong to different networks");
        assertThat(refused(() -> routing.replaceAssociation(
                                routing.mainTable(vpc).associations().get(0).id(), table))
                        .text())
                .endsWith("belong to different networks");
        assertRefused(
                "InvalidParameterValue",
                "route table " + table + " and interface interface-0a belong to different networks",
                () -> routing.createRoute(table, OVERLAY, RouteTarget.networkInterface("eni-0a")));
    }

    // ---- routes

    @Test
    void route_isCreatedReplacedAndDeleted() {
        routing.createRoute(main, OVERLAY, RouteTarget.instance("i-0a"));
        assertThat(route()).isEqualTo(new VpcRoute(OVERLAY, false, "eni-0a", "i-0a", true));

        routing.createRoute(main, OVERLAY, RouteTarget.networkInterface("eni-0a"));
        assertRefused(
                "RouteAlreadyExists",
                "The route identified by 192.168.7.7/32 already exists.",
                () -> routing.createRoute(main, OVERLAY, RouteTarget.instance("i-0b")));
        assertThat(route().instanceId()).isEqualTo("i-0a");

        routing.replaceRoute(main, OVERLAY, RouteTarget.networkInterface("eni-0d"));
        assertThat(route()).isEqualTo(new VpcRoute(OVERLAY, false, "eni-0d", "i-0cd", true));

        routing.deleteRoute(main, OVERLAY);
        assertThat(routing.table(main).orElseThrow().route(OVERLAY)).isEmpty();
        assertRefused(
                "InvalidRoute.NotFound",
                "no route with destination-cidr-block 192.168.7.7/32 in route table " + main,
                () -> routing.deleteRoute(main, OVERLAY));
        assertRefused(
                "InvalidParameterValue",
                "There is no route defined for '192.168.7.7/32' in the route table. Use CreateRoute instead.",
                () -> routing.replaceRoute(main, OVERLAY, RouteTarget.instance("i-0b")));
    }

    @Test
    void route_whoseTargetIsMissingOrSeveral_isRefused() {
        for (RouteTarget target : List.of(
                RouteTarget.instance("i-0bad"),
                RouteTarget.networkInterface("eni-0bad"),
                RouteTarget.instance("i-0cd"),
                RouteTarget.local())) {
            assertThat(refused(() -> routing.createRoute(main, OVERLAY, target)))
                    .as("%s", target)
                    .isNotNull();
        }
        assertRefused(
                "InvalidInstanceID",
                "There are multiple interfaces attached to instance 'i-0cd'. Please specify an interface ID for the"
                        + " operation instead.",
                () -> routing.createRoute(main, OVERLAY, RouteTarget.instance("i-0cd")));
        network.terminate("i-0a");
        ticker.advance(Duration.ofSeconds(30));
        assertRefused(
                "InvalidInstanceID",
                "The terminated instance 'i-0a' is not in a valid state for this operation",
                () -> routing.createRoute(main, OVERLAY, RouteTarget.instance("i-0a")));
        assertThat(routing.table(main).orElseThrow().routes()).hasSize(1);
    }

    @Test
    void route_ofTheVpcItself_isReplacedAndRestoredButStays() {
        assertRefused(
                "InvalidParameterValue",
                "cannot remove local route 10.0.0.0/16 in route table " + main,
                () -> routing.deleteRoute(main, RANGE));
        assertRefused(
                "RouteAlreadyExists",
                "The route identified by 10.0.0.0/16 already exists.",
                () -> routing.createRoute(main, RANGE, RouteTarget.instance("i-0a")));

        routing.replaceRoute(main, RANGE, RouteTarget.instance("i-0a"));
        assertThat(routing.table(main).orElseThrow().route(RANGE))
                .hasValue(new VpcRoute(RANGE, true, "eni-0a", "i-0a", true));
        routing.replaceRoute(main, RANGE, RouteTarget.local());
        assertThat(routing.table(main).orElseThrow().route(RANGE))
                .hasValue(new VpcRoute(RANGE, true, null, null, true));
    }

    @Test
    void route_withinTheVpc_isForAWholeSubnet() {
        CidrBlock one = CidrBlock.of("10.0.1.12/32");

        assertThat(refused(() -> routing.createRoute(main, one, RouteTarget.instance("i-0b")))
                        .code())
                .isEqualTo("InvalidParameterValue");
        routing.createRoute(main, CidrBlock.of("10.0.1.0/24"), RouteTarget.instance("i-0b"));
        routing.createRoute(main, CidrBlock.of("0.0.0.0/0"), RouteTarget.instance("i-0b"));
        assertThat(routing.table(main).orElseThrow().routes()).hasSize(3);
    }

    // ---- blackholes

    private void assertBlackhole(String eni) {
        assertThat(route()).isEqualTo(new VpcRoute(OVERLAY, false, eni, null, false));
    }

    @Test
    void route_whenItsInstanceStops_isABlackholeUntilItRunsAgain() {
        routing.createRoute(main, OVERLAY, RouteTarget.instance("i-0a"));

        network.stop("i-0a");
        assertThat(route().active()).as("while it is stopping").isTrue();
        ticker.advance(Duration.ofSeconds(30));
        assertBlackhole("eni-0a");

        network.start("i-0a");
        assertThat(route().active()).as("while it is pending").isTrue();
    }

    @Test
    void route_whenItsInstanceIsTerminated_keepsTheInterfaceThatWas() {
        routing.createRoute(main, OVERLAY, RouteTarget.instance("i-0a"));

        network.terminate("i-0a");
        assertThat(route().active()).as("while it is shutting down").isTrue();
        ticker.advance(Duration.ofSeconds(30));

        assertThat(network.networkInterface("eni-0a")).isEmpty();
        assertBlackhole("eni-0a");
        routing.replaceRoute(main, OVERLAY, RouteTarget.instance("i-0b"));
        assertThat(route().instanceId()).isEqualTo("i-0b");
    }

    @Test
    void route_whenItsInterfaceIsDetachedOrDeleted_isABlackhole() {
        routing.createRoute(main, OVERLAY, RouteTarget.networkInterface("eni-0d"));
        VpcInterface.Attachment attachment = Objects.requireNonNull(
                network.networkInterface("eni-0d").orElseThrow().attachment());

        network.detachInterface(attachment.id());
        assertBlackhole("eni-0d");
        network.attachInterface("eni-0d", "i-0a", 1);
        assertThat(route()).isEqualTo(new VpcRoute(OVERLAY, false, "eni-0d", "i-0a", true));

        String free = network.createInterface(InterfaceSpec.in(far)).id();
        routing.replaceRoute(main, OVERLAY, RouteTarget.networkInterface(free));
        assertBlackhole(free);
        network.deleteInterface(free);
        assertBlackhole(free);
        network.createInterface(InterfaceSpec.in(far).id(free));
        network.attachInterface(free, "i-0b", 1);
        assertThat(route().active()).as("another interface of that id").isFalse();
    }

    @Test
    void history_tellsOfRoutesAndRefusals() {
        routing.createRoute(main, OVERLAY, RouteTarget.instance("i-0a"));
        refused(() -> routing.createRoute(main, OVERLAY, RouteTarget.instance("i-0b")));

        assertThat(network.history())
                .extracting(VpcEvent::text)
                .contains("route 192.168.7.7/32 of " + main + " leads to eni-0a")
                .last()
                .asString()
                .startsWith("refused CreateRoute 192.168.7.7/32 of " + main + " to i-0b: RouteAlreadyExists");
    }
}
