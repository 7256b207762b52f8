package org.floatingip.examples.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vars/floatingIp.groovy} as it stands, by the real vip in a real shell. */
class FloatingIpIT {

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
    void move_status_holder_release_sayWhatVipSays() {
        Build build = world.start("""
                node('vip') {
                    // GStrings, as pipelines have them.
                    def moved = floatingIp.move(AWS + [address: "${ADDRESS}", to: "${B}", from: A])
                    echo "${moved.outcome} from ${moved.from.host} to ${moved.to.host}: ${moved.exitStatus}"
                    input message: 'the result is held'
                    echo "again: ${moved.steps[1].step}"
                    def seen = floatingIp.status(AWS + [addresses: [ADDRESS, '10.0.1.99']])
                    echo "seen: ${seen.addresses*.holders*.host}"
                    echo "holder: ${floatingIp.holder(AWS + [address: ADDRESS])}"
                    echo floatingIp.release(AWS + [address: ADDRESS, from: B]).outcome
                    echo "holder: ${floatingIp.holder(AWS + [address: ADDRESS])}"
                }
                """);
        assertThat(build.isWaiting()).as(build.log()).isTrue();

        build = world.anotherController().approve();

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(build.log())
                .containsSubsequence(
                        "MOVED from " + world.a + " to " + world.b + ": 0",
                        "again: ASSIGNED",
                        "seen: [[" + world.b + "], []]",
                        "holder: " + world.b,
                        "RELEASED",
                        "holder: null");
        assertThat(world.network).address(World.VIP).isHeldByNobody();
    }

    @Test
    void apply_whenTheWorldHasChanged_refusesThePlan() {
        String pipeline = """
                String plan
                node('vip') { plan = floatingIp.plan(AWS + [address: ADDRESS, to: B]).encoded }
                input message: 'go on?'
                node('vip') { floatingIp.apply(AWS + [plan: plan]) }
                """;
        world.start(pipeline);
        world.somebodyMovesItTo(world.c);

        Build build = world.anotherController().approve();

        assertThat(build.result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains(
                        "ERROR: vip apply: the plan for 10.0.1.12 is stale",
                        world.c,
                        "(exit status 3: refused; nothing was changed)")
                .doesNotContain("\tat ");
        assertThat(world.network).address(World.VIP).isHeldBy(world.c).wasMovedTimes(1);
    }

    @Test
    void plan_whenItIsChangedOnTheWay_isRefusedByVip() {
        Build build = world.start("""
                node('vip') {
                    def plan = floatingIp.plan(AWS + [address: ADDRESS, to: B]).encoded
                    floatingIp.apply(AWS + [plan: plan.replace(B, C)])
                }
                """);

        assertThat(build.log())
                .contains("ERROR: vip apply: not a plan: its checksum does not fit", "(exit status 2: malformed input");
        assertThat(world.network).address(World.VIP).wasNeverMoved();
    }

    @Test
    void anything_whenItFailsAndIsNotToPropagate_givesTheStatusBack() {
        Build build = world.start("""
                node('vip') {
                    def failed = floatingIp.move(AWS + [address: ADDRESS, to: 'i-0123456789abcdef0', propagate: false])
                    echo "${failed.exitStatus} ${failed.outcome} ${failed.error.type} ${failed.error.effect}"
                    def none = floatingIp.move(AWS + [address: ADDRESS, to: B, vip: '/nowhere/vip', propagate: false])
                    echo "${none.exitStatus} ${none.error.message}"
                    floatingIp.status(AWS + [address: ADDRESS, vip: '/nowhere/vip.jar'])
                }
                """);

        assertThat(build.result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains(
                        "3 ERROR UnknownTarget NONE",
                        "127 vip can't be run on this agent",
                        "ERROR: vip status: ",
                        "(exit status 5")
                .doesNotContain("\tat ");
        assertThat(world.network).address(World.VIP).wasNeverMoved();
    }

    @Test
    void move_byTheJar_movesToo() {
        Build build = world.start("node('vip') { floatingIp.move(AWS + [address: ADDRESS, to: B, vip: '"
                + World.vipHome().resolve("vip.jar") + "']) }");

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(world.network).address(World.VIP).isHeldBy(world.b);
    }

    @Test
    void withEnv_reachesVip() {
        Build build = world.start("""
                node('vip') {
                    withEnv(["AWS_ENDPOINT_URL=${AWS.endpointUrl}", 'AWS_REGION=us-east-1']) {
                        echo "holder: ${floatingIp.holder(address: ADDRESS)}"
                    }
                }
                """);

        assertThat(build.log()).contains("holder: " + world.a);
    }
}
