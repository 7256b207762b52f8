package org.floatingip.testkit.fault;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request that the in-memory AWS endpoint, or the metadata service of an instance, received. Each retry of a client is a
 * request of its own.
 *
 * @param sequence its index among the requests, from 0
 * @param at its time, by the network's clock
 * @param action the action, for example {@code AssignPrivateIpAddresses}; empty if the request has none. At a metadata service
 *     the path
 * @param parameters its parameters, sorted by name, without action and version. At a metadata service {@code method}
 * @param status the HTTP status of the reply; 0 if the reply was lost on purpose, or the client died while the request was held
 *     before its effect
 * @param errorCode the error code of the reply; null if there was none
 * @param fault the scripted fault, in words; null if there was none
 */
public record RecordedRequest(
        long sequence,
        Instant at,
        String action,
        Map<String, String> parameters,
        int status,
        @Nullable String errorCode,
        @Nullable String fault) {

    /** Paths are those of metadata services. Assuming a role changes nothing. */
    private static final Pattern READS = Pattern.compile("(?:Describe|Get|List|AssumeRole|/).*");

    public RecordedRequest {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** Returns whether a successful request for this action changes the network. */
    public boolean mutating() {
        return !READS.matcher(action).matches();
    }

    /** Returns the call of a move that this request is; empty if it is none, or a further page. */
    public Optional<Call> call() {
        return Optional.ofNullable(Call.of(action, parameters));
    }

    /** Returns one line, for example {@code #3 AssignPrivateIpAddresses {PrivateIpAddress.1=10.0.1.12} -> 200}. */
    @Override
    public String toString() {
        return "#" + sequence + " " + action + " " + parameters + " -> "
                + (status == 0 ? "no reply" : status + (errorCode == null ? "" : " " + errorCode))
                + (fault == null ? "" : " (fault: " + fault + ")");
    }
}
