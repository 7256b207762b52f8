package org.floatingip.boot;

/**
 * A bean that sets what no property sets, on a builder before it builds. Called after the properties were applied, in the order of
 * {@link org.springframework.core.annotation.Order}; its type says on which builder:
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
 * @param <B> the builder
 */
@FunctionalInterface
public interface VipCustomizer<B> {

    /** Sets what it wants to, on a builder that has all that the properties say. */
    void customize(B builder);
}
