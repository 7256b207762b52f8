package org.floatingip.boot.internal;

import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The actuator endpoint {@code vip}, where the actuator is on the class path and the application exposes it. */
@AutoConfiguration(after = FloatingIpAutoConfiguration.class)
@ConditionalOnClass({ConditionalOnAvailableEndpoint.class, WebEndpoint.class})
@ConditionalOnFloatingIp
@ConditionalOnAvailableEndpoint(FloatingIpEndpoint.class)
public final class EndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FloatingIpEndpoint floatingIpEndpoint(
            ObjectProvider<FloatingIp> single, ObjectProvider<FloatingIpGroup> groups, Moves moves) {
        return new FloatingIpEndpoint(Handle.all(single, groups), moves);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("vip.endpoint.allow-moves")
    MoveExtension floatingIpMoveExtension(FloatingIpEndpoint endpoint) {
        return new MoveExtension(endpoint);
    }
}
