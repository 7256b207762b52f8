package org.floatingip.testkit.dns;

import java.time.Instant;

/**
 * One event in the DNS.
 *
 * @param sequence its index in the history, from 0
 * @param at its time, by the DNS's clock
 * @param kind the kind of event
 * @param text the event, in words
 */
public record DnsEvent(long sequence, Instant at, Kind kind, String text) {

    /** Kinds of events. */
    public enum Kind {
        /** A zone was created. */
        ZONE,
        /** A batch of changes was accepted. */
        CHANGE,
        /** A request was refused. */
        REFUSED
    }

    /** Returns one line: index, time, words. */
    @Override
    public String toString() {
        return "#" + sequence + " " + at + " " + text;
    }
}
