package org.floatingip.boot.internal;

import java.time.Duration;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Route53DnsRegistrar;
import org.floatingip.boot.VipCustomizer;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.IpAssigner;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** EC2 and Route 53, where {@code vip-aws} is on the class path. */
@AutoConfiguration
@ConditionalOnClass(Ec2IpAssigner.class)
@EnableConfigurationProperties(VipProperties.class)
public final class AwsAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(IpAssigner.class)
    Ec2IpAssigner ec2IpAssigner(
            VipProperties properties, ObjectProvider<VipCustomizer<Ec2IpAssigner.Builder>> customizers) {
        VipProperties.Aws aws = properties.aws();
        Ec2IpAssigner.Builder builder = Ec2IpAssigner.builder()
                .attemptTimeout(shorter(aws.attemptTimeout(), properties.timeout()))
                .callTimeout(shorter(aws.callTimeout(), properties.timeout()))
                .dataPlaneLag(aws.dataPlaneLag())
                .readLag(aws.readLag());
        if (aws.region() != null) {
            builder.region(aws.region());
        }
        if (aws.profile() != null) {
            builder.profile(aws.profile());
        }
        if (aws.endpoint() != null) {
            builder.endpointOverride(aws.endpoint());
        }
        if (aws.vpcId() != null) {
            builder.vpcId(aws.vpcId());
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw aws.region() == null ? noRegion(e) : e;
        }
    }

    private static RuntimeException noRegion(SdkClientException cause) {
        RuntimeException unset = new InvalidConfigurationPropertyValueException(
                "vip.aws.region",
                null,
                "There is no AWS region: set it, as in us-east-1, or AWS_REGION in the environment. The AWS SDK says: "
                        + cause.getMessage());
        // Its constructor has set a cause already: none.
        unset.addSuppressed(cause);
        return unset;
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean(DnsRegistrar.class)
    @Conditional(Given.Names.class)
    Route53DnsRegistrar route53DnsRegistrar(
            VipProperties properties, ObjectProvider<VipCustomizer<Route53DnsRegistrar.Builder>> customizers) {
        VipProperties.Aws aws = properties.aws();
        Route53DnsRegistrar.Builder builder = Route53DnsRegistrar.builder()
                .callTimeout(shorter(Route53DnsRegistrar.DEFAULT_CALL_TIMEOUT, properties.timeout()));
        if (aws.region() != null) {
            builder.region(aws.region());
        }
        if (aws.profile() != null) {
            builder.profile(aws.profile());
        }
        if (aws.endpoint() != null) {
            builder.endpointOverride(aws.endpoint());
        }
        properties.dns().zones().forEach(builder::zoneId);
        if (aws.vpcId() != null && properties.dns().zones().isEmpty()) {
            builder.vpc(aws.vpcId(), regionOf(aws));
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    private static String regionOf(VipProperties.Aws aws) {
        if (aws.region() != null) {
            return aws.region();
        }
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(aws.profile())
                    .build()
                    .getRegion()
                    .id();
        } catch (SdkClientException e) {
            throw noRegion(e);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
