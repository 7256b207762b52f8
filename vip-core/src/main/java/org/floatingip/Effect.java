package org.floatingip;

/** What is known about a change to the network when something failed. */
public enum Effect {
    /** The network was not changed, and that is known. */
    NONE,
    /** The change may have happened, or may still happen: look before doing anything else. */
    UNKNOWN,
    /** The network took the change, and what failed came after it. */
    APPLIED
}
