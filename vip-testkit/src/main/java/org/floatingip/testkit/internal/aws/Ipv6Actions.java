package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.OptionalInt;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcIpv6;
import org.floatingip.testkit.network.VpcIpv6Block;

/** IPv6 ranges and addresses. None of these actions has DryRun. */
final class Ipv6Actions {

    private final VpcIpv6 ipv6;

    Ipv6Actions(InMemoryVpc network) {
        this.ipv6 = network.ipv6();
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("AssociateVpcCidrBlock", this::associateVpc)
                        .takes("VpcId", "AmazonProvidedIpv6CidrBlock"),
                new Ec2Action("AssociateSubnetCidrBlock", this::associateSubnet).takes("SubnetId", "Ipv6CidrBlock"),
                new Ec2Action("AssignIpv6Addresses", this::assign)
                        .takes("NetworkInterfaceId", "Ipv6Addresses.N", "Ipv6AddressCount"),
                new Ec2Action("UnassignIpv6Addresses", this::unassign).takes("NetworkInterfaceId", "Ipv6Addresses.N"));
    }

    private void associateVpc(QueryRequest request, Xml reply) {
        String vpcId = request.required("VpcId");
        boolean provided = request.bool("AmazonProvidedIpv6CidrBlock", false);
        request.finish();
        if (!provided) {
            throw new QueryError(
                    400,
                    "MissingParameter",
                    "Either 'cidrBlock' or 'amazonProvidedIpv6CidrBlock' should be provided."); // a guess
        }
        VpcIpv6Block block = ipv6.associateVpc(vpcId);
        reply.leaf("vpcId", vpcId)
                .element(
                        "ipv6CidrBlockAssociation",
                        xml -> associating(xml.leaf("associationId", block.associationId())));
    }

    private void associateSubnet(QueryRequest request, Xml reply) {
        String subnetId = request.required("SubnetId");
        CidrBlock cidr = request.requiredCidr("Ipv6CidrBlock");
        request.finish();
        VpcIpv6Block block = ipv6.associateSubnet(subnetId, cidr);
        reply.leaf("subnetId", subnetId)
                .element(
                        "ipv6CidrBlockAssociation",
                        xml -> associating(
                                xml.leaf("ipv6CidrBlock", block.cidr()).leaf("associationId", block.associationId())));
    }

    private static void associating(Xml xml) {
        xml.element("ipv6CidrBlockState", state -> state.leaf("state", "associating"));
    }

    private void assign(QueryRequest request, Xml reply) {
        String interfaceId = request.required("NetworkInterfaceId");
        List<IpAddress> addresses = request.addresses("Ipv6Addresses");
        OptionalInt count = request.integer("Ipv6AddressCount");
        request.finish();
        if (count.isPresent() && !addresses.isEmpty()) {
            throw Refusals.ipv6AddressesAndCount();
        }
        List<IpAddress> assigned =
                count.isPresent() ? ipv6.assign(interfaceId, count.getAsInt()) : ipv6.assign(interfaceId, addresses);
        reply.leaf("networkInterfaceId", interfaceId).texts("assignedIpv6Addresses", assigned);
    }

    private void unassign(QueryRequest request, Xml reply) {
        String interfaceId = request.required("NetworkInterfaceId");
        List<IpAddress> addresses = request.addresses("Ipv6Addresses");
        request.finish();
        ipv6.unassign(interfaceId, addresses);
        reply.leaf("networkInterfaceId", interfaceId).texts("unassignedIpv6Addresses", addresses);
    }

    /** The IPv6 addresses of an interface as requests give them, in a list of that name. */
    static InterfaceSpec withAddresses(InterfaceSpec spec, QueryRequest request, String prefix, String list) {
        InterfaceSpec result = spec;
        for (int index : request.indexes(prefix + list + ".")) {
            String name = prefix + list + "." + index + ".Ipv6Address";
            IpAddress address = request.address(name);
            if (address == null) {
                throw QueryError.missingParameter(name);
            }
            result = result.ipv6(address);
        }
        return result.ipv6Addresses(request.integer(prefix + "Ipv6AddressCount").orElse(0));
    }

    /** The ranges of a VPC; of one that was just created Amazon's range is not known yet. */
    static void ofVpc(Xml xml, List<VpcIpv6Block> blocks, boolean justCreated) {
        xml.items("ipv6CidrBlockAssociationSet", blocks, block -> {
            xml.leaf("ipv6CidrBlock", justCreated ? "" : block.cidr()).leaf("associationId", block.associationId());
            state(xml, justCreated);
            xml.leaf("networkBorderGroup", Sandbox.REGION).leaf("ipv6Pool", "Amazon");
        });
    }

    static void ofSubnet(Xml xml, List<VpcIpv6Block> blocks, boolean justCreated) {
        xml.items("ipv6CidrBlockAssociationSet", blocks, block -> {
            xml.leaf("ipv6CidrBlock", block.cidr()).leaf("associationId", block.associationId());
            state(xml, justCreated);
        });
    }

    private static void state(Xml xml, boolean justCreated) {
        if (justCreated) {
            associating(xml);
        } else {
            xml.element("ipv6CidrBlockState", state -> state.leaf("state", "associated"));
        }
    }
}
