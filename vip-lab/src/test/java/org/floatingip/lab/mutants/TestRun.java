package org.floatingip.lab.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs test classes in a process of its own, and prints what became of them for {@link MutationCheck} to read. */
final class TestRun {

    static final String FAILED = "FAILED ";
    static final String RAN = "RAN ";

    private TestRun() {}

    public static void main(String[] classes) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes).map(name -> selectClass(name)).toList())
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    System.out.println(FAILED + test.getDisplayName().replaceAll("\\s+", " "));
                }
            }
        });
        System.out.println(RAN + summary.getSummary().getTestsStartedCount());
        // Some mutants leave threads behind.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
