package org.floatingip.examples.jenkins;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One build of a pipeline, as the controller runs it. At every step the whole program is written to {@code program.dat}, so
 * everything that it holds must be serialisable. {@code input} waits until the test answers. Only the build's folder survives the
 * controller: {@link #resume} continues from there, with class loaders of its own.
 */
final class Build {

    enum Result {
        SUCCESS,
        FAILURE,
        ABORTED
    }

    private final Path folder;
    private final Agent agent;
    private final Scripts scripts;
    private final Continuable program;
    private Request pending;
    private Result result;

    private Build(Path folder, Agent agent, Scripts scripts, Continuable program) {
        this.folder = folder;
        this.agent = agent;
        this.scripts = scripts;
        this.program = program;
    }

    /** Runs the pipeline until it ends, or waits for input. */
    static Build start(Path folder, Agent agent, String jenkinsfile, Map<String, String> params) {
        return start(folder, agent, jenkinsfile, params, Map.of());
    }

    /** Like {@link #start(Path, Agent, String, Map)}, with variables of the build, such as BUILD_NUMBER. */
    static Build start(
            Path folder, Agent agent, String jenkinsfile, Map<String, String> params, Map<String, String> env) {
        try {
            Files.createDirectories(folder);
            // Jenkins keeps the scripts of a build with it, too: a resumed build runs what it began with.
            Files.writeString(folder.resolve("Jenkinsfile"), jenkinsfile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Scripts scripts = new Scripts(jenkinsfile);
        PipelineScript script = scripts.newPipeline();
        script.setProperty(PipelineScript.STEPS, scripts.newInstance("PipelineSteps"));
        script.setProperty("params", new LinkedHashMap<>(params));
        script.setProperty("env", new LinkedHashMap<>(env));
        Build build = new Build(folder, agent, scripts, new Continuable(script));
        build.goOn(new Outcome(null, null));
        return build;
    }

    /**
     * Resumes the build of the given folder, which waits as it did when its controller ended. Nothing of that controller is
     * needed.
     */
    static Build resume(Path folder, Agent agent) {
        try {
            Scripts scripts = new Scripts(Files.readString(folder.resolve("Jenkinsfile")));
            Object[] state = (Object[]) ProgramFile.read(folder.resolve("program.dat"), scripts.loader());
            Build build = new Build(folder, agent, scripts, (Continuable) state[0]);
            build.pending = (Request) state[1];
            build.log("Resuming build");
            return build;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the question of the input step. */
    String question() {
        return waiting().text("message");
    }

    /** Answers the input step with yes. */
    Build approve() {
        waiting();
        goOn(new Outcome(null, null));
        return this;
    }

    /** Answers the input step with no, as a timeout does. */
    Build reject() {
        waiting();
        goOn(new Outcome(null, new FlowInterruptedException("Rejected by somebody")));
        return this;
    }

    boolean isWaiting() {
        return result == null;
    }

    Result result() {
        if (result == null) {
            throw new AssertionError("the build has not ended, it waits: " + pending + "\n" + log());
        }
        return result;
    }

    ClassLoader loader() {
        return scripts.loader();
    }

    Path programFile() {
        return folder.resolve("program.dat");
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Request waiting() {
        if (result != null) {
            throw new AssertionError("the build waits for nobody, it is " + result + "\n" + log());
        }
        return pending;
    }

    private void goOn(Outcome reply) {
        Outcome outcome = program.run0(reply, Continuable.categories);
        while (program.isResumable()) {
            pending = (Request) outcome.getNormal();
            try {
                ProgramFile.write(programFile(), new Object[] {program, pending}, loader());
            } catch (IOException e) {
                throw new UncheckedIOException("at the step " + pending.step(), e);
            }
            if (pending.step().equals("input")) {
                log(question());
                return;
            }
            outcome = program.run0(perform(pending), Continuable.categories);
        }
        result = ended(outcome);
        log("Finished: " + result);
    }

    private Result ended(Outcome outcome) {
        Throwable failure = outcome.getAbnormal();
        if (failure == null) {
            return Result.SUCCESS;
        }
        if (failure instanceof FlowInterruptedException) {
            log(failure.getMessage());
            return Result.ABORTED;
        }
        log(failure instanceof AbortException ? "ERROR: " + failure.getMessage() : failure.toString());
        for (StackTraceElement element :
                failure instanceof AbortException ? new StackTraceElement[0] : failure.getStackTrace()) {
            log("\tat " + element);
        }
        return Result.FAILURE;
    }

    private Outcome perform(Request request) {
        String shown = switch (request.step()) {
            case "sh" -> null;
            case "echo" -> request.text("message");
            case "stage" -> "[Pipeline] { (" + request.text("name") + ")";
            case "node" -> "Running on " + request.text("label") + " in " + agent.workspace();
            default -> "[Pipeline] " + request.step();
        };
        if (shown == null) {
            return sh(request);
        }
        log(shown);
        return new Outcome(null, request.step().equals("error") ? new AbortException(request.text("message")) : null);
    }

    private Outcome sh(Request request) {
        try {
            Agent.Ran ran = agent.run(
                    request.text("script"), request.flag("returnStdout"), (List<?>) request.arg("environment"));
            ran.log.forEach(this::log);
            if (request.flag("returnStatus")) {
                return new Outcome(ran.status, null);
            }
            return ran.status == 0
                    ? new Outcome(request.flag("returnStdout") ? ran.output : null, null)
                    : new Outcome(null, new AbortException("script returned exit code " + ran.status));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void log(String line) {
        try {
            Files.write(
                    folder.resolve("log"),
                    new ArrayList<>(List.of(line)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
