package org.floatingip.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.failure.CredentialsException;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.failure.ThrottledException;
import org.floatingip.failure.UnavailableException;
import org.floatingip.spi.Placement;
import org.floatingip.spi.Survey;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The real AWS SDK over HTTP, against the in-memory endpoint. */
class Ec2IpAssignerTest {

    private static final IpAddress VIP = IpAddress.of("10.0.1.12");
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret"));

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private InMemoryAwsServer server;
    private Ec2IpAssigner assigner;

    @BeforeEach
    void start() {
        server = InMemoryAwsServer.start(network);
        assigner = assignerFor(server).build();
    }

    @AfterEach
    void stop() {
        assigner.close();
        server.close();
    }

    private static Ec2IpAssigner.Builder assignerFor(InMemoryAwsServer server) {
        return Ec2IpAssigner.builder()
                .region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(CREDENTIALS);
    }

    private HostId host(String name) {
        return HostId.of(sandbox.instanceId(name));
    }

    private String eni(String name, int index) {
        return network.instance(sandbox.instanceId(name))
                .orElseThrow()
                .interfaces()
                .get(index)
                .id();
    }

    private List<String> actions() {
        return server.requests().stream().map(RecordedRequest::action).toList();
    }

    private Transfer transferTo(String name) {
        Survey survey = One.survey(assigner, VIP, host(name));
        return Transfer.of(VIP, survey.holders(), survey.placement());
    }

    // ---- who holds it

    @Test
    void locate_whenASecondaryAddress_givesInstanceAndInterface() {
        assertThat(One.locate(assigner, VIP)).containsExactly(Holder.of(host("db.a"), eni("db.a", 0)));
    }

    @Test
    void locate_whenAPrimaryAddress_saysSo() {
        assertThat(One.locate(assigner, IpAddress.of("10.0.1.10")))
                .containsExactly(Holder.ofPrimary(host("db.a"), eni("db.a", 0)));
    }

    @Test
    void locate_whenNobodyHoldsIt_isEmpty() {
        assertThat(One.locate(assigner, IpAddress.of("10.0.1.99"))).isEmpty();
    }

    @Test
    void locate_whenOnAnUnattachedInterface_isHeldByTheInterface() {
        String id = network.createInterface(
                        InterfaceSpec.in(network.subnets().get(0).id()).secondary("10.0.1.50"))
                .id();

        assertThat(One.locate(assigner, IpAddress.of("10.0.1.50"))).containsExactly(Holder.of(HostId.of(id), id));
    }

    @Test
    void locate_whenTheFirstPageIsEmpty_readsToTheLastToken() {
        try (InMemoryAwsServer sparse = InMemoryAwsServer.startWithSparsePages(network);
                Ec2IpAssigner patient = assignerFor(sparse).build()) {
            assertThat(One.locate(patient, VIP)).containsExactly(Holder.of(host("db.a"), eni("db.a", 0)));
            assertThat(sparse.count("DescribeNetworkInterfaces")).isEqualTo(2);
        }
    }

    @Test
    void locate_whenTwoVpcsHaveIt_isAmbiguousUnlessOneIsNamed() {
        String other = network.createVpc("10.0.0.0/16").id();
        String subnet = network.createSubnet(other, "10.0.1.0/24", "us-east-1a").id();
        VpcInstance twin =
                network.run(InstanceSpec.with(InterfaceSpec.in(subnet).secondary("10.0.1.12")));

        assertThatThrownBy(() -> One.locate(assigner, VIP))
                .is(refusal(RefusalReason.AMBIGUOUS_ADDRESS))
                .hasMessageContaining(sandbox.vpc().id())
                .hasMessageContaining(other);
        assertThatThrownBy(() -> One.survey(assigner, VIP, host("db.b"))).is(refusal(RefusalReason.AMBIGUOUS_ADDRESS));
        try (Ec2IpAssigner narrow = assignerFor(server).vpcId(other).build()) {
            assertThat(One.locate(narrow, VIP)).extracting(Holder::host).containsExactly(HostId.of(twin.id()));
        }
    }

    // ---- surveys, and the readings they take

