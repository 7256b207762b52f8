package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.Test;

/** The command in front of a person: on a real terminal, in a real shell. */
class PromptIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What bash offers after {@code vip} and these words. */
    private static String completed(String word, String before) {
        String vip = Program.vipJar().resolveSibling("vip").toString();
        String script = "source <('" + vip + "' completion bash); COMP_WORDS=(vip " + before + " '" + word
                + "'); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE=\"${COMP_WORDS[*]}\"; _complete_vip vip '"
                + word
                + "' ''; echo \"${COMPREPLY[@]}\"";
        Program.Ended ended = Program.of(Program.requireTool("bash"))
                .with("JAVA_HOME", System.getProperty("java.home"))
                .run("-euo", "pipefail", "-c", "set +eu; " + script);
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended.out().strip();
    }

    @Test
    void completion_inBash_offersCommandsAndOptions() {
        assertThat(completed("ev", "")).isEqualTo("evacuate");
        assertThat(completed("--hand", "move")).isEqualTo("--handover");
        assertThat(completed("", "host")).contains("show").contains("accept").contains("drop");
    }

    @Test
    void atATerminal_whenACallTakesLong_saysWhatItWaitsFor() throws Exception {
        Sandbox sandbox = Sandbox.create();
        Hold gate = Hold.create();
        try (InMemoryAwsServer server = InMemoryAwsServer.start(sandbox.network())) {
            server.inject(WireFault.holdBefore(gate)
                    .onAction("DescribeNetworkInterfaces")
                    .skip(1));
            Program.Running running = Program.of(Program.requireTool("script"))
                    .with("JAVA_HOME", System.getProperty("java.home"))
                    .begin(
                            "--quiet",
                            "--return",
                            "--command",
                            Program.vipJar().resolveSibling("vip") + " move " + Sandbox.FLOATING_IP + " "
                                    + sandbox.instanceId("db.b") + " --endpoint-url " + server.endpointUrl(),
                            "/dev/null");
            gate.awaitReached(PATIENCE);
            // As long as a person waits before they ask what it does; the line itself is awaited, not the time.
            while (!Files.readString(running.out()).contains(" s of 10 s)")) {
                Thread.onSpinWait();
                assertThat(running.process().isAlive())
                        .as(Files.readString(running.out()))
                        .isTrue();
            }
            gate.release();
            Program.Ended ended = running.end();

            assertThat(ended.status()).as(ended.out()).isZero();
            assertThat(ended.out())
                    .containsPattern("vip: " + Sandbox.FLOATING_IP
                            + ": waiting until the network shows it at the target \\([1-9] s of 10 s\\)");
        }
    }
}
