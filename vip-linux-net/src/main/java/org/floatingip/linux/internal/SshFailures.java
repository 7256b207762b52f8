package org.floatingip.linux.internal;

import java.util.List;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandFailedException.Reason;

/** What the OpenSSH client says when it fails itself. */
public final class SshFailures {

    /** The status that it ends with then. */
    public static final int STATUS = 255;

    private SshFailures() {}

    /** The failure that ssh printed. */
    public static CommandFailedException of(String destination, String err) {
        List<String> lines =
                err.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        String last = lines.isEmpty() ? "ssh says nothing" : lines.get(lines.size() - 1);
        if (err.contains("IDENTIFICATION HAS CHANGED")) {
            return new CommandFailedException(
                    Reason.HOST_KEY,
                    "the host key of " + destination
                            + " is not the one that is known; somebody may be in between, or the"
                            + " host was made anew: check that, then mend the known hosts",
                    null);
        }
        if (err.contains("Host key verification failed")) {
            return new CommandFailedException(
                    Reason.HOST_KEY,
                    "the host key of " + destination
                            + " is not known; connect once by hand, or add it to the known hosts",
                    null);
        }
        Reason reason = err.contains("Permission denied") || err.contains("Too many authentication failures")
                ? Reason.DENIED
                : Reason.UNREACHABLE;
        return new CommandFailedException(reason, "ssh " + destination + ": " + last, null);
    }
}
