package org.floatingip;

/** How a step ended. */
public enum StepOutcome {
    /** It was done, and that is known. */
    DONE,
    /** There was nothing to do. */
    SKIPPED,
    /** It was not done, and that is known. */
    FAILED,
    /** Whether it was done could not be found out. */
    UNKNOWN
}
