package org.floatingip.testkit.fault;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request that the in-memory AWS endpoint, or the metadata service of an instance, got, as it came over the wire: each retry of a client is one more.
 *
 * @param sequence its place among the requests, from 0
 * @param at when it came, by the network's clock
 * @param action the action, for example {@code AssignPrivateIpAddresses}; empty if the request named none. At a metadata service
 *     the path
 * @param parameters its parameters, sorted by name, without action and version. At a metadata service {@code method}
 * @param status the HTTP status of the reply; 0 if the reply was lost on purpose, or the client died while the request
 *     was held before its effect
 * @param errorCode the error code of the reply; null if there was none
 * @param fault what a script made go wrong, in words; null if nothing
 */
public record RecordedRequest(
        long sequence,
        Instant at,
        String action,
        Map<String, String> parameters,
        int status,
        @Nullable String errorCode,
        @Nullable String fault) {

    /** Paths are those of metadata services, and who assumes a role changes nothing. */
    private static final Pattern READS = Pattern.compile("(?:Describe|Get|List|AssumeRole|/).*");

    public RecordedRequest {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** Whether the action changes the network if it succeeds. */
    public boolean mutating() {
        return !READS.matcher(action).matches();
    }

    /** Which of a move's calls it is; empty if it is none of them, or a further page. */
    public Optional<Call> call() {
        return Optional.ofNullable(Call.of(action, parameters));
    }

    /** One line, for example {@code #3 AssignPrivateIpAddresses {PrivateIpAddress.1=10.0.1.12} -> 200}. */
    @Override
    public String toString() {
        return "#" + sequence + " " + action + " " + parameters + " -> "
                + (status == 0 ? "no reply" : status + (errorCode == null ? "" : " " + errorCode))
                + (fault == null ? "" : " (fault: " + fault + ")");
    }
}
