package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.lab.Program;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A result that nobody can read is none: whoever calls the command must not go on as if it had said something. */
class LostResultIT {

    private static final String VIP = Sandbox.FLOATING_IP;

    private static Program.Ended run(InMemoryAwsServer server, String redirected, String format, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--output", format, "--endpoint-url", server.endpointUrl().toString()));
        return Program.of(
                        "sh",
                        "-c",
                        "exec \"$0\" \"$@\" " + redirected,
                        Program.vipJar().resolveSibling("vip").toString())
                .with("JAVA_HOME", System.getProperty("java.home"))
                .run(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({">/dev/full, json", ">/dev/full, text", ">&-, json", ">&-, text"})
    void move_whoseResultCanNotBeWritten_isNeitherDoneNorWithoutEffect(String redirected, String format) {
        Sandbox sandbox = Sandbox.create();
        String b = sandbox.instanceId("db.b");
        try (InMemoryAwsServer server = InMemoryAwsServer.start(sandbox.network())) {
            Program.Ended ended = run(server, redirected, format, "move", VIP, b);

            assertThat(sandbox.network().holders(VIP)).extracting(Holder::host).containsExactly(HostId.of(b));
            assertThat(ended.status()).as(ended.err()).isEqualTo(5);
            assertThat(ended.err()).contains("its result could not be written to standard output");
        }
    }

    @ParameterizedTest
    @CsvSource({">/dev/full, json", ">&-, text"})
    void status_whoseResultCanNotBeWritten_hasFailed(String redirected, String format) {
        try (InMemoryAwsServer server = InMemoryAwsServer.start(Sandbox.create().network())) {
            Program.Ended ended = run(server, redirected, format, "status", VIP);

            assertThat(ended.status()).as(ended.err()).isEqualTo(1);
            assertThat(ended.err()).contains("its result could not be written to standard output");
        }
    }
}
