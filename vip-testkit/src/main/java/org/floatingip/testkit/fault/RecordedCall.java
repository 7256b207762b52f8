package org.floatingip.testkit.fault;

import java.time.Instant;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.jspecify.annotations.Nullable;

/**
 * One call that an {@link InMemoryIpAssigner} received.
 *
 * @param sequence its index among the calls, from 0
 * @param at its time, by the network's clock
 * @param call the kind of call; a survey is two calls, as on the wire
 * @param text the call, in words
 * @param failure the {@code type()} of its exception; null if it succeeded
 * @param fault the scripted fault, in words; null if there was none
 */
public record RecordedCall(
        long sequence,
        Instant at,
        Call call,
        String text,
        @Nullable String failure,
        @Nullable String fault) {

    /** Returns one line, for example {@code #2 ASSIGN 10.0.1.12 to eni-0b -> ThrottledException (fault: refused ...)}. */
    @Override
    public String toString() {
        return "#" + sequence + " " + call + " " + text + " -> " + (failure == null ? "done" : failure)
                + (fault == null ? "" : " (fault: " + fault + ")");
    }
}
