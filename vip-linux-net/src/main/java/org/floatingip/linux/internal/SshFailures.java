package org.floatingip.linux.internal;

import java.util.regex.Pattern;
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

    private SshFailures() {}

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
        if (MISCONFIGURED.matcher(err).find()) {
            return new CommandFailedException(Reason.NOT_RUN, message, null);
        }
        Reason reason = err.contains("Permission denied") || err.contains("Too many authentication failures")
                ? Reason.DENIED
                : Reason.UNREACHABLE;
        return new CommandFailedException(reason, message, null);
    }
}
