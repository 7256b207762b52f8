package org.floatingip.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.floatingip.cli.Vip;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a service or a host answers, or somebody types, steers the terminal of whoever reads what vip prints. */
class PrintedTextTest {

    /** A colour by a C1 control (XML can carry that), a right-to-left override, a line of its own, one no terminal has. */
    private static final String WICKED = "look\u009b31m\u202egnp.exe\nvip: moved\u2028\u0085 end\udb40\udc41";

    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryAwsServer server = sandbox.serve();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void credentials() {
        CREDENTIALS.forEach(name -> System.setProperty(name, "sandbox"));
    }

    @AfterAll
    static void none() {
        CREDENTIALS.forEach(System::clearProperty);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int vip(String... arguments) {
        return Vip.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int move(String... more) {
        String[] move = {
            "move",
            Sandbox.FLOATING_IP,
            sandbox.instanceId("db.b"),
            "--region",
            Sandbox.REGION,
            "--endpoint-url",
            server.endpointUrl().toString()
        };
        String[] all = Arrays.copyOf(move, move.length + more.length);
        System.arraycopy(more, 0, all, move.length, more.length);
        return vip(all);
    }

    /** Only the name can't be written: the move is made, and its ladder is on stdout. */
    private void refuseTheName() {
        server.inject(WireFault.error(400, "InvalidChangeBatch", WICKED)
                .onAction("ChangeResourceRecordSets")
                .always());
    }

    private static void assertHarmless(String text) {
        assertThat(text.codePoints()
                        .filter(c -> c != '\n' && c != '\t')
                        .filter(c -> List.of(
                                        (int) Character.CONTROL,
                                        (int) Character.FORMAT,
                                        (int) Character.LINE_SEPARATOR,
                                        (int) Character.PARAGRAPH_SEPARATOR,
                                        (int) Character.SURROGATE)
                                .contains(Character.getType(c)))
                        .mapToObj(Integer::toHexString))
                .as(text)
                .isEmpty();
    }

    @Test
    void move_whenAnAnswerHasControlCharacters_printsNoneOfThemOnStdout() {
        refuseTheName();

        int status = move("--dns", "db.example.com");

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString())
                .as("one line for each step, with what was said in it")
                .contains("look?31m?gnp.exe vip: moved", "end?");
        assertThat(out.toString().lines()).noneMatch(line -> line.startsWith("vip: moved"));
        assertHarmless(out.toString());
        assertThat(err.toString()).contains("vip: warning: the name db.example.com", "look?31m?gnp.exe vip: moved");
        assertHarmless(err.toString());
    }

    @Test
    void move_whenRefusedInSuchWords_printsNoneOfThemOnStderr() {
        server.inject(WireFault.error(400, "InvalidParameterValue", WICKED)
                .onAction("AssignPrivateIpAddresses")
                .always());

        int status = move("--debug");

        assertThat(status).isEqualTo(3);
        assertThat(err.toString()).contains("look?31m?gnp.exe vip: moved", "\n\tat ");
        assertThat(err.toString().lines()).noneMatch(line -> line.startsWith("vip: moved"));
        assertHarmless(err.toString());
    }

    @Test
    void move_whenJsonIsAsked_keepsWhatWasSaidAsEscapedData() throws IOException {
        refuseTheName();

        move("--dns", "db.example.com", "--output", "json");

        assertThat(out.toString().lines()).hasSize(1);
        assertHarmless(out.toString());
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("warnings").get(0).asText())
                .contains("look\u009b31m\u202egnp.exe\nvip: moved\u2028", "end\udb40\udc41");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void status_whenSuchAnArgumentIsTyped_printsItHarmlessly(String output) {
        int status = vip("status", "10.0.1.12" + WICKED + "\u001b]0;title\u0007\r\u202a", "--output", output);

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines().findFirst().orElseThrow())
                .contains("10.0.1.12look?31m?gnp.exe vip: moved", "?]0;title? ?");
        assertHarmless(out.toString());
        assertHarmless(err.toString());
    }

    @Test
    void help_ofManyLines_keepsThem() {
        assertThat(vip("move", "--help")).isZero();

        assertThat(out.toString().lines()).hasSizeGreaterThan(40).anyMatch(line -> line.matches(" +6 +failed after.*"));
        assertHarmless(out.toString());
    }

    @Test
    void plan_ofManyLines_keepsThem() {
        assertThat(move("--dry-run")).as(err.toString()).isZero();

        assertThat(out.toString().lines()).hasSizeGreaterThan(3).anyMatch(line -> line.contains("AssignPrivateIp"));
    }
}
