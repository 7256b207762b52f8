package org.floatingip.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Injects a fresh {@link org.floatingip.testkit.Scenario#create() scenario} and its parts into the parameters of each test of the
 * class, or of the method. The scenario has two hosts, {@code i-0a} and {@code i-0b}; the first holds 10.0.1.12. For another
 * scenario, register a {@link VipExtension} instead.
 *
 * <pre>{@code
 * @FloatingIpTest
 * class FailoverTest {
 *     @Test
 *     void failsOver(FloatingIp db, Scenario scenario) {
 *         new Failover(db).run();
 *         assertThat(scenario).address("10.0.1.12").isHeldBy("i-0b").wasMovedTimes(1);
 *     }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(VipExtension.class)
@SuppressWarnings("exports") // see module-info
public @interface FloatingIpTest {

    /**
     * Whether a successful test fails if a fault that it injected was never met: {@link
     * org.floatingip.testkit.Scenario#checkFaults()}. The annotation of a method takes precedence over that of its class.
     * Default: false.
     */
    boolean strictFaults() default false;
}
