package org.floatingip.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Strict faults, and where the story of a failing test begins; the tests below are run by an engine of its own. */
class VipExtensionFaultsTest {

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static List<String> failed(EngineExecutionResults results) {
        return results.testEvents()
                .failed()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .sorted()
                .toList();
    }

    private static Throwable failure(EngineExecutionResults results) {
        return results.testEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .reduce((one, other) -> {
                    throw new IllegalStateException("several failed");
                })
                .orElseThrow();
    }

    private static void unmet(Scenario scenario) {
        scenario.assigner().inject(Fault.loseReply().onCall(Call.RELEASE));
        scenario.floatingIp().moveTo("i-0b");
    }

    @FloatingIpTest(strictFaults = true)
    static class Strict {

        @Test
        void met(Scenario scenario) {
            scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));
            scenario.floatingIp().moveTo("i-0b");
        }

        @Test
        void notMet(Scenario scenario) {
            unmet(scenario);
        }

        @Test
        @FloatingIpTest
        void notMetAndNotStrict(Scenario scenario) {
            unmet(scenario);
        }

        @Test
        void none() {}

        @Test
        void aborted(Scenario scenario) {
            unmet(scenario);
            assumeTrue(false, "not here");
        }

        @Nested
        class Inner {

            @Test
            void inner(Scenario scenario) {
                unmet(scenario);
            }
        }
    }

    @Test
    void strictFaults_whenOneWasNotMet_failTheTestThatScriptedIt() {
        EngineExecutionResults results = run(Strict.class);

        assertThat(failed(results)).containsExactly("inner(Scenario)", "notMet(Scenario)");
        assertThat(results.testEvents().failed().stream())
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("on RELEASE: the reply is lost: was to be met once, and was never met")
                        .hasMessageContaining("history:\nat first i-0a held 10.0.1.12")
                        .hasNoSuppressedExceptions());
        assertThat(results.testEvents()
                        .reportingEntryPublished()
                        .map(event -> event.getRequiredPayload(ReportEntry.class)))
                .hasSize(2);
        results.testEvents().assertStatistics(stats -> stats.aborted(1));
    }

    @FloatingIpTest(strictFaults = true)
    static class FailingEarlier {

        @Test
        void test(Scenario scenario) {
            unmet(scenario);
            fail("the test's own message");
        }
    }

    @Test
    void strictFaults_whenTheTestFailedBefore_addNothing() {
        Throwable failure = failure(run(FailingEarlier.class));

        assertThat(failure).hasMessage("the test's own message");
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(ScenarioHistory.class);
    }

    static class Registered {

        @RegisterExtension
        static final VipExtension STRICT = VipExtension.of(
                        Scenario.builder().host("i-0a").holding("10.0.1.12").host("i-0b"))
                .strictFaults();

        @Test
        void notMet(Scenario scenario) {
            unmet(scenario);
        }
    }

    /** Not strict: nobody asked for it. */
    static class RegisteredPlainly {

        @RegisterExtension
        static final VipExtension PLAIN = VipExtension.of(
                Scenario.builder().host("i-0a").holding("10.0.1.12").host("i-0b"));

        @Test
        void notMet(Scenario scenario) {
            unmet(scenario);
        }
    }

    @Test
    void strictFaults_ofARegisteredExtension_areAskedForThere() {
        assertThat(failed(run(Registered.class))).containsExactly("notMet(Scenario)");
        assertThat(failed(run(RegisteredPlainly.class))).isEmpty();
    }

    // ---- where the story begins

    @FloatingIpTest
    static class SetUpAtLength {

        @BeforeEach
        void setUp(FloatingIp db, InMemoryVpc network) {
            db.moveTo("i-0b");
            for (int i = 0; i < 20; i++) {
                network.createVpc("10." + (100 + i) + ".0.0/16");
            }
        }

        @Test
        void test(FloatingIp db) {
            db.moveTo("i-0a");
            fail("the test's own message");
        }

        @AfterEach
        void after() {}
    }

    @Test
    void history_ofAFailingTest_beginsWithTheTest() {
        ScenarioHistory history =
                (ScenarioHistory) failure(run(SetUpAtLength.class)).getSuppressed()[0];

        assertThat(history.text().lines())
                .hasSize(4)
                .startsWith("at first i-0a held nothing, i-0b held 10.0.1.12")
                .anyMatch(line -> line.endsWith("moved 10.0.1.12 from i-0b (eni-0b) to i-0a (eni-0a)"));
    }

    @FloatingIpTest
    static class FailingWhileItIsSetUp {

        @BeforeEach
        void setUp(FloatingIp db) {
            db.moveTo("i-0b");
            throw new IllegalStateException("before");
        }

        @Test
        void test() {}
    }

    @Test
    void history_whenTheSettingUpFails_hasIt() {
        ScenarioHistory history =
                (ScenarioHistory) failure(run(FailingWhileItIsSetUp.class)).getSuppressed()[0];

        assertThat(history.text()).contains("moved 10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b)");
    }
}
