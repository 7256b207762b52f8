package org.floatingip.cli.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.SshHosts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The hosts that a move sees to. */
final class HostOptions {

    @Option(
            names = "--host",
            paramLabel = "HOST=DESTINATION",
            description = "A host and its SSH destination (host, user@host or ssh://user@host:port). It is told to "
                    + "accept the address before a move, or to drop it afterwards. Can be repeated.")
    Map<String, String> destinations = new LinkedHashMap<>();

    @Mixin
    HostModeOptions how = new HostModeOptions();

    /** Null if no host was given. */
    @Nullable
    LinuxConfigurator configurator() {
        return destinations.isEmpty()
                ? null
                : how.addTo(LinuxConfigurator.builder().ssh(how.configured(SshHosts.of(destinations))))
                        .build();
    }
}
