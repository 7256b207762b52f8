package org.floatingip.linux.internal;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.failure.HostConfigurationException;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.linux.spi.CommandResult;

/**
 * Why our script did not begin, and so has done nothing: the login shell's start-up files, the shell, or sudo. The same words mean
 * one thing from a shell and another from sudo, so that it is looked at who speaks.
 */
final class NotRun {

    /** What a shell ends with that does not find a program, and one that may not run it. */
    private static final int NOT_FOUND = 127;

    private static final int NOT_EXECUTABLE = 126;

    /** dash, bash, busybox, ksh and csh say it in this order, zsh in that, fish in its own words. */
    private static final Pattern NO_SUDO = Pattern.compile(
            "(?:^|.*[:\\s])sudo: (?:command |inaccessible or )?not found\\b.*|.*command not found: sudo\\b.*"
                    + "|.*unknown command:? '?sudo\\b.*",
            Pattern.CASE_INSENSITIVE);

    /** A line of sudo's own, or of doas under its name. */
    private static final Pattern OF_SUDO = Pattern.compile("(?:sudo|doas): .*");

    private static final Pattern NO_DENIAL =
            Pattern.compile("sudo: unable to resolve host .*|(?:sudo|doas): [^ ]*sh: command not found.*");

    private static final Pattern DENIAL =
            Pattern.compile("(?i)sorry, .*|.* is not in the sudoers file.*|.* is not allowed to run sudo .*");

    private NotRun() {}

    static FloatingIpException of(HostId host, boolean sudo, CommandResult result) {
        String said = Printable.telling(result.err(), result.out());
        Matcher eaten = HostRequest.EATEN.matcher(result.out());
        if (eaten.find()) {
            return new HostConfigurationException(
                    host,
                    "of vip's script " + eaten.group(1) + " of " + eaten.group(2)
                            + " characters came, so that nothing of"
                            + " it was run: something in the login shell's start-up files reads the standard input (read,"
                            + " head, ssh-add); have it do so in interactive shells only" + withText(said),
                    null);
        }
        if (sudo && !said.isEmpty()) {
            List<String> lines = Stream.concat(
                            result.err().lines(), result.out().lines())
                    .map(Printable::line)
                    .toList();
            if (isMissing(result.status(), lines)) {
                return new HostConfigurationException(
                        host,
                        "sudo is not there; log in as root and without sudo, or install it" + withText(said),
                        null);
            }
            if (isDenied(result.status(), lines)) {
                return new PermissionDeniedException("sudo -n sh on host " + host + " (" + said + ")", null);
            }
        }
        return new HostConfigurationException(host, "it did not run vip's script" + withStatus(result), null);
    }

    /** The status, and what was printed, for the end of a sentence. */
    static String withStatus(CommandResult result) {
        String said = Printable.telling(result.err(), result.out());
        return " (status " + result.status() + (said.isEmpty() ? ")" : ": " + said + ")");
    }

    private static String withText(String said) {
        return said.isEmpty() ? "" : " (it printed: " + said + ")";
    }

    /** A shell may say it in any language, but by its status. */
    private static boolean isMissing(int status, List<String> lines) {
        boolean said = lines.stream().anyMatch(line -> NO_SUDO.matcher(line).matches());
        boolean named = lines.stream().anyMatch(line -> line.contains("sudo"));
        boolean bySudo = lines.stream().anyMatch(line -> OF_SUDO.matcher(line).matches());
        return said || (status == NOT_FOUND && named && !bySudo);
    }

    private static boolean isDenied(int status, List<String> lines) {
        return lines.stream()
                .filter(line -> !NO_DENIAL.matcher(line).matches())
                .anyMatch(line -> OF_SUDO.matcher(line).matches()
                        || DENIAL.matcher(line).matches()
                        || (status == NOT_EXECUTABLE && line.contains("sudo")));
    }
}
