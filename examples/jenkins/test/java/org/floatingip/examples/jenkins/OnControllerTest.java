package org.floatingip.examples.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code on-controller} as it stands, and the Java API in a pipeline that holds its values. */
class OnControllerTest {

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void start() {
        world = new World(folder);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void planAndApply_whenTheControllerIsAnotherOneMeanwhile_moveTheAddress() throws IOException {
        Build before = world.startOnController("""
                String plan = floatingIpOnController.plan(AWS + [address: ADDRESS, to: "${B}", from: A]).encoded
                input message: plan
                def moved = floatingIpOnController.apply(AWS + [plan: plan])
                input message: 'the result is held'
                echo "${moved.outcome} from ${moved.from.host} to ${moved.to.host}: ${moved.exitStatus}"
                echo "seen: ${floatingIpOnController.status(AWS + [address: ADDRESS]).addresses*.holders*.host}"
                echo floatingIpOnController.release(AWS + [address: ADDRESS, from: B]).outcome
                """);
        assertThat(before.isWaiting()).as(before.log()).isTrue();
        assertThat(Files.readString(before.programFile(), StandardCharsets.ISO_8859_1))
                .contains("vip-plan/3")
                .doesNotContain("MovePlan", "Ec2IpAssigner");

        world.anotherController().approve();
        assertThat(world.network).address(World.VIP).isHeldBy(world.b).wasMovedTimes(1);
        Build after = world.anotherController().approve();

        assertThat(after.result()).as(after.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(after.log())
                .containsSubsequence(
                        "MOVED from " + world.a + " to " + world.b + ": 0", "seen: [[" + world.b + "]]", "RELEASED");
    }

    @Test
    void apply_whenTheWorldHasChanged_endsTheBuildWithTheMessage() {
        world.startOnController("""
                String plan = floatingIpOnController.plan(AWS + [address: ADDRESS, to: B]).encoded
                input message: 'go on?'
                floatingIpOnController.apply(AWS + [plan: plan])
                """);
        world.somebodyMovesItTo(world.c);

        Build build = world.anotherController().approve();

        assertThat(build.log())
                .contains(
                        "ERROR: vip apply: the plan for 10.0.1.12 is stale",
                        "(exit status 3: refused; nothing was changed)")
                .doesNotContain("\tat ");
        assertThat(world.network).address(World.VIP).isHeldBy(world.c);
    }

    @Test
    void move_whenItFails_hasTheExitStatusOfVip() {
        world.server.inject(Fault.deny().onCall(Call.ASSIGN));
        Build build = world.startOnController("""
                def unknown = floatingIpOnController.move(AWS + [address: ADDRESS, to: 'i-0123456789abcdef0', propagate: false])
                def denied = floatingIpOnController.move(AWS + [address: ADDRESS, to: B, propagate: false])
                echo "${unknown.exitStatus} ${unknown.error.type}, ${denied.exitStatus} ${denied.error.type} ${denied.error.effect}"
                """);

        assertThat(build.log()).contains("3 UnknownTarget, 4 PermissionDenied NONE");
        assertThat(world.network).address(World.VIP).wasNeverMoved();
    }

    @Test
    void move_whenTheInputCanNeverBeRight_hasTheExitStatusOfVip() {
        Build build = world.startOnController("""
                def odd = floatingIpOnController.move(AWS + [address: ADDRESS, to: 'db.a', propagate: false])
                def six = floatingIpOnController.move(AWS + [address: '2001:db8::1', to: B, propagate: false])
                echo "${odd.exitStatus} ${odd.error.type}, ${six.exitStatus} ${six.error.type}"
                """);

        assertThat(build.log()).contains("2 MalformedHostId, 2 UnsupportedAddress");
    }

    @Test
    void arguments_whenTheyAreNotKnownHere_areRefused() {
        assertThat(world.startOnController(
                                "floatingIpOnController.move(AWS + [address: ADDRESS, to: B, hosts: ['i-0a': 'a']])")
                        .log())
                .contains(
                        "ERROR: floatingIpOnController.move: no argument hosts: is known here",
                        "needs an agent: floatingIp");
        assertThat(world.startOnController("floatingIpOnController.move(AWS + [address: ADDRESS, to: '; rm -rf /'])")
                        .log())
                .contains("ERROR: floatingIpOnController.move: not a host id: \"; rm -rf /\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            status(region: 'us-east-1')                                                          | status: give address: or addresses:
            status(AWS + [address: ''])                                                          | status: give address: or addresses:
            status(AWS + [address: ADDRESS, addresses: ['10.0.1.13']])                           | status: give address: or addresses:
            status(AWS + [addresses: []])                                                        | status: addresses: is empty
            status(AWS + [addresses: '10.0.1.13'])                                               | status: addresses: is "10.0.1.13", expected a list
            status()                                                                             | status: give address: or addresses:
            move()                                                                               | move: address: is missing
            """)
    void arguments_whenTheyAreMissing_areAskedFor(String call, String message) {
        Build build = world.startOnController("floatingIpOnController." + call);

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains("ERROR: floatingIpOnController." + message)
                .doesNotContain("\tat ", "null");
    }

    @Test
    void library_whenThatOfFloatingIpIsNotBesideIt_saysWhatIsMissing() {
        Build build = Build.start(
                world.buildFolder(),
                world.agent(),
                "@Library('vip-on-controller') _\nfloatingIpOnController.status(address: '10.0.1.12')",
                Map.of());

        assertThat(build.result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log()).contains("unable to resolve class org.floatingip.jenkins.VipAnswer");
    }

    @Test
    void valuesOfTheApi_surviveTheControllerAsObjects() {
        Build before = Build.start(
                world.buildFolder(),
                world.agent(),
                """
                @Library(['vip', 'vip-on-controller']) _
                import org.floatingip.FloatingIp
                import org.floatingip.FloatingIpException
                import org.floatingip.RefusalReason
                import org.floatingip.aws.Ec2IpAssigner

                @NonCPS
                List values(String endpoint, String to) {
                    Ec2IpAssigner assigner = Ec2IpAssigner.builder().region('us-east-1').endpointOverride(URI.create(endpoint)).build()
                    try {
                        FloatingIp db = FloatingIp.at('10.0.1.12').assigner(assigner).timeoutSeconds(60).build()
                        FloatingIpException refused = null
                        try {
                            db.moveTo('i-0123456789abcdef0')
                        } catch (FloatingIpException e) {
                            refused = e
                        }
                        return [db.move().to(to).plan(), db.moveTo(to), refused, db.holder().get()]
                    } finally {
                        assigner.close()
                    }
                }

                def held = values(params.endpoint, params.to)
                def texts = held.collect { it.toString() }
                input message: 'go on?'
                echo "same: ${held.collect { it.toString() } == texts}, ${held[0].getClass().simpleName}, ${held[1].outcome()}, ${held[1].steps().size()} steps"
                switch (held[2].reason()) {
                    case RefusalReason.SUBNET_MISMATCH:
                        echo 'the wrong subnet'
                        break
                    case RefusalReason.UNKNOWN_TARGET:
                        echo "refused: ${held[2].steps().size()} ${held[2].effect()}: ${held[2].remedy()}"
                        break
                    default:
                        echo 'anything else'
                }
                echo "holder: ${held[3].host()}"
                """,
                Map.of("endpoint", world.server.endpointUrl().toString(), "to", world.b));
        assertThat(before.isWaiting()).as(before.log()).isTrue();

        Build after = world.anotherController().approve();

        assertThat(after.result()).as(after.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(after.log())
                .contains(
                        "same: true, MovePlan, MOVED, 3 steps", "refused: 1 NONE: check the id", "holder: " + world.b);
    }
}
