package org.floatingip.lab.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.floatingip.CidrBlock;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2AssignerBuilder;
import org.floatingip.aws.Ec2Ipv6Assigner;
import org.floatingip.aws.ElasticIpAssigner;
import org.floatingip.aws.IamAction;
import org.floatingip.aws.IamFeature;
import org.floatingip.aws.IamPolicy;
import org.floatingip.aws.IamWay;
import org.floatingip.aws.RouteIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.RouteTarget;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcSubnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Each feature by each other way, run over HTTP by the real SDK against an endpoint that permits what its policy allows: a call that
 * the policy lacks fails, and so does an action in it that is never called.
 */
class WayPolicyTest {

    /** An address that floats by that way: on the first host of the sandbox. */
    private static final class Floating implements AutoCloseable {

        final PolicyWorld world = new PolicyWorld(false, PolicyWorld.Zones.OF_ACCOUNT);
        private final InMemoryVpc network = world.network;
        private final IamWay way;
        private final VpcSubnet subnet = network.subnets().get(0);
        // Beside the main one, so that the doctor asks which subnets follow that.
        private final String table = network.routing().createTable(world.vpc).id();
        private final IpAddress address;
        private final IpAssigner assigner;
        private final Runnable closing;

        Floating(IamWay way) {
            this.way = way;
            switch (way) {
                case ROUTE -> {
                    address = IpAddress.of("192.168.99.1");
                    network.attributes().sourceDestCheck(eni(world.a), false);
                    network.attributes().sourceDestCheck(eni(world.b), false);
                    network.routing()
                            .createRoute(table, CidrBlock.of(address, 32), RouteTarget.networkInterface(eni(world.a)));
                    RouteIpAssigner made = settings(RouteIpAssigner.builder())
                            .routeTable(table)
                            .createMissingRoutes()
                            .build();
                    assigner = made;
                    closing = made::close;
                }
                case ELASTIC_IP -> {
                    VpcElasticIp elasticIp = network.allocateElasticIp();
                    address = elasticIp.publicIp();
                    network.associateElasticIp(
                            elasticIp.allocationId(),
                            eni(world.a),
                            network.networkInterface(eni(world.a)).orElseThrow().primaryAddress(),
                            false);
                    ElasticIpAssigner made =
                            settings(ElasticIpAssigner.builder()).build();
                    assigner = made;
                    closing = made::close;
                }
                default -> {
                    CidrBlock range = CidrBlock.of(
                            network.ipv6().associateVpc(world.vpc).cidr().first(), 64);
                    network.ipv6().associateSubnet(subnet.id(), range);
                    address = range.address(0x12);
                    network.ipv6().assign(eni(world.a), List.of(address));
                    Ec2Ipv6Assigner made = settings(Ec2Ipv6Assigner.builder()).build();
                    assigner = made;
                    closing = made::close;
                }
            }
        }

        private <B extends Ec2AssignerBuilder<B>> B settings(B builder) {
            return builder.region(Sandbox.REGION)
                    .endpointOverride(world.server.endpointUrl())
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                    .attemptTimeout(Duration.ofSeconds(60))
                    .callTimeout(Duration.ofSeconds(60));
        }

        private String eni(String instance) {
            return network.instance(instance).orElseThrow().interfaces().get(0).id();
        }

        FloatingIp ip() {
            return FloatingIp.at(address)
                    .assigner(assigner)
                    .ticker(network.ticker())
                    .build();
        }

        IamPolicy.Builder policy(IamFeature feature) {
            IamPolicy.Builder policy = IamPolicy.builder()
                    .by(way)
                    .feature(feature)
                    .region(PolicyEvaluator.REGION)
                    .account(PolicyEvaluator.ACCOUNT)
                    .networkInterface(eni(world.a))
                    .networkInterface(eni(world.b))
                    .vpc(world.vpc)
                    .routeTable(table);
            network.elasticIps().forEach(elasticIp -> policy.elasticIp(elasticIp.allocationId()));
            return policy;
        }

