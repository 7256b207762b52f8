package org.floatingip.event;

import org.floatingip.Effect;
import org.floatingip.RefusedException;

/**
 * The outcome of an operation, for one address or as a whole. More may be added: give a {@code switch} a
 * {@code default}.
 */
public enum Outcome {
    /**
     * The address was moved, and was seen on its target. For several addresses: at least one was moved, and the others
     * were there already.
     */
    MOVED,
    /** The target held the address already. Nothing was changed. */
    ALREADY_HELD,
    /** The address was released. Nobody holds it. */
    RELEASED,
    /** Each host that had lost the address drops it now. */
    SETTLED,
    /** At least one host that had lost the address may still accept it. */
    UNSETTLED,
    /** The operation was refused before anything was changed: {@link RefusedException}. */
    REFUSED,
    /** The operation failed for another reason. {@link Effect} says whether anything was changed. */
    FAILED,
    /**
     * The address is where it was, because others failed and all or nothing was asked for. It was given back, or never
     * moved.
     */
    RESTORED,
    /** The operation had no address to work on, for example because the evacuated host holds none. */
    NOTHING
}
