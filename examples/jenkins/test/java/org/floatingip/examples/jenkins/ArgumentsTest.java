package org.floatingip.examples.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the arguments that reach the shell. The agent's vip is a script that writes down its arguments, one a line. */
class ArgumentsTest {

    private static final String GOOD = "address: '10.0.1.12', to: 'i-0b'";

    @TempDir
    Path folder;

    private Path received;

    @BeforeEach
    void prepare() throws IOException {
        received = folder.resolve("received");
        Path vip = folder.resolve("vip");
        Files.writeString(
                vip,
                "#!/bin/sh\nprintf '%s\\n' \"$@\" >'" + received + "'\ncat >'" + folder
                        + "/input'\necho '{\"outcome\":\"MOVED\"}'\n");
        assertThat(vip.toFile().setExecutable(true)).isTrue();
    }

    private Build run(String call) {
        Agent agent = new Agent(folder, Map.of("PATH", folder.toString()));
        return Build.start(folder.resolve("build"), agent, "@Library('vip') _\nnode('vip') { " + call + " }", Map.of());
    }

    private List<String> received() throws IOException {
        return Files.readAllLines(received);
    }

    private void assertRefused(Build build, String... message) {
        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log()).contains("ERROR: floatingIp.").contains(message).doesNotContain("\tat ");
        assertThat(received).doesNotExist();
    }

    /** The number of the build is the epoch: a text, as Jenkins gives it. */
    @Test
    void move_byTheNumberOfTheBuild_givesEpochAndFence() throws IOException {
        Build build = run(
                "def number = '42'\nfloatingIp.move(" + GOOD + ", epoch: \"${number}\", fence: 'dynamodb:vip-epochs')");

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(received()).contains("--epoch=42", "--fence=dynamodb:vip-epochs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"epoch: '-1'", "epoch: '1e3'", "epoch: '#42'", "fence: 'vip-epochs'", "fence: 'dynamodb:a b'"})
    void move_withAnEpochOrAFenceThatIsNone_runsNothing(String argument) {
        assertRefused(run("floatingIp.move(" + GOOD + ", " + argument + ")"), argument.substring(0, 6) + " is \"");
    }

    @Test
    void move_givesAllItsArguments() throws IOException {
        Build build = run(
                "floatingIp.move(address: '10.0.1.12', to: 'i-0b', from: 'i-0a', orUnheld: true, handover: true, "
                        + "reassociate: true, dns: 'db.example.com', zones: ['Z1', 'Z2'], hosts: ['i-0a': 'admin@a', 'i-0b': 'admin@b'], "
                        + "mode: 'always', sudo: true, interfaceName: 'eth0', sshConfig: '/etc/my ssh', region: 'us-east-1', "
                        + "endpointUrl: 'http://[::1]:4599', profile: 'it\\'s \"mine\"', vpc: 'vpc-0a', timeoutSeconds: 20)");

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(received())
                .containsExactly(
                        "move",
                        "10.0.1.12",
                        "i-0b",
                        "--from=i-0a",
                        "--or-unheld",
                        "--handover",
                        "--reassociate",
                        "--dns=db.example.com",
                        "--zone=Z1",
                        "--zone=Z2",
                        "--host=i-0a=admin@a",
                        "--host=i-0b=admin@b",
                        "--mode=always",
                        "--sudo",
                        "--interface=eth0",
                        "--ssh-config=/etc/my ssh",
                        "--region=us-east-1",
                        "--endpoint-url=http://[::1]:4599",
                        "--profile=it's \"mine\"",
                        "--vpc=vpc-0a",
                        "--timeout=20",
                        "--output=json");
    }

    @Test
    void apply_givesThePlanToStandardInput() throws IOException {
        run(
                "floatingIp.apply(plan: 'vip-plan/2\\r\\naddress=10.0.1.12\\r\\nreason=it%27s+%24HOME\\r\\ncrc32=00000000\\r\\n')");

        assertThat(received()).containsExactly("apply", "/dev/stdin", "--output=json");
        assertThat(folder.resolve("input"))
                .hasContent("vip-plan/2\naddress=10.0.1.12\nreason=it%27s+%24HOME\ncrc32=00000000\n");
    }

    @Test
    void arguments_whenEmptyOrFalse_areNotGiven() throws IOException {
        run("floatingIp.move(" + GOOD + ", from: '', region: null, handover: false, endpointUrl: '')");

        assertThat(received()).containsExactly("move", "10.0.1.12", "i-0b", "--output=json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i-0b; rm -rf /",
                "i-0b\\nrm -rf /",
                "$(touch pwned)",
                "`touch pwned`",
                "i-0b' || touch pwned '",
                "i-0b\" || touch pwned \"",
                "--handover",
                "i-0b --from x",
                "-",
                " "
            })
    void host_whenItIsHostile_isRefused(String hostile) {
        String literal = "'" + hostile.replace("'", "\\'") + "'";
        assertRefused(
                run("floatingIp.move(address: '10.0.1.12', to: " + literal + ")"), "to: is ", "expected a host id");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @Test
    void host_whenAGStringIsHostile_isRefused() {
        assertRefused(
                run("def evil = '; touch pwned'; floatingIp.move(address: '10.0.1.12', to: \"i-0b${evil}\")"),
                "to: is \"i-0b; touch pwned\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(touch pwned)", "'; touch pwned; '", "\\\\'; touch pwned #", "a\" b", "-x", "*", "~"})
    void freeText_whenItIsHostile_isOneWord(String hostile) throws IOException {
        String literal = "'" + hostile.replace("'", "\\'") + "'";
        run("floatingIp.move(" + GOOD + ", profile: " + literal + ")");

        assertThat(received())
                .contains("--profile=" + hostile.replace("\\\\", "\\"))
                .hasSize(5);
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            move(address: '10.0.1.12', to: 'i-0b', profile: 'a\\nb')           | profile: is "a?b", expected a text of one line
            move(address: '10.0.1.12', to: 'i-0b', handover: 'false')          | handover: is "false", expected true or false
            move(address: '10.0.1.12', to: 'i-0b', propagate: 'false')         | propagate: is "false", expected true or false
            move(address: '10.0.1.12', to: 'i-0b', region: 'us east')          | region: is "us east", expected a region
            move(address: '10.0.1.12', to: 'i-0b', region: ['us-east-1'])      | region: is "[us-east-1]", expected a region
            move(address: '10.0.1.12', to: 'i-0b', endpointUrl: 'file:///etc') | endpointUrl: is "file:///etc", expected http
            move(address: '10.0.1.12', to: 'i-0b', timeoutSeconds: 0)          | timeoutSeconds: is "0", expected 1 to 999999
            move(address: '10.0.1.12', to: 'i-0b', hosts: ['i-0a=x'])          | hosts: is "[i-0a=x]", expected a map
            move(address: '10.0.1.12', to: 'i-0b', vip: '-version.jar')        | vip: is "-version.jar", expected the path
            move(address: '10.0.1.12')                                         | to: is missing
            move(to: 'i-0b')                                                   | address: is missing
            move()                                                             | address: is missing
            move(address: 'db.example.com', to: 'i-0b')                        | expected an IP address as 10.0.1.12
            release(address: '10.0.1.12')                                      | from: is missing
            status()                                                           | give address: or addresses:
            status(address: '10.0.1.12', addresses: ['10.0.1.13'])             | give address: or addresses:
            holder(addresses: ['10.0.1.12', '10.0.1.13'])                      | address: is missing
            plan(address: '10.0.1.12', to: 'i-0b', dns: 'db.example.com')      | no argument dns: is known
            apply(plan: 'vip-plan/2\\n(end of plan)\\ntouch pwned\\n')         | plan: is not the text of a plan
            apply(plan: 'rm -rf /')                                            | plan: is not the text of a plan
            apply(address: '10.0.1.12')                                        | no argument address: is known
            apply()                                                            | plan: is missing
            """)
    void arguments_whenTheyAreNotWhatTheyShouldBe_areRefusedBeforeAnythingIsRun(String call, String message) {
        assertRefused(run("floatingIp." + call), message);
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @Test
    void unknownArgument_isNamed_withThoseThatThereAre() {
        assertRefused(
                run("floatingIp.move(" + GOOD + ", form: 'i-0a')"),
                "no argument form: is known; there are address, to, from");
    }

    private Build runVip(String script) throws IOException {
        Files.writeString(folder.resolve("vip"), "#!/bin/sh\n" + script + "\n");
        return run("def moved = floatingIp.move(" + GOOD + ", propagate: false)\n"
                + "echo \"${moved.exitStatus} ${moved.outcome} ${moved.error?.message}\"\n"
                + "floatingIp.move(" + GOOD + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 0",
                "exit 1",
                "exit 3",
                "echo moved",
                "echo 'version {1}'",
                "echo '{'",
                "echo '{\"outcome\":\"MO'; exit 1"
            })
    void answer_whenItIsNoResultWhateverTheStatus_isUnknown(String script) throws IOException {
        Build build = runVip(script);

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains(
                        "5 ERROR vip gave no result, so it is not known what it did",
                        "(exit status 5: outcome unknown: look who holds the address, then run the same again)")
                .doesNotContain("\tat ");
    }

    /** As the exit statuses of docs/operations.md say: what is not known to have ended well is looked at first. */
    @ParameterizedTest
    @CsvSource({"129, SIGHUP", "130, SIGINT", "143, SIGTERM"})
    void answer_whenVipWasEndedByASignal_saysByWhichAndWhatToDo(int status, String signal) throws IOException {
        Build build = runVip("echo '{\"outcome\":\"ERROR\",\"error\":{\"message\":\"ended\"}}'; exit " + status);

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains("(exit status " + status + ": ended by " + signal)
                .contains("look who holds the address, then run the same again)");
    }

    @Test
    void answer_afterOtherLines_isTheLastObject() throws IOException {
        Build build = runVip(
                "echo 'a wrapper says hello'; echo '{\"outcome\":\"LOGGED\"}'; echo '{\"outcome\":\"MOVED\"}'; echo bye");

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(build.log()).contains("0 MOVED");
    }
}
