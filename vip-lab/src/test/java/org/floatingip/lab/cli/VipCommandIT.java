package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.floatingip.lab.Program;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcEvent;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcSubnet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The {@code vip} command as its users meet it: its exit status and both its streams; by its launcher, and some of
 * it by {@code java -jar vip.jar}.
 *
 * <p>Most of it runs against the network of {@code vip sandbox} served by this process, where the history of the network can
 * be read; one test runs against {@code vip sandbox} itself. The commands that must change nothing are run first, two at a
 * time, all of them with JSON and one of each exit status as text too; the tests then look at one of them each. Tests that change something use addresses of their own.
 */
class VipCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static InMemoryVpc network;
    private static InMemoryAwsServer server;
    private static String gone;
    private static List<Answered> bad;
    private static List<Answered> badAsText;
    private static List<RecordedRequest> requestsOfBad;
    private static List<VpcEvent> historyBefore;
    private static List<VpcEvent> historyAfter;
    private static List<VpcInterface> before;
    private static List<VpcInterface> after;

    /**
     * A command line that changes nothing.
     *
     * @param status the exit status it must have
     * @param says what the message must contain
     */
    private record Bad(
            String what, int status, List<String> says, UnaryOperator<Program> environment, List<String> arguments) {

        Bad in(UnaryOperator<Program> other) {
            return new Bad(what, status, says, other, arguments);
        }
    }

    /** What it printed. */
    private record Answered(Bad asked, Program.Ended ended) {

        @Override
        public String toString() {
            return asked.what();
        }
    }

    @BeforeAll
    static void runWhatChangesNothing() {
        Sandbox sandbox = Sandbox.create(SystemTicker.instance());
        network = sandbox.network();
        server = InMemoryAwsServer.start(network);
        give("small", "10.0.1.21");
        gone = network.run(InstanceSpec.with(InterfaceSpec.in(subnet("db.a")).primary("10.0.1.70"))
                        .name("gone"))
                .id();
        network.terminate(List.of(gone));
        before = network.interfaces();
        historyBefore = network.history();
        List<Bad> all = badInput();
        Map<Integer, Bad> oneOfEachStatus = new TreeMap<>();
        all.forEach(one -> oneOfEachStatus.putIfAbsent(one.status(), one));
        bad = all.parallelStream()
                .map(one -> new Answered(one, run(one, "--output", "json")))
                .toList();
        badAsText = oneOfEachStatus.values().parallelStream()
                .map(one -> new Answered(one, run(one)))
                .toList();
        after = network.interfaces();
        historyAfter = network.history();
        requestsOfBad = server.requests();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    // ---- bad input

    private static List<Bad> badInput() {
        String b = id("db.b");
        String vip = Sandbox.FLOATING_IP;
        List<Bad> rows = new ArrayList<>(List.of(
                row(
                        "a malformed region",
                        2,
                        List.of("not a region: \"us east\""),
                        "status",
                        vip,
                        "--region",
                        "us east"),
                // What no network can make good: 2.
                move(2, "999.1.2.3", b, "not an IP address: \"999.1.2.3\"", "above 255"),
                move(2, "10.0.1.012", b, "\"012\" has a leading zero"),
                move(2, " 10.0.1.12 ", b, "not an IP address: \" 10.0.1.12 \"", "white space"),
                move(2, "db.example.com", b, "not an IP address: \"db.example.com\"", "never looked up"),
                move(2, "", b, "not an IP address: \"\": it is empty"),
                move(2, "null", b, "not an IP address: \"null\""),
                move(3, "fe80::1", b, "fe80::1", "another subnet"),
                move(2, vip, "", "not a host id: \"\""),
                move(2, vip, "i-xyz!", "not a host id: \"i-xyz!\""),
                move(2, vip, "i-xyz", "not a host id: \"i-xyz\""),
                move(2, vip, "db.b", "not a host id: \"db.b\"", "i-...", "eni-..."),
                // What is typed or answered does not steer the terminal, nor make a second message.
                move(2, "10.0.1.12\u001b[31m\nvip: moved", b, "not an IP address: \"10.0.1.12?[31m vip: moved\""),
                row(
                        "a second address that is none",
                        2,
                        List.of("not an IP address: \"999.1.2.3\""),
                        "status",
                        vip,
                        "999.1.2.3"),
                row(
                        "a file as argument",
                        2,
                        List.of("not an IP address: \"@/etc/hostname\""),
                        "status",
                        "@/etc/hostname"),
                row(
                        "an address twice",
                        2,
                        List.of("10.0.1.45 is twice in the group"),
                        "evacuate",
                        id("db.a"),
                        b,
                        "10.0.1.45",
                        "10.0.1.45"),
                row(
                        "evacuated to itself",
                        2,
                        List.of(b + " can't be evacuated to itself"),
                        "evacuate",
                        b,
                        b,
                        "10.0.1.45"),
                row(
                        "an address where the target belongs",
                        2,
                        List.of("TARGET is the host to move the addresses to", "10.0.1.46 is an address"),
                        "move",
                        vip,
                        "10.0.1.46"),
                row(
                        "an address where the target of an evacuation belongs",
                        2,
                        List.of("TARGET is the host to move the addresses to", vip + " is an address"),
                        "evacuate",
                        b,
                        vip,
                        "10.0.1.46"),
                row(
                        "a target before the last address",
                        2,
                        List.of("10.0.1.46 is an address"),
                        "move",
                        vip,
                        b,
                        "10.0.1.46"),
                row(
                        "a name for several addresses",
                        2,
                        List.of("--dns db.example.com: whose name is it? Say --dns ADDRESS=db.example.com"),
                        "move",
                        vip,
                        "10.0.1.46",
                        b,
                        "--dns",
                        "db.example.com"),
                row(
                        "the name of another address",
                        2,
                        List.of("10.0.1.47 is none of the addresses"),
                        "evacuate",
                        id("db.a"),
                        b,
                        vip,
                        "--dns",
                        "10.0.1.47=db.example.com"),
                row(
                        "a reassociation of a takeover",
                        2,
                        List.of("--reassociate needs --handover"),
                        "evacuate",
                        id("db.a"),
                        b,
                        vip,
                        "--reassociate"),
                row("null: no target at all", 2, List.of("Missing required parameter", "TARGET"), "move", vip),
                row("no --from", 2, List.of("Missing required option", "--from"), "release", vip),
                row("an unknown option", 2, List.of("Unknown option: '--force'"), "move", vip, b, "--force"),
                row(
                        "no number of seconds",
                        2,
                        List.of("not a timeout: \"nonsense\""),
                        "move",
                        vip,
                        b,
                        "--timeout",
                        "nonsense"),
                row("no seconds at all", 2, List.of("not a timeout: \"0\""), "move", vip, b, "--timeout", "0"),
                row("a malformed VPC", 2, List.of("not a VPC id: \"bogus\""), "move", vip, b, "--vpc", "bogus"),

                // What the network refuses: 3.
                move(3, vip, "i-0123456789abcdef0", "The instance ID 'i-0123456789abcdef0' does not exist"),
                move(3, vip, "eni-0123456789abcdef0", "The networkInterface ID 'eni-0123456789abcdef0' does not exist"),
                move(3, vip, gone, gone, "the instance is terminated"),
                move(3, "10.9.9.9", b, "10.9.9.9 lies in no subnet", "10.0.1.0/24", "10.0.2.0/24"),
                move(3, "10.0.1.2", b, "10.0.1.2 is reserved", "10.0.1.0/24"),
                move(3, "10.0.1.255", b, "10.0.1.255 is reserved", "10.0.1.0/24"),
                move(3, "10.0.1.10", b, "10.0.1.10 is the primary address of " + id("db.a"), eni("db.a")),
                move(3, "10.0.1.11", b, "10.0.1.11 is the primary address of " + b, eni("db.b")),
                move(3, vip, id("small"), eni("small") + " has no room", "2 addresses (t2.micro)"),
                move(3, vip, id("far"), subnet("db.a"), "10.0.1.0/24", subnet("far"), "10.0.2.0/24", "us-east-1b"),
                move(
                        3,
                        vip,
                        id("twin"),
                        "several interfaces",
                        twin().get(0).id(),
                        twin().get(1).id()),
                row(
                        "a VPC that the target is not in",
                        3,
                        List.of("lies in no subnet", "Check the address and the VPC"),
                        "move",
                        vip,
                        b,
                        "--vpc",
                        "vpc-0123456789abcdef0"),
                release(3, vip, b, "is not held by " + b + " but by " + id("db.a")),
                release(3, "10.0.1.99", b, "is not held by " + b, "nobody"),
                release(3, "10.0.1.11", b, "10.0.1.11 is the primary address of " + b)));

        // What can't be asked: 4 and 1.
        rows.add(row(
                        "absent credentials",
                        4,
                        List.of("credentials: none could be loaded (Unable to load credentials"),
                        "move",
                        vip,
                        b)
                .in(program -> program.with("AWS_ACCESS_KEY_ID", null).with("AWS_SECRET_ACCESS_KEY", null)));
        rows.add(row(
                "a profile that there is not, though the environment has credentials",
                4,
                List.of("credentials: none could be loaded", "nope"),
                "move",
                vip,
                b,
                "--region",
                "us-east-1",
                "--profile",
                "nope"));
        rows.add(row(
                "an unreachable endpoint",
                1,
                List.of("http://127.0.0.1:1", "Connection refused", "nothing was changed"),
                "move",
                vip,
                b,
                "--endpoint-url",
                "http://127.0.0.1:1",
                "--timeout",
                "1"));
        for (String url : List.of("nonsense", "ftp://127.0.0.1", "http://127.0.0.1:99999")) {
            rows.add(row(
                    "no endpoint: " + url,
                    2,
                    List.of("not an endpoint URL: \"" + url + "\""),
                    "move",
                    vip,
                    b,
                    "--endpoint-url",
                    url));
        }
        return rows;
    }

    private static Bad move(int status, String address, String target, String... says) {
        return row("move " + address + " " + target, status, List.of(says), "move", address, target);
    }

    private static Bad release(int status, String address, String from, String... says) {
        return row("release " + address + " " + from, status, List.of(says), "release", address, "--from", from);
    }

    private static Bad row(String what, int status, List<String> says, String... arguments) {
        return new Bad(what, status, says, UnaryOperator.identity(), List.of(arguments));
    }

    private static Program.Ended run(Bad bad, String... more) {
        Program program = bad.environment().apply(Program.vip().with("AWS_ENDPOINT_URL", endpoint()));
        return program.run(plus(bad.arguments(), more).toArray(String[]::new));
    }

    static List<Answered> bad() {
        return bad;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void vip_whenInputIsBad_saysSoOnceAndExitsAsDocumented(Answered answered) {
        Bad asked = answered.asked();
        assertThat(answered.ended().status()).as(answered.ended().err()).isEqualTo(asked.status());
        assertOneMessage(answered.ended().err(), asked.says());
        JsonNode json = oneObject(answered.ended().out());
        assertThat(json.get("outcome").asText()).isEqualTo("ERROR");
        assertThat(json.get("exitStatus").asInt()).isEqualTo(asked.status());
        assertThat(json.at("/error/type").asText()).isNotEmpty().doesNotContain("Exception");
        assertThat(json.at("/error/message").asText()).isNotEmpty();
    }

    static List<Answered> badAsText() {
        return badAsText;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAsText")
    void vip_whenInputIsBadAndTextIsAsked_printsNoResult(Answered answered) {
        assertThat(answered.ended().status()).isEqualTo(answered.asked().status());
        assertThat(answered.ended().out()).isEmpty();
        assertOneMessage(answered.ended().err(), answered.asked().says());
    }

    @Test
    void vip_whenInputIsBad_changesNothing() {
        assertThat(bad).hasSizeGreaterThan(30);
        assertThat(after).isEqualTo(before);
        assertThat(historyAfter).isEqualTo(historyBefore);
        assertThat(requestsOfBad)
                .as("the readings, so that the absence of changes means something")
                .hasSizeGreaterThan(20)
                .noneMatch(RecordedRequest::mutating);
    }

    private static void assertOneMessage(String err, List<String> says) {
        assertThat(err).contains(says).doesNotContain("\tat ", "Exception in thread", "Caused by", "\u001b");
        assertThat(err.lines().filter(line -> line.startsWith("vip: "))).hasSize(1);
        assertThat(err.lines().findFirst().orElseThrow()).startsWith("vip: ").hasSizeLessThan(600);
        assertThat(err.lines().skip(1))
                .as("how far it came, or where help is")
                .hasSizeLessThanOrEqualTo(2)
                .allMatch(line -> line.startsWith("  +") || line.startsWith("Try 'vip"));
    }

    @Test
    void vip_whenDebugIsAsked_showsTheStackTraceButNoCredential() {
        Program.Ended ended = Program.vip()
                .with("AWS_SECRET_ACCESS_KEY", "hush-secret")
                .with("AWS_SESSION_TOKEN", "hush-token")
                .run("move", "10.0.1.12", id("far"), "--endpoint-url", endpoint(), "--debug");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("RefusedException: SUBNET_MISMATCH: ", "\tat ")
                .doesNotContain("hush");
    }

    @Test
    void vip_whenDebugShowsWhatWasAnswered_steersNoTerminal() {
        try (InMemoryAwsServer wicked = Sandbox.create(SystemTicker.instance()).serve()) {
            wicked.inject(WireFault.error(400, "InvalidParameterValue", "look\u009b31m\u202egnp.exe")
                    .always());

            Program.Ended ended = Program.vip()
                    .run(
                            "status",
                            "10.0.1.12",
                            "--endpoint-url",
                            wicked.endpointUrl().toString(),
                            "--debug");

            assertThat(ended.err()).contains("look?31m?gnp.exe", "DEBUG software.amazon.awssdk.request");
            assertThat(ended.err().codePoints()).noneMatch(c -> c == 0x9b || c == 0x202e);
        }
    }

    @Test
    void vip_whenUsageIsWrong_exitsWith2() {
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("bogus"),
                List.of("status"),
                List.of("sandbox", "--port", "65536"),
                List.of("sandbox", "--transition-time", "-1"),
                List.of("move", "10.0.1.12", id("db.b"), "--output", "xml"))) {
            Program.Ended ended = Program.vip().run(arguments.toArray(String[]::new));

            assertThat(ended.status()).as(ended.err()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertOneMessage(ended.err(), List.of("--help"));
        }
    }

    @Test
    void vip_whenJsonIsAskedInCapitals_answersWrongUsageAsJson() {
        Program.Ended ended =
                Program.vip().run("move", "10.0.1.12", id("db.b"), "--output", "JSON", "--timeout", "nonsense");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(oneObject(ended.out()).get("exitStatus").asInt()).isEqualTo(2);
    }

    @Test
    void vip_whenHelpIsAsked_listsTheExitStatuses() {
        for (List<String> arguments : List.of(List.of("--help"), List.of("move", "--help"))) {
            Program.Ended help = Program.vip().run(arguments.toArray(String[]::new));

            assertThat(help.status()).isZero();
            assertThat(help.err()).isEmpty();
            assertThat(help.out())
                    .contains("Usage: vip")
                    .containsPattern(
                            "(?s)Exit status:.* 0 .* 1 .* 2 .* 3 .* 4 .* 5 .* 6 .* 7 .* 8 .* 129 .* 130 .* 143 ");
        }
        Program.Ended version = Program.vipByJava().run("--version");
        assertThat(version.status()).isZero();
        assertThat(version.out().strip()).matches("vip [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    }

    // ---- what it does

    @Test
    void move_whenRepeated_movesOnceAndThenChangesNothing() {
        give("db.a", "10.0.1.40");

        Program.Ended first = vip("move", "10.0.1.40", id("db.b"), "--output", "json");
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.err()).isEmpty();
        JsonNode moved = oneObject(first.out());
        assertThat(moved.get("outcome").asText()).isEqualTo("MOVED");
        assertThat(moved.get("address").asText()).isEqualTo("10.0.1.40");
        assertHolder(moved.get("from"), "db.a");
        assertHolder(moved.get("to"), "db.b");
        assertThat(moved.get("steps"))
                .extracting(step ->
                        step.get("step").asText() + " " + step.get("outcome").asText())
                .containsExactly("PLANNED DONE", "ASSIGNED DONE", "VERIFIED DONE");
        assertThat(moved.get("steps"))
                .allMatch(step -> step.get("durationMillis").asDouble() > 0);
        assertThat(holder("10.0.1.40")).isEqualTo(id("db.b"));

        int asked = server.requests().size();
        Program.Ended second = vip("move", "10.0.1.40", id("db.b"), "--output", "json");
        assertThat(second.status()).as(second.err()).isZero();
        JsonNode held = oneObject(second.out());
        assertThat(held.get("outcome").asText()).isEqualTo("ALREADY_HELD");
        assertHolder(held.get("from"), "db.b");
        assertHolder(held.get("to"), "db.b");
        assertThat(requestsAfter(asked)).isNotEmpty().noneMatch(RecordedRequest::mutating);
    }

    @Test
    void move_whenTargetIsAnInterface_tellsPeopleEachStepWithItsTime() {
        give("db.a", "10.0.1.41");
        String second = twin().get(1).id();
        int asked = server.requests().size();

        Program.Ended ended = vip("move", "10.0.1.41", second);

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("moved 10.0.1.41 from " + id("db.a"));
        assertThat(ended.out().lines().skip(1)).hasSize(3).allMatch(line -> line.matches("  \\+.* in [0-9.]+ m?s: .*"));
        assertThat(network.holders("10.0.1.41"))
                .extracting(holder -> holder.interfaceId())
                .containsExactly(second);
        assertThat(requestsAfter(asked).stream().filter(RecordedRequest::mutating))
                .hasSize(1);
    }

    @Test
    void evacuate_whenTheHostHoldsSeveral_movesThemByOneCallAndThenHasNothingToDo() {
        give("db.a", "10.0.1.45");
        give("db.a", "10.0.1.46");
        give("twin", "10.0.1.47");
        String[] command = {
            "evacuate", id("db.a"), id("db.b"), "10.0.1.45", "10.0.1.46", "10.0.1.47", "--output", "json"
        };
        int asked = server.requests().size();

        Program.Ended first = vip(command);

        assertThat(first.status()).as(first.err()).isZero();
        JsonNode moved = oneObject(first.out());
        assertThat(moved.get("outcome").asText()).isEqualTo("MOVED");
        assertThat(moved.get("addresses"))
                .extracting(one ->
                        one.get("address").asText() + " " + one.get("outcome").asText())
                .containsExactly("10.0.1.45 MOVED", "10.0.1.46 MOVED");
        assertThat(requestsAfter(asked).stream().filter(RecordedRequest::mutating))
                .hasSize(1);
        assertThat(holder("10.0.1.46")).isEqualTo(id("db.b"));
        assertThat(holder("10.0.1.47")).isEqualTo(id("twin"));

        Program.Ended second = vip(command);
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(oneObject(second.out()).get("outcome").asText()).isEqualTo("NOTHING_TO_DO");

        Program.Ended full = vip(
                "evacuate", id("db.b"), id("small"), "10.0.1.45", "10.0.1.46", "--all-or-nothing", "--output", "json");
        assertThat(full.status()).isEqualTo(3);
        assertThat(oneObject(full.out()).get("failed"))
                .extracting(one ->
                        one.get("address").asText() + " " + one.get("type").asText())
                .containsExactly("10.0.1.45 InterfaceFull", "10.0.1.46 InterfaceFull");
    }

    @Test
    void evacuate_whenWhatWasMovedCantBeGivenBack_saysWhyInText() {
        String near = subnet("db.a");
        VpcSubnet beside = network.subnet(near).orElseThrow();
        String other = network.createSubnet(beside.vpcId(), "10.0.3.0/24", beside.zone())
                .id();
        String left = network.run(InstanceSpec.with(InterfaceSpec.in(near).secondary("10.0.1.80"))
                        .and(InterfaceSpec.in(other).secondary("10.0.3.80")))
                .id();
        String right = network.run(InstanceSpec.with(InterfaceSpec.in(near)).and(InterfaceSpec.in(other)))
                .id();
        server.inject(Fault.deny().onCall(Call.ASSIGN).skip(1).always());
        try {
            Program.Ended ended = vip("evacuate", left, right, "10.0.1.80", "10.0.3.80", "--all-or-nothing");

            assertThat(ended.status()).as(ended.err()).isEqualTo(6);
            assertThat(ended.err())
                    .contains("1 of 2 addresses did not get to " + right)
                    .contains("vip: warning: 10.0.1.80 could not be given back to " + left)
                    .contains("ec2:AssignPrivateIpAddresses");
        } finally {
            server.mend();
        }
    }

    @Test
    void status_whenSeveralAreAsked_showsWhoHoldsEach() {
        Program.Ended text = vip("status", "10.0.1.10", "10.0.1.99");
        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out().lines().toList())
                .containsExactly(
                        "10.0.1.10  held by " + id("db.a") + " (" + eni("db.a") + ", primary)",
                        "10.0.1.99  held by nobody");

        Program.Ended json = vip("status", "10.0.1.30", "10.0.1.99", "--output", "json");
        assertThat(json.status()).isZero();
        JsonNode addresses = oneObject(json.out()).get("addresses");
        assertThat(addresses).extracting(one -> one.get("address").asText()).containsExactly("10.0.1.30", "10.0.1.99");
        assertHolder(addresses.at("/0/holders/0"), "twin");
        assertThat(addresses.at("/0/holders/0/primary").asBoolean()).isTrue();
        assertThat(addresses.at("/1/holders").isArray()).isTrue();
        assertThat(addresses.at("/1/holders")).isEmpty();
    }

    @Test
    void release_whenAskedOfTheHolder_leavesTheAddressToNobody() {
        give("db.a", "10.0.1.42");
        give("db.a", "10.0.1.43");

        Program.Ended text = vip("release", "10.0.1.42", "--from", id("db.a"));
        assertThat(text.status()).as(text.err()).isZero();
        assertThat(text.out()).startsWith("released 10.0.1.42 from " + id("db.a"));
        assertThat(network.holders("10.0.1.42")).isEmpty();

        Program.Ended json = vip("release", "10.0.1.43", "--from", eni("db.a"), "--output", "json");
        assertThat(json.status()).as(json.err()).isZero();
        JsonNode released = oneObject(json.out());
        assertThat(released.get("outcome").asText()).isEqualTo("RELEASED");
        assertHolder(released.get("from"), "db.a");
        assertThat(network.holders("10.0.1.43")).isEmpty();
    }

    @Test
    void sandbox_whenStarted_describesItselfInOneLineAndServes() {
        try (Program.SandboxProcess sandbox = Program.SandboxProcess.start()) {
            JsonNode line = sandbox.description();
            assertThat(names(line))
                    .containsExactly("endpointUrl", "region", "vpcId", "subnets", "instances", "hostedZones");
            assertThat(line.get("hostedZones")).allMatch(item -> names(item).equals(List.of("id", "name", "private")));
            assertThat(line.get("endpointUrl").asText()).matches("http://127\\.0\\.0\\.1:[0-9]+");
            assertThat(line.get("region").asText()).isEqualTo("us-east-1");
            assertThat(line.get("vpcId").asText()).startsWith("vpc-");
            assertThat(line.get("subnets")).allMatch(item -> names(item).equals(List.of("id", "cidr", "zone")));
            assertThat(line.get("subnets"))
                    .extracting(item ->
                            item.get("cidr").asText() + " " + item.get("zone").asText())
                    .containsExactly("10.0.1.0/24 us-east-1a", "10.0.2.0/24 us-east-1b");
            assertThat(line.get("instances"))
                    .allMatch(item -> names(item)
                            .equals(List.of(
                                    "name", "id", "type", "networkInterfaceId", "privateIpAddress", "subnetId")));
            assertThat(line.get("instances"))
                    .extracting(item -> item.get("name").asText() + " "
                            + item.get("privateIpAddress").asText() + " "
                            + item.get("type").asText())
                    .containsExactly(
                            "db.a 10.0.1.10 m5.large",
                            "db.b 10.0.1.11 m5.large",
                            "small 10.0.1.20 t2.micro",
                            "far 10.0.2.10 m5.large",
                            "twin 10.0.1.30 m5.large");

            String[] move = {
                "move",
                "10.0.1.12",
                sandbox.instance("db.b"),
                "--endpoint-url",
                sandbox.endpointUrl(),
                "--output",
                "json"
            };
            JsonNode moved = oneObject(Program.vip().run(move).out());
            assertThat(moved.get("outcome").asText()).isEqualTo("MOVED");
            assertThat(moved.at("/from/host").asText()).isEqualTo(sandbox.instance("db.a"));
            assertThat(moved.at("/to/interfaceId").asText()).isEqualTo(sandbox.eni("db.b"));
            assertThat(oneObject(Program.vip().run(move).out()).get("outcome").asText())
                    .isEqualTo("ALREADY_HELD");

            String port = sandbox.endpointUrl().replaceAll(".*:", "");
            Program.Ended second = Program.vip().run("sandbox", "--port", port);
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.out()).isEmpty();
            assertOneMessage(second.err(), List.of("can't listen on 127.0.0.1:" + port, "in use"));
        }
    }

    @Test
    void demo_whenRun_tellsTheStoryAndExitsWithZero() {
        Program.Ended ended =
                Program.vipByJava().with("AWS_ACCESS_KEY_ID", null).run("demo");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines().filter(line -> line.contains("db.a is i-")))
                .hasSize(1);
        assertThat(ended.out())
                .contains("Who holds 10.0.1.12?", "moved 10.0.1.12 from", "already held", "10.0.2.0/24")
                .containsPattern("assigned done in [0-9.]+ ms");
    }

    // ---- helpers

    private static Program.Ended vip(String... arguments) {
        return Program.vip()
                .run(plus(List.of(arguments), "--endpoint-url", endpoint()).toArray(String[]::new));
    }

    private static List<String> plus(List<String> arguments, String... more) {
        return Stream.concat(arguments.stream(), Stream.of(more)).toList();
    }

    private static String endpoint() {
        return server.endpointUrl().toString();
    }

    private static List<RecordedRequest> requestsAfter(int count) {
        List<RecordedRequest> all = server.requests();
        return all.subList(count, all.size());
    }

    private static JsonNode oneObject(String out) {
        assertThat(out.lines()).as(out).hasSize(1);
        try {
            JsonNode node = JSON.readTree(out);
            assertThat(node.isObject()).isTrue();
            return node;
        } catch (IOException e) {
            throw new AssertionError("not one JSON object: " + out, e);
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void assertHolder(JsonNode holder, String name) {
        assertThat(holder.get("host").asText()).isEqualTo(id(name));
        assertThat(holder.get("interfaceId").asText()).isEqualTo(eni(name));
    }

    private static void give(String name, String address) {
        network.assignAddresses(eni(name), List.of(IpAddress.of(address)), false);
    }

    private static String holder(String address) {
        return network.holders(address).get(0).host().value();
    }

    private static VpcInstance instance(String name) {
        return network.instances().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String id(String name) {
        return instance(name).id();
    }

    private static List<VpcInterface> twin() {
        return instance("twin").interfaces();
    }

    private static String eni(String name) {
        return instance(name).interfaces().get(0).id();
    }

    private static String subnet(String name) {
        return instance(name).interfaces().get(0).subnetId();
    }
}
