package org.floatingip.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.floatingip.cli.internal.CommandHttp;
import org.floatingip.cli.internal.Ending;
import org.floatingip.cli.internal.Progress;
import org.floatingip.cli.internal.VipCommand;
import org.floatingip.cli.internal.WarmUp;

/** Entry point of the {@code vip} command. */
public final class Vip {

    private Vip() {}

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] args) {
        if (List.of(args).contains("--debug")) {
            // Read once, by the logger of this program, when the first class asks for it.
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
            System.setProperty("org.slf4j.simpleLogger.log.software.amazon.awssdk.request", "debug");
            System.setProperty("org.slf4j.simpleLogger.log.org.apache", "info");
            // The signer writes the session token, which is a credential.
            System.setProperty("org.slf4j.simpleLogger.log.software.amazon.awssdk.http.auth", "info");
            // What a failed provider of credentials was given, its command and its answer.
            System.setProperty("org.slf4j.simpleLogger.log.software.amazon.awssdk.utils.cache", "info");
            VipCommand.guardLog();
        } else {
            withoutLogging();
        }
        CommandHttp.use();
        WarmUp.beginFor(args);
        Ending.arm();
        if (Boolean.getBoolean("vip.terminal")) {
            Progress.atTerminal();
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, args);
        boolean lost = out.checkError() && status == 0;
        if (lost) {
            err.println("vip: the command ended well, and its result could not be written to standard output");
        }
        err.flush();
        int settled = lost ? Ending.lost() : Ending.settle(status);
        Ending.said();
        System.exit(settled);
    }

    /** Turns logging off for this process: looks up no logger, configures none, and prints nothing about the choice. */
    public static void withoutLogging() {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    /**
     * Runs the command in this process.
     *
     * @param out receives results
     * @param err receives everything else
     * @return the exit status, as listed by {@code vip --help}
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return VipCommand.run(out, err, args);
    }
}
