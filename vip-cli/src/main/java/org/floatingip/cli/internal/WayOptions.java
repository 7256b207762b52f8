package org.floatingip.cli.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.aws.Ec2Ipv6Assigner;
import org.floatingip.aws.ElasticIpAssigner;
import org.floatingip.aws.IamWay;
import org.floatingip.aws.RouteIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** By which way the addresses float. */
final class WayOptions {

    @Option(
            names = "--by",
            paramLabel = "WAY",
            converter = Name.class,
            description = "How the addresses float: secondary-ip (default), within their subnet; route, an "
                    + "address outside the VPC, by a route in each table; elastic-ip. An IPv6 address "
                    + "floats in a way of its own, within its subnet.")
    @Nullable
    IamWay by;

    @Option(
            names = "--route-table",
            paramLabel = "ID",
            converter = TableId.class,
            description = "With --by route: a table whose route is to lead to the holder. Can be repeated. Default: "
                    + "all tables that have the route.")
    List<String> routeTables = new ArrayList<>();

    @Option(
            names = "--create-routes",
            description = "With --by route and --route-table: create the route in the tables that have none.")
    boolean createRoutes;

    /** An assigner, and what was made for it. */
    record Opened(IpAssigner assigner, List<Runnable> closing) implements AutoCloseable {

        @Override
        public void close() {
            closing.forEach(Runnable::run);
        }
    }

    /** The assigner of the way that was asked for, or that these addresses have. */
    Opened open(List<IpAddress> addresses, CommonOptions options, Duration whole, ReportingCommand command) {
        return switch (way(addresses, command)) {
            case SECONDARY_IP -> {
                Ec2IpAssigner made = options.assigner(Ec2IpAssigner.builder(), Ec2IpAssigner.Builder::build, whole);
                yield new Opened(made, List.of(made::close));
            }
            case IPV6 -> {
                Ec2Ipv6Assigner made =
                        options.assigner(Ec2Ipv6Assigner.builder(), Ec2Ipv6Assigner.Builder::build, whole);
                yield new Opened(made, List.of(made::close));
            }
            case ELASTIC_IP -> {
                ElasticIpAssigner made =
                        options.assigner(ElasticIpAssigner.builder(), ElasticIpAssigner.Builder::build, whole);
                yield new Opened(made, List.of(made::close));
            }
            case ROUTE -> routes(options, whole);
        };
    }

    /** All tables at once: a thread for each, which ends with the command. */
    private Opened routes(CommonOptions options, Duration whole) {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "vip-routes");
            thread.setDaemon(true);
            return thread;
        });
        RouteIpAssigner.Builder builder =
                RouteIpAssigner.builder().routeTables(routeTables).executor(threads);
        if (createRoutes) {
            builder.createMissingRoutes();
        }
        RouteIpAssigner made = options.assigner(builder, RouteIpAssigner.Builder::build, whole);
        return new Opened(made, List.of(made::close, threads::shutdownNow));
    }

    private IamWay way(List<IpAddress> addresses, ReportingCommand command) {
        if (by != IamWay.ROUTE && (!routeTables.isEmpty() || createRoutes)) {
            throw command.usage("--route-table and --create-routes need --by route");
        }
        if (createRoutes && routeTables.isEmpty()) {
            throw command.usage(
                    "--create-routes needs --route-table: without it only tables that have the route are known");
        }
        long ipv6 = addresses.stream().filter(IpAddress::isIpv6).count();
        if (ipv6 > 0 && by != null) {
            throw command.usage("--by is for IPv4 addresses: an IPv6 address floats by its own way");
        }
        if (ipv6 > 0 && ipv6 < addresses.size()) {
            throw command.usage("IPv4 and IPv6 addresses float by different ways: move them by two commands");
        }
        return ipv6 > 0 ? IamWay.IPV6 : by == null ? IamWay.SECONDARY_IP : by;
    }

    /** A way, by its name. */
    static final class Name implements ITypeConverter<IamWay> {

        @Override
        public IamWay convert(String value) {
            try {
                return IamWay.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** The id of a route table. */
    static final class TableId implements ITypeConverter<String> {

        @Override
        public String convert(String value) {
            if (!value.matches("rtb-[0-9a-f]{1,17}")) {
                throw new TypeConversionException(
                        "not a route table id: \"" + value + "\": expected an id as in rtb-0123456789abcdef0");
            }
            return value;
        }
    }
}
