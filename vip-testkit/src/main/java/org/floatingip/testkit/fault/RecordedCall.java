package org.floatingip.testkit.fault;

import java.time.Instant;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.jspecify.annotations.Nullable;

/**
 * One call that an {@link InMemoryIpAssigner} got.
 *
 * @param sequence its place among the calls, from 0
 * @param at when it came, by the network's clock
 * @param call which it is; a survey is two, as on the wire
 * @param text what it asked for, in words
 * @param failure what it ended with: its {@code type()}; null if it went well
 * @param fault what a script made go wrong, in words; null if nothing
 */
public record RecordedCall(
        long sequence,
        Instant at,
        Call call,
        String text,
        @Nullable String failure,
        @Nullable String fault) {

    /** One line, for example {@code #2 ASSIGN 10.0.1.12 to eni-0b -> ThrottledException (fault: refused ...)}. */
    @Override
    public String toString() {
        return "#" + sequence + " " + call + " " + text + " -> " + (failure == null ? "done" : failure)
                + (fault == null ? "" : " (fault: " + fault + ")");
    }
}
