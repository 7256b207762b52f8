package org.floatingip.boot;

/**
 * A bean that changes a builder before it builds, for settings that have no property. Customisers are called after the properties
 * were applied, in the order of {@link org.springframework.core.annotation.Order}. The type argument selects the builder:
 *
 * <pre>{@code
 * @Bean
 * VipCustomizer<FloatingIp.Builder> probe() {
 *     return builder -> builder.probe(TcpProbe.of(5432));
 * }
 * }</pre>
 *
 * <p>The builders are those of {@link org.floatingip.FloatingIp}, {@link org.floatingip.FloatingIpGroup}, {@code Ec2IpAssigner},
 * {@code Route53DnsRegistrar} and {@code LinuxConfigurator}.
 *
 * @param <B> the type of the builder
 */
@FunctionalInterface
public interface VipCustomizer<B> {

    /** Changes a builder to which the properties have been applied. */
    void customize(B builder);
}
