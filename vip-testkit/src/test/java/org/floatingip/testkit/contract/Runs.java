package org.floatingip.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract by an engine of its own, to see what fails and what is skipped. */
final class Runs {

    private Runs() {}

    static Events of(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
    }

    /** The tests that failed, by name. */
    static List<String> failed(Events events) {
        return events.failed().stream()
                .map(event -> event.getTestDescriptor().getLegacyReportingName())
                .toList();
    }

    /** Why tests were skipped, each reason once. */
    static List<String> skipped(Events events) {
        return events.aborted().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .map(Throwable::getMessage)
                        .orElse("no reason")
                        .replace("Assumption failed: ", ""))
                .distinct()
                .toList();
    }
}
