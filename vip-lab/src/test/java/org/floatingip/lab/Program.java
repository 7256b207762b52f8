package org.floatingip.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs as their users start them: argument vectors, an environment of their own, both streams kept apart. */
public final class Program {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private Path folder = Path.of("");

    private Program(List<String> command) {
        this.command = List.copyOf(command);
        environment.put("AWS_ACCESS_KEY_ID", "sandbox");
        environment.put("AWS_SECRET_ACCESS_KEY", "sandbox");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
    }

    /** What a program printed, and how it ended. */
    public record Ended(int status, String out, String err) {

        public JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + out, e);
            }
        }
    }

    /** {@code vip}, as packaged by this build, by the Java that runs this. */
    public static Program vip() {
        return new Program(List.of(vipJar().resolveSibling("vip").toString()))
                .with("JAVA_HOME", System.getProperty("java.home"));
    }

    /** {@code java -jar vip.jar}: the same without its launcher, and so without its archive. */
    public static Program vipByJava() {
        return new Program(List.of(java().toString(), "-jar", vipJar().toString()));
    }

    /** A program by its path and the arguments that all of its runs begin with. */
    public static Program of(String... command) {
        return new Program(List.of(command));
    }

    /** The same program and environment, with more arguments that all of its runs begin with. */
    public Program and(List<String> more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(more);
        Program other = new Program(all);
        other.environment.putAll(environment);
        other.folder = folder;
        return other;
    }

    /** The packaged command; its launcher and its archive are beside it. */
    public static Path vipJar() {
        Path jar = Path.of(System.getProperty("vip.jar", "../vip-cli/target/vip.jar"));
        assertThat(jar).as("the packaged command; mvn package makes it").exists();
        return jar.toAbsolutePath().normalize();
    }

    /** The program that runs this. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The real {@code aws} command line; Debian's package where there are several. */
    public static Program aws() {
        return new Program(List.of(
                requireTool("aws", "/usr/bin/aws"), "--no-cli-pager", "--output", "json", "--region", "us-east-1"));
    }

    /** A tool of the machine: skips the test with a reason if it is missing, or fails it where the lab is required. */
    public static String requireTool(String name, String... preferred) {
        List<String> candidates = new ArrayList<>(List.of(preferred));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            candidates.add(folder + "/" + name);
        }
        String found = candidates.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
        String reason = "this test needs the program '" + name + "', which is not on this machine";
        if ("required".equals(System.getProperty("lab"))) {
            assertThat(found).as(reason + " (-Dlab=required)").isNotNull();
        }
        assumeTrue(found != null, reason);
        return found;
    }

    /** Sets an environment variable; null takes it away. */
    public Program with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Lets it run in that folder. */
    public Program in(Path folder) {
        this.folder = folder;
        return this;
    }

    /** Runs it to its end. */
    public Ended run(String... arguments) {
        return begin(arguments).end();
    }

    /** Starts it, and keeps what it prints. */
    public Running begin(String... arguments) {
        try {
            Path out = Files.createTempFile("vip-lab", ".out");
            Path err = Files.createTempFile("vip-lab", ".err");
            return new Running(
                    builder(arguments)
                            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start(),
                    out,
                    err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program under way, and the files that it prints to. */
    public record Running(Process process, Path out, Path err) {

        /** Waits for its end, once. */
        public Ended end() {
            try {
                if (!process.waitFor(120, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("did not end within two minutes: " + process.info());
                }
                return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            } finally {
                out.toFile().delete();
                err.toFile().delete();
            }
        }
    }

    /** Starts it, for a caller that ends it; what it prints is not kept. */
    public Process start(String... arguments) {
        try {
            return builder(arguments)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(folder.toAbsolutePath().toFile());
        // The machine's own AWS settings, and its user's files, must not decide a test.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("AWS_CONFIG_FILE", "/nonexistent/config");
        builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
        environment.forEach((name, value) -> {
            if (value == null) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    /** {@code vip sandbox} in a process of its own, until it is closed. */
    public static final class SandboxProcess implements AutoCloseable {

        private final Process process;
        private final JsonNode description;

        private SandboxProcess(Process process, JsonNode description) {
            this.process = process;
            this.description = description;
        }

        public static SandboxProcess start() {
            try {
                Process process = vip().builder("sandbox")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                return new SandboxProcess(process, JSON.readTree(out.readLine()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The line that it printed. */
        public JsonNode description() {
            return description;
        }

        public String endpointUrl() {
            return description.get("endpointUrl").asText();
        }

        /** A field of the instance of that name, for example {@code id} or {@code networkInterfaceId}. */
        public String of(String name, String field) {
            for (JsonNode instance : description.get("instances")) {
                if (instance.get("name").asText().equals(name)) {
                    return instance.get(field).asText();
                }
            }
            throw new AssertionError("no instance " + name + " in " + description);
        }

        public String instance(String name) {
            return of(name, "id");
        }

        public String eni(String name) {
            return of(name, "networkInterfaceId");
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("the sandbox did not end on SIGTERM");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
