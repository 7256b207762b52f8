package org.floatingip.doctor;

/** What a {@link Finding} means for a move, in order from the best to the worst. */
public enum Severity {
    /** It was looked at, and is as it should be. */
    OK,
    /**
     * It can't be found out without changing something, or by who was given to ask, and nothing that was read speaks against
     * it. In EC2 the permission to assign an address: only a move proves that. No finding of this kind makes a diagnosis
     * unhealthy, and none is {@link #OK}.
     */
    UNPROVEN,
    /** A move goes well, but somebody should see to it: something is missing that matters in a bad moment. */
    WARNING,
    /** It should have been found out, and was not: no answer, no time, no permission to look. Never to be read as fine. */
    UNKNOWN,
    /** A move to or from that host fails, or those who use the address don't reach it. */
    PROBLEM
}
