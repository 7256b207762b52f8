package org.floatingip.dns;

/** How far a change of DNS records has spread. */
public enum DnsChangeStatus {
    /** Nothing differed, so nothing was changed. There is nothing to wait for. */
    UNCHANGED,
    /** The service has accepted it. It was not yet seen on all of the service's servers. */
    PENDING,
    /** All servers of the service answer with it. Resolvers may remember the old answer for its TTL. */
    IN_SYNC
}
