package org.floatingip.dns;

/** What a change did to one record. */
public enum DnsOutcome {
    /** There was no record of this name and type, and one was created. */
    CREATED,
    /** There was another record, and it was replaced. */
    CHANGED,
    /** The record was already as requested. No request was made for it. */
    KEPT,
    /** The record was removed. */
    REMOVED
}
