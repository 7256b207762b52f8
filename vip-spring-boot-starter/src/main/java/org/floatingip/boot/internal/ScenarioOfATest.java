package org.floatingip.boot.internal;

/** What the end of a test ends. Knows nothing of the testkit, which an application may have no use for. */
interface ScenarioOfATest {

    /** The test is over: the next one gets a new scenario. */
    void end();
}
