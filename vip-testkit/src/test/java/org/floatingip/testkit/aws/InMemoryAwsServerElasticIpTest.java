package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elastic IPs over the wire: the shapes of their five actions, and where else they show. */
class InMemoryAwsServerElasticIpTest {

    private static final String VIP = Sandbox.FLOATING_IP;
    private static final String ITEM = "/*/addressesSet/item";

    private final Sandbox sandbox = Sandbox.create();
    private final InMemoryVpc network = sandbox.network();
    private final String eni = network.holders(VIP).get(0).interfaceId();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private String allocate() throws IOException {
        return client.ok("AllocateAddress", "Domain=vpc").text("/*/allocationId");
    }

    @Test
    void elasticIp_fromAllocationToRelease_showsEachState() throws IOException {
        WireClient.Reply allocated = client.ok(
                "AllocateAddress",
                "Domain=vpc",
                "TagSpecification.1.ResourceType=elastic-ip",
                "TagSpecification.1.Tag.1.Key=Name",
                "TagSpecification.1.Tag.1.Value=db");
        assertThat(allocated.elements())
                .containsExactly("publicIp", "domain", "allocationId", "publicIpv4Pool", "networkBorderGroup");
        String id = allocated.text("/*/allocationId");
        assertThat(client.ok("DescribeAddresses", "AllocationId.1=" + id).texts(ITEM + "/associationId"))
                .isEmpty();

        WireClient.Reply associated = client.ok(
                "AssociateAddress",
                "AllocationId=" + id,
                "NetworkInterfaceId=" + eni,
                "PrivateIpAddress=" + VIP,
                "AllowReassociation=false");
        assertThat(associated.elements()).containsExactly("return", "associationId");
        String association = associated.text("/*/associationId");

        WireClient.Reply described = client.ok("DescribeAddresses");
        assertThat(described.text(ITEM + "/publicIp")).isEqualTo("203.0.113.1");
        assertThat(described.text(ITEM + "/allocationId")).isEqualTo(id);
        assertThat(described.text(ITEM + "/associationId")).isEqualTo(association);
        assertThat(described.text(ITEM + "/domain")).isEqualTo("vpc");
        assertThat(described.text(ITEM + "/instanceId")).isEqualTo(sandbox.instanceId("db.a"));
        assertThat(described.text(ITEM + "/networkInterfaceId")).isEqualTo(eni);
        assertThat(described.text(ITEM + "/networkInterfaceOwnerId")).isEqualTo("123456789012");
        assertThat(described.text(ITEM + "/privateIpAddress")).isEqualTo(VIP);
        assertThat(described.text(ITEM + "/tagSet/item/value")).isEqualTo("db");

        String item = "//privateIpAddressesSet/item[privateIpAddress='" + VIP + "']/association/";
        WireClient.Reply interfaces = client.ok("DescribeNetworkInterfaces", "NetworkInterfaceId.1=" + eni);
        assertThat(interfaces.text(item + "publicIp")).isEqualTo("203.0.113.1");
        assertThat(interfaces.text(item + "allocationId")).isEqualTo(id);
        assertThat(interfaces.text(item + "associationId")).isEqualTo(association);
        assertThat(interfaces.texts("/*/networkInterfaceSet/item/association")).isEmpty();
        WireClient.Reply instances = client.ok("DescribeInstances", "InstanceId.1=" + sandbox.instanceId("db.a"));
        assertThat(instances.text(item + "publicIp")).isEqualTo("203.0.113.1");
        assertThat(instances.texts(item + "allocationId"))
                .as("there EC2 shows no ids")
                .isEmpty();

        client.refused(400, "InvalidIPAddress.InUse", "ReleaseAddress", "AllocationId=" + id);
        assertThat(client.ok("DisassociateAddress", "AssociationId=" + association)
                        .text("/*/return"))
                .isEqualTo("true");
        client.refused(400, "InvalidAssociationID.NotFound", "DisassociateAddress", "AssociationId=" + association);
        assertThat(client.ok("ReleaseAddress", "AllocationId=" + id).text("/*/return"))
                .isEqualTo("true");
        assertThat(network.elasticIps()).isEmpty();
    }

