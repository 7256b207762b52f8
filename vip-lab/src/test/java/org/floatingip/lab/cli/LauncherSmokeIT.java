package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whether what was packaged works at all: the launcher, the jar beside it, a move from one process against the sandbox of
 * another. Needs nothing but Java, takes seconds, and so is part of every build; {@code LauncherIT} and {@code VipCommandIT} are
 * the rest.
 */
@Tag("smoke")
class LauncherSmokeIT {

    @Test
    void launcher_asItIsPackaged_knowsItsVersionAndMovesAnAddress() {
        Program.Ended version = Program.vip().run("--version");

        assertThat(version.status()).as(version.err()).isZero();
        assertThat(version.out()).matches("vip [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\R");
        assertThat(version.err()).isEmpty();

        try (Program.SandboxProcess aws = Program.SandboxProcess.start()) {
            String[] move = {
                "move",
                Sandbox.FLOATING_IP,
                aws.instance("db.b"),
                "--endpoint-url",
                aws.endpointUrl(),
                "--output",
                "json"
            };
            Program.Ended moved = Program.vip().run(move);

            assertThat(moved.status()).as(moved.err()).isZero();
            assertThat(moved.json().get("outcome").asText()).isEqualTo("MOVED");
            assertThat(moved.json().at("/to/interfaceId").asText()).isEqualTo(aws.eni("db.b"));

            Program.Ended status =
                    Program.vip().run("status", Sandbox.FLOATING_IP, "--endpoint-url", aws.endpointUrl());

            assertThat(status.status()).as(status.err()).isZero();
            assertThat(status.out()).contains("10.0.1.12  held by " + aws.instance("db.b"));
        }
    }
}
