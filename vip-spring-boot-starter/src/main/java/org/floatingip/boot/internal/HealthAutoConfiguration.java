package org.floatingip.boot.internal;

import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the addresses, where Spring Boot's health is on the class path. */
@AutoConfiguration(after = FloatingIpAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnFloatingIp
@ConditionalOnEnabledHealthIndicator("vip")
public final class HealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "vipHealthIndicator")
    FloatingIpHealthIndicator vipHealthIndicator(
            ObjectProvider<FloatingIp> single,
            ObjectProvider<FloatingIpGroup> groups,
            Moves moves,
            ObjectProvider<Ticker> ticker,
            VipProperties properties) {
        Ticker clock = ticker.getIfAvailable(SystemTicker::instance);
        return new FloatingIpHealthIndicator(Handle.all(single, groups).values().stream()
                .map(handle -> new HolderReading(
                        handle, moves, clock, properties.health().interval()))
                .toList());
    }
}
