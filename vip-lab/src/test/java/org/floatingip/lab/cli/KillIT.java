package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;

/** {@code vip move} is killed at each of its calls, before and after the effect; the same command, run again, converges. */
class KillIT {

    private static final String VIP = Sandbox.FLOATING_IP;
    private static final String ASSIGN = "AssignPrivateIpAddresses";
    private static final String UNASSIGN = "UnassignPrivateIpAddresses";
    private static final List<String> TAKEOVER_CALLS =
            List.of("DescribeNetworkInterfaces", "DescribeInstances", ASSIGN, "DescribeNetworkInterfaces");
    private static final List<String> HANDOVER_CALLS =
            List.of("DescribeNetworkInterfaces", "DescribeInstances", UNASSIGN, ASSIGN, "DescribeNetworkInterfaces");
    private static final int MOST_TRIES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private enum Side {
        BEFORE,
        AFTER
    }

    @Test
    void takeover_whenKilledAtAnyCall_convergesWhenRunAgain() throws Exception {
        try (World world = new World()) {
            assertThat(world.vip(world.takeover()).status()).isZero();
            assertThat(world.actions()).as("what there is to kill").isEqualTo(TAKEOVER_CALLS);
        }

        List<Boolean> unheld = rounds(TAKEOVER_CALLS, (world, call, side) -> {
            world.killAt(TAKEOVER_CALLS, call, side, world.takeover());
            boolean gap = world.holders().isEmpty();
            world.runAgain(world.takeover());
            return gap;
        });

        assertThat(unheld).as("rounds, none with a gap").hasSize(8).containsOnly(false);
    }

    @Test
    void handover_whenKilledAtAnyCall_convergesWhenRunAgainWithOrUnheld() throws Exception {
        try (World world = new World()) {
            assertThat(world.vip(world.handover("--or-unheld")).status()).isZero();
            assertThat(world.actions()).as("what there is to kill").isEqualTo(HANDOVER_CALLS);
        }

        List<Boolean> unheld = rounds(HANDOVER_CALLS, (world, call, side) -> {
            world.killAt(HANDOVER_CALLS, call, side, world.handover("--or-unheld"));
            boolean gap = world.holders().isEmpty();
            if (gap) {
                world.refuseWithoutOrUnheld();
            }
            world.runAgain(world.handover("--or-unheld"));
            return gap;
        });

        assertThat(unheld).as("rounds").hasSize(10);
        assertThat(unheld)
                .as("killed after the unassignment, and before the assignment")
                .filteredOn(gap -> gap)
                .hasSize(2);
    }

    private interface Round {
        /** Whether the kill left the address with nobody. */
        boolean play(World world, int call, Side side) throws Exception;
    }

    /** Plays a round for each call and side, some at a time, since most of a round is the start of processes. */
    private static List<Boolean> rounds(List<String> calls, Round round) throws Exception {
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            int call = i;
            for (Side side : Side.values()) {
                all.add(() -> undisturbed(round, call, side));
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Boolean> played = new ArrayList<>();
            for (Future<Boolean> one : threads.invokeAll(all)) {
                played.add(one.get());
            }
            return played;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Plays the round, and plays it again where the machine was so slow that a reading was given up and repeated. */
    private static boolean undisturbed(Round round, int call, Side side) throws Exception {
        for (int tries = 1; ; tries++) {
            try (World world = new World()) {
                return round.play(world, call, side);
            } catch (DisturbedException e) {
                if (tries == MOST_TRIES) {
                    throw new AssertionError(e.getMessage(), e);
                }
            }
        }
    }

    /** Other calls were made than those that the round is about. */
    private static final class DisturbedException extends Exception {

        private static final long serialVersionUID = 1L;

        DisturbedException(String round, List<String> expected, List<String> made) {
            super(round + ": expected " + expected + ", made " + made);
        }
    }

    /** A sandbox of its own for each round, so that no round stands on another. */
    private static final class World implements AutoCloseable {

        private final Sandbox sandbox = Sandbox.create();
        private final InMemoryVpc network = sandbox.network();
        private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
        private final String a = sandbox.instanceId("db.a");
        private final String b = sandbox.instanceId("db.b");
        private String round = "";

        String[] takeover() {
            return new String[] {"move", VIP, b};
        }

        String[] handover(String... more) {
            return Stream.concat(Stream.of("move", VIP, b, "--from", a, "--handover"), Arrays.stream(more))
                    .toArray(String[]::new);
        }

        Program.Ended vip(String... arguments) {
            return Program.vip().run(withEndpoint(arguments));
        }

        /** Kills that command while that one of its calls is held, and checks that it was killed there. */
        void killAt(List<String> calls, int at, Side side, String... command) throws Exception {
            String action = calls.get(at);
            round = "killed " + side + " call " + at + ", " + action;
            Hold gate = Hold.create();
            WireFault held = side == Side.BEFORE ? WireFault.holdBefore(gate) : WireFault.holdAfter(gate);
            server.inject(held.onAction(action).skip(Collections.frequency(calls.subList(0, at), action)));

            Process process = Program.vip().start(withEndpoint(command));
            try {
                gate.awaitReached(PATIENCE);
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(round).isTrue();
            }
            gate.awaitEnded(PATIENCE); // nobody releases it: it ends because its client is dead

            assertThat(process.exitValue()).as("%s: SIGKILL", round).isEqualTo(128 + 9);
            if (!actions().equals(calls.subList(0, at + 1))) {
                throw new DisturbedException(round, calls.subList(0, at + 1), actions());
            }
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i <= at; i++) {
                statuses.add(i == at && side == Side.BEFORE ? 0 : 200);
            }
            assertThat(server.requests())
                    .as(round)
                    .extracting(RecordedRequest::status)
                    .isEqualTo(statuses);
            List<String> effective = calls.subList(0, side == Side.BEFORE ? at : at + 1);
            assertThat(holders())
                    .as("%s: what the kill left", round)
                    .isEqualTo(
                            effective.contains(ASSIGN)
                                    ? List.of(b)
                                    : effective.contains(UNASSIGN) ? List.of() : List.of(a));
        }

        void runAgain(String... command) {
            Program.Ended again = vip(command);

            assertThat(again.status()).as("%s: %s", round, again.err()).isZero();
            assertThat(holders()).as(round).containsExactly(b);
            assertThat(server.requests())
                    .as("%s: either the killed command assigned it or the rerun, never both", round)
                    .filteredOn(request -> request.action().equals(ASSIGN) && request.status() == 200)
                    .hasSize(1);
        }

        void refuseWithoutOrUnheld() {
            long mutating = mutating();

            Program.Ended refused = vip(handover());

            assertThat(refused.status()).as(round).isEqualTo(3);
            assertThat(refused.err()).as(round).contains("nobody").doesNotContain("\tat ");
            assertThat(mutating()).as(round).isEqualTo(mutating);
            assertThat(holders()).as(round).isEmpty();
        }

        List<String> actions() {
            return server.requests().stream().map(RecordedRequest::action).toList();
        }

        List<String> holders() {
            return network.holders(VIP).stream()
                    .map(holder -> holder.host().toString())
                    .toList();
        }

        private long mutating() {
            return server.requests().stream().filter(RecordedRequest::mutating).count();
        }

        private String[] withEndpoint(String... arguments) {
            return Stream.concat(
                            Arrays.stream(arguments),
                            Stream.of("--endpoint-url", server.endpointUrl().toString()))
                    .toArray(String[]::new);
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
