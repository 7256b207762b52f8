package org.floatingip;

/** What is known about the network after a failure. */
public enum Effect {
    /** The network was certainly not changed. */
    NONE,
    /** The change may have happened, or may still happen. Look before you do anything else. */
    UNKNOWN,
    /** The network accepted the change. The failure came after it. */
    APPLIED
}
