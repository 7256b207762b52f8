package org.floatingip.lab.clients;

/** What a client does with its connection. */
enum Doing {
    /** It had asked before, the host has acknowledged the question, and the answer takes long. */
    WAITS("waits for an answer"),

    /** The same; but what counts is when the client gives the connection up, not when it gives the question up. */
    WAITS_TO_GIVE_UP("waits, and drops the connection"),

    /** The connection is idle; it asks when it has happened, and waits for the answer. */
    ASKS("asks"),

    /** It sends something ten times a second, and reads nothing. */
    WRITES("only writes"),

    /** It asks; what counts is again when it gives the connection up. */
    ASKS_TO_GIVE_UP("asks, and drops the connection"),

    /** It borrows a connection that was idle in the pool, and asks. */
    BORROWS("borrows and asks"),

    /** It connects anew, and asks. */
    CONNECTS("connects and asks");

    final String words;

    Doing(String words) {
        this.words = words;
    }

    /** Whether it has asked before it happens. */
    boolean isBefore() {
        return this == WAITS || this == WAITS_TO_GIVE_UP;
    }
}