    @Test
    void survey_whenHeldAndTheTargetIsIdle_takesTwoReads() {
        Survey survey = One.survey(assigner, VIP, host("db.b"));

        assertThat(survey.holders()).containsExactly(Holder.of(host("db.a"), eni("db.a", 0)));
        assertThat(survey.placement().host()).isEqualTo(host("db.b"));
        assertThat(survey.placement().interfaceId()).isEqualTo(eni("db.b", 0));
        assertThat(survey.placement().subnetId())
                .isEqualTo(network.subnets().get(0).id());
        assertThat(survey.placement().macAddress())
                .isEqualTo(
                        network.networkInterface(eni("db.b", 0)).orElseThrow().macAddress());
        assertThat(actions()).containsExactly("DescribeNetworkInterfaces", "DescribeInstances");
    }

    @Test
    void survey_whenTheTargetHoldsIt_placesItWhereItIs() {
        assertThat(One.survey(assigner, VIP, host("db.a")).placement().interfaceId())
                .isEqualTo(eni("db.a", 0));
        assertThat(actions()).containsExactly("DescribeNetworkInterfaces", "DescribeInstances");
    }

    @Test
    void survey_whenTheTargetHoldsItOnOneOfTwoInterfaces_isNotAmbiguous() {
        network.assignAddresses(eni("twin", 1), List.of(VIP), true);

        assertThat(One.survey(assigner, VIP, host("twin")).placement().interfaceId())
                .isEqualTo(eni("twin", 1));
    }

    @Test
    void survey_whenNobodyHoldsIt_readsTheSubnetsToo() {
        Survey survey = One.survey(assigner, IpAddress.of("10.0.1.99"), host("db.b"));

        assertThat(survey.holders()).isEmpty();
        assertThat(survey.placement().interfaceId()).isEqualTo(eni("db.b", 0));
        assertThat(actions()).containsExactly("DescribeNetworkInterfaces", "DescribeInstances", "DescribeSubnets");
    }

    @Test
    void survey_whenTheInterfaceIsNotIdle_readsTheInstanceTypeOnce() {
        network.assignAddresses(eni("db.b", 0), 1);

        One.survey(assigner, VIP, host("db.b"));
        One.survey(assigner, VIP, host("db.b"));

        assertThat(server.count("DescribeInstanceTypes")).isEqualTo(1);
    }

    @Test
    void survey_whenTheInstanceTypeCantBeRead_leavesTheLimitToEc2() {
        network.assignAddresses(eni("small", 0), 1);
        server.inject(Fault.deny().onAction("DescribeInstanceTypes"));

        Survey survey = One.survey(assigner, VIP, host("small"));

        assertThatThrownBy(() -> assigner.assign(List.of(Transfer.of(VIP, survey.holders(), survey.placement()))))
                .is(refusal(RefusalReason.INTERFACE_FULL))
                .hasMessageContaining(eni("small", 0));
    }

    @Test
    void survey_whenTheTargetIsAnInterface_takesThatOne() {
        Survey survey = One.survey(assigner, VIP, HostId.of(eni("twin", 1)));

        assertThat(survey.placement().host()).isEqualTo(host("twin"));
        assertThat(survey.placement().interfaceId()).isEqualTo(eni("twin", 1));
    }

    @Test
    void survey_whenTheTargetIsAnUnattachedInterface_takesIt() {
        String id = network.createInterface(
                        InterfaceSpec.in(network.subnets().get(0).id()))
                .id();

        Survey survey = One.survey(assigner, VIP, HostId.of(id));

        assertThat(survey.placement().host()).isEqualTo(HostId.of(id));
    }

    // ---- refusals of the survey

    @Test
    void survey_whenTheTargetIsInAnotherSubnet_namesBoth() {
        assertThatThrownBy(() -> One.survey(assigner, VIP, host("far")))
                .is(refusal(RefusalReason.SUBNET_MISMATCH))
                .hasMessageContaining("10.0.1.0/24")
                .hasMessageContaining("10.0.2.0/24")
                .hasMessageContaining(network.subnets().get(0).id())
                .hasMessageContaining(network.subnets().get(1).id());
    }

