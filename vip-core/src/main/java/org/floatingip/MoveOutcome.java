package org.floatingip;

/** How a successful move ended. Any other outcome is an exception. */
public enum MoveOutcome {
    /** The target did not hold the address before. Afterwards it was seen to be its only holder. */
    MOVED,
    /** The target was already the only holder of the address. The network was not changed. */
    ALREADY_HELD
}
