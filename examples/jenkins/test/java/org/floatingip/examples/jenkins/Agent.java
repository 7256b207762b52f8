package org.floatingip.examples.jenkins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the step {@code sh} as an agent does: {@code sh -xe} on a file with the script, in a workspace. */
final class Agent {

    private final Path workspace;
    private final Map<String, String> environment;

    /** A script has the given environment, which is the agent's own, and this process's PATH after the agent's. */
    Agent(Path workspace, Map<String, String> environment) {
        this.workspace = workspace;
        this.environment = new LinkedHashMap<>(environment);
    }

    Path workspace() {
        return workspace;
    }

    /** The result of a script: its output if the step returns it; else all output is in the log. */
    static final class Ran {

        final int status;
        final String output;
        final List<String> log;

        private Ran(int status, String output, List<String> log) {
            this.status = status;
            this.output = output;
            this.log = log;
        }
    }

    Ran run(String script, boolean returnStdout, List<?> variables) throws IOException, InterruptedException {
        Path file = Files.createTempFile(workspace, "script", ".sh");
        Path err = Files.createTempFile(workspace, "script", ".log");
        try {
            Files.writeString(file, script);
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-xe", file.toString())
                    .directory(workspace.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            environment.forEach((name, value) -> builder.environment()
                    .merge(name, value, (own, given) -> name.equals("PATH") ? given + ":" + own : given));
            for (Object variable : variables) {
                String[] pair = variable.toString().split("=", 2);
                builder.environment().put(pair[0], pair[1]);
            }
            Process process = builder.start();
            String output;
            try (InputStream out = process.getInputStream()) {
                output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            int status = process.waitFor();
            List<String> log = new ArrayList<>(Files.readAllLines(err));
            if (!returnStdout) {
                log.addAll(output.lines().toList());
            }
            return new Ran(status, returnStdout ? output : "", log);
        } finally {
            Files.delete(file);
            Files.delete(err);
        }
    }
}
