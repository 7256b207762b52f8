package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.aws.Ec2IpAssigner;
import org.junit.jupiter.api.Test;

/**
 * The drawings of docs/concepts.md show what there is. That of a move in time is what one run gave; after a change that is meant,
 * {@code -Ddrawings=write} makes it anew: look at it before you commit.
 */
class DrawingsTest {

    private static final String MOVE_IN_TIME = "docs/move-in-time.svg";
    private static final Pattern NAME = Pattern.compile("<text [^>]*font-family=\"monospace\"[^>]*>([^<]*)</text>");

    /** What the drawing names as a module or a type of ours. */
    private static List<String> names(String svg) {
        List<String> names = new ArrayList<>();
        Matcher text = NAME.matcher(svg);
        while (text.find()) {
            names.addAll(List.of(text.group(1).split(", ")));
        }
        return names;
    }

    private static boolean exists(String name) {
        return name.startsWith("vip-")
                ? Files.isDirectory(Repository.ROOT.resolve(name))
                : !Repository.paths(path -> path.matches("vip-.*/src/main/java/.*/" + name + "\\.java"))
                        .isEmpty();
    }

    @Test
    void moveInTime_always_isWhatARunDid() throws IOException {
        MoveInTime run = MoveInTime.run(Ec2IpAssigner.DEFAULT_DATA_PLANE_LAG);
        if ("write".equals(System.getProperty("drawings"))) {
            Files.writeString(Repository.ROOT.resolve(MOVE_IN_TIME), run.svg());
        }

        assertThat(run.moments())
                .as("whom the network shows, accepts it: at any time")
                .hasSizeGreaterThan(5)
                .allMatch(moment -> moment.holder().equals("i-0a") ? moment.acceptedByA() : moment.acceptedByB());
        assertThat(Repository.read(MOVE_IN_TIME))
                .as(MOVE_IN_TIME + ", made by this test with -Ddrawings=write")
                .isEqualTo(run.svg());
    }

    @Test
    void moveInTime_whenTheMoveIsAnother_isAnother() {
        assertThat(MoveInTime.run(Duration.ofMillis(500)).svg()).isNotEqualTo(Repository.read(MOVE_IN_TIME));
    }

    @Test
    void architecture_always_namesWhatThereIs() {
        assertThat(names(Repository.read("docs/architecture.svg")))
                .hasSizeGreaterThan(10)
                .allMatch(DrawingsTest::exists, "is a module or a type");
    }

    @Test
    void architecture_withATypeThatIsGone_isFound() {
        assertThat(names("<text x=\"1\" font-family=\"monospace\" y=\"2\">FloatingIp, NoSuchType</text>"))
                .containsExactly("FloatingIp", "NoSuchType")
                .filteredOn(name -> !exists(name))
                .containsExactly("NoSuchType");
    }
}
