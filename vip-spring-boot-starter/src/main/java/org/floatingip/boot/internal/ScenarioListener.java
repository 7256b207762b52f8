package org.floatingip.boot.internal;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Ends the scenario of each test, in applications that have one. */
public final class ScenarioListener extends AbstractTestExecutionListener {

    @Override
    public void afterTestMethod(TestContext test) {
        if (test.hasApplicationContext()) {
            test.getApplicationContext().getBeanProvider(ScenarioOfATest.class).forEach(ScenarioOfATest::end);
        }
    }
}
