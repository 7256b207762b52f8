package org.floatingip.lab.clients;

import java.util.List;
import org.floatingip.lab.hosts.LinuxLab;

/** What becomes of the path to a floating IP; each has an address of its own, so that all can happen at once. */
enum Fate {
    STOPPED_FIRST(20, "the service is stopped, then the address moves"),
    MOVED(21, "the address moves, the old host lives"),
    DROPPED(22, "the old host lives and drops the address, nobody takes it"),
    GONE_THEN_MOVED(23, "the host is gone, the address moves 5 s later"),
    GONE(24, "the host is gone, the address stays"),

    /** The kernel of the host completes the connection, and nobody accepts it there. */
    MUTE(25, "the service hangs");

    /** What can happen to a connection that is open. */
    static final List<Fate> OF_OPEN_CONNECTIONS = List.of(STOPPED_FIRST, MOVED, DROPPED, GONE_THEN_MOVED, GONE);

    /** What a new connection can meet. */
    static final List<Fate> OF_NEW_CONNECTIONS = List.of(MOVED, GONE, MUTE);

    /** How long nobody holds the address of {@link #GONE_THEN_MOVED}. */
    static final long MOVED_AFTER_SECONDS = 5;

    final String address;

    /** In words, for the head of a table. */
    final String words;

    Fate(int number, String words) {
        this.address = LinuxLab.SUBNET + number;
        this.words = words;
    }
}
