package org.floatingip.testkit.dns;

import java.time.Instant;

/**
 * One thing that happened in the DNS.
 *
 * @param sequence its place in the history, from 0
 * @param at when, by the DNS's clock
 * @param kind what kind of thing
 * @param text the whole of it in words
 */
public record DnsEvent(long sequence, Instant at, Kind kind, String text) {

    /** Kinds of events. */
    public enum Kind {
        /** A zone was created. */
        ZONE,
        /** A batch of changes was taken. */
        CHANGE,
        /** A request was refused. */
        REFUSED
    }

    /** One line: place, time, words. */
    @Override
    public String toString() {
        return "#" + sequence + " " + at + " " + text;
    }
}