        /** In all situations in which it calls something that it does not call in others. */
        void run(IamFeature feature) {
            switch (feature) {
                case STATUS -> ip().holders();
                case PLAN -> {
                    if (way == IamWay.IPV6) {
                        ip().move()
                                .from(world.a)
                                .orUnheld()
                                .to(world.b)
                                .handover()
                                .plan();
                    } else {
                        ip().move().to(world.b).plan();
                    }
                }
                case MOVE -> {
                    move();
                    // One that nobody holds is given in other ways.
                    free();
                    ip().moveTo(world.a);
                }
                case RELEASE -> ip().release(world.a);
                default -> ip().doctor(world.a, world.b);
            }
        }

        private void move() {
            if (way == IamWay.IPV6) {
                ip().move().from(world.a).to(world.b).handover().execute();
            } else {
                ip().moveTo(world.b);
            }
        }

        /** Behind the policy's back. */
        private void free() {
            switch (way) {
                case ROUTE -> network.routing().deleteRoute(table, CidrBlock.of(address, 32));
                case ELASTIC_IP ->
                    network.elasticIps().forEach(elasticIp -> {
                        VpcElasticIp.Association association = elasticIp.association();
                        if (association != null) {
                            network.disassociateElasticIp(association.id());
                        }
                    });
                default -> network.ipv6().unassign(eni(world.b), List.of(address));
            }
        }

        /** What is made ready while everything is permitted. */
        void prepare(IamFeature feature) {
            // Who has the interface of a blackhole is asked; and which subnet has an IPv6 address that nobody holds.
            boolean reads = feature == IamFeature.STATUS
                    || feature == IamFeature.PLAN
                    || feature == IamFeature.RELEASE
                    || feature == IamFeature.MOVE;
            if (way == IamWay.ROUTE && reads) {
                network.stop(world.a);
            }
            if (way == IamWay.IPV6 && (feature == IamFeature.PLAN || feature == IamFeature.DOCTOR)) {
                network.ipv6().unassign(eni(world.a), List.of(address));
            }
        }

        @Override
        public void close() {
            closing.run();
            world.close();
        }
    }

    static Stream<Arguments> features() {
        return Stream.of(IamWay.ROUTE, IamWay.ELASTIC_IP, IamWay.IPV6)
                .flatMap(way -> Stream.of(
                                IamFeature.STATUS,
                                IamFeature.PLAN,
                                IamFeature.MOVE,
                                IamFeature.RELEASE,
                                IamFeature.DOCTOR)
                        .map(feature -> Arguments.of(way, feature)));
    }

    @ParameterizedTest
    @MethodSource("features")
    void feature_underExactlyItsPolicy_worksAndUsesAllOfIt(IamWay way, IamFeature feature) {
        try (Floating floating = new Floating(way)) {
            floating.prepare(feature);
            IamPolicy policy = floating.policy(feature).build();
            int before = floating.world.server.requests().size();
            floating.world.under(policy.toJson());

            floating.run(feature);

            List<String> probed =
                    feature == IamFeature.DOCTOR ? List.of("ec2:ReplaceRoute", "ec2:AssociateAddress") : List.of();
            assertThat(floating.world.denied())
                    .as("called, and not in %s", policy)
                    .isSubsetOf(probed);
            assertThat(floating.world.calledSince(before))
                    .as("called, and in the policy")
                    .filteredOn(action -> !probed.contains(action))
                    .containsExactlyInAnyOrderElementsOf(
                            policy.actions().stream().map(IamAction::text).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("features")
    void feature_withoutOneActionOfItsPolicy_isDeniedThatAction(IamWay way, IamFeature feature) {
        for (IamAction lacking :
                IamPolicy.builder().by(way).feature(feature).build().actions()) {
            try (Floating floating = new Floating(way)) {
                floating.prepare(feature);
                floating.world.under(floating.policy(feature)
                        .build()
                        .toJson()
                        .replace("\"" + lacking.text() + "\"", "\"ec2:Nothing\""));
                try {
                    floating.run(feature);
                } catch (FloatingIpException e) {
                    // Some denials are worth only a warning that is left out; others end the run.
                }

                assertThat(floating.world.denied()).contains(lacking.text());
            }
        }
    }

    @Test
    void of_aNameThatIsNone_listsThem() {
        assertThat(IamWay.of("Elastic-IP")).isEqualTo(IamWay.ELASTIC_IP);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IamWay.of("eip"))
                .withMessageContaining("secondary-ip, route, elastic-ip, ipv6");
    }
}
