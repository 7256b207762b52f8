package org.floatingip.lab.simulation;

/** A promise that was broken. */
record Violation(Rule rule, String text) {

    /** What must hold after every step, whatever goes wrong. */
    enum Rule {
        NEVER_TWO_HOLDERS,
        /** Success was true at some time between the call and its return. */
        SUCCESS_WAS_TRUE,
        /** Whom a failure names as holder did hold the address between the call and its end. */
        HOLDERS_NAMED_WERE_TRUE,
        /** What held the address already was left alone. */
        ALREADY_HELD_CHANGES_NOTHING,
        /** The expected holder, and nobody else, lost the address to a handover. */
        HANDOVER_TAKES_FROM_ITS_HOLDER_ALONE,
        /** A move with a condition succeeded only where the condition was met at some time. */
        CONDITION_WAS_MET,
        EFFECT_NONE_CHANGED_NOTHING,
        EFFECT_APPLIED_WAS_TAKEN_BY_THE_NETWORK,
        /** What a handover cut off was put back, or its failure names it. */
        NOTHING_IS_CUT_OFF_IN_SILENCE,
        /** A plan was called stale only where somebody else held the address than when it was made. */
        STALE_PLANS_WERE_STALE,
        /** DNS is no reason for a move to fail. */
        NAMES_FAIL_NO_MOVE,
        /** Nothing reaches the network by an assigner that was closed, or for an operation that has ended. */
        NO_CALL_AFTER_CLOSE,
        /** Only exceptions of ours leave an operation. */
        FAILURES_ARE_TYPED,
        OPERATIONS_END,
        RERUNS_CONVERGE,
        HELD_EXACTLY_ONCE_IN_THE_END,
        HOLDER_ACCEPTS_IN_THE_END,
        NAME_POINTS_AT_THE_ADDRESS_IN_THE_END,
        /** Where its change took effect and the address is still where that put it, an operation does not deny it. */
        WHAT_IS_OURS_IS_NOT_DENIED,
        /** All or nothing is all, or nothing, or says that it is not known, or which half is left and why. */
        ALL_OR_NOTHING,
        /** A host that accepts an address because of an operation, and does not hold it, is named by that. */
        WHO_STILL_ACCEPTS_IS_NAMED,
        /** No operation leaves a holder that drops its address. */
        HOLDERS_ARE_LEFT_ACCEPTING,
        /** What else hosts accepted, and what else was named, is as it was. */
        NOTHING_ELSE_IS_LOST
    }

    @Override
    public String toString() {
        return rule + ": " + text;
    }
}
