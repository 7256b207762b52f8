package org.floatingip.testkit.dns;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that the DNS has taken: a snapshot.
 *
 * @param id for example {@code C0...}
 * @param inSync whether all servers have it by now; Route 53 says INSYNC, and PENDING before
 * @param submittedAt when it was taken, by the DNS's clock
 * @param comment what its sender said about it; null if nothing
 */
public record DnsSubmission(
        String id,
        boolean inSync,
        Instant submittedAt,
        @Nullable String comment) {}
