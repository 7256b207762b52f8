package org.floatingip.lab.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import org.floatingip.FloatingIp;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.junit.FloatingIpTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Spring's own extension beside ours, with beans of types that we have, too. */
class SpringExtensionTest {

    private static final String THEIRS = "10.0.1.99";
    private static final String OURS = "10.0.1.12";

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Scenario scenario() {
            return Scenario.builder().host("i-0f").holding(THEIRS).build();
        }

        @Bean
        FloatingIp db(Scenario scenario) {
            return scenario.floatingIp();
        }
    }

    @Nested
    @FloatingIpTest
    @ExtendWith(SpringExtension.class)
    @ContextConfiguration(classes = Beans.class)
    class OursFirst {

        @BeforeEach
        void before(@Autowired Scenario theirs, Scenario ours) {
            assertThat(theirs).isNotSameAs(ours);
        }

        @Test
        void parameters_whenAnnotated_areBeans(
                @Autowired FloatingIp theirs,
                FloatingIp ours,
                ApplicationContext context,
                @Value("#{db.address().toString()}") String ofTheirs) {
            assertThat(theirs).isSameAs(context.getBean(FloatingIp.class));
            assertThat(theirs.address()).hasToString(THEIRS).hasToString(ofTheirs);
            assertThat(ours.address()).hasToString(OURS);
        }
    }

    @Nested
    @ExtendWith(SpringExtension.class)
    @FloatingIpTest
    @ContextConfiguration(classes = Beans.class)
    class TheirsFirst {

        private final FloatingIp theirs;

        @Autowired
        TheirsFirst(FloatingIp theirs) {
            this.theirs = theirs;
        }

        @Test
        void constructor_whenAutowired_isTheirsAsAWhole(FloatingIp ours) {
            assertThat(theirs.address()).hasToString(THEIRS);
            assertThat(ours.address()).hasToString(OURS);
        }
    }

    /** Their extension takes all parameters of a constructor then, and says so nowhere near it. */
    @Nested
    @FloatingIpTest
    @ExtendWith(SpringExtension.class)
    @ContextConfiguration(classes = Beans.class)
    @TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
    class AllConstructorsTheirs {

        @Test
        void testMethod_whereConstructorsAreTheirs_getsOurs(FloatingIp ours) {
            assertThat(ours.address()).hasToString(OURS);
        }
    }
}
