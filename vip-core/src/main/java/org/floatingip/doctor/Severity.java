package org.floatingip.doctor;

/** How bad a {@link Finding} is for a move, from the best to the worst. */
public enum Severity {
    /** It was checked, and is as it should be. */
    OK,
    /**
     * It can't be proven without a change, or not with the access that was given, and nothing speaks against it. In EC2
     * this is the permission to assign an address: only a move proves it. Such a finding is not {@link #OK}, but does
     * not make a diagnosis unhealthy.
     */
    UNPROVEN,
    /** A move succeeds, but this needs attention: something is missing that matters in a failure. */
    WARNING,
    /** It could not be found out: no answer, no time, or no permission to look. Never read this as fine. */
    UNKNOWN,
    /** A move to or from the host fails, or users don't reach the address. */
    PROBLEM
}
