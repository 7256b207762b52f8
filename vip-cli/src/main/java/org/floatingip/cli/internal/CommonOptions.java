package org.floatingip.cli.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.floatingip.aws.Ec2AssignerBuilder;
import org.floatingip.aws.Ec2IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** The options of every command that asks AWS. */
final class CommonOptions {

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            converter = Endpoint.class,
            description = "The endpoint of EC2, instead of the region's.")
    @Nullable
    URI endpointUrl;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            converter = RegionName.class,
            description = "The AWS region, for example us-east-1.")
    @Nullable
    String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of the AWS configuration files.")
    @Nullable
    String profile;

    @Option(
            names = "--vpc",
            paramLabel = "VPC",
            converter = VpcId.class,
            description =
                    "The VPC of the addresses. Needed if several VPCs have an address; also makes reading faster.")
    @Nullable
    String vpc;

    /** The region that was given, here or in the environment. */
    String requiredRegion() {
        String chosen = region != null ? region : regionByEnvironment(System.getenv());
        try {
            return chosen != null
                    ? chosen
                    : DefaultAwsRegionProviderChain.builder()
                            .profileName(profile)
                            .build()
                            .getRegion()
                            .id();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException("no AWS region for " + vpc + ": give --region, or set AWS_REGION", e);
        }
    }

    /** Sets a client's region to that of the command; leaves it to the SDK where only that knows it. */
    void region(Consumer<String> client) {
        String chosen = region != null ? region : regionByEnvironment(System.getenv());
        if (chosen != null) {
            client.accept(chosen);
        }
    }

    /** Makes an assigner by these options and the environment, for an operation that has that time. */
    <B extends Ec2AssignerBuilder<B>, A> A assigner(B builder, Function<B, A> build, Duration whole) {
        builder.attemptTimeout(shorter(whole, Ec2IpAssigner.DEFAULT_ATTEMPT_TIMEOUT))
                .callTimeout(shorter(whole, Ec2IpAssigner.DEFAULT_CALL_TIMEOUT));
        if (endpointUrl != null) {
            builder.endpointOverride(endpointUrl);
        }
        if (profile != null) {
            builder.profile(profile);
        }
        if (vpc != null) {
            builder.vpcId(vpc);
        }
        String chosen = region != null ? region : regionByEnvironment(System.getenv());
        if (chosen != null) {
            builder.region(chosen);
        }
        try {
            return build.apply(builder);
        } catch (SdkClientException e) {
            if (chosen == null) {
                throw new IllegalArgumentException(
                        (profile == null
                                        ? "no AWS region"
                                        : "no AWS region in profile \"" + profile + "\", if there is one")
                                + ": give --region, or set AWS_REGION",
                        e);
            }
            throw e;
        }
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /**
     * The region where none was given. The SDK's own chain finds the rest; this adds what the {@code aws} command knows
     * (AWS_DEFAULT_REGION), and that an endpoint that was given needs a region only for its signature.
     */
    private @Nullable String regionByEnvironment(Map<String, String> environment) {
        if (environment.containsKey("AWS_REGION")) {
            return null;
        }
        String byDefault = environment.get("AWS_DEFAULT_REGION");
        if (byDefault != null && !byDefault.isBlank()) {
            return byDefault;
        }
        boolean endpoint = endpointUrl != null
                || environment.containsKey("AWS_ENDPOINT_URL")
                || environment.containsKey("AWS_ENDPOINT_URL_EC2");
        return endpoint && profile == null && !regionInProfile() ? "us-east-1" : null;
    }

    /** Whether the configuration files name a region: what EC2 checks in the signature is theirs, not our default. */
    private static boolean regionInProfile() {
        try {
            return new AwsProfileRegionProvider().getRegion() != null;
        } catch (SdkClientException e) {
            return false;
        }
    }

    /** The name of a region. */
    static final class RegionName implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            if (!value.matches("[a-z0-9][a-z0-9-]{0,62}")) {
                throw new TypeConversionException("not a region: \"" + value + "\": expected a name as in us-east-1");
            }
            return value;
        }
    }

    /** A URL with scheme and host: the SDK's own message for anything else helps nobody. */
    static final class Endpoint implements ITypeConverter<URI> {

        @Override
        public URI convert(String value) {
            try {
                URI url = URI.create(value);
                if (url.getHost() != null
                        && url.getPort() <= 65535
                        // The SDK would drop anything else in silence.
                        && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                        && url.getRawQuery() == null
                        && url.getRawUserInfo() == null
                        && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                    return url;
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("not an endpoint URL: \"" + value + "\": " + e.getMessage());
            }
            throw new TypeConversionException(
                    "not an endpoint URL: \"" + value + "\": expected http://host:port or https://host");
        }
    }

    /** The id of a VPC. */
    static final class VpcId implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            if (!value.matches("vpc-[0-9a-f]{1,17}")) {
                throw new TypeConversionException(
                        "not a VPC id: \"" + value + "\": expected an id as in vpc-0123456789abcdef0");
            }
            return value;
        }
    }
}