    @Test
    void survey_whenSubnetsCantBeRead_namesThemByIdAlone() {
        server.inject(Fault.deny().onAction("DescribeSubnets"));

        assertThatThrownBy(() -> One.survey(assigner, VIP, host("far")))
                .is(refusal(RefusalReason.SUBNET_MISMATCH))
                .hasMessageContaining(network.subnets().get(0).id())
                .hasMessageContaining(network.subnets().get(1).id());
    }

    @Test
    void survey_whenSeveralInterfacesFit_listsThem() {
        assertThatThrownBy(() -> One.survey(assigner, VIP, host("twin")))
                .is(refusal(RefusalReason.AMBIGUOUS_INTERFACE))
                .hasMessageContaining(eni("twin", 0))
                .hasMessageContaining(eni("twin", 1));
    }

    @Test
    void survey_whenTheInterfaceIsFull_saysWhoseLimit() {
        network.assignAddresses(eni("small", 0), 1);

        assertThatThrownBy(() -> One.survey(assigner, VIP, host("small")))
                .is(refusal(RefusalReason.INTERFACE_FULL))
                .hasMessageContaining("2 addresses (t2.micro)");
    }

    @Test
    void survey_whenTheInterfaceOfAnEniTargetIsFull_saysWhoseLimit() {
        network.assignAddresses(eni("small", 0), 1);

        assertThatThrownBy(() -> One.survey(assigner, VIP, HostId.of(eni("small", 0))))
                .is(refusal(RefusalReason.INTERFACE_FULL))
                .hasMessageContaining("t2.micro");
    }

