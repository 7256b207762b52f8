package org.floatingip.examples.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Jenkinsfile as it stands, with the library as it stands, the real vip, and a network in memory behind HTTP. */
class JenkinsfileIT {

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
    void approve_promotesTheReplica_andMovesTheAddress() {
        Build build = world.startJenkinsfile(world.b);

        assertThat(build.question())
                .startsWith("Switch over?")
                .contains("from " + world.a, "to " + world.b, "AssignPrivateIpAddresses 10.0.1.12");
        assertThat(world.network).address(World.VIP).isHeldBy(world.a).wasNeverMoved();

        assertThat(build.approve().result()).as(build.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(world.network).address(World.VIP).isHeldBy(world.b).wasMovedTimes(1);
        assertThat(world.redisCalls())
                .containsExactly(
                        "10.0.1.10 client pause 30000 write",
                        "10.0.1.11 replicaof no one",
                        "10.0.1.10 replicaof 10.0.1.11 6379",
                        "10.0.1.10 client kill type normal",
                        "10.0.1.10 client unpause");
        assertThat(world.primaries()).containsExactly("10.0.1.11");
        assertThat(world.looks()).as("promoted when it had all 1000").isEqualTo(4);
        assertThat(build.log()).contains("10.0.1.12 is on " + world.b + " now (MOVED");
    }

    @Test
    void approve_whenTheControllerWasKilledMeanwhile_movesTheAddress() throws IOException, InterruptedException {
        Process controller = ControllerProcess.start(world, world.b);
        assertThat(ControllerProcess.firstLine(controller)).isEqualTo("waiting");
        controller.destroyForcibly().waitFor();
        assertThat(world.network).address(World.VIP).isHeldBy(world.a).wasNeverMoved();
        // All that is left of it: no plan as an object, and none of vip's classes.
        assertThat(Files.readString(world.buildFolder().resolve("program.dat"), StandardCharsets.ISO_8859_1))
                .contains("vip-plan/3")
                .doesNotContain("MovePlan", "FloatingIp;", "Ec2IpAssigner");

        Process another = ControllerProcess.approve(world);

        assertThat(ControllerProcess.firstLine(another)).isEqualTo("SUCCESS");
        assertThat(another.waitFor()).isZero();
        assertThat(world.network).address(World.VIP).isHeldBy(world.b).wasMovedTimes(1);
        assertThat(world.redisCalls()).hasSize(5);
        assertThat(Files.readString(world.buildFolder().resolve("log")))
                .containsSubsequence(
                        "(Plan)", "(Approve)", "Resuming build", "(Promote)", "(Move)", "Finished: SUCCESS");
    }

    @Test
    void reject_changesNothing() {
        Build build = world.startJenkinsfile(world.b);

        assertThat(build.reject().result()).isEqualTo(Build.Result.ABORTED);
        assertThat(world.network).address(World.VIP).isHeldBy(world.a).wasNeverMoved();
        assertThat(world.redisCalls()).isEmpty();
    }

    @Test
    void approve_whenSomebodyMovedItMeanwhile_promotesNothing() {
        world.startJenkinsfile(world.b);
        world.somebodyMovesItTo(world.c);

        Build build = world.anotherController().approve();

        assertThat(build.result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains("ERROR: vip plan: ", "but by " + world.c, "(exit status 3: refused; nothing was changed)");
        assertThat(world.network).address(World.VIP).isHeldBy(world.c).wasMovedTimes(1);
        assertThat(world.redisCalls()).isEmpty();
    }

    private void assertThatAllIsAsItWas() {
        assertThat(world.network).address(World.VIP).isHeldBy(world.a).wasNeverMoved();
        assertThat(world.redisCalls())
                .contains("10.0.1.10 client unpause")
                .doesNotContain("10.0.1.10 replicaof 10.0.1.11 6379");
        assertThat(world.primaries()).containsExactly("10.0.1.10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo 'Could not connect to Redis' >&2; exit 1",
                "refuse 'NOAUTH Authentication required.'",
                "echo 'NOAUTH Authentication required.'; exit 0" // as of a redis-cli that does not know -e
            })
    void approve_whenThePromotionFails_leavesAllAsItWas(String failure) {
        Build build = world.startJenkinsfile(world.b);
        world.redis("case \"$*\" in 'replicaof no one') " + failure + " ;; esac");

        assertThat(build.approve().result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .containsAnyOf("Could not connect", "NOAUTH")
                .contains("ERROR: script returned exit code 1");
        assertThatAllIsAsItWas();
    }

    @Test
    void approve_whenRedisWantsAPassword_asksForNothingElse() {
        Build build = world.startJenkinsfile(world.b);
        world.redis("refuse 'NOAUTH Authentication required.'");

        assertThat(build.approve().result()).isEqualTo(Build.Result.FAILURE);
        assertThat(world.redisCalls()).isEmpty();
        assertThat(world.network).address(World.VIP).isHeldBy(world.a).wasNeverMoved();
    }

    @Test
    void approve_whenTheReplicaDoesNotCatchUp_promotesNothing() {
        Build build = world.startJenkinsfile(world.b);
        world.redis(": >looks");

        assertThat(build.approve().result()).isEqualTo(Build.Result.FAILURE);
        assertThat(world.redisCalls())
                .containsExactly("10.0.1.10 client pause 30000 write", "10.0.1.10 client unpause");
        assertThatAllIsAsItWas();
    }

    @Test
    void approve_whenSomebodyMovesItAfterThePromotion_refusesThePlanAndLetsTheOldPrimaryGoOn() {
        Build build = world.startJenkinsfile(world.b);
        String mover = World.vipHome().resolve("vip") + " move 10.0.1.12 " + world.c
                + " --region us-east-1 --endpoint-url " + world.server.endpointUrl();
        world.redis("case \"$*\" in 'replicaof no one') " + mover + " >&2 ;; esac");

        assertThat(build.approve().result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log()).contains("ERROR: Not moved, and the old primary goes on: ", "but by " + world.c);
        assertThat(world.network).address(World.VIP).isHeldBy(world.c).wasMovedTimes(1);
        assertThat(world.redisCalls()).endsWith("10.0.1.10 client unpause", "10.0.1.11 replicaof 10.0.1.10 6379");
        assertThat(world.primaries()).containsExactly("10.0.1.10");
    }

    @Test
    void approve_whenSomebodyElseHasItInTheEnd_saysWho() {
        Build build = world.startJenkinsfile(world.b);
        world.server.inject(Fault.loseReply().onCall(Call.ASSIGN).then(Incident.thirdPartyTakes(World.VIP, world.c)));

        assertThat(build.approve().result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log()).contains("ERROR: Look at once: 10.0.1.12 is held by " + world.c);
        assertThat(world.primaries()).as("never two").containsExactly("10.0.1.11");
    }

    @Test
    void approve_whenItIsNotPermitted_saysThatNothingWasMoved() {
        Build build = world.startJenkinsfile(world.b);
        world.server.inject(Fault.deny().onCall(Call.ASSIGN));

        assertThat(build.approve().result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains("ERROR: Not moved, ", "mend this and start again", "ec2:AssignPrivateIpAddresses");
        assertThatAllIsAsItWas();
    }

    @Test
    void start_whenTheHostIsUnknown_endsWithTheMessageOfVip() {
        Build build = world.startJenkinsfile("i-0123456789abcdef0");

        assertThat(build.result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains(
                        "\nvip: ",
                        "\nERROR: vip plan: ",
                        "i-0123456789abcdef0",
                        "(exit status 3: refused; nothing was changed)")
                .doesNotContain("\tat ");
        assertThat(world.network).address(World.VIP).isHeldBy(world.a).wasNeverMoved();
    }
}
