package org.floatingip.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.floatingip.CidrBlock;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.InterfaceSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The conformance run against the in-memory AWS, in which somebody else has a network, too. */
class ConformanceTest {

    private static final String ACCOUNT = "123456789012";

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder()
            .ticker(ticker)
            .seed(7)
            .transitionTime(Duration.ofSeconds(30))
            .build();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    /** With the same addresses as those of the replay, and a tag of its own. */
    @BeforeEach
    void somebodyElse() {
        String vpc = network.createVpc(CidrBlock.of("10.231.0.0/16"), Map.of("owner", "somebody"))
                .id();
        String subnet =
                network.createSubnet(vpc, "10.231.82.0/28", "us-east-1a").id();
        network.run(InstanceSpec.with(
                InterfaceSpec.in(subnet).primary("10.231.82.5").secondary("10.231.82.7")));
        ticker.advance(Duration.ofMinutes(1)); // it boots
        network.associateElasticIp(
                network.allocateElasticIp().allocationId(),
                network.interfaces().get(0).id(),
                network.interfaces().get(0).primaryAddress(),
                false);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String somebodys() {
        return network.vpcs() + "\n" + network.subnets() + "\n" + network.interfaces() + "\n" + network.elasticIps()
                + "\n" + network.routing().tables() + "\n"
                + network.securityGroups().all() + "\n"
                + network.instances().stream()
                        .filter(one -> one.state() != InstanceState.TERMINATED)
                        .toList();
    }

    private int run(UnaryOperator<String> terminal, String... arguments) {
        Conformance program = new Conformance(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                terminal,
                ticker::advance,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "not to be seen")));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--endpoint", server.endpointUrl().toString(), "--raw", raw().toString()));
        return program.run(all.toArray(String[]::new));
    }

    private Path raw() {
        return folder.resolve("raw.txt");
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void run_againstTheInMemoryAws_findsNoDifferenceAndLeavesNothing() throws IOException {
        String before = somebodys();

        int status = run(null, "--account", ACCOUNT);

        System.out.println(text());
        assertThat(status).as(text()).isEqualTo(Conformance.SAME);
        int rows = ReplyTable.ofThisCheckout().situations().size();
        assertThat(text())
                .contains("rows " + rows + ", replayed ")
                .endsWith(", differences 0\n")
                .doesNotContain("not to be seen");
        assertThat(Files.readString(raw()))
                .contains("# unassign a primary\n> {Action=UnassignPrivateIpAddresses")
                .contains("cannot be unassigned.")
                .doesNotContain("not to be seen");
        assertThat(somebodys()).isEqualTo(before);
    }

    @Test
    void run_whenARowAnswersDifferently_saysSoAndLeavesNothing() {
        String before = somebodys();
        server.inject(Fault.deny().onCall(Call.ASSIGN));

        int status = run(null, "--account", ACCOUNT);

        assertThat(status).as(text()).isEqualTo(Conformance.DIFFERENT);
        assertThat(text())
                .contains("\nassign a free address (evidence so far: N)\n    status 403, not 200\n")
                .contains("differences 1\n");
        assertThat(somebodys()).isEqualTo(before);
    }

    @Test
    void run_whenMoreAndMoreFails_leavesNothing() {
        String before = somebodys();
        server.inject(WireFault.error(500, "InternalError", "An internal error has occurred")
                .onAction("CreateNetworkInterface")
                .skip(7));

        int status = run(null, "--account", ACCOUNT);

        assertThat(status).as(text()).isEqualTo(Conformance.FAILED);
        assertThat(text()).contains("The run failed: the network for the replay can't be made");
        assertThat(somebodys()).isEqualTo(before);
    }

    @Test
    void run_whenAKilledRunHasLeftSomething_deletesItAndNothingElse() {
        String before = somebodys();
        String left = network.createVpc(CidrBlock.of("10.7.0.0/16"), Map.of(Tags.KEY, "run-of-old"))
                .id();
        String subnet = network.createSubnet(
                        left, CidrBlock.of("10.7.1.0/24"), "us-east-1a", Map.of(Tags.KEY, "run-of-old"))
                .id();
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet)).tags(Map.of(Tags.KEY, "run-of-old")));
        network.allocateElasticIp(Map.of(Tags.KEY, "run-of-old"));

        int status = run(null, "--account", ACCOUNT);

        assertThat(status).as(text()).isEqualTo(Conformance.SAME);
        assertThat(text()).contains("Left by a run that was killed, and deleted now: instance i-", "VPC " + left);
        assertThat(somebodys()).isEqualTo(before);
    }

    @Test
    void run_withoutTheAccountOrWithAnother_makesNothing() {
        assertThat(run(null)).isEqualTo(Conformance.REFUSED);
        assertThat(run(null, "--account", "")).isEqualTo(Conformance.REFUSED);
        assertThat(run(null, "--yes", ACCOUNT)).isEqualTo(Conformance.REFUSED);
        assertThat(run(null, "--account", "210987654321")).isEqualTo(Conformance.REFUSED);
        assertThat(run(question -> "no", "--account", ACCOUNT)).isEqualTo(Conformance.REFUSED);

        assertThat(text()).contains("the credentials are not those of account 210987654321", "costs less than");
        assertThat(server.requests()).extracting(RecordedRequest::action).containsOnly("GetCallerIdentity");
        assertThat(raw()).doesNotExist();
    }

    @Test
    void run_atATerminal_asksFirst() {
        List<String> questions = new ArrayList<>();

        int status = run(
                question -> {
                    questions.add(question);
                    assertThat(server.count("CreateVpc")).isZero();
                    return "yes";
                },
                "--account",
                ACCOUNT);

        assertThat(status).as(text()).isEqualTo(Conformance.SAME);
        assertThat(questions).containsExactly("Type yes to go on: ");
    }

    /** A service that makes nothing of filters shows everybody's resources. */
    @Test
    void sweep_whenTheServiceShowsWhatHasNoTag_leavesIt() {
        String before = somebodys();
        network.createVpc(CidrBlock.of("10.7.0.0/16"), Map.of(Tags.KEY, "run-1"));
        network.createVpc(CidrBlock.of("10.8.0.0/16"), Map.of(Tags.KEY, "run-2"));
        try (SignedRequests service = new SignedRequests(
                "us-east-1",
                server.endpointUrl().toString(),
                ticker::advance,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))) {
            Ec2Requests deaf = parameters -> {
                parameters.keySet().removeIf(name -> name.startsWith("Filter."));
                return service.send(parameters);
            };

            new Sweep(mutable(deaf), ticker::advance, "run-1").run();
            assertThat(network.vpcs()).hasSize(2);
            new Sweep(mutable(deaf), ticker::advance, "").run();
        }

        assertThat(somebodys()).isEqualTo(before);
    }

    private static Ec2Requests mutable(Ec2Requests requests) {
        return parameters -> requests.send(new LinkedHashMap<>(parameters));
    }
}
