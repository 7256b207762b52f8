package org.floatingip.dns;

/** How far a change of DNS records has come. */
public enum DnsChangeStatus {
    /** Nothing differed, so nothing was changed and there is nothing to wait for. */
    UNCHANGED,
    /** Taken by the service, not yet seen on all of its servers. */
    PENDING,
    /** All servers of the service answer with it; resolvers may remember the old answer for its TTL. */
    IN_SYNC
}
