package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.lab.e2e.Wait;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vip move} is ended by a signal at each of its calls: it says how far it came, and what it says is true. */
class SignalIT {

    private static final String VIP = Sandbox.FLOATING_IP;
    private static final String ASSIGN = "AssignPrivateIpAddresses";
    private static final String UNASSIGN = "UnassignPrivateIpAddresses";
    private static final List<String> TAKEOVER_CALLS =
            List.of("DescribeNetworkInterfaces", "DescribeInstances", ASSIGN, "DescribeNetworkInterfaces");
    private static final List<String> HANDOVER_CALLS =
            List.of("DescribeNetworkInterfaces", "DescribeInstances", UNASSIGN, ASSIGN, "DescribeNetworkInterfaces");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String NONE = "NONE";
    private static final String MOVED = "MOVED";
    private static final String UNKNOWN = "UNKNOWN";

    private enum Side {
        BEFORE,
        AFTER
    }

    @Test
    void takeover_endedBySigtermAtAnyCall_saysTheTruth() throws Exception {
        List<String> effects = rounds(TAKEOVER_CALLS);

        assertEffects(effects, 4, 6);
    }

    @Test
    void handover_endedBySigtermAtAnyCall_saysTheTruth() throws Exception {
        List<String> effects = rounds(HANDOVER_CALLS, "--from", Sandbox.create().instanceId("db.a"), "--handover");

        assertEffects(effects, 4, 8);
    }

    /**
     * On a slow machine the address may have moved before the signal took effect, or the command may not have answered it in time: then
     * it says so, and each round has checked that this is true.
     */
    private static void assertEffects(List<String> effects, int firstChange, int look) {
        assertThat(effects.subList(0, firstChange)).as("before any change").contains(NONE);
        assertThat(effects.subList(firstChange, look))
                .as("no answer to a change")
                .contains(UNKNOWN)
                .doesNotContain(NONE);
        assertThat(effects.subList(look, effects.size()))
                .as("changed, not seen")
                .contains("APPLIED")
                .doesNotContain(NONE);
    }

    /** A round for each call, before its effect and after it; several at a time, since most of a round is the start of a process. */
    private static List<String> rounds(List<String> calls, String... more) throws Exception {
        List<Callable<String>> all = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            int call = i;
            for (Side side : Side.values()) {
                all.add(() -> round(calls, call, side, more));
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<String> effects = new ArrayList<>();
            for (Future<String> one : threads.invokeAll(all)) {
                effects.add(one.get());
            }
            return effects;
        } finally {
            threads.shutdownNow();
        }
    }

    /** What the command said of its effect, in words of JSON; checked against the network. */
    private static String round(List<String> calls, int at, Side side, String... more) throws Exception {
        try (World world = new World()) {
            Hold gate = world.hold(calls, at, side);
            Program.Running running =
                    world.begin(Stream.concat(Stream.of("move", VIP, world.b, "--output", "json"), Arrays.stream(more))
                            .toArray(String[]::new));
            gate.awaitReached(PATIENCE);

            running.process().destroy();
            Program.Ended ended = running.end();

            String round = side + " call " + at + ", " + calls.get(at);
            JsonNode said = ended.json();
            boolean moved = said.get("outcome").asText().equals(MOVED);
            String effect = moved ? MOVED : said.at("/error/effect").asText();
            List<String> holders = world.holders();
            System.out.println("SIGTERM " + round + ": " + effect + ", the network: " + holders + ": "
                    + said.at("/error/message").asText());
            assertThat(ended.status()).as(round + ": " + ended.err()).isEqualTo(143);
            assertThat(said.get("exitStatus").asInt()).as(round).isEqualTo(143);
            assertThat(said.get("signal").asText()).as(round).isEqualTo("SIGTERM");
            assertThat(ended.err()).as(round).doesNotContain("\tat ").startsWith(moved ? "" : "vip: ended by SIGTERM");
            assertThat(effect).as(round).isIn(NONE, UNKNOWN, "APPLIED", MOVED);
            if (effect.equals(NONE)) {
                assertThat(holders)
                        .as(round + ": it says that nothing was changed")
                        .containsExactly(world.a);
            } else if (moved) {
                assertThat(holders).as(round + ": it says that it was moved").containsExactly(world.b);
            } else if (effect.equals("APPLIED")) {
                assertThat(holders).as(round + ": it says that it was changed").doesNotContain(world.a);
            }
            return effect;
        }
    }

