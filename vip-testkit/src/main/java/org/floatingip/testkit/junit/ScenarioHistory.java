package org.floatingip.testkit.junit;

import org.floatingip.testkit.Scenario;

/** The history of a failed test, attached to its failure as a suppressed exception. It isn't a failure itself. */
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

    /** Returns the history, one line per event. */
    public String text() {
        return text;
    }
}
