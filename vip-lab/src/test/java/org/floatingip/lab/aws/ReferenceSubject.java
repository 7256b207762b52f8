package org.floatingip.lab.aws;

/**
 * One subject of the independent reference: its rules, written a second time as plain maps and texts from the documentation and
 * from observed replies, and operations that hold the endpoint against them. Another subject is another class, in the list of
 * {@link WireReferenceTest}; what it has to know of the others stands in {@link ReferenceBook}.
 */
interface ReferenceSubject {

    /** How often it comes, beside the others. */
    int weight();

    /** One random operation, its reply or refusal checked, and noted in the book if it was done. */
    void step();

    /** Everything that the endpoint shows of it, against the book. */
    void compare();
}
