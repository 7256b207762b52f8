package org.floatingip.testkit.network;

import java.time.Instant;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * One event in the VPC.
 *
 * @param sequence its index in the history, from 0
 * @param at its time, by the VPC's clock
 * @param kind the kind of event
 * @param address the address that got, changed or lost its holder; null for other events
 * @param from the previous holder of the address; null for nobody
 * @param to the new holder of the address; null for nobody
 * @param text the event, in words
 */
public record VpcEvent(
        long sequence,
        Instant at,
        Kind kind,
        @Nullable IpAddress address,
        @Nullable Holder from,
        @Nullable Holder to,
        String text) {

    /** Kinds of events. */
    public enum Kind {
        /** An address got a holder, or changed or lost it. */
        ADDRESS,
        /** Something else was created, changed or deleted. */
        RESOURCE,
        /** A request was refused. */
        REFUSED,
        /** The script of a test made a call fail, or made an incident happen. */
        SCRIPT
    }

    /** Returns one line: index, time, words. */
    @Override
    public String toString() {
        return "#" + sequence + " " + at + " " + text;
    }
}
