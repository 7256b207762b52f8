package org.floatingip.internal.move;

import org.floatingip.Effect;

/** What is known of one change of an address in the network. It only ever rises. */
enum Known {
    /** It was not asked for, or every attempt is known to have had no effect. */
    UNTOUCHED,
    /** An attempt may have had its effect. */
    UNKNOWN,
    /** The network said that it took it. */
    APPLIED,
    /** A look showed what was asked for, after an attempt that may have had its effect. */
    SEEN;

    static Known of(Effect effect) {
        return switch (effect) {
            case NONE -> UNTOUCHED;
            case UNKNOWN -> UNKNOWN;
            case APPLIED -> APPLIED;
        };
    }

    Effect effect() {
        return switch (this) {
            case UNTOUCHED -> Effect.NONE;
            case UNKNOWN -> Effect.UNKNOWN;
            case APPLIED, SEEN -> Effect.APPLIED;
        };
    }

    /** Whichever of both says more. */
    Known or(Known other) {
        return compareTo(other) < 0 ? other : this;
    }
}
