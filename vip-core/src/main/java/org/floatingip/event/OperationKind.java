package org.floatingip.event;

import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.StandbyMove;

/** What was asked for. Others may be added: leave a {@code default} in a {@code switch}. */
public enum OperationKind {
    /** A move, also one that carries out a plan. */
    MOVE,
    /** A move of whatever a host holds, {@link FloatingIpGroup#evacuate(String)}; also one that carries out the plan of one. */
    EVACUATION,
    /** A move that was prepared, {@link StandbyMove#execute()}, together with the full move that {@code orMove()} makes of it. */
    STANDBY,
    /** {@link FloatingIp#release(String)}. */
    RELEASE,
    /** {@code settle(..)}, and {@link StandbyMove#standDown()}. */
    SETTLE
}
