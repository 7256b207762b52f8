package org.floatingip.lab.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.floatingip.CidrBlock;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2AssignerBuilder;
import org.floatingip.aws.Ec2Ipv6Assigner;
import org.floatingip.aws.ElasticIpAssigner;
import org.floatingip.aws.IamWay;
import org.floatingip.aws.RouteIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.spi.Traits;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.fault.RecordedRequest;
import org.floatingip.testkit.fault.WireFault;
import org.floatingip.testkit.network.Ec2RefusalException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcElasticIp;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Three hosts, an address that floats among them by some way and is on the first, and somebody else who acts beside the mover. */
abstract class WayNetwork implements AutoCloseable {

    static final HostId FIRST = HostId.of("i-0a");

    final Scenario scenario =
            Scenario.builder().host("i-0a").host("i-0b").host("i-0c").build();
    final InMemoryVpc vpc = scenario.network();
    final String vpcId = vpc.vpcs().get(0).id();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(vpc);

    static WayNetwork of(IamWay way, int tables) {
        return switch (way) {
            case ROUTE -> new Routes(tables);
            case ELASTIC_IP -> new ElasticIps();
            default -> new Ipv6();
        };
    }

    abstract IpAddress address();

    abstract IpAssigner assigner();

    abstract List<String> actions();

    /** Who really holds it; a host for each that does, and another thing where tables differ. */
    abstract List<HostId> truth();

    abstract void give(HostId host);

    abstract void free();

    /** Something else comes to where the address is to come; nothing where there is no such thing. */
    void occupy(HostId host) {}

    /** Takes away what is where the address is to come; in words, null for nothing. */
    @Nullable
    String clear(HostId host) {
        return null;
    }

    /** What is where the address was put, while that is nowhere; null for nothing. */
    @Nullable
    String displacedBy() {
        return null;
    }

    final boolean takesOver() {
        return assigner().traits().takeover() == Traits.Takeover.ATOMIC;
    }

    final Ticker ticker() {
        return scenario.ticker();
    }

    final String eni(HostId host) {
        return vpc.instance(host.value()).orElseThrow().interfaces().get(0).id();
    }

    final IpAddress primary(HostId host) {
        return vpc.networkInterface(eni(host)).orElseThrow().primaryAddress();
    }

    /** In words what happened. */
    final String happen(int event, HostId third) {
        try {
            switch (event) {
                case 0 -> give(third);
                case 1 -> free();
                case 2 -> occupy(HostId.of("i-0b"));
                case 3 -> vpc.stop(third.value());
                default -> {
                    return "nothing";
                }
            }
            return List.of("third party takes it", "somebody frees it", "its place is taken", "the third is stopped")
                    .get(event);
        } catch (Ec2RefusalException e) {
            return "refused: " + e.getMessage();
        }
    }

    final void inject(WireFault fault) {
        server.inject(fault);
    }

    final void mend() {
        server.mend();
    }

    final List<RecordedRequest> requests() {
        return server.requests();
    }

    final boolean wasCarriedOut(RecordedRequest request) {
        return request.status() == 200
                || (request.status() == 0 && String.valueOf(request.fault()).contains("reply"));
    }

    final <B extends Ec2AssignerBuilder<B>> B settings(B builder) {
        return builder.region(Sandbox.REGION)
                .endpointOverride(server.endpointUrl())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .attemptTimeout(Duration.ofSeconds(60))
                .callTimeout(Duration.ofSeconds(60))
                .dataPlaneLag(Duration.ZERO);
    }

