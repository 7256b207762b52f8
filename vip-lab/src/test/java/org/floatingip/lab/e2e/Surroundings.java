package org.floatingip.lab.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatingip.linux.LocalCommandRunner;
import org.floatingip.linux.spi.Command;
import org.floatingip.linux.spi.CommandFailedException;
import org.floatingip.linux.spi.CommandResult;

/**
 * Where and when something was measured.
 *
 * @param time by UTC
 * @param commit what was measured
 * @param machine its size
 * @param versions of what took part
 * @param load the machine's load average
 */
record Surroundings(String time, String commit, String machine, String versions, String load) {

    static Surroundings now() throws IOException {
        String cpu = first("model name\\s*: (.*)", Files.readString(Path.of("/proc/cpuinfo")));
        long memory = Long.parseLong(first("MemTotal:\\s*(\\d+)", Files.readString(Path.of("/proc/meminfo"))));
        return new Surroundings(
                LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")),
                first("(\\S+)", said("git", "describe", "--always", "--dirty", "--exclude=*")),
                Runtime.getRuntime().availableProcessors() + " cores (" + cpu + "), " + memory / (1 << 20) + " GiB",
                "Linux " + first("(\\S+)", said("uname", "-r"))
                        + ", Debian "
                        + Files.readString(Path.of("/etc/debian_version")).strip()
                        + ", Java " + System.getProperty("java.runtime.version")
                        + ", Redis " + first("v=(\\S+)", said("redis-server", "--version"))
                        + ", keepalived " + first("v([0-9.]+)", said("/usr/sbin/keepalived", "--version"))
                        + ", aws-cli " + first("aws-cli/(\\S+)", said("/usr/bin/aws", "--version"))
                        + ", OpenSSH " + first("OpenSSH_([^ ,]+)", said("ssh", "-V")),
                first("(\\S+ \\S+ \\S+)", Files.readString(Path.of("/proc/loadavg"))));
    }

    private static String said(String... command) {
        try {
            CommandResult result =
                    LocalCommandRunner.create().run(Command.of(List.of(command), "", Duration.ofSeconds(20)));
            return result.out() + result.err();
        } catch (CommandFailedException e) {
            return "";
        }
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1) : "unknown";
    }
}
