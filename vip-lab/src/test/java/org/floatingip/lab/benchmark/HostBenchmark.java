package org.floatingip.lab.benchmark;

import org.floatingip.lab.hosts.LinuxBenchmark;

/**
 * A host accepts an address: locally, over cold and over warm SSH. See {@link LinuxBenchmark}.
 *
 * <pre>mvn -q -Pbench -Dbench=HostBenchmark -pl vip-lab -am -DskipTests -DskipITs verify</pre>
 */
public final class HostBenchmark {

    private HostBenchmark() {}

    /** Needs root, and the lab's packages. */
    public static void main(String[] args) throws Exception {
        LinuxBenchmark.run();
    }
}