    @Test
    void survey_whenSomebodysPrimary_saysWhose() {
        assertThatThrownBy(() -> One.survey(assigner, IpAddress.of("10.0.1.10"), host("db.b")))
                .is(refusal(RefusalReason.PRIMARY_ADDRESS))
                .hasMessageContaining(host("db.a").value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.0", "10.0.1.1", "10.0.1.2", "10.0.1.3", "10.0.1.255"})
    void survey_whenReserved_namesTheSubnet(String address) {
        assertThatThrownBy(() -> One.survey(assigner, IpAddress.of(address), host("db.b")))
                .is(refusal(RefusalReason.RESERVED_ADDRESS))
                .hasMessageContaining("10.0.1.0/24");
    }

    @Test
    void survey_whenInNoSubnet_listsTheSubnets() {
        assertThatThrownBy(() -> One.survey(assigner, IpAddress.of("10.0.9.9"), host("db.b")))
                .is(refusal(RefusalReason.ADDRESS_OUTSIDE_SUBNETS))
                .hasMessageContaining("10.0.1.0/24")
                .hasMessageContaining("10.0.2.0/24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"i-00000000000000bad", "eni-00000000000000bad"})
    void survey_whenTheTargetDoesNotExist_saysSo(String id) {
        assertThatThrownBy(() -> One.survey(assigner, VIP, HostId.of(id)))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .hasMessageContaining(id)
                .hasMessageContaining("does not exist");
    }

    @Test
    void survey_whenTheTargetIsTerminated_saysSo() {
        network.terminate(List.of(sandbox.instanceId("db.b")));

        assertThatThrownBy(() -> One.survey(assigner, VIP, host("db.b")))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .hasMessageContaining("terminated");
    }

    @Test
    void survey_whenTheTargetIsStopped_goesOn() {
        network.stop(List.of(sandbox.instanceId("db.b")));

        assertThat(One.survey(assigner, VIP, host("db.b")).placement().host()).isEqualTo(host("db.b"));
    }

    @Test
    void survey_whenTheIdIsNoEc2Id_isRefusedBeforeTheTargetIsAsked() {
        assertThatThrownBy(() -> One.survey(assigner, VIP, HostId.of("db.b")))
                .is(refusal(RefusalReason.MALFORMED_HOST_ID))
                .hasMessageContaining("i-...");
        assertThat(actions()).doesNotContain("DescribeInstances");
    }

    @Test
    void survey_whenIpv6_isRefusedBeforeAnyCall() {
        assertThatThrownBy(() -> One.survey(assigner, IpAddress.of("2001:db8::1"), host("db.b")))
                .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
        assertThat(actions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Please log in</body></html>",
                "<DescribeNetworkInterfacesResponse/>",
                "<DescribeNetworkInterfacesResponse><requestId>1</requestId><networkInterfaceSet><item>"
            })
    void locate_whenTheAnswerIsNotEc2s_isNeverNobody(String body) {
        server.inject(WireFault.body(200, body).onAction("DescribeNetworkInterfaces"));

        assertThatThrownBy(() -> One.locate(assigner, VIP)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void locate_whenThePagesNeverEnd_stops() {
        String page = "<DescribeNetworkInterfacesResponse><requestId>1</requestId><networkInterfaceSet/>"
                + "<nextToken>again</nextToken></DescribeNetworkInterfacesResponse>";
        server.inject(WireFault.body(200, page).onAction("DescribeNetworkInterfaces"));
        server.inject(WireFault.body(200, page).onAction("DescribeNetworkInterfaces"));

        assertThatThrownBy(() -> One.locate(assigner, VIP))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no last page");
    }

    @Test
    void survey_whenTheNamedVpcIsAnother_isRefusedBeforeSomebodyIsDisplaced() {
        String other = network.createVpc("10.0.0.0/16").id();
        network.createSubnet(other, "10.0.1.0/24", "us-east-1a");
        try (Ec2IpAssigner elsewhere = assignerFor(server).vpcId(other).build()) {
            assertThatThrownBy(() -> One.survey(elsewhere, VIP, host("db.b")))
                    .is(refusal(RefusalReason.UNKNOWN_TARGET))
                    .hasMessageContaining(other);
        }
    }

    @Test
    void locate_whenTheNamedVpcDoesNotExist_isNeverNobody() {
        try (Ec2IpAssigner nowhere = assignerFor(server).vpcId("vpc-0bad").build()) {
            assertThatThrownBy(() -> One.locate(nowhere, VIP)).is(refusal(RefusalReason.ADDRESS_OUTSIDE_SUBNETS));
        }
    }

    // ---- the mutating calls

    @Test
    void assign_whenNobodyWasSeenAndSomebodyCame_displacesNobody() {
        IpAddress free = IpAddress.of("10.0.1.99");
        Survey survey = One.survey(assigner, free, host("db.b"));
        network.assignAddresses(eni("db.a", 0), List.of(free), false);

        assertThatThrownBy(() -> assigner.assign(List.of(Transfer.of(free, survey.holders(), survey.placement()))))
                .isInstanceOf(HolderChangedException.class)
                .hasMessageContaining(host("db.a").value());
        assertThat(network.holders(free)).allMatch(holder -> holder.isOn(host("db.a")));
    }

    @Test
    void assign_whenHeldElsewhere_takesItInOneRequest() {
        Transfer transfer = transferTo("db.b");
        int before = server.requests().size();

        assigner.assign(List.of(transfer));

        assertThat(network.holders(VIP)).containsExactly(Holder.of(host("db.b"), eni("db.b", 0)));
        assertThat(server.requests()).hasSize(before + 1);
        assertThat(server.requests().get(before).parameters())
                .containsEntry("AllowReassignment", "true")
                .containsEntry("PrivateIpAddress.1", "10.0.1.12");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        "throttled",
                        Fault.throttle().onAction("AssignPrivateIpAddresses"),
                        ThrottledException.class,
                        Effect.NONE),
                Arguments.of(
                        "denied",
                        Fault.deny().onAction("AssignPrivateIpAddresses"),
                        PermissionDeniedException.class,
                        Effect.NONE),
                Arguments.of(
                        "reply lost",
                        Fault.loseReply().onAction("AssignPrivateIpAddresses"),
                        UnavailableException.class,
                        Effect.UNKNOWN),
                Arguments.of(
                        "request lost",
                        Fault.loseRequest().onAction("AssignPrivateIpAddresses"),
                        UnavailableException.class,
                        Effect.UNKNOWN),
                Arguments.of("reply cut off", WireFault.truncate(), UnavailableException.class, Effect.UNKNOWN),
                Arguments.of(
                        "500",
                        WireFault.error(500, "InternalError", "oops"),
                        UnavailableException.class,
                        Effect.UNKNOWN),
                Arguments.of(
                        "503",
                        WireFault.error(503, "Unavailable", "busy"),
                        UnavailableException.class,
                        Effect.UNKNOWN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void assign_whenItFails_isOneRequestAndTheRightType(
            String name, WireFault fault, Class<? extends FloatingIpException> type, Effect effect) {
        Transfer transfer = transferTo("db.b");
        server.inject(fault.onCall(Call.ASSIGN));

        FloatingIpException thrown =
                catchThrowableOfType(FloatingIpException.class, () -> assigner.assign(List.of(transfer)));

        assertThat(thrown).isInstanceOf(type).hasMessageContaining("ec2:AssignPrivateIpAddresses");
        assertThat(thrown.effect()).isEqualTo(effect);
        assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void assign_whenTheCallerBroughtARetryingClient_isStillOneRequest(
            String name, WireFault fault, Class<? extends FloatingIpException> type, Effect effect) {
        try (Ec2Client retrying = callersClient(RetryMode.STANDARD);
                Ec2IpAssigner withIt = Ec2IpAssigner.builder().client(retrying).build()) {
            Transfer transfer = transferTo("db.b");
            server.inject(fault.onCall(Call.ASSIGN));

            assertThatThrownBy(() -> withIt.assign(List.of(transfer))).isInstanceOf(type);

            assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(1);
        }
    }

    @Test
    void aClientOfTheCallers_retriesWithoutUs() {
        // The negative control of the test above: the same client does repeat the call when it is left alone.
        try (Ec2Client retrying = callersClient(RetryMode.STANDARD)) {
            server.inject(Fault.throttle().onCall(Call.ASSIGN));

            retrying.assignPrivateIpAddresses(request -> request.networkInterfaceId(eni("db.b", 0))
                    .privateIpAddresses("10.0.1.12")
                    .allowReassignment(true));

            assertThat(server.count("AssignPrivateIpAddresses")).isEqualTo(2);
        }
    }

    private Ec2Client callersClient(RetryMode mode) {
        return Ec2Client.builder()
                .region(Region.of(Sandbox.REGION))
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(config -> config.retryStrategy(mode))
                .build();
    }

    @Test
    void reads_whenTheyFail_areNotRepeatedHereEither() {
        server.inject(Fault.throttle().onAction("DescribeNetworkInterfaces"));

        assertThatThrownBy(() -> One.locate(assigner, VIP)).isInstanceOf(ThrottledException.class);

        assertThat(server.count("DescribeNetworkInterfaces")).isEqualTo(1);
    }

    static Stream<Arguments> refusedAssignments() {
        return Stream.of(
                Arguments.of(
                        "PrivateIpAddressLimitExceeded",
                        "Number of private addresses will exceed limit.",
                        RefusalReason.INTERFACE_FULL),
                Arguments.of(
                        "InvalidNetworkInterfaceID.NotFound",
                        "The networkInterface ID 'eni-1' does not exist",
                        RefusalReason.UNKNOWN_TARGET),
                Arguments.of(
                        "InvalidNetworkInterfaceId.Malformed",
                        "Invalid id: \"eni-1\" (expecting \"eni-...\")",
                        RefusalReason.UNKNOWN_TARGET),
                Arguments.of(
                        "InvalidParameterValue",
                        "[10.0.1.12] assigned, but move is not allowed.",
                        RefusalReason.HOLDER_CHANGED),
                Arguments.of("InvalidParameterValue", "secondary-addresses", RefusalReason.PRIMARY_ADDRESS),
                Arguments.of(
                        "InvalidParameterValue",
                        "Address does not fall within the subnet's address range",
                        RefusalReason.SUBNET_MISMATCH),
                Arguments.of(
                        "InvalidParameterValue",
                        "Address 10.0.1.2 is in subnet's reserved range.",
                        RefusalReason.RESERVED_ADDRESS),
                Arguments.of(
                        "InvalidParameterValue", "invalid value for parameter address: [x]", RefusalReason.REJECTED),
                Arguments.of("SomethingNew", "of which we know nothing", RefusalReason.REJECTED));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusedAssignments")
    void assign_whenEc2Refuses_isTheRightTypeAndWithoutEffect(String code, String text, RefusalReason reason) {
        Transfer transfer = transferTo("db.b");
        server.inject(WireFault.error(400, code, text).onCall(Call.ASSIGN));

        FloatingIpException thrown =
                catchThrowableOfType(FloatingIpException.class, () -> assigner.assign(List.of(transfer)));

        assertThat(thrown).is(refusal(reason));
        assertThat(thrown.effect()).isEqualTo(Effect.NONE);
        assertThat(thrown.retryable()).isFalse();
        assertThat(thrown.getCause()).hasMessageContaining(text);
    }

    @Test
    void release_whenTheHolderHasIt_takesItAway() {
        assigner.release(List.of(VIP), Holder.of(host("db.a"), eni("db.a", 0)));

        assertThat(network.holders(VIP)).isEmpty();
    }

    @Test
    void release_whenItIsElsewhere_saysWhere() {
        assertThatThrownBy(() -> assigner.release(List.of(VIP), Holder.of(host("db.b"), eni("db.b", 0))))
                .isInstanceOf(HolderChangedException.class)
                .hasMessageContaining(host("db.a").value());
        assertThat(network.holders(VIP)).hasSize(1);
    }

    @Test
    void release_whenPrimary_isRefused() {
        IpAddress primary = IpAddress.of("10.0.1.10");

        assertThatThrownBy(() -> assigner.release(List.of(primary), Holder.of(host("db.a"), eni("db.a", 0))))
                .is(refusal(RefusalReason.PRIMARY_ADDRESS));
        assertThatThrownBy(() -> assigner.release(List.of(primary), Holder.ofPrimary(host("db.a"), eni("db.a", 0))))
                .is(refusal(RefusalReason.PRIMARY_ADDRESS));
    }

    // ---- what is not about the address

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AuthFailure",
                "InvalidClientTokenId",
                "UnrecognizedClientException",
                "ExpiredToken",
                "RequestExpired"
            })
    void calls_whenCredentialsAreRefused_sayCredentials(String code) {
        server.inject(WireFault.error(401, code, "not these credentials").onAction("DescribeNetworkInterfaces"));

        assertThatThrownBy(() -> One.locate(assigner, VIP))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("not these");
    }

    @Test
    void calls_whenThereAreNoCredentials_sayCredentials() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        };
        try (Ec2IpAssigner without =
                assignerFor(server).credentialsProvider(none).build()) {
            assertThatThrownBy(() -> One.locate(without, VIP))
                    .isInstanceOf(CredentialsException.class)
                    .hasMessageContaining("Unable to load credentials");
        }
        assertThat(actions()).isEmpty();
    }

    @Test
    void calls_whenTheEndpointGoesAway_mayBeRepeatedAfterALook() {
        Transfer transfer = transferTo("db.b");
        server.close();

        FloatingIpException thrown =
                catchThrowableOfType(FloatingIpException.class, () -> assigner.assign(List.of(transfer)));

        assertThat(thrown).isInstanceOf(UnavailableException.class);
        assertThat(thrown.retryable()).isTrue();
    }

    @Test
    void calls_whenNobodyListens_areKnownToHaveNoEffect() {
        server.close();
        Placement placement = Placement.builder(host("db.b"), eni("db.b", 0)).build();

        FloatingIpException thrown = catchThrowableOfType(
                FloatingIpException.class, () -> assigner.assign(List.of(Transfer.of(VIP, List.of(), placement))));

        assertThat(thrown).isInstanceOf(UnavailableException.class).hasMessageContaining("refused");
        assertThat(thrown.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void build_whenAClientComesWithARegion_isRefused() {
        try (Ec2Client client = callersClient(RetryMode.STANDARD)) {
            assertThatThrownBy(() -> Ec2IpAssigner.builder()
                            .client(client)
                            .region("us-east-1")
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("client(..)");
        }
    }

    @Test
    void close_whenTheCallerBroughtTheClient_leavesItOpen() {
        try (Ec2Client client = callersClient(RetryMode.STANDARD)) {
            Ec2IpAssigner withIt = Ec2IpAssigner.builder().client(client).build();
            One.locate(withIt, VIP);

            withIt.close();

            assertThat(client.describeInstances().reservations()).isNotEmpty();
        }
    }

    // ---- what a review found

    @Test
    void assign_whenTheReplyIsLostAndTheCredentialsWithIt_doesNotClaimThatNothingChanged() {
        AtomicBoolean gone = new AtomicBoolean();
        AwsCredentialsProvider vanishing = () -> {
            if (gone.get()) {
                throw SdkClientException.create("Failed to load credentials from IMDS.");
            }
            return AwsBasicCredentials.create("AKIDEXAMPLE", "not-a-secret");
        };
        try (Ec2IpAssigner cutOff =
                assignerFor(server).credentialsProvider(vanishing).build()) {
            Transfer transfer = transferTo("db.b");
            server.inject(Fault.loseReply().onCall(Call.ASSIGN).then(() -> gone.set(true)));

            FloatingIpException thrown =
                    catchThrowableOfType(FloatingIpException.class, () -> cutOff.assign(List.of(transfer)));

            assertThat(thrown).isInstanceOf(UnavailableException.class);
            assertThat(thrown.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(network.holders(VIP)).allMatch(holder -> holder.isOn(host("db.b")));
            // Nothing leaves without credentials: that is known.
            assertThatThrownBy(() -> cutOff.assign(List.of(transfer))).isInstanceOf(CredentialsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>proxy</html>", "<x/>"})
    void assign_whenTheAnswerIsNotEc2s_isNotTakenForDone(String body) {
        Transfer transfer = transferTo("db.b");
        server.inject(WireFault.body(200, body).onCall(Call.ASSIGN));

        FloatingIpException thrown =
                catchThrowableOfType(FloatingIpException.class, () -> assigner.assign(List.of(transfer)));

        assertThat(thrown).isInstanceOf(UnavailableException.class);
        assertThat(thrown.effect()).isEqualTo(Effect.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>proxy</html>", "<x/>", "<html>"})
    void survey_whenTheAnswerIsNotEc2s_isNeverAnUnknownHost(String body) {
        server.inject(WireFault.body(200, body).onAction("DescribeInstances"));

        assertThatThrownBy(() -> One.survey(assigner, VIP, host("db.b"))).isInstanceOf(UnavailableException.class);

        server.inject(WireFault.body(200, body).onAction("DescribeNetworkInterfaces"));

        assertThatThrownBy(() -> One.survey(assigner, VIP, HostId.of(eni("db.b", 0))))
                .isInstanceOf(UnavailableException.class)
                .satisfies(thrown -> new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(thrown));
    }

    /** One of a subnet for IPv6 alone, which the network in memory does not have. */
    @Test
    void survey_whenTheTargetHasNoIpv4Address_isRefusedBeforeAnyChange() {
        server.inject(
                WireFault.body(200, """
                        <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
                        <requestId>1</requestId><reservationSet><item><instancesSet><item>
                        <instanceId>%s</instanceId><instanceState><code>16</code><name>running</name></instanceState>
                        <networkInterfaceSet><item><networkInterfaceId>eni-0123456789abcdef0</networkInterfaceId>
                        <subnetId>subnet-0123456789abcdef0</subnetId><vpcId>%s</vpcId><privateIpAddressesSet/>
                        <ipv6AddressesSet><item><ipv6Address>2001:db8::10</ipv6Address></item></ipv6AddressesSet>
                        <interfaceType>interface</interfaceType></item></networkInterfaceSet>
                        </item></instancesSet></item></reservationSet></DescribeInstancesResponse>
                        """.formatted(host("db.b"), sandbox.vpc().id()))
                        .onAction("DescribeInstances"));

        assertThatThrownBy(() -> One.survey(assigner, VIP, host("db.b")))
                .is(refusal(RefusalReason.UNKNOWN_TARGET))
                .hasMessageContaining("eni-0123456789abcdef0 in subnet-0123456789abcdef0 can't have an IPv4 address");
    }

    @Test
    void locate_whenIpv6_isNeverNobody() {
        assertThatThrownBy(() -> One.locate(assigner, IpAddress.of("2001:db8::1")))
                .is(refusal(RefusalReason.UNSUPPORTED_ADDRESS));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void calls_whenTheClientIsADecoratorThatDoesNotSayWhatItIs_failWithTheRightType() {
        try (Ec2Client real = callersClient(RetryMode.STANDARD)) {
            Ec2Client decorated = (Ec2Client) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Ec2Client.class}, (proxy, method, args) -> {
                        if (method.getName().equals("serviceClientConfiguration")) {
                            throw new UnsupportedOperationException(); // as Ec2Client's own default does
                        }
                        try {
                            return method.invoke(real, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            server.inject(Fault.deny().onAction("DescribeNetworkInterfaces"));

            assertThatThrownBy(() ->
                            One.locate(Ec2IpAssigner.builder().client(decorated).build(), VIP))
                    .isInstanceOf(PermissionDeniedException.class);
        }
    }

    @Test
    void moveTo_whenInterruptedWhileTheServiceIsSilent_endsWithinOneAttempt() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Ec2IpAssigner waiting = assignerFor(server)
                        .endpointOverride(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                        .attemptTimeout(Duration.ofSeconds(2))
                        .build()) {
            FloatingIp db =
                    FloatingIp.at(VIP).assigner(waiting).timeoutSeconds(20).build();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread mover = new Thread(() -> {
                try {
                    db.moveTo("i-0a");
                } catch (FloatingIpException e) {
                    thrown.set(e);
                }
                flag.set(Thread.currentThread().isInterrupted());
            });
            mover.start();
            silent.accept(); // it is in its call now
            mover.interrupt();
            mover.join(10_000);

            assertThat(mover.isAlive()).as("still moving").isFalse();
            assertThat(thrown.get()).isInstanceOf(OutOfTimeException.class).hasMessageContaining("interrupted");
            assertThat(flag).as("the interrupt flag").isTrue();
        }
    }

    @Test
    void calls_afterClose_areRefused() {
        assigner.close();

        assertThatThrownBy(() -> One.locate(assigner, VIP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(actions()).isEmpty();
    }

    @Test
    void locate_whenAddressAndVpcCantBeChecked_isNeverNobody() {
        server.inject(Fault.deny().onAction("DescribeSubnets"));
        try (Ec2IpAssigner nowhere = assignerFor(server).vpcId("vpc-0bad").build()) {
            assertThatThrownBy(() -> One.locate(nowhere, VIP)).isInstanceOf(PermissionDeniedException.class);
        }
    }

    @Test
    void readLag_unlessItIsSet_isTheDefault() {
        try (Ec2IpAssigner set =
                assignerFor(server).readLag(Duration.ofSeconds(3)).build()) {
            assertThat(assigner.traits().readLag()).isEqualTo(Ec2IpAssigner.DEFAULT_READ_LAG);
            assertThat(set.traits().readLag()).isEqualTo(Duration.ofSeconds(3));
        }
        assertThatThrownBy(() -> Ec2IpAssigner.builder().readLag(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readLag");
    }

    @Test
    void survey_whenTheAttemptIsUsedUp_beginsNoFurtherRequest() {
        try (Ec2IpAssigner hasty =
                assignerFor(server).attemptTimeout(Duration.ofNanos(1)).build()) {
            assertThatThrownBy(() -> One.survey(hasty, VIP, host("db.b")))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("attempt");
        }
        assertThat(actions()).isEmpty();
    }

    @Test
    void toString_whenItIsLogged_saysWhereItLooksAndNoSecret() {
        assertThat(assigner).hasToString("Ec2IpAssigner(us-east-1, any VPC, attempts of PT3S)");
        try (Ec2IpAssigner inOne = assignerFor(server).vpcId("vpc-0bad").build()) {
            assertThat(inOne.toString()).contains("vpc-0bad").doesNotContain("AKIDEXAMPLE", "not-a-secret");
        }
    }
}
