package org.floatingip.linux.internal;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;
import org.floatingip.linux.spi.CommandResult;

/** What the OpenSSH client says when it fails itself. */
public final class SshFailures {

    /** The status that it ends with then. */
    public static final int STATUS = 255;

    /** What it says of its own options and configuration, before it goes anywhere. */
    private static final Pattern MISCONFIGURED =
            Pattern.compile("(?m)^(?:Can't open user config file |Bad owner or permissions on "
                    + "|command-line:? line 0: |.+: terminating, \\d+ bad configuration options|usage: ssh )");

    /**
     * What it says last when it fails over the socket that it shares a connection by: it opens that before the command is sent.
     * Where it could not read from the process behind it, that may have been sent.
     */
    private static final Pattern SOCKET =
            Pattern.compile("(?:unix_listener: |ControlPath |ControlSocket |Control socket "
                    + "|mux(?:server|client)?[_: ])(?!.*read from master failed).*");

    private SshFailures() {}

    /** Whether it failed over its socket on this machine, so that nothing has run on the host. */
    public static boolean isOfSocket(CommandResult result) {
        return result.status() == STATUS
                && result.out().isEmpty()
                && result.err()
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .reduce((before, last) -> last)
                        .filter(last -> SOCKET.matcher(last).matches())
                        .isPresent();
    }

    /** The failure that ssh printed. */
    public static CommandFailedException of(String destination, CommandResult result) {
        String err = result.err();
        String said = Printable.telling(err, result.out());
        String message = "ssh " + destination + ": " + (said.isEmpty() ? "ssh says nothing" : said);
        if (err.contains("IDENTIFICATION HAS CHANGED")) {
            return new CommandFailedException(
                    Reason.HOST_KEY,
                    "the host key of " + destination
                            + " is not the one that is known; somebody may be in between, or the"
                            + " host was made anew: check that, then mend the known hosts (" + said + ")",
                    null);
        }
        if (err.contains("Host key verification failed")) {
            return new CommandFailedException(
                    Reason.HOST_KEY,
                    "the host key of " + destination
                            + " is not known; connect once by hand, or add it to the known hosts (" + said + ")",
                    null);
        }
        if (isOfSocket(result) || MISCONFIGURED.matcher(err).find()) {
            return new CommandFailedException(Reason.NOT_RUN, message, null);
        }
        // A socket of this machine can be denied, too.
        String there =
                err.lines().filter(line -> !SOCKET.matcher(line).matches()).collect(Collectors.joining("\n"));
        Reason reason = there.contains("Permission denied") || there.contains("Too many authentication failures")
                ? Reason.DENIED
                : Reason.UNREACHABLE;
        return new CommandFailedException(reason, message, null);
    }
}
