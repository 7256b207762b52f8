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
 * Puts the network in memory under the application of a {@code @SpringBootTest}: its assigner, its configurator of hosts, its
 * registrar and its clock are those of a {@link org.floatingip.testkit.Scenario}, and nothing is asked of AWS or of a host.
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
 * <p>Unless told otherwise there are two hosts, {@code i-0a} and {@code i-0b}, in one subnet; the first holds the addresses of
 * {@code vip.addresses}, which have the names of {@code vip.dns.names}. For another network, define a bean of type
 * {@link org.floatingip.testkit.Scenario.Builder}. Each test method has a scenario of its own: after it, the application goes on
 * with a new one. So inject the scenario into the test, and not into the application.
 *
 * <p>Hosts and names take part in moves where the properties say so, as without this. Not beside
 * {@link org.floatingip.testkit.junit.FloatingIpTest}, whose scenario the application does not know.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ImportAutoConfiguration(ScenarioAutoConfiguration.class)
public @interface AutoConfigureScenario {}
