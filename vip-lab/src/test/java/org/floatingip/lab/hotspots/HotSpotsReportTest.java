package org.floatingip.lab.hotspots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.floatingip.lab.hotspots.Profile.Stack;
import org.junit.jupiter.api.Test;

/** What was sampled is attributed to who can do something about it. */
class HotSpotsReportTest {

    private static final Profile PROFILE = new Profile(List.of(
            new Stack(List.of("org.floatingip.FloatingIp.moveTo", "java.util.List.of"), 30),
            new Stack(
                    List.of(
                            "org.floatingip.FloatingIp.moveTo",
                            "org.floatingip.aws.internal.Ec2Calls.call",
                            "software.amazon.awssdk.services.ec2.DefaultEc2Client.describeInstances",
                            "java.util.HashMap.put"),
                    70)));

    @Test
    void text_attributesToTheInnermostOfOurs_orToTheLibraryThatItCalled() {
        assertThat(new HotSpotsReport("today", List.of(new HotSpotsReport.Part("moves", PROFILE, PROFILE))).text())
                .contains("| in the AWS SDK | 70.0 % | 70 |\n")
                .contains("| in the AWS SDK | 70.0 % |\n")
                .contains("| `FloatingIp.moveTo` | 30.0 % |")
                .doesNotContain("Ec2Calls");
    }

    @Test
    void svg_drawsABoxAsWideAsItsShare() {
        assertThat(new FlameGraph().add("moves <1>", PROFILE).svg())
                .contains("moves &lt;1&gt;")
                .contains("<title>org.floatingip.FloatingIp.moveTo: 100.0 %</title><rect x=\"10.0\"")
                .contains("<title>java.util.List.of: 30.0 %</title>")
                .contains("width=\"414.0\"");
    }

    @Test
    void between_keepsWhatPeopleWrote_andRefusesAPageWithoutMarks() {
        String page = "before\n" + HotSpotsSuite.BEGIN + "\nold\n" + HotSpotsSuite.END + "\nafter\n";
        assertThat(HotSpotsSuite.between(page, "new"))
                .startsWith("before\n")
                .endsWith(HotSpotsSuite.END + "\nafter\n")
                .contains("new")
                .doesNotContain("old");
        assertThatIllegalArgumentException().isThrownBy(() -> HotSpotsSuite.between("nothing", "new"));
    }
}
