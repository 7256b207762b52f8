package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.floatingip.testkit.assertj.VipAssertions.refusal;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.floatingip.Dependent;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.RefusalReason;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.InterfaceType;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcSubnet;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which interface of a host can be given an address, where it has more than plain ones: by each way, the real assigner over HTTP and its
 * twin in memory.
 */
class InterfacesOfTargetsTest {

    private static final String STRANGER = "210987654321";

    private static Arguments world(String name, Supplier<WayFixture> make) {
        return Arguments.of(Named.of(name, make));
    }

    static Stream<Arguments> secondary() {
        return Stream.of(
                world("secondary, over HTTP", SecondaryIpFixture::overHttp),
                world("secondary, in memory", SecondaryIpFixture::inMemory));
    }

    static Stream<Arguments> ofSubnets() {
        return Stream.concat(
                secondary(),
                Stream.of(
                        world("IPv6, over HTTP", Ipv6Fixture::overHttp),
                        world("IPv6, in memory", Ipv6Fixture::inMemory)));
    }

    static Stream<Arguments> each() {
        return Stream.concat(
                ofSubnets(),
                Stream.of(
                        world("Elastic IP, over HTTP", ElasticIpFixture::overHttp),
                        world("Elastic IP, in memory", ElasticIpFixture::inMemory),
                        world("route, over HTTP", () -> RouteFixture.overHttp(2)),
                        world("route, in memory", () -> RouteFixture.inMemory(2))));
    }

    private static FloatingIp at(IpAddress address, WayFixture world) {
        return FloatingIp.at(address)
                .assigner(world.assigner())
                .ticker(world.scenario().ticker())
                .build();
    }

    private static VpcInterface add(WayFixture world, HostId host, InterfaceSpec spec) {
        InMemoryVpc network = world.network();
        VpcInterface made = network.createInterface(spec);
        return network.attachInterface(made.id(), host.value(), 1);
    }

    private static InterfaceSpec efaOnly(VpcSubnet subnet) {
        return InterfaceSpec.in(subnet.id()).type(InterfaceType.EFA_ONLY);
    }

    private static VpcSubnet subnet(WayFixture world) {
        return world.network().subnets().get(0);
    }

