package org.floatingip;

/** How a successful move ended; everything else is an exception. */
public enum MoveOutcome {
    /** The target did not hold the address before, and was seen to hold it, alone, after. */
    MOVED,
    /** The target held the address already, alone; the network was not changed. */
    ALREADY_HELD
}
