package org.floatingip.cli.internal;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vip completion}. */
@Command(
        name = "completion",
        description = "Prints a shell script that completes commands and options. In bash: source <(vip "
                + "completion bash)")
final class CompletionCommand implements Callable<Integer> {

    /** The shells that can read it. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(index = "0", paramLabel = "bash|zsh", description = "The shell to complete in.")
    @Nullable
    Shell shell;

    @Option(names = "--debug", description = "Show stack traces on standard error.")
    boolean debug;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        // One script for both shells: in zsh it loads the completion of bash. Picocli's comments on top are for a file.
        AutoComplete.bash("vip", VipCommand.whole())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(spec.commandLine().getOut()::println);
        return ExitStatus.DONE;
    }
}
