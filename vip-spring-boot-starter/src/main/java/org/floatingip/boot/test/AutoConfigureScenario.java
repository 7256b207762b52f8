package org.floatingip.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.floatingip.boot.internal.ScenarioAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Runs a {@code @SpringBootTest} on the in-memory network: the application's assigner, configurator of hosts, registrar and clock
 * are those of a {@link org.floatingip.testkit.Scenario}. Neither AWS nor any host is contacted.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureScenario
 * class FailoverTest {
 *     @Test
 *     void failsOver(@Autowired Failover failover, @Autowired Scenario scenario) {
 *         scenario.network().terminate("i-0a");
 *         failover.run();
 *         assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
 *     }
 * }
 * }</pre>
 *
 * <p>By default there are two hosts, {@code i-0a} and {@code i-0b}, in one subnet. The first holds the addresses of {@code
 * vip.addresses}, which have the names of {@code vip.dns.names}. For another network, define a bean of type {@link
 * org.floatingip.testkit.Scenario.Builder}. Each test method has a new scenario, which replaces the previous one in the
 * application. So inject the scenario into the test, not into the application.
 *
 * <p>As in production, the properties say whether hosts and names take part in moves. Don't combine this with {@link
 * org.floatingip.testkit.junit.FloatingIpTest}: the application doesn't use that annotation's scenario.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ImportAutoConfiguration(ScenarioAutoConfiguration.class)
public @interface AutoConfigureScenario {}
