package org.floatingip.cli.internal;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code vip} command and what all its subcommands share: help, errors, exit status. */
@Command(
        name = "vip",
        description = "Moves a floating IP between hosts.",
        versionProvider = VipCommand.Version.class,
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done (moved, or already held)",
            "1:anything else, for example an endpoint that can't be reached; nothing was changed",
            "2:usage error, or malformed input; nothing was changed",
            "3:refused after reading and before any change",
            "4:not permitted, or no credentials; nothing was changed",
            "5:outcome unknown: look who holds the address, then run the same command again",
            "6:failed after a change: somebody else holds the address by now, a handover left it with nobody or could not"
                    + " put back the Elastic IP, or only some of several addresses were moved or released",
            "7:doctor found a problem (with --strict: or a warning)",
            "8:doctor found no problem, but could not find out everything: no answer, no time, no permission to look",
            "129:ended by SIGHUP (its terminal is gone); what is printed says how far it came",
            "130:ended by SIGINT (Ctrl-C); what is printed says how far it came",
            "143:ended by SIGTERM; what is printed says how far it came"
        })
public final class VipCommand implements Runnable {

    private static final String HELP = "help";
    private static final Set<String> VERSION = Set.of("-V", "--version");

    /** In the order of the help. Only the one that was asked for is made: making all of them is a tenth of a start. */
    private static final Map<String, Supplier<Object>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("move", MoveCommand::new);
        SUBCOMMANDS.put("apply", ApplyCommand::new);
        SUBCOMMANDS.put("evacuate", EvacuateCommand::new);
        SUBCOMMANDS.put("status", StatusCommand::new);
        SUBCOMMANDS.put("doctor", DoctorCommand::new);
        SUBCOMMANDS.put("release", ReleaseCommand::new);
        SUBCOMMANDS.put("settle", SettleCommand::new);
        SUBCOMMANDS.put("host", HostCommand::new);
        SUBCOMMANDS.put("names", NamesCommand::new);
        SUBCOMMANDS.put("dns", DnsCommand::new);
        SUBCOMMANDS.put("iam-policy", IamPolicyCommand::new);
        SUBCOMMANDS.put("sandbox", SandboxCommand::new);
        SUBCOMMANDS.put("demo", DemoCommand::new);
        SUBCOMMANDS.put("archive", ArchiveCommand::new);
        SUBCOMMANDS.put("completion", CompletionCommand::new);
        SUBCOMMANDS.put(HELP, CommandLine.HelpCommand::new);
    }

    @Spec
    CommandSpec spec = CommandSpec.create();

    VipCommand() {}

    /** Runs a command line. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = with(wanted(args));
        line.setOut(new Terminal(out));
        line.setErr(new Terminal(err));
        // Colours are control characters too, and nothing here is worth one.
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setTrimQuotes(false);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, given) -> usage(e, given));
        line.setExecutionExceptionHandler(
                (e, failed, parsed) -> failed(e, failed, Arrays.asList(args).contains("--debug")));
        // An unknown command is an error whatever follows it, also if that asks for help.
        int word = args.length > 1 && args[0].equals(HELP) ? 1 : 0;
        if (args.length > word && !args[word].startsWith("-") && !SUBCOMMANDS.containsKey(args[word])) {
            return usage(new ParameterException(line, unknown(args[word])), args);
        }
        return line.execute(args);
    }

    /** Those that these arguments may be about: making one takes longer than all that --version does. */
    private static Collection<Supplier<Object>> wanted(String... args) {
        if (args.length == 1 && VERSION.contains(args[0])) {
            return List.of();
        }
        Supplier<Object> only = args.length == 0 || args[0].equals(HELP) ? null : SUBCOMMANDS.get(args[0]);
        return only == null ? SUBCOMMANDS.values() : List.of(only);
    }

    private static String unknown(String command) {
        return "unknown command: \"" + command + "\""
                + Suggestion.of(command, SUBCOMMANDS.keySet())
                        .map(meant -> "; did you mean '" + meant + "'?")
                        .orElse("");
    }

    /** The command with all that it can do. */
    static CommandLine whole() {
        return with(SUBCOMMANDS.values());
    }

    private static CommandLine with(Collection<Supplier<Object>> subcommands) {
        CommandLine line = new CommandLine(new VipCommand());
        subcommands.forEach(each -> line.addSubcommand(each.get()));
        return line;
    }

    /** Lets the logger of this process, which prints by itself, print as the command does. To be called once, by the program. */
    public static void guardLog() {
        System.setErr(Terminal.stream(System.err));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? See vip --help");
    }

    private static int usage(ParameterException e, String[] given) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("vip: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, line.getErr());
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        if (wantsJson(given)) {
            line.getOut().println(Json.of(new IllegalArgumentException(e.getMessage()), ExitStatus.USAGE));
        }
        return ExitStatus.USAGE;
    }

    private static int failed(Exception e, CommandLine line, boolean debug) {
        int status = ExitStatus.of(e);
        if (Ending.signal() != null) {
            line.getErr().println("vip: ended by " + Ending.signal());
        }
        complain(line, e, debug);
        if (line.getCommand() instanceof ReportingCommand command && command.json()) {
            line.getOut().println(Json.of(e, status));
        }
        return status;
    }

    /** Tells a person what failed and how far it came. */
    static void complain(CommandLine line, Exception e, boolean debug) {
        Complaint.print(line.getErr(), e);
        if (debug) {
            e.printStackTrace(line.getErr());
        }
    }

    /** Whether the arguments ask for JSON, as far as they could be understood. */
    private static boolean wantsJson(String[] given) {
        String all = String.join("\n", given).toLowerCase(Locale.ROOT);
        return all.contains("--output=json")
                || all.contains("--output\njson")
                || all.contains("-o=json")
                || all.contains("-o\njson")
                || all.contains("-ojson");
    }

    /** A parameter that picocli has seen to. */
    static <T> T given(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = VipCommand.class.getPackage().getImplementationVersion();
            return new String[] {"vip " + (version == null ? "(not from its jar)" : version)};
        }
    }
}
