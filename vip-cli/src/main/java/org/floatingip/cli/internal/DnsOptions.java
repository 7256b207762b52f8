package org.floatingip.cli.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.aws.Route53DnsRegistrar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where names are kept. */
final class DnsOptions {

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = ZoneId.class,
            description = "A hosted zone, by its id, if several have the name. Can be repeated.")
    List<String> zones = new ArrayList<>();

    /** A registrar by these options and the environment. */
    Route53DnsRegistrar registrar(CommonOptions common, Duration whole) {
        Route53DnsRegistrar.Builder builder = Route53DnsRegistrar.builder();
        builder.callTimeout(CommonOptions.shorter(whole, Route53DnsRegistrar.DEFAULT_CALL_TIMEOUT));
        if (common.endpointUrl != null) {
            builder.endpointOverride(common.endpointUrl);
        }
        if (common.profile != null) {
            builder.profile(common.profile);
        }
        common.region(builder::region);
        if (common.vpc != null && zones.isEmpty()) {
            builder.vpc(common.vpc, common.requiredRegion());
        }
        zones.forEach(builder::zoneId);
        return builder.build();
    }

    /** The id of a hosted zone. */
    static final class ZoneId implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            if (!value.matches("(/hostedzone/)?Z[0-9A-Z]{1,31}")) {
                throw new TypeConversionException(
                        "not the id of a hosted zone: \"" + value + "\": expected one as in Z0123456789ABCDEFGHIJ");
            }
            return value;
        }
    }

    /** How long somebody wants to wait. */
    static final class WaitSeconds implements ITypeConverter<@Nullable Duration> {

        @Override
        public Duration convert(String value) {
            if (!value.matches("[1-9][0-9]{0,4}")) {
                throw new TypeConversionException("not a time to wait: \"" + value + "\": expected 1 to 99999 seconds");
            }
            return Duration.ofSeconds(Long.parseLong(value));
        }
    }
}
