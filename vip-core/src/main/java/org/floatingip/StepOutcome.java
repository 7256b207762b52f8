package org.floatingip;

/** How a step ended. */
public enum StepOutcome {
    /** It was certainly done. */
    DONE,
    /** There was nothing to do. */
    SKIPPED,
    /** It was certainly not done. */
    FAILED,
    /** It could not be found out whether it was done. */
    UNKNOWN
}
