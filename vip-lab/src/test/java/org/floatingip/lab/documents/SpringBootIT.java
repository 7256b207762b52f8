package org.floatingip.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.floatingip.IpAddress;
import org.floatingip.lab.Program;
import org.floatingip.spi.SystemTicker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Hold;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project of docs/spring-boot.md as a stranger has it: in a folder outside of this repository, with the artifacts as they are
 * published, built by the real Maven and run as a process; in front of an AWS in memory.
 */
class SpringBootIT {

    private static final List<String> FILES = List.of(
            "pom.xml",
            "src/main/resources/application.properties",
            "src/main/java/com/example/Orders.java",
            "src/test/java/com/example/OrdersTest.java");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MINUTES_OF_A_BUILD = 8;

    @TempDir
    Path folder;

    @Test
    void service_ofThePage_movesAndEndsAsThePageSays() throws Exception {
        Path jar = build();
        Sandbox sandbox = Sandbox.create(SystemTicker.instance());
        String first = sandbox.instanceId("db.a");
        String second = sandbox.instanceId("db.b");
        try (InMemoryAwsServer aws = sandbox.serve();
                Service service = start(jar, aws)) {
            // Health: probed often, asked of EC2 once.
            assertThat(service.get("/actuator/health").at("/status").asText()).isEqualTo("UP");
            assertThat(service.holderByHealth()).startsWith(first);
            long asked = aws.count(Call.LOOK.action());
            for (int i = 0; i < 20; i++) {
                assertThat(service.holderByHealth()).startsWith(first);
            }
            assertThat(aws.count(Call.LOOK.action()))
                    .as("a probe is not a call")
                    .isEqualTo(asked);

            // The endpoint: who holds it, what a move would do, the move.
            assertThat(service.get("/actuator/vip")
                            .at("/addresses/0/holders/0/host")
                            .asText())
                    .isEqualTo(first);
            JsonNode plan = service.get("/actuator/vip/10.0.1.12/" + second);
            assertThat(plan.at("/plans/0/target").asText()).isEqualTo(second);
            assertThat(aws.count(Call.ASSIGN.action()))
                    .as("a plan changes nothing")
                    .isZero();
            assertThat(service.get("/orders").asInt()).isEqualTo(42);
            double connections = service.metric("hikaricp.connections.creation");

            JsonNode moved = service.post("/actuator/vip/10.0.1.12/" + second);

            assertThat(moved.at("/results/0/outcome").asText()).isEqualTo("MOVED");
            assertThat(service.holderByHealth()).as("health after a move").startsWith(second);
            // Metrics and eviction: the pool has made new connections.
            assertThat(service.metric("vip.move?tag=outcome:moved")).isEqualTo(1);
            assertThat(service.get("/orders").asInt()).isEqualTo(42);
            assertThat(service.metric("hikaricp.connections.creation")).isGreaterThan(connections);

            shutDownInTheMiddleOfAMove(service, aws, sandbox, first);
        }
    }

    private static void shutDownInTheMiddleOfAMove(
            Service service, InMemoryAwsServer aws, Sandbox sandbox, String target) throws Exception {
        Hold hold = Hold.create();
        aws.inject(WireFault.holdAfter(hold).onCall(Call.ASSIGN));
        service.send("POST", "/failover/" + target);
        hold.awaitReached(PATIENCE);

        // SIGTERM, by the handle: the process itself would close what it prints to.
        assertThat(service.process().toHandle().destroy()).isTrue();
        service.lines().await("The shutdown waits for \\[\\w+\\] move of 10\\.0\\.1\\.12 to " + target, PATIENCE);
        assertThat(service.process().isAlive()).isTrue();
        hold.release();

        assertThat(service.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ends")
                .isTrue();
        assertThat(service.process().exitValue()).as("ended by SIGTERM").isEqualTo(128 + 15);
        List<String> actions =
                aws.requests().stream().map(RecordedRequest::action).toList();
        assertThat(actions.get(actions.size() - 1))
                .as("the move was verified after the signal")
                .isEqualTo(Call.LOOK.action());
        assertThat(sandbox.network().holders(IpAddress.of("10.0.1.12")))
                .singleElement()
                .satisfies(holder -> assertThat(holder.host()).hasToString(target));
        assertThat(service.lines().all())
                .as("what it logged")
                .noneMatch(line -> line.contains("is not known"))
                .noneMatch(line -> line.contains("Exception"));
    }

    /** Builds the project, its test included, in an empty folder. */
    private Path build() throws IOException, InterruptedException {
        String mvn = Program.requireTool("mvn");
        Path repository = InstalledArtifacts.in(
                Path.of("target", "spring-boot-repository").toAbsolutePath());
        for (String each : FILES) {
            Path file = folder.resolve(each);
            Files.createDirectories(file.getParent());
            Files.writeString(file, Repository.read(SpringBootPageTest.PROJECT + each));
        }
        Path out = Files.createTempFile("vip-lab", ".out");
        ProcessBuilder builder = new ProcessBuilder(mvn, "-q", "--batch-mode", "package")
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES_OF_A_BUILD, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0).as(Files.readString(out)).isTrue();
        assertThat(folder.resolve("target/surefire-reports")).isNotEmptyDirectory();
        return folder.resolve("target/orders-1.jar");
    }

    private static Service start(Path jar, InMemoryAwsServer aws) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_PORT", "0");
        environment.put("AWS_ENDPOINT_URL", aws.endpointUrl().toString());
        environment.put("AWS_ACCESS_KEY_ID", "sandbox");
        environment.put("AWS_SECRET_ACCESS_KEY", "sandbox");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_CONFIG_FILE", "/nonexistent/config");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
        // A cold or busy machine must not look like a fault of the network.
        environment.put("VIP_TIMEOUT", "60s");
        environment.put("VIP_AWS_ATTEMPTTIMEOUT", "50s");
        environment.put("VIP_AWS_CALLTIMEOUT", "50s");
        environment.put("SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE", "70s");
        ProcessBuilder builder = new ProcessBuilder(Program.java().toString(), "-jar", jar.toString())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Lines lines = Lines.of(process.getInputStream());
        int port = Integer.parseInt(
                lines.await("Tomcat started on port (\\d+)", PATIENCE).group(1));
        lines.await("Started Orders", PATIENCE);
        return new Service(process, lines, port);
    }

    /** The application as a process. */
    private record Service(Process process, Lines lines, int port) implements AutoCloseable {

        HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(method.equals("GET") ? "" : "{}"))
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as(method + " " + path + ": " + answer.body())
                    .isEqualTo(200);
            return answer;
        }

        JsonNode get(String path) throws IOException, InterruptedException {
            return JSON.readTree(send("GET", path).body());
        }

        JsonNode post(String path) throws IOException, InterruptedException {
            return JSON.readTree(send("POST", path).body());
        }

        String holderByHealth() throws IOException, InterruptedException {
            return get("/actuator/health")
                    .at("/components/vip/details/10.0.1.12/holder")
                    .asText();
        }

        /** How often that was counted. */
        double metric(String name) throws IOException, InterruptedException {
            for (JsonNode measured : get("/actuator/metrics/" + name).get("measurements")) {
                if (measured.get("statistic").asText().equals("COUNT")) {
                    return measured.get("value").asDouble();
                }
            }
            throw new AssertionError("no count of " + name);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
