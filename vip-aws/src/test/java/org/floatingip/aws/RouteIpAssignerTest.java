package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.floatingip.CidrBlock;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.doctor.Severity;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
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

/** Overlay addresses over two zones and five route tables, with the real SDK. */
class RouteIpAssignerTest {

    private static final IpAddress VIP = IpAddress.of("192.168.99.1");
    private static final CidrBlock ROUTE = CidrBlock.of(VIP, 32);
    private static final HostId A = HostId.of("i-0a");
    private static final HostId B = HostId.of("i-0b");

    private final InMemoryVpc network = InMemoryVpc.create();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final List<String> subnets = List.of(
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id(),
            network.createSubnet(vpc, "10.0.2.0/24", "us-east-1b").id());
    private final List<String> tables = new ArrayList<>();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private RouteIpAssigner assigner;

    @BeforeEach
    void start() {
        host(A, subnets.get(0));
        host(B, subnets.get(1));
        tables.add(network.routing().mainTable(vpc).id());
        while (tables.size() < 5) {
            tables.add(network.routing().createTable(vpc).id());
        }
        tables.forEach(table -> network.routing().createRoute(table, ROUTE, to(A)));
        assigner = builder().routeTables(tables).build();
    }

    @AfterEach
    void stop() {
        assigner.close();
        server.close();
    }

