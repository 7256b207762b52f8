package org.floatingip.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The extension, used as its users do, and run by an engine of its own to see what failing tests look like. */
class VipExtensionTest {

    private static final String VIP = "10.0.1.12";

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static List<String> published(EngineExecutionResults results) {
        return results.testEvents()
                .reportingEntryPublished()
                .map(event -> event.getRequiredPayload(ReportEntry.class))
                .map(entry -> entry.getKeyValuePairs().get(VipExtension.REPORT_ENTRY))
                .toList();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.testEvents()
                .failed()
                .map(Event::getPayload)
                .map(payload -> (TestExecutionResult) payload.orElseThrow())
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    // ---- what passes

    @Nested
    @FloatingIpTest
    class Injected {

        private final Scenario fromConstructor;
        private Scenario fromBeforeEach;

        Injected(Scenario scenario) {
            fromConstructor = scenario;
        }

        @BeforeEach
        void take(Scenario scenario) {
            fromBeforeEach = scenario;
        }

        @Test
        void parameters_inOneTest_areOfOneScenario(
                Scenario scenario,
                InMemoryVpc network,
                InMemoryDns dns,
                InMemoryHosts hosts,
                HostNetworkConfigurator configurator,
                InMemoryIpAssigner inMemory,
                IpAssigner assigner,
                InMemoryDnsRegistrar inMemoryRegistrar,
                DnsRegistrar registrar,
                VirtualTicker virtual,
                Ticker ticker,
                FloatingIpGroup group,
                InMemoryAwsServer server) {
            assertThat(List.of(fromConstructor, fromBeforeEach)).containsOnly(scenario);
            assertThat(network).isSameAs(scenario.network());
            assertThat(dns).isSameAs(scenario.dns());
            assertThat(hosts).isSameAs(scenario.hosts()).isSameAs(configurator);
            assertThat(inMemory).isSameAs(scenario.assigner()).isSameAs(assigner);
            assertThat(inMemoryRegistrar).isSameAs(scenario.registrar()).isSameAs(registrar);
            assertThat(virtual).isSameAs(scenario.ticker()).isSameAs(ticker);
            assertThat(group.addresses()).isEqualTo(scenario.addresses());
            assertThat(server).isSameAs(scenario.serve());
        }

        @Test
        void floatingIp_whenMoved_isSeenByTheAssertions(FloatingIp db, InMemoryVpc network) {
            db.moveTo("i-0b");

            assertThat(network).address(VIP).isHeldBy("i-0b").wasMovedTimes(1);
        }
    }

    @Nested
    class Registered {

        @RegisterExtension
        static final VipExtension VIPS = VipExtension.of(Scenario.builder()
                .host("i-0a")
                .holding(VIP)
                .holding("10.0.1.13")
                .host("i-0b"));

        @Test
        void group_ofTheBuildersScenario_moves(FloatingIpGroup vips, Scenario scenario) {
            vips.moveTo("i-0b");

            assertThat(scenario).address("10.0.1.13").isHeldBy("i-0b");
        }
    }

    // ---- what is run by an engine of its own; nothing below is a test of this build

    private static final List<Scenario> SEEN = new ArrayList<>();

    @FloatingIpTest
    static class Twice {

        @Test
        void one(Scenario scenario, InMemoryAwsServer server) {
            SEEN.add(scenario);
            scenario.floatingIp().moveTo("i-0b");
        }

        @Test
        void other(Scenario scenario) {
            SEEN.add(scenario);
            assertThat(scenario).address(VIP).isHeldBy("i-0a");
            scenario.floatingIp().moveTo("i-0b");
        }

        @Test
        void none() {}
    }

    @Test
    void scenarios_betweenTests_areNotShared() {
        SEEN.clear();

        EngineExecutionResults results = run(Twice.class);

        results.testEvents().assertStatistics(stats -> stats.succeeded(3).failed(0));
        assertThat(new HashSet<>(SEEN)).hasSize(2);
        assertThat(published(results)).as("nothing is said of tests that pass").isEmpty();
    }

    @FloatingIpTest
    static class Failing {

        @Test
        void assertion(FloatingIp db) {
            db.moveTo("i-0b");
            fail("the test's own message");
        }
    }

    @FloatingIpTest
    static class FailingBefore {

        @BeforeEach
        void before(FloatingIp db) {
            db.moveTo("i-0b");
            throw new IllegalStateException("before");
        }

        @Test
        void test() {}
    }

    @FloatingIpTest
    static class FailingAfter {

        @Test
        void test(FloatingIp db) {
            db.moveTo("i-0b");
        }

        @AfterEach
        void after() {
            throw new IllegalStateException("after");
        }
    }

    static Stream<Class<?>> failing() {
        return Stream.of(Failing.class, FailingBefore.class, FailingAfter.class);
    }

    @ParameterizedTest
    @MethodSource("failing")
    void failure_ofATestOrItsSurroundings_carriesTheHistory(Class<?> tests) {
        EngineExecutionResults results = run(tests);

        assertThat(failures(results)).singleElement().satisfies(failure -> {
            assertThat(failure.getSuppressed()).singleElement().isInstanceOf(ScenarioHistory.class);
            assertThat(failure.getSuppressed()[0])
                    .hasMessageContaining("moved 10.0.1.12 from i-0a (eni-0a) to i-0b (eni-0b)");
        });
        assertThat(published(results)).singleElement().asString().contains("moved 10.0.1.12 from i-0a");
    }

    @FloatingIpTest
    static class FailingByAnAssertionOfTheKit {

        @Test
        void test(Scenario scenario) {
            assertThat(scenario).address(VIP).isHeldByNobody();
        }
    }

    @Test
    void failure_thatSaysTheHistoryItself_isNotToldItAgain() {
        EngineExecutionResults results = run(FailingByAnAssertionOfTheKit.class);

        assertThat(failures(results)).singleElement().satisfies(failure -> {
            assertThat(failure).hasMessageContaining("history:\nat first i-0a held 10.0.1.12");
            assertThat(failure.getSuppressed()).isEmpty();
        });
        assertThat(published(results)).hasSize(1);
    }

    @FloatingIpTest
    static class FailingWithoutAScenario {

        @Test
        void test() {
            fail("plain");
        }
    }

    @FloatingIpTest
    static class Aborted {

        @Test
        void test(Scenario scenario) {
            assumeTrue(scenario.history().isEmpty(), "not here");
        }
    }

    @Test
    void failure_withoutAScenarioOrWhenAborted_isLeftAlone() {
        EngineExecutionResults plain = run(FailingWithoutAScenario.class);
        EngineExecutionResults aborted = run(Aborted.class);

        assertThat(failures(plain))
                .singleElement()
                .satisfies(failure -> assertThat(failure.getSuppressed()).isEmpty());
        aborted.testEvents().assertStatistics(stats -> stats.aborted(1).failed(0));
        assertThat(published(plain)).isEmpty();
        assertThat(published(aborted)).isEmpty();
    }

    @FloatingIpTest
    static class Shared {

        @BeforeAll
        static void all(Scenario scenario) {
            SEEN.add(scenario);
        }

        @Test
        void test() {}
    }

    @FloatingIpTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        OneInstance(FloatingIp db) {
            db.moveTo("i-0b");
        }

        @Test
        void test() {}
    }

