package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.FloatingIp;
import org.floatingip.testkit.Scenario;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The core of the testkit runs with vip-core and that one's two libraries alone. */
class KitAloneTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void program_withNeitherJunitNorAssertj_runs() throws IOException, InterruptedException {
        String classPath = Stream.of(FloatingIp.class, Scenario.class, Logger.class, NullMarked.class, KitAlone.class)
                .map(ClassPath::of)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));

        Process process = new ProcessBuilder(List.of(JAVA, "-cp", classPath, KitAlone.class.getName()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).contains("MOVED 127.0.0.1");
        assertThat(process.exitValue()).as(printed).isZero();
    }
}
