package org.floatingip;

/** The kinds of steps, in the order in which an operation takes them. */
public enum StepKind {
    /** The holders of the address, and the place where it can go, were read and checked. */
    PLANNED,
    /** The caller's epoch was recorded as the highest that claims the address. Only with a fence. */
    CLAIMED,
    /** The target accepts packets for the address. */
    HOST_READY,
    /** The network was told to give the address to the target. */
    ASSIGNED,
    /** The network was told to take the address from its holder. */
    UNASSIGNED,
    /** What a handover had cut off from the address was put back, and was seen there. */
    REASSOCIATED,
    /** The network was seen to show exactly what was asked for. */
    VERIFIED,
    /** The service behind the address was reached. */
    REACHABLE,
    /** The previous holder no longer accepts packets for the address. */
    OLD_HOST_RELEASED,
    /** The name of the address points at it. */
    NAMED,
    /** The changes of the operation were reverted, because it could not be completed. */
    UNDONE
}
