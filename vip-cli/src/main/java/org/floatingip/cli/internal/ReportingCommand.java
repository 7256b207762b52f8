package org.floatingip.cli.internal;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.floatingip.FloatingIpGroup;
import org.floatingip.MoveResult;
import org.floatingip.MoveStep;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that gives a result, as text or JSON. */
abstract class ReportingCommand implements Callable<Integer> {

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    private @Nullable Progress progress;

    @Override
    public final Integer call() {
        check();
        Ending.interrupts(this);
        try (Progress watched = Progress.watch(spec.commandLine().getErr(), output.timeoutSeconds)) {
            progress = watched;
            WarmUp.awaitSdk();
            return work();
        }
    }

    /** Lets what these addresses go through be told to a person who waits for it. */
    FloatingIpGroup.Builder watched(FloatingIpGroup.Builder builder) {
        return progress != null && progress.tells() ? builder.listener(progress, Runnable::run) : builder;
    }

    /** Refuses arguments that nobody could make sense of, before any client is made. */
    void check() {}

    abstract int work();

    /** Whether it may change anything, by the arguments that it was given. */
    boolean changes() {
        return true;
    }

    /** What to do if nobody knows whether it has changed something: a sentence without its full stop. */
    String afterUnknown() {
        return "Check what was changed, then run the same command again";
    }

    boolean json() {
        return output.output == OutputOptions.Output.json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Prints a text that has several lines of its own. */
    void print(String text) {
        text.lines().forEach(out()::println);
    }

    void done(MoveResult result) {
        if (json()) {
            out().println(Json.of(result));
        } else {
            print(result.toString(), result.steps());
            result.warnings().forEach(this::warn);
        }
    }

    /** What is thrown for arguments that can't be meant. */
    ParameterException usage(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    /** Something for a person to see to, beside a result. */
    void warn(String warning) {
        spec.commandLine().getErr().println("vip: warning: " + warning);
    }

    void print(String text, List<MoveStep> steps) {
        out().println(text);
        steps.forEach(step -> out().println("  " + step));
    }
}
