package org.floatingip.boot.internal;

import java.time.Duration;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.MoveListener;
import org.floatingip.boot.FloatingIps;
import org.floatingip.boot.VipCustomizer;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.EpochLedger;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.SystemTicker;
import org.floatingip.spi.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** The handles on the addresses of {@code vip.addresses}, and what starts others. */
@AutoConfiguration(after = {AwsAutoConfiguration.class, LinuxAutoConfiguration.class, FenceAutoConfiguration.class})
@EnableConfigurationProperties(VipProperties.class)
public final class FloatingIpAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FloatingIpAutoConfiguration.class);

    private static final String SHUTDOWN = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_OF_SPRING = Duration.ofSeconds(30);

    @Bean
    Moves vipMoves(VipProperties properties, Environment environment) {
        Duration patience =
                Binder.get(environment).bind(SHUTDOWN, Duration.class).orElse(DEFAULT_OF_SPRING);
        if (properties.timeout().compareTo(patience) > 0) {
            LOG.warn(
                    "A shutdown can cut off moves: vip.timeout is {}, and {} is {}. Make that longer",
                    properties.timeout(),
                    SHUTDOWN,
                    patience);
        }
        return new Moves();
    }

    @Bean
    @ConditionalOnMissingBean
    FloatingIps floatingIps(
            VipProperties properties,
            IpAssigner assigner,
            ObjectProvider<HostNetworkConfigurator> hosts,
            ObjectProvider<DnsRegistrar> registrar,
            ObjectProvider<EpochLedger> ledger,
            ObjectProvider<Ticker> ticker,
            Moves moves,
            ObjectProvider<MoveListener> listeners,
            ObjectProvider<VipCustomizer<FloatingIp.Builder>> customizers,
            ObjectProvider<VipCustomizer<FloatingIpGroup.Builder>> groupCustomizers) {
        return new WiredFloatingIps(
                properties,
                assigner,
                hosts.getIfAvailable(),
                registrar.getIfAvailable(),
                ledger.getIfAvailable(),
                ticker.getIfAvailable(SystemTicker::instance),
                moves,
                listeners.orderedStream().toList(),
                customizers.orderedStream().toList(),
                groupCustomizers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean({FloatingIp.class, FloatingIpGroup.class})
    @Conditional(Given.OneAddress.class)
    FloatingIp floatingIp(FloatingIps floatingIps, VipProperties properties) {
        return floatingIps.at(properties.addresses().get(0)).build();
    }

    @Bean
    @ConditionalOnMissingBean({FloatingIp.class, FloatingIpGroup.class})
    @Conditional(Given.SeveralAddresses.class)
    FloatingIpGroup floatingIpGroup(FloatingIps floatingIps, VipProperties properties) {
        return floatingIps.of(properties.addresses()).build();
    }
}
