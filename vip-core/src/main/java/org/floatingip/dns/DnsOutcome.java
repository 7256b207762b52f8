package org.floatingip.dns;

/** What became of one record. */
public enum DnsOutcome {
    /** There was none of its name and type. */
    CREATED,
    /** There was another, and it was replaced. */
    CHANGED,
    /** It was there already, just so: nothing was asked for. */
    KEPT,
    /** It was there, and was taken away. */
    REMOVED
}
