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
 * A map from hosts to their SSH destinations, with settings of the SSH client. Immutable. It opens no connection: see {@link
 * LinuxConfigurator#over(SshHosts)}.
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
     * Creates the map, for example from {@code Map.of("i-0a", "admin@db.a.example.com")}. Keys are host ids. Values are {@code
     * host}, {@code user@host} or {@code ssh://user@host:port}; the host may be a name in the user's SSH configuration. Keys and
     * values are converted by {@code toString()}, so Groovy's strings work.
     *
     * @param destinations copied; iterated in its own order
     * @throws IllegalArgumentException if it is empty, a key isn't a host id, a value isn't a destination, or a host occurs twice
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

    /** Returns a copy that uses the given SSH configuration file instead of the user's ({@code ssh -F}). */
    public SshHosts config(Path file) {
        return new SshHosts(destinations, Objects.requireNonNull(file, "file"), program);
    }

    /** Like {@link #config(Path)}. */
    public SshHosts config(String file) {
        return config(Path.of(file));
    }

    /** Returns a copy that uses the given OpenSSH client instead of {@code ssh} on the {@code PATH}. */
    public SshHosts program(String path) {
        return new SshHosts(destinations, config, Objects.requireNonNull(path, "path"));
    }

    /** Returns the hosts; unmodifiable, in no particular order. */
    public Set<HostId> hosts() {
        return Set.copyOf(destinations.keySet());
    }

    /** Creates a runner for each host. The caller closes them. */
    Map<HostId, SshCommandRunner> open() {
        Map<HostId, SshCommandRunner> runners = new LinkedHashMap<>();
        destinations.forEach((host, destination) -> {
            SshCommandRunner.Builder builder =
                    SshCommandRunner.builder(destination).program(program);
            runners.put(host, (config == null ? builder : builder.config(config)).build());
        });
        return runners;
    }

    /** Returns, for example, {@code {i-0a=admin@db.a.example.com}}. */
    @Override
    public String toString() {
        return destinations.toString();
    }
}