    @ParameterizedTest
    @MethodSource("each")
    void moveTo_whenTheTargetHasAnEfaOnlyInterfaceToo_takesTheOther(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcInterface efa = add(world, world.target(), efaOnly(subnet(world)));

            MoveResult moved = at(world.free(), world).moveTo(world.target());

            assertThat(moved.to().interfaceId())
                    .isEqualTo(world.eni(world.target()))
                    .isNotEqualTo(efa.id());
            assertThat(world.truth(world.free())).containsExactly(world.target());
        }
    }

    @ParameterizedTest
    @MethodSource("each")
    void moveTo_whenTheInterfaceThatIsNamedIsEfaOnly_isRefusedBeforeAnyChange(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcInterface efa = add(world, world.target(), efaOnly(subnet(world)));

            assertThatThrownBy(() -> at(world.held(), world).moveTo(efa.id()))
                    .is(refusal(RefusalReason.UNKNOWN_TARGET))
                    .hasMessageContaining(efa.id())
                    .hasMessageContaining("EFA-only");
            assertThat(world.truth(world.held())).containsExactly(world.holder());
            assertThat(world.changes()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("ofSubnets")
    void moveTo_whenOnlyAnEfaOnlyInterfaceIsInTheSubnet_isRefusedByThatName(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcSubnet near = subnet(world);
            VpcSubnet far = world.network().createSubnet(near.vpcId(), "10.0.9.0/24", near.zone());
            HostId apart = HostId.of(
                    world.network().run(InstanceSpec.in(far.id()).id("i-0d")).id());
            VpcInterface efa = add(world, apart, efaOnly(near));

            assertThatThrownBy(() -> at(world.held(), world).moveTo(apart))
                    .is(refusal(RefusalReason.SUBNET_MISMATCH))
                    .hasMessageContaining(near.id() + " only by " + efa.id() + ", which can't have an IP address");
            assertThat(world.changes()).isZero();
        }
    }

    // ---- several VPCs

    private static VpcSubnet sameRangeInAnotherVpc(WayFixture world) {
        InMemoryVpc network = world.network();
        String other = network.createVpc("10.0.0.0/16").id();
        return network.createSubnet(
                other, subnet(world).cidr().toString(), subnet(world).zone());
    }

    @ParameterizedTest
    @MethodSource("secondary")
    void moveTo_whenTwoVpcsOfTheTargetCouldTakeAnAddressThatNobodyHolds_isAmbiguous(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcSubnet there = sameRangeInAnotherVpc(world);
            add(world, world.target(), InterfaceSpec.in(there.id()));

            assertThatThrownBy(() -> at(world.free(), world).moveTo(world.target()))
                    .is(refusal(RefusalReason.AMBIGUOUS_ADDRESS))
                    .hasMessageContaining(subnet(world).vpcId())
                    .hasMessageContaining(there.vpcId())
                    .hasMessageContaining("VPC id");
            assertThat(world.truth(world.free())).isEmpty();
            assertThat(world.changes()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("secondary")
    void moveTo_whenTheInterfaceOfOneVpcIsNamed_takesThat(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcInterface there = add(
                    world,
                    world.target(),
                    InterfaceSpec.in(sameRangeInAnotherVpc(world).id()));

            MoveResult moved = at(world.free(), world).moveTo(there.id());

            assertThat(moved.to().interfaceId()).isEqualTo(there.id());
            assertThat(moved.to().host()).isEqualTo(world.target());
        }
    }

    @ParameterizedTest
    @MethodSource("secondary")
    void moveTo_whenOneVpcOfTheTargetHasTheAddressOutOfItsReach_takesTheOther(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcSubnet sameRange = sameRangeInAnotherVpc(world);
            VpcSubnet beside = world.network().createSubnet(sameRange.vpcId(), "10.0.9.0/24", sameRange.zone());
            add(world, world.target(), InterfaceSpec.in(beside.id()));

            MoveResult moved = at(world.free(), world).moveTo(world.target());

            assertThat(moved.to().interfaceId()).isEqualTo(world.eni(world.target()));
        }
    }

    @ParameterizedTest
    @MethodSource("secondary")
    void moveTo_whenItIsHeldInOneOfTheTargetsVpcs_staysInThat(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            add(
                    world,
                    world.target(),
                    InterfaceSpec.in(sameRangeInAnotherVpc(world).id()));

            MoveResult moved = at(world.held(), world).moveTo(world.target());

            assertThat(moved.to().interfaceId()).isEqualTo(world.eni(world.target()));
        }
    }

    // ---- holders that are not shown

    @ParameterizedTest
    @MethodSource("secondary")
    void moveTo_whenAnotherAccountOfASharedSubnetHoldsIt_isToldAsAHolderWhoIsNotShown(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            InMemoryVpc network = world.network();
            network.shareVpc(subnet(world).vpcId(), STRANGER);
            network.createInterface(InterfaceSpec.in(subnet(world).id())
                    .id("eni-stranger")
                    .secondary(world.free())
                    .owner(STRANGER));
            FloatingIp free = at(world.free(), world);

            assertThat(free.holders()).isEmpty();
            MovePlan plan = free.move().to(world.target().value()).plan();
            assertThat(plan.warnings()).singleElement().asString().contains(STRANGER, "is not shown");
            HolderChangedException refused =
                    catchThrowableOfType(HolderChangedException.class, () -> free.moveTo(world.target()));

            assertThat(refused)
                    .hasMessageContaining("is taken, but nobody is shown to hold it")
                    .hasMessageContaining("shared subnet")
                    .hasMessageContaining("assigned, but move is not allowed");
            assertThat(refused.holders()).isEmpty();
            assertThat(refused.effect()).isEqualTo(Effect.NONE);
            assertThat(network.holders(world.free()))
                    .singleElement()
                    .matches(holder -> holder.interfaceId().equals("eni-stranger"));
        }
    }

    @ParameterizedTest
    @MethodSource("secondary")
    void moveTo_whenTheSubnetIsShared_warnsOnlyWhereNobodyIsSeen(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            world.network().shareVpc(subnet(world).vpcId(), STRANGER);

            assertThat(at(world.held(), world).moveTo(world.target()).warnings())
                    .isEmpty();
            assertThat(at(world.free(), world).moveTo(world.target()).warnings())
                    .singleElement()
                    .asString()
                    .contains(world.free().toString(), STRANGER);
        }
    }

    @ParameterizedTest
    @MethodSource("secondary")
    void moveTo_whenTheInterfaceThatIsNamedIsOfAnotherAccount_isUnknown(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcInterface theirs = world.network()
                    .createInterface(InterfaceSpec.in(subnet(world).id()).owner(STRANGER));

            assertThatThrownBy(() -> at(world.held(), world).moveTo(theirs.id()))
                    .is(refusal(RefusalReason.UNKNOWN_TARGET));
            assertThat(List.copyOf(world.truth(world.held()))).containsExactly(world.holder());
        }
    }

    // ---- carrier IPs

    private static VpcElasticIp carrierIpOn(WayFixture world, HostId host, IpAddress address) {
        InMemoryVpc network = world.network();
        VpcElasticIp carrier = network.allocateCarrierIp("us-east-1-wl1-bos-wlz-1", Map.of());
        return network.associateElasticIp(carrier.allocationId(), world.eni(host), address, false);
    }

    @ParameterizedTest
    @MethodSource("secondary")
    void moveTo_whenACarrierIpIsOnTheAddress_takesItAlong(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcElasticIp carrier = carrierIpOn(world, world.holder(), world.held());

            MovePlan plan =
                    at(world.held(), world).move().to(world.target().value()).plan();
            MoveResult moved = at(world.held(), world).moveTo(world.target());

            assertThat(plan.dependents())
                    .containsExactly(Dependent.of(carrier.allocationId(), "carrier IP " + carrier.publicIp()));
            assertThat(moved.moved()).isTrue();
            assertThat(world.network()
                            .elasticIp(carrier.allocationId())
                            .orElseThrow()
                            .association()
                            .interfaceId())
                    .isEqualTo(world.eni(world.target()));
        }
    }

    static Stream<Arguments> elasticIps() {
        return each().skip(4).limit(2);
    }

    @ParameterizedTest
    @MethodSource("elasticIps")
    void moveTo_whenACarrierIpIsInThePlace_displacesNothing(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            IpAddress primary = world.network()
                    .networkInterface(world.eni(world.target()))
                    .orElseThrow()
                    .primaryAddress();
            VpcElasticIp carrier = carrierIpOn(world, world.target(), primary);

            assertThatThrownBy(() -> at(world.held(), world).moveTo(world.target()))
                    .is(refusal(RefusalReason.OCCUPIED))
                    .hasMessageContaining("carrier IP " + carrier.publicIp());
            assertThat(world.changes()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("elasticIps")
    void moveTo_whenTheAddressIsACarrierIp_isRefusedByThatName(Supplier<WayFixture> make) {
        try (WayFixture world = make.get()) {
            VpcElasticIp carrier = world.network().allocateCarrierIp("us-east-1-wl1-bos-wlz-1", Map.of());

            assertThatThrownBy(() -> at(carrier.publicIp(), world).moveTo(world.target()))
                    .is(refusal(RefusalReason.UNKNOWN_ADDRESS))
                    .hasMessageContaining("carrier IP");
        }
    }
}
