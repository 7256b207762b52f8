package org.floatingip.examples.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pipeline of examples/jenkins-unit-test under the CPS of Jenkins, which JenkinsPipelineUnit does not have. */
class UnitTestedPipelineTest {

    @TempDir
    Path folder;

    private Build run(int exitStatus) throws IOException {
        Path vip = folder.resolve("vip");
        Files.writeString(vip, """
                #!/bin/sh
                case $1 in
                    status) echo '{"addresses": [{"holders": [{"host": "i-0c"}]}]}' ;;
                    *) echo '{"to": {"host": "i-0b"}, "error": {"message": "refused"}}'; exit %d ;;
                esac
                """.formatted(exitStatus));
        assertThat(vip.toFile().setExecutable(true)).isTrue();
        return Build.start(
                folder.resolve("build"),
                new Agent(folder, Map.of("PATH", folder.toString())),
                Files.readString(Path.of("../jenkins-unit-test/Jenkinsfile")),
                Map.of("FROM", "i-0a", "TO", "i-0b"));
    }

    @Test
    void move_whenItSucceeds_saysWhereTheAddressIs() throws IOException {
        Build build = run(0);

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.SUCCESS);
        assertThat(build.log()).contains("10.0.1.12 is on i-0b now");
    }

    @ParameterizedTest
    @CsvSource({
        "3, ERROR: not moved: refused",
        "127, ERROR: not moved: refused",
        "5, ERROR: look at once: 10.0.1.12 is held by i-0c"
    })
    void move_whenItFails_endsTheBuildAsInItsUnitTest(int exitStatus, String message) throws IOException {
        Build build = run(exitStatus);

        assertThat(build.result()).as(build.log()).isEqualTo(Build.Result.FAILURE);
        assertThat(build.log()).contains(message).doesNotContain("\tat ");
    }
}
