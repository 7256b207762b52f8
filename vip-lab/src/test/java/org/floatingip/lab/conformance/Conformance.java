package org.floatingip.lab.conformance;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The conformance run, docs/conformance.md: makes a network of its own at EC2, replays the table of replies in it, says what differs, and
 * deletes what it made, also after an interrupt; what a killed run has left is deleted by the next.
 */
public final class Conformance {

    /** Nothing differs, and nothing is left. */
    static final int SAME = 0;
    /** Some replies differ. */
    static final int DIFFERENT = 1;
    /** Nothing was made. */
    static final int REFUSED = 2;
    /** The run failed, or something may be left. */
    static final int FAILED = 3;

    private static final String USAGE = """
            usage: --account ID [--region us-east-1] [--endpoint URL] [--image AMI] [--raw FILE]
            The account is that of the credentials; it has to be typed, so that this is never run by accident in another.
            What it does, what it costs and what it may do: docs/conformance.md""";
    /** Of an endpoint that is not EC2. */
    private static final String SOME_IMAGE = "ami-0123456789abcdef0";

    private static final String IMAGE =
            "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

    private final PrintStream out;
    private final UnaryOperator<String> terminal;
    private final Pause pause;
    private final AwsCredentialsProvider credentials;
    private boolean ended;

    /** @param terminal answers a question; null if nobody is there to answer */
    Conformance(PrintStream out, UnaryOperator<String> terminal, Pause pause, AwsCredentialsProvider credentials) {
        this.out = out;
        this.credentials = credentials;
        this.terminal = terminal;
        this.pause = pause;
    }

    public static void main(String[] arguments) {
        UnaryOperator<String> terminal =
                isAttended() ? question -> String.valueOf(System.console().readLine("%s", question)) : null;
        System.exit(new Conformance(
                        System.out,
                        terminal,
                        Pause.real(),
                        DefaultCredentialsProvider.builder().build())
                .run(arguments));
    }

    /** Before Java 22 there is a console only at a terminal; from then on it says whether it is at one. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isAttended() {
        Console console = System.console();
        try {
            return console != null
                    && Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    int run(String... arguments) {
        Map<String, String> options = new TreeMap<>(
                Map.of("--account", "", "--region", "us-east-1", "--endpoint", "", "--image", "", "--raw", ""));
        for (int i = 0; i < arguments.length; i += 2) {
            if (!options.containsKey(arguments[i]) || i + 1 == arguments.length) {
                out.println(USAGE);
                return REFUSED;
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        if (options.get("--account").isEmpty()) {
            out.println("Nothing was done: the account was not named.\n" + USAGE);
            return REFUSED;
        }
        options.computeIfPresent(
                "--image",
                (name, image) ->
                        !image.isEmpty() ? image : options.get("--endpoint").isEmpty() ? IMAGE : SOME_IMAGE);
        try (SignedRequests service =
                new SignedRequests(options.get("--region"), options.get("--endpoint"), pause, credentials)) {
            return run(service, options);
        }
    }

    private int run(SignedRequests service, Map<String, String> options) {
        String account = service.account();
        if (!account.equals(options.get("--account"))) {
            out.println("Nothing was done: the credentials are not those of account " + options.get("--account") + ".");
            return REFUSED;
        }
        String run = "run-"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[^0-9TZ]", "");
        Path raw = Path.of(options.get("--raw").isEmpty() ? "conformance-" + run + ".txt" : options.get("--raw"));
        out.println("Account " + account + ", " + options.get("--region")
                + ". This makes, and deletes again, each with the tag "
                + Tags.KEY + ":\n"
                + "networks (a VPC with two subnets, an internet gateway, four interfaces), one after the other; in some of them a\n"
                + "t2.micro instance, one or two Elastic IPs, a second VPC, route tables, security groups. It takes about half an\n"
                + "hour, and costs less than 0.20 USD by the list prices of us-east-1 in 2026. Raw replies go to "
                + raw.toAbsolutePath() + ".");
        if (terminal != null && !terminal.apply("Type yes to go on: ").equals("yes")) {
            out.println("Nothing was done.");
            return REFUSED;
        }
        Gate gate = new Gate(service::send);
        Thread interrupted = new Thread(() -> end(gate, service, run), "conformance-end");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            sweepLeftovers(gate);
            Files.writeString(raw, "");
            List<Replay.Result> results = new Replay(
                            ReplyTable.ofThisCheckout(),
                            gate,
                            pause,
                            new Replay.Settings(account, options.get("--region"), options.get("--image"), run),
                            text -> append(raw, text))
                    .run();
            boolean clean = end(gate, service, run);
            int different = report(results);
            return !clean ? FAILED : different == 0 ? SAME : DIFFERENT;
        } catch (Gate.ShutException e) {
            end(gate, service, run); // is under way: the service is needed until it is done
            return FAILED;
        } catch (IOException | RuntimeException e) {
            out.println("The run failed: " + e.getMessage());
            end(gate, service, run);
            return FAILED;
        } finally {
            removeHook(interrupted);
        }
    }

    private void sweepLeftovers(Ec2Requests ec2) {
        Sweep sweep = new Sweep(ec2, pause, "");
        List<String> found = sweep.found();
        if (!found.isEmpty()) {
            out.println("Left by a run that was killed, and deleted now: " + String.join(", ", found));
            sweep.run();
        }
    }

    /** Lets nothing more be made, and deletes what this run made; once, whoever calls it first. */
    private synchronized boolean end(Gate gate, SignedRequests service, String run) {
        if (ended) {
            return true;
        }
        ended = true;
        gate.shut();
        try {
            Sweep sweep = new Sweep(service::send, pause, run);
            sweep.run();
            List<String> left = sweep.found();
            out.println(
                    left.isEmpty()
                            ? "Everything that was made is deleted."
                            : "STILL THERE, run this again or delete it by hand: " + String.join(", ", left));
            return left.isEmpty();
        } catch (RuntimeException e) {
            out.println("Not everything could be deleted; run this again: " + e.getMessage());
            return false;
        }
    }

    private int report(List<Replay.Result> results) {
        List<Replay.Result> different =
                results.stream().filter(Replay.Result::differs).toList();
        for (Replay.Result one : different) {
            out.println("\n" + one.situation().name() + " (evidence so far: "
                    + one.situation().evidence() + ")");
            one.differences().forEach(line -> out.println("    " + line));
        }
        results.stream()
                .filter(one -> one.replayed() && !one.differs() && one.asked() > 1)
                .forEach(one -> out.println("late: " + one.situation().name() + ", as in the table at the "
                        + one.asked() + "th time of asking"));
        Map<String, Integer> leftOut = new TreeMap<>();
        results.stream().filter(one -> !one.replayed()).forEach(one -> leftOut.merge(one.leftOut(), 1, Integer::sum));
        leftOut.forEach((reason, rows) -> out.println("not replayed: " + rows + ", since " + reason));
        out.println("rows " + results.size() + ", replayed "
                + results.stream().filter(Replay.Result::replayed).count() + ", differences " + different.size());
        return different.size();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being ended: the hook is at work.
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
