package org.floatingip.testkit.dns;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a change that the DNS has accepted.
 *
 * @param id for example {@code C0...}
 * @param inSync whether all servers have the change; Route 53 calls this INSYNC, and PENDING before
 * @param submittedAt the time of the change, by the DNS's clock
 * @param comment the comment of the request; null if it has none
 */
public record DnsSubmission(
        String id,
        boolean inSync,
        Instant submittedAt,
        @Nullable String comment) {}