    @Test
    void associate_toAnInstance_isWithThePrimaryAddressOfItsOnlyInterface() throws IOException {
        String b = sandbox.instanceId("db.b");
        client.ok("AssociateAddress", "AllocationId=" + allocate(), "InstanceId=" + b);

        WireClient.Reply described = client.ok("DescribeInstances", "InstanceId.1=" + b);
        assertThat(described.text("//instancesSet/item/ipAddress")).isEqualTo("203.0.113.1");
        assertThat(client.ok(
                                "DescribeNetworkInterfaces",
                                "Filter.1.Name=association.public-ip",
                                "Filter.1.Value.1=203.0.113.1")
                        .text("/*/networkInterfaceSet/item/association/publicIp"))
                .isEqualTo("203.0.113.1");
        client.refused(
                400,
                "InvalidInstanceID",
                "AssociateAddress",
                "AllocationId=" + allocate(),
                "InstanceId=" + sandbox.instanceId("twin"));
    }

    @Test
    void associate_whenAssociatedElsewhere_reassociatesUnlessToldNotTo() throws IOException {
        String id = allocate();
        client.ok("AssociateAddress", "AllocationId=" + id, "NetworkInterfaceId=" + eni, "PrivateIpAddress=" + VIP);
        String b = "InstanceId=" + sandbox.instanceId("db.b");

        client.refused(
                400,
                "Resource.AlreadyAssociated",
                "AssociateAddress",
                "AllocationId=" + id,
                b,
                "AllowReassociation=false");
        client.ok("AssociateAddress", "AllocationId=" + id, b);

        assertThat(client.ok("DescribeAddresses", "AllocationId.1=" + id).text(ITEM + "/privateIpAddress"))
                .isEqualTo("10.0.1.11");
    }

    @ParameterizedTest
    @CsvSource({
        "allocation-id, ID",
        "public-ip, 203.0.113.1",
        "private-ip-address, 10.0.1.12",
        "network-interface-id, ENI",
        "domain, vpc"
    })
    void describe_whenFiltered_findsThoseThatMatch(String filter, String value) throws IOException {
        String id = allocate();
        client.ok("AssociateAddress", "AllocationId=" + id, "NetworkInterfaceId=" + eni, "PrivateIpAddress=" + VIP);
        String wanted = value.replace("ID", id).replace("ENI", eni);

        assertThat(client.ok("DescribeAddresses", "Filter.1.Name=" + filter, "Filter.1.Value.1=" + wanted)
                        .text(ITEM + "/allocationId"))
                .isEqualTo(id);
        assertThat(client.ok("DescribeAddresses", "Filter.1.Name=" + filter, "Filter.1.Value.1=none")
                        .texts(ITEM))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AssociateAddress | PublicIp=203.0.113.1 | InvalidParameterCombination",
                "AssociateAddress | InstanceId=i-0 | MissingParameter",
                "AssociateAddress | AllocationId=eipalloc-0 | MissingParameter",
                "DisassociateAddress | PublicIp=203.0.113.1 | InvalidParameterValue",
                "DisassociateAddress | AssociationId=eipassoc-0 | InvalidAssociationID.NotFound",
                "ReleaseAddress | PublicIp=203.0.113.1 | InvalidParameterValue",
                "ReleaseAddress | AllocationId=eipalloc-0 | InvalidAllocationID.NotFound",
                "DescribeAddresses | AllocationId.1=eipalloc-0 | InvalidAllocationID.NotFound",
                "DescribeAddresses | PublicIp.1=203.0.113.9 | InvalidAddress.NotFound",
                "DescribeAddresses | MaxResults=5 | UnknownParameter",
                "AllocateAddress | Address=203.0.113.9 | UnknownParameter",
                "AllocateAddress | Domain=standard | InvalidParameterValue"
            })
    void call_whenItCantBe_isRefused(String action, String parameter, String code) throws IOException {
        client.refused(400, code, action, parameter);
    }
}
