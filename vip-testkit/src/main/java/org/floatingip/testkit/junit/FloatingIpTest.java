package org.floatingip.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class, or method, whose parameters come from a fresh {@link org.floatingip.testkit.Scenario#create() scenario} for
 * each test: two hosts, {@code i-0a} and {@code i-0b}, the first of which holds 10.0.1.12. For another scenario, register a
 * {@link VipExtension} of it instead.
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
     * Whether a test fails that lets something go wrong which nothing met: {@link org.floatingip.testkit.Scenario#checkFaults()},
     * after a test that went well otherwise. That of a method goes before that of its class. Default false.
     */
    boolean strictFaults() default false;
}
