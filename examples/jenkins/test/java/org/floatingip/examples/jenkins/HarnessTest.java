package org.floatingip.examples.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the tests of this module can fail: the harness suspends, stores and forgets as Jenkins does. */
class HarnessTest {

    @TempDir
    Path folder;

    private Build start(String jenkinsfile) {
        return Build.start(folder.resolve("build"), new Agent(folder, Map.of()), jenkinsfile, Map.of());
    }

    private Build resume() {
        return Build.resume(folder.resolve("build"), new Agent(folder, Map.of()));
    }

    @Test
    void input_whenSomethingUnserialisableIsHeld_failsTheBuild() {
        assertThatThrownBy(() -> start("def held = new Object()\ninput message: 'go on?'\necho held.toString()"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NotSerializableException.class)
                .hasStackTraceContaining("NotSerializableException: java.lang.Object");
    }

    @Test
    void input_whenTheMapOfJsonSlurperIsHeld_failsTheBuild() {
        assertThatThrownBy(
                        () -> start(
                                "def held = new groovy.json.JsonSlurper().parseText('{\"a\": 1}')\ninput message: 'go on?'\necho held.toString()"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(NotSerializableException.class)
                .hasStackTraceContaining("LazyMap");
    }

    @Test
    void resume_whenTheControllerIsGone_goesOnInOtherClassesWithWhatWasHeld() {
        Build before = start(
                "class Held implements Serializable { String text }\n"
                        + "def held = new Held(text: 'held')\nstage('one') { input message: \"go ${held.text}?\" }\necho 'has ' + held.text");
        assertThat(before.question()).isEqualTo("go held?");

        Build after = resume();

        assertThat(after.loader()).isNotSameAs(before.loader());
        assertThat(after.approve().result()).isEqualTo(Build.Result.SUCCESS);
        assertThat(after.log()).contains("has held");
        assertThat(before.isWaiting()).isTrue();
    }

    @Test
    void reject_endsTheBuildAsAborted_andRunsFinally() {
        Build build = start("try { input message: 'go on?' } finally { echo 'cleaned' }\necho 'went on'");

        assertThat(build.reject().result()).isEqualTo(Build.Result.ABORTED);
        assertThat(build.log()).contains("cleaned").doesNotContain("went on");
    }

    @Test
    void library_whenItIsNotNamed_isNotLoaded() {
        Build build = start("@Library('vip') _\nfloatingIpOnController.status(address: '10.0.1.12')");

        assertThat(build.result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log()).contains("MissingPropertyException: No such property: floatingIpOnController");
    }

    @Test
    void library_whenNobodyDefinedIt_isRefused() {
        assertThatThrownBy(() -> start("@Library(['vip', 'vap']) _"))
                .hasMessage("could not find any definition of libraries [vip, vap]");
    }

    @Test
    void javaApi_whenTheLibraryForItIsNotNamed_isNotThere() {
        String pipeline = "import org.floatingip.IpAddress\necho IpAddress.of('10.0.1.12').toString()";

        assertThatThrownBy(() -> start("@Library('vip') _\n" + pipeline))
                .hasMessageContaining("unable to resolve class org.floatingip.IpAddress");
        assertThat(start("@Library(['vip', 'vip-on-controller']) _\n" + pipeline)
                        .log())
                .contains("10.0.1.12");
    }

    @Test
    void sh_whenItIsOutsideOfANode_fails() {
        assertThat(start("sh 'true'").log()).contains("Required context class hudson.FilePath is missing");
    }

    @Test
    void sh_runsAShellThatEndsAtTheFirstFailure() {
        Build build = start(
                "node('any') { echo sh(script: 'echo out; echo err >&2', returnStdout: true).trim(); sh 'false; echo on' }");

        assertThat(build.result()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log())
                .contains("+ echo err", "err\n", "out\n", "ERROR: script returned exit code 1")
                .doesNotContain("\non\n");
    }
}
