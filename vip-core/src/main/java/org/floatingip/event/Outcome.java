package org.floatingip.event;

import org.floatingip.Effect;
import org.floatingip.RefusedException;

/** What became of an address, or of a whole operation. Others may be added: leave a {@code default} in a {@code switch}. */
public enum Outcome {
    /** It was moved, and seen on its target. Of several addresses: at least one, and the others were there. */
    MOVED,
    /** The target held it before; nothing was changed. */
    ALREADY_HELD,
    /** It was released: nobody holds it. */
    RELEASED,
    /** Each host that had lost it drops it now. */
    SETTLED,
    /** At least one host that had lost it may still accept it. */
    UNSETTLED,
    /** It was refused before anything was changed: {@link RefusedException}. */
    REFUSED,
    /** It failed otherwise. {@link Effect} says whether anything was changed. */
    FAILED,
    /** It is where it was, because others failed and all or nothing was asked for: given back, or never moved. */
    RESTORED,
    /** Of a whole operation: there was no address to do anything for, as where an evacuated host holds none. */
    NOTHING
}
