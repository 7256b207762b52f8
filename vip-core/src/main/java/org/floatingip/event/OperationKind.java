package org.floatingip.event;

import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.StandbyMove;

/** The kind of an operation. More may be added: give a {@code switch} a {@code default}. */
public enum OperationKind {
    /** A move, including one that applies a plan. */
    MOVE,
    /**
     * A move of whatever a host holds, {@link FloatingIpGroup#evacuate(String)}, including one that applies such a
     * plan.
     */
    EVACUATION,
    /** A prepared move, {@link StandbyMove#execute()}, including the full move that {@code orMove()} may add. */
    STANDBY,
    /** {@link FloatingIp#release(String)}. */
    RELEASE,
    /** {@code settle(..)}, and {@link StandbyMove#standDown()}. */
    SETTLE
}
