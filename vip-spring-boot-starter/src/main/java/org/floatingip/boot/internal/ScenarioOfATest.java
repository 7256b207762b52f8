package org.floatingip.boot.internal;

/** What a test begins, and its end ends. Knows nothing of the testkit, which an application may have no use for. */
interface ScenarioOfATest {

    /**
     * A test begins.
     *
     * @throws IllegalStateException if another one of the same application is under way
     */
    void begin();

    /** The test is over: the next one gets a new scenario. */
    void end();
}
