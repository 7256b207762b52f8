package org.floatingip.boot.internal;

import io.micrometer.observation.ObservationRegistry;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.boot.VipCustomizer;
import org.floatingip.micrometer.MoveObservations;
import org.floatingip.micrometer.OperationConvention;
import org.floatingip.micrometer.StepConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Metrics and spans, where {@code vip-micrometer} is on the class path and the application observes anything. */
@AutoConfiguration(
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(MoveObservations.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class MicrometerAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MoveObservations moveObservations(
            ObservationRegistry registry,
            ObjectProvider<OperationConvention> operations,
            ObjectProvider<StepConvention> steps) {
        MoveObservations.Builder builder = MoveObservations.builder(registry);
        operations.ifUnique(builder::operations);
        steps.ifUnique(builder::steps);
        return builder.build();
    }

    @Bean
    VipCustomizer<FloatingIp.Builder> vipObservation(MoveObservations observations) {
        return observations::observe;
    }

    @Bean
    VipCustomizer<FloatingIpGroup.Builder> vipGroupObservation(MoveObservations observations) {
        return observations::observe;
    }
}
