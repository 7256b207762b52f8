package org.floatingip.boot.internal;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Begins and ends the scenario of each test, in applications that have one. */
public final class ScenarioListener extends AbstractTestExecutionListener {

    private static final String BEGUN = ScenarioListener.class.getName();

    @Override
    public void beforeTestMethod(TestContext test) {
        if (test.hasApplicationContext()) {
            test.getApplicationContext().getBeanProvider(ScenarioOfATest.class).forEach(ScenarioOfATest::begin);
            test.setAttribute(BEGUN, true);
        }
    }

    /** Not of a test that could not begin: the scenario is another's. */
    @Override
    public void afterTestMethod(TestContext test) {
        if (test.removeAttribute(BEGUN) != null) {
            test.getApplicationContext().getBeanProvider(ScenarioOfATest.class).forEach(ScenarioOfATest::end);
        }
    }
}