    @Override
    public void close() {
        try {
            ((AutoCloseable) assigner()).close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        server.close();
        scenario.close();
    }

    private static final class Routes extends WayNetwork {

        private final List<String> tables = new ArrayList<>();
        private final CidrBlock destination = CidrBlock.of("192.168.99.1/32");
        private final RouteIpAssigner assigner;

        private Routes(int count) {
            tables.add(vpc.routing().mainTable(vpcId).id());
            while (tables.size() < count) {
                tables.add(vpc.routing().createTable(vpcId).id());
            }
            for (String host : List.of("i-0a", "i-0b", "i-0c")) {
                vpc.attributes().sourceDestCheck(eni(HostId.of(host)), false);
            }
            give(FIRST);
            assigner = settings(RouteIpAssigner.builder())
                    .routeTables(tables)
                    .createMissingRoutes()
                    .build();
        }

        @Override
        IpAddress address() {
            return destination.first();
        }

        @Override
        IpAssigner assigner() {
            return assigner;
        }

        @Override
        List<String> actions() {
            return List.of("DescribeRouteTables", "DescribeInstances", "ReplaceRoute", "CreateRoute", "DeleteRoute");
        }

        @Override
        List<HostId> truth() {
            List<String> ends = tables.stream()
                    .map(table -> vpc.routing()
                            .table(table)
                            .orElseThrow()
                            .route(destination)
                            .map(route -> String.valueOf(route.interfaceId()))
                            .orElse(table))
                    .distinct()
                    .toList();
            if (ends.stream().allMatch(tables::contains)) {
                return List.of();
            }
            return ends.stream()
                    .map(end -> tables.contains(end)
                            ? HostId.of(end)
                            : HostId.of(Objects.requireNonNull(vpc.networkInterface(end)
                                            .orElseThrow()
                                            .attachment())
                                    .instanceId()))
                    .toList();
        }

        @Override
        void give(HostId host) {
            for (String table : tables) {
                RouteTarget to = RouteTarget.networkInterface(eni(host));
                if (vpc.routing().table(table).orElseThrow().route(destination).isPresent()) {
                    vpc.routing().replaceRoute(table, destination, to);
                } else {
                    vpc.routing().createRoute(table, destination, to);
                }
            }
        }

        @Override
        void free() {
            tables.forEach(table -> {
                if (vpc.routing().table(table).orElseThrow().route(destination).isPresent()) {
                    vpc.routing().deleteRoute(table, destination);
                }
            });
        }

        /** One of the tables alone is brought elsewhere. */
        @Override
        void occupy(HostId host) {
            if (vpc.routing()
                    .table(tables.get(0))
                    .orElseThrow()
                    .route(destination)
                    .isPresent()) {
                vpc.routing()
                        .replaceRoute(tables.get(0), destination, RouteTarget.networkInterface(eni(HostId.of("i-0c"))));
            }
        }
    }

    private static final class ElasticIps extends WayNetwork {

        private final VpcElasticIp ours = vpc.allocateElasticIp();
        private final VpcElasticIp other = vpc.allocateElasticIp();
        private final ElasticIpAssigner assigner =
                settings(ElasticIpAssigner.builder()).build();

        private ElasticIps() {
            give(FIRST);
        }

        @Override
        IpAddress address() {
            return ours.publicIp();
        }

        @Override
        IpAssigner assigner() {
            return assigner;
        }

        @Override
        List<String> actions() {
            return List.of(
                    "DescribeAddresses",
                    "DescribeInstances",
                    "DescribeNetworkInterfaces",
                    "AssociateAddress",
                    "DisassociateAddress");
        }

        private VpcElasticIp.@Nullable Association association(VpcElasticIp which) {
            return vpc.elasticIp(which.allocationId()).orElseThrow().association();
        }

        @Override
        List<HostId> truth() {
            VpcElasticIp.Association now = association(ours);
            return now == null ? List.of() : List.of(HostId.of(Objects.requireNonNull(now.instanceId())));
        }

        @Override
        void give(HostId host) {
            vpc.associateElasticIp(ours.allocationId(), eni(host), primary(host), true);
        }

        @Override
        void free() {
            VpcElasticIp.Association now = association(ours);
            if (now != null) {
                vpc.disassociateElasticIp(now.id());
            }
        }

        @Override
        void occupy(HostId host) {
            vpc.associateElasticIp(other.allocationId(), eni(host), primary(host), true);
        }

        @Override
        @Nullable
        String clear(HostId host) {
            VpcElasticIp.Association there = association(other);
            if (there == null) {
                return null;
            }
            vpc.disassociateElasticIp(there.id());
            return other.publicIp().toString();
        }

        @Override
        @Nullable
        String displacedBy() {
            VpcElasticIp.Association there = association(other);
            boolean displaced = there != null
                    && truth().isEmpty()
                    && vpc.history().stream()
                            .map(Object::toString)
                            .anyMatch(event -> event.contains("disassociated") && event.contains(" from "));
            return displaced ? other.publicIp().toString() : null;
        }
    }

    private static final class Ipv6 extends WayNetwork {

        private final IpAddress address;
        private final Ec2Ipv6Assigner assigner =
                settings(Ec2Ipv6Assigner.builder()).build();

        private Ipv6() {
            CidrBlock range = CidrBlock.of(vpc.ipv6().associateVpc(vpcId).cidr().first(), 64);
            vpc.ipv6().associateSubnet(vpc.subnets().get(0).id(), range);
            address = range.address(0x12);
            give(FIRST);
        }

        @Override
        IpAddress address() {
            return address;
        }

        @Override
        IpAssigner assigner() {
            return assigner;
        }

        @Override
        List<String> actions() {
            return List.of(
                    "DescribeNetworkInterfaces",
                    "DescribeInstances",
                    "DescribeSubnets",
                    "AssignIpv6Addresses",
                    "UnassignIpv6Addresses");
        }

        @Override
        List<HostId> truth() {
            return vpc.holders(address).stream().map(Holder::host).toList();
        }

        @Override
        void give(HostId host) {
            free();
            vpc.ipv6().assign(eni(host), List.of(address));
        }

        @Override
        void free() {
            vpc.holders(address).forEach(holder -> vpc.ipv6().unassign(holder.interfaceId(), List.of(address)));
        }
    }
}
