package org.floatingip.lab.e2e;

/** What is broken on purpose, so that a zero means something. */
enum Sabotage {
    NONE(""),
    /** The target says that it accepts the address, and does so after the move. */
    ACCEPTED_LATE("the target accepts it late"),
    /** Packets follow the VPC only after the move. */
    FABRIC_LATE("the fabric follows late"),
    /** The old host drops the address before the flip. */
    DROPPED_EARLY("the old host drops it early");

    /** How long after the end of the move what is late is done. */
    static final long LATE_MILLIS = 200;

    final String words;

    Sabotage(String words) {
        this.words = words;
    }
}
