package org.floatingip.boot.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Conditional;

/** Where the application has at least one handle on addresses. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnFloatingIp.OneOrSeveral.class)
@interface ConditionalOnFloatingIp {

    /** Either of the two kinds. */
    final class OneOrSeveral extends AnyNestedCondition {

        OneOrSeveral() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBean(FloatingIp.class)
        static final class One {}

        @ConditionalOnBean(FloatingIpGroup.class)
        static final class Several {}
    }
}
