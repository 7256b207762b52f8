package org.floatingip.lab;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Where and when something was measured, in the words of the reports. */
public final class Machine {

    private Machine() {}

    /** For example {@code 2026-11-22T18:00:00Z}. */
    public static String date() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Processors, memory, system, JVM. */
    public static String words() {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        return String.format(
                Locale.ROOT,
                "%d processors, %d GiB, %s %s, %s %s",
                Runtime.getRuntime().availableProcessors(),
                Math.round(memory / (double) (1L << 30)),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"));
    }

    /** The processes that wanted a processor in the last minute, on average: more than there are makes figures of times worthless. */
    public static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).replaceAll(" .*\\s*", "");
        } catch (IOException e) {
            return "not known";
        }
    }
}
