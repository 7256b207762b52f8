package org.floatingip.testkit.junit;

import org.floatingip.testkit.Scenario;

/** Not a failure: what had happened when a test failed, carried by the failure as a suppressed exception. */
public final class ScenarioHistory extends Exception {

    private static final long serialVersionUID = 1L;

    private final String text;

    private ScenarioHistory(String text) {
        // Neither a cause nor a stack trace: where it was made is of nobody's concern.
        super("the history of the scenario:\n" + text, null, false, false);
        this.text = text;
    }

    static ScenarioHistory of(Scenario scenario) {
        return new ScenarioHistory(scenario.describe());
    }

    /** The history, a line for each event. */
    public String text() {
        return text;
    }
}
