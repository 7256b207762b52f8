package org.floatingip.testkit.network;

import java.time.Instant;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in the VPC.
 *
 * @param sequence its place in the history, from 0
 * @param at when, by the VPC's clock
 * @param kind what kind of thing
 * @param address the address that got, changed or lost its holder; null for anything else
 * @param from who held the address before; null for nobody
 * @param to who holds it now; null for nobody
 * @param text the whole of it in words
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
        /** The script of a test did something: let a call go wrong, or something happen meanwhile. */
        SCRIPT
    }

    /** One line: place, time, words. */
    @Override
    public String toString() {
        return "#" + sequence + " " + at + " " + text;
    }
}
