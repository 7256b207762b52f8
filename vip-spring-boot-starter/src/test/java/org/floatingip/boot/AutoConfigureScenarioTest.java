package org.floatingip.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.floatingip.testkit.assertj.VipAssertions.assertThat;

import java.lang.reflect.Method;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.boot.test.AutoConfigureScenario;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.test.context.TestContextManager;

/** The network in memory under an application, as tests of applications have it. */
class AutoConfigureScenarioTest {

    /** What an application does when it finds its database dead. */
    @Component
    static class Failover {

        private final FloatingIp db;

        Failover(FloatingIp db) {
            this.db = db;
        }

        void run() {
            db.moveTo("i-0b");
        }
    }

    /** An application that fails over. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Failover.class)
    static class Application {}

    @Nested
    @SpringBootTest(
            classes = Application.class,
            webEnvironment = WebEnvironment.NONE,
            properties = {
                "vip.addresses=10.7.3.12",
                "vip.hosts.ssh.i-0a=admin@db.a.example.com",
                "vip.hosts.ssh.i-0b=admin@db.b.example.com",
                "vip.dns.names.10.7.3.12=db.example.com"
            })
    @AutoConfigureScenario
    class AsTheProperties {

        @Autowired
        Scenario ofTheInstance;

        /** As tests do that run at the same time: each has a manager of its own, and both the same application. */
        @Test
        void test_whileAnotherOfTheApplicationIsUnderWay_isRefused() throws Exception {
            Method itself = getClass().getDeclaredMethod("test_whileAnotherOfTheApplicationIsUnderWay_isRefused");
            TestContextManager other = new TestContextManager(getClass());
            other.prepareTestInstance(this);

            assertThatIllegalStateException()
                    .isThrownBy(() -> other.beforeTestMethod(this, itself))
                    .withMessageContaining("@Execution(SAME_THREAD)");

            other.afterTestMethod(this, itself, null);
            assertThat(ofTheInstance.network().holders("10.7.3.12"))
                    .as("the scenario of the first goes on")
                    .isNotEmpty();
        }

        @RepeatedTest(2)
        void scenario_ofEachTest_isANewOne(@Autowired Failover failover, @Autowired Scenario scenario) {
            assertThat(scenario).isSameAs(ofTheInstance);
            assertThat(scenario).address("10.7.3.12").isHeldBy("i-0a").wasMovedTimes(0);
            scenario.network().terminate("i-0a");

            failover.run();

            assertThat(scenario).address("10.7.3.12").isHeldBy("i-0b").wasMovedTimes(1);
        }

        @Test
        void moves_seeToHostsAndNames_asTheApplicationsDo(@Autowired FloatingIp db, @Autowired Scenario scenario) {
            assertThat(db.moveTo("i-0b").steps())
                    .extracting(step -> step.kind().name())
                    .contains("HOST_READY", "NAMED");
            assertThat(scenario).address("10.7.3.12").isAcceptedOnlyBy("i-0b");
        }
    }

    /** An application whose hosts are others, with an assigner of its own. */
    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        Scenario.Builder hosts() {
            return Scenario.builder()
                    .host("i-0c")
                    .holding("10.0.1.12")
                    .holding("10.0.1.13")
                    .host("i-0d");
        }

        @Bean
        IpAssigner own() {
            return Scenario.create().assigner();
        }
    }

    /** An application with two addresses. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Several {}

    @Nested
    @SpringBootTest(
            classes = {Several.class, Own.class},
            webEnvironment = WebEnvironment.NONE,
            properties = "vip.addresses=10.0.1.12,10.0.1.13")
    @AutoConfigureScenario
    class AsABuilderSays {

        @Test
        void scenario_ofABuilder_takesTheApplicationsPlace(
                @Autowired FloatingIpGroup sites, @Autowired Scenario scenario) {
            sites.evacuate("i-0c").to("i-0d").execute();

            assertThat(scenario).address("10.0.1.12").isHeldBy("i-0d");
            assertThat(scenario).address("10.0.1.13").isHeldBy("i-0d");
        }
    }
}
