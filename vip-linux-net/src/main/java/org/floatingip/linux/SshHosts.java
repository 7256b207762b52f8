package org.floatingip.linux;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.floatingip.HostId;
import org.floatingip.linux.internal.Destination;
import org.jspecify.annotations.Nullable;

/**
 * Which host is reached at which SSH destination, and how. Immutable. It opens nothing by itself: see
 * {@link LinuxConfigurator#over(SshHosts)}.
 */
public final class SshHosts {

    private final Map<HostId, String> destinations;
    private final @Nullable Path config;
    private final String program;

    private SshHosts(Map<HostId, String> destinations, @Nullable Path config, String program) {
        this.destinations = destinations;
        this.config = config;
        this.program = program;
    }

    /**
     * Hosts and their destinations, for example {@code Map.of("i-0a", "admin@db.a.example.com")}. Keys are host ids, values
     * are {@code host}, {@code user@host} or {@code ssh://user@host:port}; both are taken by their {@code toString()}, so
     * that Groovy's strings work. A host may be a name of the user's SSH configuration.
     *
     * @param destinations copied; iterated in its own order
     * @throws IllegalArgumentException if it is empty, a key is not a host id, a value is not a destination, or a host is
     *     there twice
     * @throws NullPointerException if a key or a value is null
     */
    public static SshHosts of(Map<?, ?> destinations) {
        Map<HostId, String> copy = new LinkedHashMap<>();
        destinations.forEach((host, destination) -> {
            HostId id = HostId.of(Objects.requireNonNull(host, "host").toString());
            String to = Destination.check(
                    Objects.requireNonNull(destination, "destination").toString());
            if (copy.put(id, to) != null) {
                throw new IllegalArgumentException("host " + id + " is there twice");
            }
        });
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("no hosts: expected at least one, as in i-0a = admin@db.a.example.com");
        }
        return new SshHosts(copy, null, SshCommandRunner.DEFAULT_PROGRAM);
    }

    /** The same with an SSH configuration file in place of the user's ({@code ssh -F}). */
    public SshHosts config(Path file) {
        return new SshHosts(destinations, Objects.requireNonNull(file, "file"), program);
    }

    /** Like {@link #config(Path)}. */
    public SshHosts config(String file) {
        return config(Path.of(file));
    }

    /** The same with another OpenSSH client than {@code ssh} of the path. */
    public SshHosts program(String path) {
        return new SshHosts(destinations, config, Objects.requireNonNull(path, "path"));
    }

    /** The hosts; unmodifiable, in no particular order. */
    public Set<HostId> hosts() {
        return Set.copyOf(destinations.keySet());
    }

    /** A runner for each host, which the caller has to close. */
    Map<HostId, SshCommandRunner> open() {
        Map<HostId, SshCommandRunner> runners = new LinkedHashMap<>();
        destinations.forEach((host, destination) -> {
            SshCommandRunner.Builder builder =
                    SshCommandRunner.builder(destination).program(program);
            runners.put(host, (config == null ? builder : builder.config(config)).build());
        });
        return runners;
    }

    /** For example {@code {i-0a=admin@db.a.example.com}}. */
    @Override
    public String toString() {
        return destinations.toString();
    }
}