    private void host(HostId id, String subnet) {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet)).id(id.value()));
        network.attributes().sourceDestCheck(eni(id), false);
    }

    private RouteIpAssigner.Builder builder() {
        return RouteIpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .attemptTimeout(Duration.ofSeconds(30))
                .dataPlaneLag(Duration.ZERO);
    }

    private void with(RouteIpAssigner.Builder builder) {
        assigner.close();
        assigner = builder.build();
    }

    private FloatingIp vip() {
        return FloatingIp.at(VIP)
                .assigner(assigner)
                .timeout(Duration.ofSeconds(3))
                .build();
    }

    private String eni(HostId host) {
        return network.instance(host.value()).orElseThrow().interfaces().get(0).id();
    }

    private RouteTarget to(HostId host) {
        return RouteTarget.networkInterface(eni(host));
    }

    /** Where the routes of all tables lead. */
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

    private List<String> calls() {
        return server.requests().stream().map(RecordedRequest::action).toList();
    }

    // ---- moving

    @Test
    void moveTo_overFiveTables_isTwoReadsFiveChangesAndOneRead() {
        MoveResult moved = vip().moveTo(B.value());

        assertThat(calls())
                .containsExactly(
                        "DescribeRouteTables",
                        "DescribeInstances",
                        "ReplaceRoute",
                        "ReplaceRoute",
                        "ReplaceRoute",
                        "ReplaceRoute",
                        "ReplaceRoute",
                        "DescribeRouteTables");
        assertThat(leads()).containsOnly(eni(B));
        assertThat(moved.to()).isEqualTo(Holder.of(B, eni(B)));
        assertThat(moved.displaced()).containsExactly(Holder.of(A, eni(A)));
    }

    @Test
    void moveTo_withAnExecutor_changesAllTablesAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            // Nobody gets through before all five are under way.
            CyclicBarrier all = new CyclicBarrier(5);
            server.inject(Fault.none()
                    .first(() -> {
                        try {
                            all.await();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .onAction("ReplaceRoute")
                    .times(5));
            with(builder().routeTables(tables).executor(threads));

            vip().moveTo(B.value());

            assertThat(leads()).containsOnly(eni(B));
            assertThat(all.isBroken()).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void moveTo_withAnExecutorThatRunsNothing_isMadeByTheCaller() {
        Executor never = task -> {};
        with(builder().routeTables(tables).executor(never));

        vip().moveTo(B.value());

        assertThat(leads()).containsOnly(eni(B));
    }

    @Test
    void moveTo_withAnExecutorThatIsShutDown_isMadeByTheCaller() {
        ExecutorService shut = Executors.newSingleThreadExecutor();
        shut.shutdown();
        with(builder().routeTables(tables).executor(shut));

        vip().moveTo(B.value());

        assertThat(leads()).containsOnly(eni(B));
    }

    @Test
    void moveTo_withoutNamedTables_movesThoseThatHaveTheRoute() {
        network.routing().deleteRoute(tables.get(4), ROUTE);
        with(builder().vpcId(vpc));

        vip().moveTo(B.value());

        assertThat(leads()).containsExactly(eni(B), eni(B), eni(B), eni(B), "nothing");
    }

    @Test
    void moveTo_whenTwoTablesAreThrottled_convergesInTheSameMove() {
        server.inject(Fault.throttle().onAction("ReplaceRoute").skip(2).times(2));

        MoveResult moved = vip().moveTo(B.value());

        assertThat(leads()).containsOnly(eni(B));
        assertThat(moved.moved()).isTrue();
    }

    @Test
    void moveTo_whenRepliesAreLost_convergesInTheSameMove() {
        server.inject(Fault.loseReply().onAction("ReplaceRoute").skip(1).times(2));

        vip().moveTo(B.value());

        assertThat(leads()).containsOnly(eni(B));
    }

    @Test
    void moveTo_whenOneTableIsRefused_isUnknownAndNamesItAndConvergesOnceItIsAllowed() {
        server.inject(Fault.deny().onAction("ReplaceRoute").skip(2).times(1));

        NotVerifiedException failed = catchThrowableOfType(NotVerifiedException.class, () -> vip().moveTo(B.value()));

        assertThat(failed.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failed).hasStackTraceContaining("done in part").hasStackTraceContaining(tables.get(2) + " not:");
        assertThat(leads()).containsExactly(eni(B), eni(B), eni(A), eni(B), eni(B));
        assertThat(server.count("ReplaceRoute"))
                .as("what is refused is not asked again")
                .isEqualTo(5);
        assertThat(assigner.locate(VIP)).containsExactly(Holder.of(B, eni(B)), Holder.of(A, eni(A)));

        vip().moveTo(B.value());

        assertThat(leads()).containsOnly(eni(B));
    }

    @Test
    void assign_whenAllAreDenied_hadNoEffect() {
        Transfer transfer = transfer();
        server.inject(Fault.deny().onAction("ReplaceRoute").always());

        PermissionDeniedException denied =
                catchThrowableOfType(PermissionDeniedException.class, () -> assigner.assign(transfer));

        assertThat(denied.effect()).isEqualTo(Effect.NONE);
        assertThat(denied.getSuppressed()).hasSize(4);
        assertThat(leads()).containsOnly(eni(A));
    }

    private Transfer transfer() {
        Survey survey = assigner.survey(VIP, B);
        return Transfer.of(VIP, survey.holders(), survey.placement());
    }

    @Test
    void assign_whenATableIsGoneByThen_isUnknownAndNamesIt() {
        Transfer transfer = transfer();
        network.routing().deleteTable(tables.get(4));

        UnavailableException partly = catchThrowableOfType(UnavailableException.class, () -> assigner.assign(transfer));

        assertThat(partly.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(partly.retryable()).isFalse();
        assertThat(partly).hasMessageContaining(tables.get(4) + " not:").hasMessageContaining("does not exist");
    }

    // ---- creating

    @Test
    void moveTo_whenATableLacksTheRoute_isRefusedUnlessAskedFor() {
        network.routing().deleteRoute(tables.get(4), ROUTE);

        assertThatThrownBy(() -> vip().moveTo(B.value()))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining(tables.get(4) + " has no route")
                .hasMessageContaining("createMissingRoutes");

        with(builder().routeTables(tables).createMissingRoutes());
        assertThat(assigner.locate(VIP))
                .containsExactly(Holder.of(A, eni(A)), Holder.of(HostId.of(tables.get(4)), tables.get(4)));
        vip().moveTo(B.value());

        assertThat(leads()).containsOnly(eni(B));
        assertThat(server.count("CreateRoute")).isEqualTo(1);
    }

    @Test
    void moveTo_whenNobodyHoldsIt_createsAllRoutes() {
        tables.forEach(table -> network.routing().deleteRoute(table, ROUTE));
        with(builder().routeTables(tables).createMissingRoutes());

        vip().moveTo(B.value());

        assertThat(leads()).containsOnly(eni(B));
        assertThat(server.count("CreateRoute")).isEqualTo(5);
    }

    @Test
    void assign_whenNobodyWasSeenAndSomebodyCame_displacesNobody() {
        tables.forEach(table -> network.routing().deleteRoute(table, ROUTE));
        with(builder().routeTables(tables).createMissingRoutes());
        Transfer transfer = transfer();
        tables.forEach(table -> network.routing().createRoute(table, ROUTE, to(A)));

        HolderChangedException refused =
                catchThrowableOfType(HolderChangedException.class, () -> assigner.assign(transfer));

        assertThat(refused.holders()).containsExactly(Holder.of(A, eni(A)));
        assertThat(leads()).containsOnly(eni(A));
    }

    @Test
    void survey_whenNoTableHasTheRoute_isRefusedAndSaysWhatToName() {
        with(builder().vpcId(vpc));

        assertThatThrownBy(() -> assigner.survey(IpAddress.of("192.168.99.2"), B))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining("no route table of " + vpc)
                .hasMessageContaining("--route-table");
    }

    @Test
    void build_whenRoutesShallBeCreatedInNoTable_isRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().createMissingRoutes().build())
                .withMessageContaining("routeTable");
    }

    // ---- bad input

    @Test
    void survey_whenATableIsGone_isRefusedInEc2sWords() {
        network.routing().deleteTable(tables.get(4));

        assertThatThrownBy(() -> assigner.survey(VIP, B))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining("The routeTable ID '" + tables.get(4) + "' does not exist");
        assertThatThrownBy(() -> assigner.locate(VIP)).is(refusal(RefusalReason.NOT_ROUTABLE));
    }

    @Test
    void survey_whenARouteLeadsToAGateway_isRefusedAndNamesIt() {
        with(builder().routeTable(tables.get(0)));
        server.inject(WireFault.body(
                        200,
                        "<DescribeRouteTablesResponse><requestId>1</requestId><routeTableSet><item><routeTableId>"
                                + tables.get(0)
                                + "</routeTableId><vpcId>" + vpc + "</vpcId><routeSet><item><destinationCidrBlock>"
                                + ROUTE + "</destinationCidrBlock><gatewayId>igw-0a</gatewayId><state>active</state>"
                                + "</item></routeSet></item></routeTableSet></DescribeRouteTablesResponse>")
                .onAction("DescribeRouteTables"));

        assertThatThrownBy(() -> assigner.survey(VIP, B))
                .is(refusal(RefusalReason.NOT_ROUTABLE))
                .hasMessageContaining(
                        "the route of " + tables.get(0) + " leads to igw-0a, which is no network interface")
                .hasMessageContaining("--route-table");
    }

    @Test
    void survey_ofAnAddressInsideTheVpc_isRefused() {
        with(builder().routeTables(tables).createMissingRoutes());

        for (String inside : List.of("10.0.1.12", "10.0.200.1")) {
            assertThatThrownBy(() -> assigner.survey(IpAddress.of(inside), B))
                    .is(refusal(RefusalReason.NOT_ROUTABLE))
                    .hasMessageContaining("10.0.0.0/16 of " + vpc);
        }
    }

    @Test
    void survey_whenTheTargetChecksItsAddresses_isRefusedWithTheCommandThatMendsIt() {
        network.attributes().sourceDestCheck(eni(B), true);

        for (String target : List.of(B.value(), eni(B))) {
            assertThatThrownBy(() -> assigner.survey(VIP, HostId.of(target)))
                    .is(refusal(RefusalReason.NOT_ROUTABLE))
                    .hasMessageContaining("--network-interface-id " + eni(B) + " --no-source-dest-check");
        }
    }

    @Test
    void survey_whenTheHolderChecksItsAddresses_warns() {
        network.attributes().sourceDestCheck(eni(A), true);

        assertThat(assigner.survey(VIP, A).warnings())
                .singleElement()
                .asString()
                .contains("--no-source-dest-check");
    }

    @Test
    void survey_whenTheTargetHasSeveralInterfaces_namesThemUnlessOneHasIt() {
        String second =
                network.createInterface(InterfaceSpec.in(subnets.get(1))).id();
        network.attachInterface(second, B.value(), 1);
        network.attributes().sourceDestCheck(second, false);

        assertThatThrownBy(() -> assigner.survey(VIP, B))
                .is(refusal(RefusalReason.AMBIGUOUS_INTERFACE))
                .hasMessageContaining(eni(B))
                .hasMessageContaining(second);
        assertThat(assigner.survey(VIP, HostId.of(second)).placement().interfaceId())
                .isEqualTo(second);
        vip().moveTo(second);
        assertThat(assigner.survey(VIP, B).placement().interfaceId()).isEqualTo(second);
    }

    @Test
    void survey_whenTheTargetIsInAnotherVpc_isRefused() {
        String elsewhere = network.createVpc("10.1.0.0/16").id();
        host(
                HostId.of("i-0d"),
                network.createSubnet(elsewhere, "10.1.1.0/24", "us-east-1a").id());

        assertThatThrownBy(() -> assigner.survey(VIP, HostId.of("i-0d")))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .hasMessageContaining(vpc);
    }

    @Test
    void locate_whenTablesOfTwoVpcsHaveTheRoute_isAmbiguousUnlessOneIsNamed() {
        String elsewhere = network.createVpc("10.1.0.0/16").id();
        host(
                HostId.of("i-0d"),
                network.createSubnet(elsewhere, "10.1.1.0/24", "us-east-1a").id());
        network.routing().createRoute(network.routing().mainTable(elsewhere).id(), ROUTE, to(HostId.of("i-0d")));

        with(builder());
        assertThatThrownBy(() -> assigner.locate(VIP)).is(refusal(RefusalReason.AMBIGUOUS_ADDRESS));
        with(builder().vpcId(vpc));
        assertThat(assigner.locate(VIP)).containsExactly(Holder.of(A, eni(A)));
    }

    @Test
    void locate_ofAnIpv6Address_isRefused() {
        assertThatThrownBy(() -> assigner.locate(IpAddress.of("2001:db8::1")))
                .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
    }

    // ---- blackholes

    @Test
    void locate_whenTheHolderIsStopped_isStillThatHostAndTheSurveyWarns() {
        network.stop(A.value());

        assertThat(assigner.locate(VIP)).containsExactly(Holder.of(A, eni(A)));
        assertThat(assigner.survey(VIP, B).warnings()).hasSize(5).allMatch(each -> each.contains("a blackhole"));
        assertThat(vip().moveTo(B.value()).moved()).isTrue();
    }

    @Test
    void locate_whenTheHolderIsTerminated_isTheInterfaceThatTheRouteNames() {
        String gone = eni(A);
        network.terminate(A.value());

        assertThat(assigner.locate(VIP)).containsExactly(Holder.of(HostId.of(gone), gone));
        assertThat(vip().moveTo(B.value()).moved()).isTrue();
        assertThat(leads()).containsOnly(eni(B));
    }

    @Test
    void moveTo_aTargetThatIsStopped_isSeenThere() {
        network.stop(B.value());

        MoveResult moved = vip().moveTo(B.value());

        assertThat(moved.to()).isEqualTo(Holder.of(B, eni(B)));
        assertThat(moved.warnings()).anyMatch(each -> each.contains("is stopped"));
    }

    // ---- release

    @Test
    void release_whenTablesDiffer_deletesThoseOfThatHolderAlone() {
        network.routing().replaceRoute(tables.get(4), ROUTE, to(B));

        assigner.release(VIP, Holder.of(A, eni(A)));

        assertThat(leads()).containsExactly("nothing", "nothing", "nothing", "nothing", eni(B));
    }

    @Test
    void release_whenSomeAreThrottled_isUnknownAndConvergesInTheSameOperation() {
        server.inject(Fault.throttle().onAction("DeleteRoute").skip(1).times(2));

        vip().release(A.value());

        assertThat(leads()).containsOnly("nothing");
    }

    @Test
    void release_whenSomebodyMovedItBetweenLookAndCall_deletesItAllTheSame() {
        with(builder().routeTable(tables.get(0)));
        server.inject(Fault.none()
                .first(() -> network.routing().replaceRoute(tables.get(0), ROUTE, to(B)))
                .onAction("DeleteRoute"));

        assigner.release(VIP, Holder.of(A, eni(A)));

        assertThat(leads().get(0)).as("as its documentation says").isEqualTo("nothing");
    }

    // ---- saying what is, and what will be

    @Test
    void plan_ofAMove_namesTheTablesAndHow() {
        MovePlan plan = vip().move().to(B.value()).plan();

        assertThat(plan.calls().toString())
                .contains("ReplaceRoute 192.168.99.1/32")
                .contains(String.join(", ", tables) + ", one after the other");
        assertThat(server.requests()).noneMatch(RecordedRequest::mutating);
    }

    @Test
    void diagnoseAddress_whenAllIsWell_provesThePermissionByADryRun() {
        for (String subnet : subnets) {
            network.routing().associate(tables.get(1), subnet);
        }

        assertThat(assigner.diagnoseAddress(VIP, assigner.survey(VIP, B)))
                .allMatch(finding -> finding.severity() == Severity.OK)
                .extracting(Finding::check)
                .containsExactly(Checks.ROUTES, Checks.ROUTES, Checks.PERMISSION, Checks.WAYS);
        assertThat(leads()).containsOnly(eni(A));
    }

    @Test
    void diagnoseAddress_whenSubnetsFollowAnotherTable_warns() {
        String other = network.routing().createTable(vpc).id();
        network.routing().associate(other, subnets.get(1));

        assertThat(assigner.diagnoseAddress(VIP, assigner.survey(VIP, B))).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).contains(other).contains("don't reach it");
        });
    }

    @Test
    void diagnoseAddress_whenReplacingIsDenied_warns() {
        Survey survey = assigner.survey(VIP, B);
        server.inject(Fault.deny().onAction("ReplaceRoute").always());

        assertThat(assigner.diagnoseAddress(VIP, survey))
                .filteredOn(finding -> finding.detail().contains("not allowed"))
                .allMatch(finding -> finding.severity() == Severity.WARNING)
                .extracting(Finding::subject)
                .containsExactly("ec2:ReplaceRoute");
    }

    @Test
    void doctor_whenATargetChecksItsAddresses_saysHowToMendIt() {
        network.attributes().sourceDestCheck(eni(B), true);

        assertThat(vip().doctor(A.value(), B.value()).findings())
                .filteredOn(finding -> finding.severity() == Severity.PROBLEM)
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).contains("--no-source-dest-check"));
    }

    @Test
    void locate_onceClosed_isRefused() {
        assigner.close();
        assigner.close();

        assertThatIllegalStateException().isThrownBy(() -> assigner.locate(VIP));
        assertThat(assigner.toString()).contains("closed").contains(tables.get(0));
    }
}
