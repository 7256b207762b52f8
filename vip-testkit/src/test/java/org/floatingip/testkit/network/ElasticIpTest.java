package org.floatingip.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.floatingip.IpAddress;
import org.floatingip.testkit.VirtualTicker;
import org.junit.jupiter.api.Test;

/** What becomes of Elastic IPs in the in-memory network. */
class ElasticIpTest {

    private static final IpAddress PRIMARY = IpAddress.of("10.0.1.10");
    private static final IpAddress VIP = IpAddress.of("10.0.1.12");

    private final VirtualTicker ticker = VirtualTicker.create();
    private final InMemoryVpc network = InMemoryVpc.builder().ticker(ticker).build();
    private final String subnet = network.createSubnet(
                    network.createVpc("10.0.0.0/16").id(), "10.0.1.0/24", "us-east-1a")
            .id();

    ElasticIpTest() {
        network.run(InstanceSpec.with(
                        InterfaceSpec.in(subnet).id("eni-a").primary(PRIMARY).secondary(VIP))
                .id("i-a"));
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-b").primary("10.0.1.11"))
                .id("i-b"));
    }

    private VpcElasticIp allocated() {
        return network.allocateElasticIp();
    }

    private VpcElasticIp onVip() {
        return network.associateElasticIp(allocated().allocationId(), "eni-a", VIP, false);
    }

    private VpcElasticIp now(VpcElasticIp elasticIp) {
        return network.elasticIp(elasticIp.allocationId()).orElseThrow();
    }

    private static VpcElasticIp.Association association(VpcElasticIp elasticIp) {
        return Objects.requireNonNull(elasticIp.association());
    }

    private static void refused(String code, String text, ThrowingCallable call) {
        assertThatExceptionOfType(Ec2RefusalException.class).isThrownBy(call).satisfies(refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.text()).isEqualTo(text);
        });
    }

    @Test
    void allocate_always_givesADocumentationAddressOfItsOwn() {
        VpcElasticIp one = allocated();
        VpcElasticIp two = network.allocateElasticIp(Map.of("Name", "db"));

        assertThat(one.allocationId()).matches("eipalloc-[0-9a-f]{17}");
        assertThat(one.publicIp()).hasToString("203.0.113.1");
        assertThat(two.publicIp()).hasToString("203.0.113.2");
        assertThat(one.association()).isNull();
        assertThat(network.elasticIps()).containsExactly(one, two);
        assertThat(two.tags()).containsEntry("Name", "db");
    }

    @Test
    void allocate_whenTheRangeIsUsedUp_isRefused() {
        for (int i = 0; i < 254; i++) {
            allocated();
        }

        refused("AddressLimitExceeded", "The maximum number of addresses has been reached.", this::allocated);
    }

    @Test
    void associate_whenFree_isShownOnBothSides() {
        VpcElasticIp associated = onVip();

        assertThat(association(associated).id()).matches("eipassoc-[0-9a-f]{17}");
        assertThat(association(associated).interfaceId()).isEqualTo("eni-a");
        assertThat(association(associated).instanceId()).isEqualTo("i-a");
        assertThat(association(associated).privateIp()).isEqualTo(VIP);
        assertThat(network.networkInterface("eni-a").orElseThrow().elasticIps()).isEqualTo(Map.of(VIP, associated));
    }

    @Test
    void associate_whenItIsSoAlready_changesNothing() {
        VpcElasticIp before = onVip();

        for (boolean allowed : List.of(true, false)) {
            assertThat(network.associateElasticIp(before.allocationId(), "eni-a", VIP, allowed))
                    .isEqualTo(before);
        }
    }

    @Test
    void associate_whenAssociatedElsewhere_needsTheFlagAndThenGoes() {
        VpcElasticIp before = onVip();
        IpAddress other = IpAddress.of("10.0.1.11");

        refused(
                "Resource.AlreadyAssociated",
                "resource " + before.allocationId() + " is already associated with associate-id "
                        + association(before).id(),
                () -> network.associateElasticIp(before.allocationId(), "eni-b", other, false));
        assertThat(now(before)).isEqualTo(before);

        VpcElasticIp after = network.associateElasticIp(before.allocationId(), "eni-b", other, true);
        assertThat(association(after).interfaceId()).isEqualTo("eni-b");
        assertThat(association(after).id()).isNotEqualTo(association(before).id());
        assertThat(network.networkInterface("eni-a").orElseThrow().elasticIps()).isEmpty();
    }

    @Test
    void associate_whenTheAddressHasAnother_replacesItWhateverTheFlagSays() {
        VpcElasticIp there = onVip();
        VpcElasticIp coming = allocated();

        VpcElasticIp after = network.associateElasticIp(coming.allocationId(), "eni-a", VIP, false);
        assertThat(network.networkInterface("eni-a").orElseThrow().elasticIps()).isEqualTo(Map.of(VIP, after));
        assertThat(now(there).association()).isNull();
    }

    @Test
    void associate_whenSomethingIsUnknown_isRefused() {
        String free = allocated().allocationId();

        refused(
                "InvalidAllocationID.NotFound",
                "The allocation ID 'eipalloc-0' does not exist",
                () -> network.associateElasticIp("eipalloc-0", "eni-a", VIP, true));
        refused(
                "InvalidNetworkInterfaceID.NotFound",
                "The networkInterface ID 'eni-0' does not exist",
                () -> network.associateElasticIp(free, "eni-0", VIP, true));
        refused(
                "InvalidParameterValue",
                "10.0.1.12 is not mapped to the interface eni-b",
                () -> network.associateElasticIp(free, "eni-b", VIP, true));
    }

    @Test
    void assignAddresses_whenReassigned_takesTheElasticIpAlong() {
        VpcElasticIp before = onVip();

        network.assignAddresses("eni-b", List.of(VIP), true);

        assertThat(association(now(before)).interfaceId()).isEqualTo("eni-b");
        assertThat(association(now(before)).instanceId()).isEqualTo("i-b");
        assertThat(association(now(before)).id()).isEqualTo(association(before).id());
        assertThat(network.networkInterface("eni-a").orElseThrow().elasticIps()).isEmpty();
        assertThat(network.networkInterface("eni-b").orElseThrow().elasticIps()).containsOnlyKeys(VIP);
        assertThat(network.history().get(network.history().size() - 1).text())
                .isEqualTo(before + " went along with 10.0.1.12 to eni-b");
    }

    @Test
    void unassignAddresses_whenItHasAnElasticIp_cutsItOff() {
        VpcElasticIp before = onVip();

        network.unassignAddresses("eni-a", List.of(VIP));

        assertThat(now(before).association()).isNull();
        assertThat(network.history().get(network.history().size() - 1).text())
                .isEqualTo("disassociated " + before + " from 10.0.1.12 of eni-a");

        network.assignAddresses("eni-b", List.of(VIP), false);
        assertThat(network.networkInterface("eni-b").orElseThrow().elasticIps()).isEmpty();
    }

    @Test
    void terminate_always_cutsOffWhatLedThere() {
        VpcElasticIp vip = onVip();
        VpcElasticIp primary = network.associateElasticIp(allocated().allocationId(), "eni-a", PRIMARY, false);

        network.terminate(List.of("i-a"));

        assertThat(now(vip).association()).isNull();
        assertThat(now(primary).association()).isNull();
    }

    @Test
    void stop_always_keepsTheAssociation() {
        VpcElasticIp before = onVip();

        network.stop(List.of("i-a"));

        assertThat(now(before)).isEqualTo(before);
    }

    @Test
    void disassociate_whenAssociated_leavesItAllocated() {
        VpcElasticIp before = onVip();
        String id = association(before).id();

        network.disassociateElasticIp(id);

        assertThat(now(before).association()).isNull();
        assertThat(network.networkInterface("eni-a").orElseThrow().elasticIps()).isEmpty();
        refused(
                "InvalidAssociationID.NotFound",
                "The association ID '" + id + "' does not exist",
                () -> network.disassociateElasticIp(id));
    }

    @Test
    void release_whenAssociated_isRefusedUntilItIsNot() {
        VpcElasticIp before = onVip();

        refused(
                "InvalidIPAddress.InUse",
                "Address 203.0.113.1 is in use.",
                () -> network.releaseElasticIp(before.allocationId()));

        network.disassociateElasticIp(association(before).id());
        network.releaseElasticIp(before.allocationId());
        assertThat(network.elasticIps()).isEmpty();
        refused(
                "InvalidAllocationID.NotFound",
                "The allocation ID '" + before.allocationId() + "' does not exist",
                () -> network.releaseElasticIp(before.allocationId()));
    }

    @Test
    void associate_whenVisibilityIsDelayed_showsOnInterfacesLater() {
        network.delayVisibility(Duration.ofSeconds(1));
        onVip();

        assertThat(network.visibleInterfaces().get(0).elasticIps()).isEmpty();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(network.visibleInterfaces().get(0).elasticIps()).containsOnlyKeys(VIP);
    }
}
