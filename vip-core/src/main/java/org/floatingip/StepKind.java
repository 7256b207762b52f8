package org.floatingip;

/** The rungs of the ladder, in the order in which an operation climbs them. */
public enum StepKind {
    /** Who holds the address and where it can go was read and checked. */
    PLANNED,
    /** The caller's epoch was recorded as the highest that claims the address; only where there is a fence. */
    CLAIMED,
    /** The target accepts packets for the address. */
    HOST_READY,
    /** The network was told to give the address to the target. */
    ASSIGNED,
    /** The network was told to take the address from its holder. */
    UNASSIGNED,
    /** What a handover had cut off from the address was put back, and seen there. */
    REASSOCIATED,
    /** The network was seen to show what was asked for, and only that. */
    VERIFIED,
    /** What the address is for was reached through it. */
    REACHABLE,
    /** The previous holder no longer accepts packets for the address. */
    OLD_HOST_RELEASED,
    /** The name of the address points at it. */
    NAMED,
    /** What the operation had changed was taken back, because it could not be completed. */
    UNDONE
}