    @Test
    void parameters_whereSeveralTestsShareThem_areRefusedWithAReason() {
        for (Class<?> tests : List.of(Shared.class, OneInstance.class)) {
            List<Throwable> failed = run(tests)
                    .containerEvents()
                    .failed()
                    .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                            .getThrowable()
                            .orElseThrow())
                    .toList();
            assertThat(failed)
                    .as(tests.getSimpleName())
                    .singleElement()
                    .satisfies(failure ->
                            assertThat(failure).hasMessageContaining("a scenario lives as long as one test"));
        }
    }

    // ---- beside another extension

    /** As Spring's and Mockito's: resolves what has its annotation, whatever type it is of. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.PARAMETER, ElementType.CONSTRUCTOR})
    @interface Autowired {}

    /** Says something of a parameter, and asks nobody for it: of a library of annotations. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    @interface Nonnull {}

    /** An extension of somebody else. */
    static final class ForeignExtension implements ParameterResolver {

        static final Scenario CONTEXT =
                Scenario.builder().host("i-0f").holding("10.0.1.99").build();

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.isAnnotated(Autowired.class)
                    || parameter.getDeclaringExecutable().isAnnotationPresent(Autowired.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == FloatingIp.class ? CONTEXT.floatingIp() : CONTEXT;
        }
    }

    @FloatingIpTest
    @ExtendWith(ForeignExtension.class)
    static class BesideAnother {

        @BeforeEach
        void before(@Autowired Scenario theirs, @Nonnull Scenario ours) {
            assertThat(theirs).isSameAs(ForeignExtension.CONTEXT).isNotSameAs(ours);
        }

        @Test
        void test(@Autowired FloatingIp db, Scenario scenario, @Nonnull InMemoryVpc network) {
            assertThat(db.address()).hasToString("10.0.1.99");
            assertThat(scenario.floatingIp().address()).hasToString(VIP);
            assertThat(network).isSameAs(scenario.network());
        }
    }

    @FloatingIpTest
    @ExtendWith(ForeignExtension.class)
    static class ConstructedByAnother {

        private final Scenario theirs;

        @Autowired
        ConstructedByAnother(Scenario theirs) {
            this.theirs = theirs;
        }

        @Test
        void test(Scenario ours) {
            assertThat(theirs).isSameAs(ForeignExtension.CONTEXT).isNotSameAs(ours);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {BesideAnother.class, ConstructedByAnother.class})
    void parameters_whenAnnotatedForAnotherExtension_areLeftToIt(Class<?> tests) {
        EngineExecutionResults results = run(tests);

        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    }
}
