package org.floatingip.examples.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipelines of docs/jenkins.md, as they stand there, each on a network with the hosts of the page. */
class JenkinsDocumentIT {

    private static final Pattern PIPELINE = Pattern.compile(
            "(?m)^<!-- run by: JenkinsDocumentIT, [^\n]+ -->\n```groovy\n(?<text>.*?)^```", Pattern.DOTALL);

    /** These need a ledger, too. */
    private static final String FENCED = "fence: ";

    @TempDir
    Path folder;

    /** The pipelines of the page that claim to be run here. */
    private static List<String> pipelines() throws IOException {
        List<String> found = new ArrayList<>();
        Matcher block = PIPELINE.matcher(Files.readString(Path.of("../../docs/jenkins.md")));
        while (block.find()) {
            found.add(block.group("text"));
        }
        return found;
    }

    private String run(String pipeline, Scenario scenario, int number) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", World.vipHome().toString());
        environment.put("AWS_ACCESS_KEY_ID", "any");
        environment.put("AWS_SECRET_ACCESS_KEY", "any");
        environment.put("AWS_ENDPOINT_URL", scenario.serve().endpointUrl().toString());
        Path home = folder.resolve(String.valueOf(number));
        Agent agent = new Agent(folder, environment);
        // The controller's own environment can't be set from here; and its SDK is cold, on a machine that may be busy.
        String text = pipeline.contains("floatingIpOnController")
                ? pipeline.replace(
                        "region: 'us-east-1'",
                        "region: 'us-east-1', endpointUrl: '" + scenario.serve().endpointUrl()
                                + "', timeoutSeconds: 60")
                : pipeline;
        Build build = Build.start(home, agent, text, Map.of());
        if (build.isWaiting()) {
            build = Build.resume(home, agent).approve();
        }
        assertThat(build.result()).as(pipeline + "\n" + build.log()).isEqualTo(Build.Result.SUCCESS);
        return build.log();
    }

    @Test
    void page_pipelinesRunAsTheyStand() throws IOException {
        List<String> logs = new ArrayList<>();
        List<String> pipelines =
                pipelines().stream().filter(each -> !each.contains(FENCED)).toList();
        assertThat(pipelines).hasSizeGreaterThanOrEqualTo(5);
        for (String pipeline : pipelines) {
            try (Scenario scenario = Scenario.builder()
                    .host("i-0a")
                    .holding("10.0.1.12")
                    .host("i-0b")
                    .host("i-0c")
                    .build()) {
                logs.add(run(pipeline, scenario, logs.size()));
                boolean moves = !pipeline.contains("to: 'i-0a'") && !pipeline.contains("from: 'i-0c'");
                assertThat(scenario).address("10.0.1.12").isHeldBy(moves ? "i-0b" : "i-0a");
            }
        }
        assertThat(logs.get(0)).contains("MOVED: i-0a had it, i-0b has it");
        assertThat(logs.get(1)).contains("held by [i-0a], []");
        assertThat(logs.get(3)).contains("refused (HolderChanged), nothing was changed: ");
    }

    /** The build with the number 8, and the one with the number 7, which has waited for an agent. */
    @Test
    void page_aBuildThatComesTooLate_isRefused() throws IOException {
        List<String> fenced =
                pipelines().stream().filter(each -> each.contains(FENCED)).toList();
        assertThat(fenced).hasSize(1);
        try (Moto moto = Moto.start();
                Scenario scenario = Scenario.builder()
                        .host("i-0a")
                        .holding("10.0.1.12")
                        .host("i-0b")
                        .host("i-0c")
                        .build()) {
            moto.createTable("vip-epochs");
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("PATH", World.vipHome().toString());
            environment.put("AWS_ACCESS_KEY_ID", "any");
            environment.put("AWS_SECRET_ACCESS_KEY", "any");
            environment.put("AWS_ENDPOINT_URL", scenario.serve().endpointUrl().toString());
            environment.put("AWS_ENDPOINT_URL_DYNAMODB", moto.endpointUrl().toString());
            Agent agent = new Agent(folder, environment);

            Build later = Build.start(
                    folder.resolve("8"), agent, fenced.get(0), Map.of("TO", "i-0b"), Map.of("BUILD_NUMBER", "8"));
            assertThat(later.result()).as(later.log()).isEqualTo(Build.Result.SUCCESS);

            Build late = Build.start(
                    folder.resolve("7"), agent, fenced.get(0), Map.of("TO", "i-0c"), Map.of("BUILD_NUMBER", "7"));
            assertThat(late.result()).as(late.log()).isEqualTo(Build.Result.FAILURE);
            assertThat(late.log()).contains("exit status 3", "by epoch 8, which is later than epoch 7");
            assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
        }
    }
}
