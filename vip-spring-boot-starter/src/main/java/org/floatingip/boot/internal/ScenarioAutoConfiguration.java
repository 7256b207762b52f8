package org.floatingip.boot.internal;

import java.util.List;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;

/** A scenario and its parts, in place of whatever the application would have otherwise. */
@AutoConfiguration(
        before = {AwsAutoConfiguration.class, LinuxAutoConfiguration.class, FloatingIpAutoConfiguration.class})
@EnableConfigurationProperties(VipProperties.class)
public final class ScenarioAutoConfiguration {

    private static final int VPC_BITS = 16;
    private static final int SUBNET_BITS = 24;

    @Bean
    CurrentScenario currentScenario(
            ObjectProvider<Scenario.Builder> given, VipProperties properties, ObjectProvider<Moves> moves) {
        return new CurrentScenario(
                () -> given.getIfAvailable(() -> around(properties)).build(), () -> moves.forEach(Moves::changed));
    }

    /** Two hosts, of which the first holds the addresses of the application. */
    private static Scenario.Builder around(VipProperties properties) {
        List<IpAddress> addresses = properties.addresses();
        if (addresses.isEmpty()) {
            return Scenario.builder().host("i-0a").host("i-0b");
        }
        Scenario.Builder builder =
                Scenario.builder().vpc(CidrBlock.of(addresses.get(0), VPC_BITS).toString());
        List<String> subnets = addresses.stream()
                .map(address -> CidrBlock.of(address, SUBNET_BITS).toString())
                .distinct()
                .toList();
        subnets.forEach(builder::subnet);
        for (String host : List.of("i-0a", "i-0b")) {
            builder.host(host);
            subnets.forEach(builder::in);
            if (host.equals("i-0a")) {
                addresses.forEach(builder::holding);
            }
        }
        properties.dns().names().forEach((address, name) -> builder.named(name, address.toString()));
        return builder;
    }

    /** Of each test its own: a test instance is made for each of them. Closed at the end of the test. */
    @Bean(destroyMethod = "")
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    Scenario scenario(CurrentScenario current) {
        return current.get();
    }

    @Bean(destroyMethod = "")
    @Primary
    IpAssigner scenarioAssigner(CurrentScenario current) {
        return current.part(IpAssigner.class, Scenario::assigner);
    }

    @Bean(destroyMethod = "")
    @Primary
    @Conditional(Given.Hosts.class)
    HostNetworkConfigurator scenarioHosts(CurrentScenario current) {
        return current.part(HostNetworkConfigurator.class, Scenario::hosts);
    }

    @Bean(destroyMethod = "")
    @Primary
    @Conditional(Given.Names.class)
    DnsRegistrar scenarioRegistrar(CurrentScenario current) {
        return current.part(DnsRegistrar.class, Scenario::registrar);
    }

    @Bean(destroyMethod = "")
    @Primary
    Ticker scenarioTicker(CurrentScenario current) {
        return current.part(Ticker.class, Scenario::ticker);
    }
}
