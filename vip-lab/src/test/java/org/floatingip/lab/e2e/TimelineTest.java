package org.floatingip.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The picture of the lab shows its raw numbers; {@code -Ddrawings=write} makes it anew of those that there are. */
class TimelineTest {

    private static final Path FOLDER = Path.of("../docs/benchmarks");
    private static final String COLUMNS = "kind,what,run,lost,moved_at,took,stretches,ladder\n";

    @Test
    void of_theRawNumbersOfTheLab_isThePicture() throws IOException {
        String svg = Timeline.of(Files.readString(FOLDER.resolve("lab.csv")));
        if ("write".equals(System.getProperty("drawings"))) {
            Files.writeString(FOLDER.resolve("lab.svg"), svg);
        }

        assertThat(Files.readString(FOLDER.resolve("lab.svg"))).isEqualTo(svg);
    }

    @Test
    void of_severalRunsOfARow_drawsTheOneThatLostMost() {
        String svg = Timeline.of(
                COLUMNS
                        + "vip,\"a move, planned\",1,0,10.00,50.00,\"A -200.00..10.00; B 10.00..400.00\",\"\"\n"
                        + "vip,\"a move, planned\",2,7,10.00,50.00,\"A -200.00..10.00; lost 10.00..17.00; B 17.00..400.00\",\"\"\n");

        assertThat(svg)
                .containsOnlyOnce(">a move, planned<")
                .contains("fill=\"#d62728\">7 lost<")
                .contains("<rect x=\"690.0\" y=\"111.0\" width=\"1.5\" height=\"13.0\" fill=\"#d62728\"/>");
    }

    @Test
    void of_aRunWithoutLoss_hasNothingRedButTheLegend() {
        String svg =
                Timeline.of(COLUMNS + "vip,\"a move\",1,0,10.00,50.00,\"A -200.00..10.00; B 10.00..400.00\",\"\"\n");

        assertThat(svg).containsOnlyOnce("#d62728").contains(">0 lost<");
    }

    @Test
    void of_rowsOfSeveralKinds_hasAHeadingForEach() {
        String svg = Timeline.of(COLUMNS
                + "vip,\"a move\",1,0,,50.00,\"A -200.00..400.00\",\"\"\n"
                + "today,\"a script\",1,3,,50.00,\"lost -200.00..400.00\",\"\"\n");

        assertThat(svg).contains(">vip<", ">What people use today<").doesNotContain("broken on purpose");
    }
}