    @Test
    void textAtAPrompt_endedByCtrlC_saysWhatHappenedAndWhatToDo() throws Exception {
        try (World world = new World()) {
            Hold gate = world.hold(TAKEOVER_CALLS, 3, Side.BEFORE);
            // A build in the background ignores Ctrl-C, and so would what it starts.
            Program.Running running = world.begin(
                    Program.of(
                                    Program.requireTool("env"),
                                    "--default-signal=INT",
                                    Program.vipJar().resolveSibling("vip").toString())
                            .with("JAVA_HOME", System.getProperty("java.home")),
                    "move",
                    VIP,
                    world.b);
            gate.awaitReached(PATIENCE);

            Program.Ended kill = Program.of(Program.requireTool("kill"))
                    .run("-INT", "" + running.process().pid());
            Program.Ended ended = running.end();

            assertThat(kill.status()).as(kill.err()).isZero();
            assertThat(ended.status()).isEqualTo(130);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .startsWith("vip: ended by SIGINT")
                    .contains(VIP)
                    .contains("assigned done");
            assertThat(world.holders()).containsExactly(world.b);
        }
    }

    /** The SDK reads what a credential process prints, and no interrupt ends that: it is said for the command. */
    @ParameterizedTest
    @CsvSource({"status, NONE, nothing was changed", "move, UNKNOWN, Check who holds the address"})
    void aCallThatDoesNotReturn_endedBySigterm_isSaidForIt(
            String command, String effect, String words, @TempDir Path folder) throws Exception {
        Path reached = folder.resolve("reached");
        Path config = Files.writeString(
                folder.resolve("config"),
                "[profile slow]\nregion = us-east-1\ncredential_process = /bin/sh -c \"touch " + reached
                        + "; exec sleep 15 2>&-\"\n");
        try (World world = new World()) {
            Program vip = Program.vip().with("AWS_CONFIG_FILE", config.toString());
            Program.Running running = command.equals("move")
                    ? world.begin(vip, "move", VIP, world.b, "-o", "json", "--profile", "slow")
                    : world.begin(vip, "status", VIP, "-o", "json", "--profile", "slow");
            Wait.until("the credential process runs", () -> Files.exists(reached));

            running.process().destroy();
            Program.Ended ended = running.end();

            assertThat(ended.status()).as(ended.err()).isEqualTo(143);
            assertThat(ended.json().at("/error/effect").asText()).isEqualTo(effect);
            assertThat(ended.err()).startsWith("vip: ended by SIGTERM").contains(words);
            assertThat(world.holders()).containsExactly(world.a);
        }
    }

    @Test
    void withoutASignal_endsAsEver() throws Exception {
        try (World world = new World()) {
            Program.Ended ended =
                    world.begin("move", VIP, world.b, "-o", "json").end();

            assertThat(ended.status()).isZero();
            assertThat(ended.json().get("exitStatus").asInt()).isZero();
            assertThat(ended.json().get("signal")).isNull();
            assertThat(ended.err()).as("progress is for terminals").isEmpty();
        }
    }

    /** A sandbox of its own for each round. */
    private static final class World implements AutoCloseable {

        private final Sandbox sandbox = Sandbox.create();
        private final InMemoryAwsServer server = InMemoryAwsServer.start(sandbox.network());
        private final String a = sandbox.instanceId("db.a");
        private final String b = sandbox.instanceId("db.b");

        Hold hold(List<String> calls, int at, Side side) {
            Hold gate = Hold.create();
            WireFault held = side == Side.BEFORE ? WireFault.holdBefore(gate) : WireFault.holdAfter(gate);
            String action = calls.get(at);
            server.inject(held.onAction(action).skip(Collections.frequency(calls.subList(0, at), action)));
            return gate;
        }

        Program.Running begin(String... arguments) {
            return begin(Program.vip(), arguments);
        }

        Program.Running begin(Program program, String... arguments) {
            return program.begin(Stream.concat(
                            Arrays.stream(arguments),
                            // Long, so that the signal is what ends the call that is held.
                            Stream.of(
                                    "--timeout",
                                    "100",
                                    "--endpoint-url",
                                    server.endpointUrl().toString()))
                    .toArray(String[]::new));
        }

        List<String> holders() {
            return sandbox.network().holders(VIP).stream()
                    .map(holder -> holder.host().toString())
                    .toList();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
