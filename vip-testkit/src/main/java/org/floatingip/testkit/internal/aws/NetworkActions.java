package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.floatingip.CidrBlock;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.Vpc;
import org.floatingip.testkit.network.VpcIpv6Block;
import org.floatingip.testkit.network.VpcReservation;
import org.floatingip.testkit.network.VpcSubnet;

/** VPCs, subnets and their CIDR reservations. */
final class NetworkActions {

    private static final Selection<Vpc> VPC_FILTERS = new Selection<Vpc>()
            .on("vpc-id", Vpc::id)
            .on("cidr", vpc -> vpc.cidr().toString())
            .on("state", vpc -> "available")
            .filter("ipv6-cidr-block-association.ipv6-cidr-block", vpc -> ranges(vpc.ipv6Blocks()))
            .on("is-default", vpc -> "false")
            .tags(Vpc::tags);

    private static final Selection<VpcSubnet> SUBNET_FILTERS = new Selection<VpcSubnet>()
            .on("subnet-id", VpcSubnet::id)
            .on("vpc-id", VpcSubnet::vpcId)
            .on("cidr-block", subnet -> subnet.cidr().toString())
            .on("cidr", subnet -> subnet.cidr().toString())
            .on("availability-zone", VpcSubnet::zone)
            .on("state", subnet -> "available")
            .filter("ipv6-cidr-block-association.ipv6-cidr-block", subnet -> ranges(subnet.ipv6Blocks()))
            .tags(VpcSubnet::tags);

    private static final Selection<VpcReservation> RESERVATION_FILTERS = new Selection<VpcReservation>()
            .on("reservationType", VpcReservation::type)
            .on("subnet-id", VpcReservation::subnetId)
            .tags(VpcReservation::tags);

    private final InMemoryVpc network;
    private final boolean sparsePages;
    private final Describer<Vpc> vpcs;
    private final Describer<VpcSubnet> subnets;

    NetworkActions(InMemoryVpc network, boolean sparsePages) {
        this.network = network;
        this.sparsePages = sparsePages;
        this.vpcs = new Describer<>("VpcId", Vpc::id, Refusals::noSuchVpc, VPC_FILTERS, sparsePages);
        this.subnets = new Describer<>("SubnetId", VpcSubnet::id, Refusals::noSuchSubnet, SUBNET_FILTERS, sparsePages);
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("CreateVpc", this::createVpc)
                        .dryRun()
                        .takes("CidrBlock", "AmazonProvidedIpv6CidrBlock")
                        .tagged(),
                vpcs.action("DescribeVpcs", this::describeVpcs),
                deletion("DeleteVpc", "VpcId", network::deleteVpc),
                new Ec2Action("CreateSubnet", this::createSubnet)
                        .dryRun()
                        .takes("VpcId", "CidrBlock", "Ipv6CidrBlock", "AvailabilityZone")
                        .tagged(),
                subnets.action("DescribeSubnets", this::describeSubnets),
                deletion("DeleteSubnet", "SubnetId", network::deleteSubnet),
                new Ec2Action("CreateSubnetCidrReservation", this::createReservation)
                        .dryRun()
                        .takes("SubnetId", "Cidr", "ReservationType", "Description")
                        .tagged(),
                new Ec2Action("GetSubnetCidrReservations", this::getReservations)
                        .dryRun()
                        .takes("SubnetId")
                        .filtered(RESERVATION_FILTERS)
                        .paged(),
                new Ec2Action("DeleteSubnetCidrReservation", this::deleteReservation)
                        .dryRun()
                        .takes("SubnetCidrReservationId"));
    }

    private static List<String> ranges(List<VpcIpv6Block> blocks) {
        return blocks.stream().map(block -> block.cidr().toString()).toList();
    }

    private static Ec2Action deletion(String name, String parameter, Consumer<String> delete) {
        Ec2Action.Body body = (request, reply) -> {
            String id = request.required(parameter);
            request.finish();
            delete.accept(id);
            reply.leaf("return", true);
        };
        return new Ec2Action(name, body).dryRun().takes(parameter);
    }

    private void createVpc(QueryRequest request, Xml reply) {
        CidrBlock cidr = request.requiredCidr("CidrBlock");
        boolean ipv6 = request.bool("AmazonProvidedIpv6CidrBlock", false);
        Map<String, String> tags = request.tags("vpc");
        request.finish();
        String id = network.createVpc(cidr, tags).id();
        if (ipv6) {
            network.ipv6().associateVpc(id);
        }
        network.vpcs().stream()
                .filter(vpc -> vpc.id().equals(id))
                .forEach(vpc -> reply.element("vpc", xml -> Shapes.createdVpc(xml, vpc)));
    }

    private void describeVpcs(QueryRequest request, Xml reply) {
        vpcs.describe(request, reply, network.vpcs(), "vpcSet", Shapes::vpc);
    }

    private void createSubnet(QueryRequest request, Xml reply) {
        String vpcId = request.required("VpcId");
        CidrBlock cidr = request.requiredCidr("CidrBlock");
        CidrBlock ipv6Cidr = request.cidr("Ipv6CidrBlock");
        String zone = request.text("AvailabilityZone", "us-east-1a");
        Map<String, String> tags = request.tags("subnet");
        request.finish();
        VpcSubnet created = network.createSubnet(vpcId, cidr, ipv6Cidr, zone, tags);
        reply.element("subnet", xml -> Shapes.createdSubnet(xml, created));
    }

    private void describeSubnets(QueryRequest request, Xml reply) {
        subnets.describe(request, reply, network.subnets(), "subnetSet", Shapes::subnet);
    }

    private void createReservation(QueryRequest request, Xml reply) {
        String subnetId = request.required("SubnetId");
        CidrBlock cidr = request.requiredCidr("Cidr");
        String type = request.required("ReservationType");
        String description = request.text("Description", "");
        Map<String, String> tags = request.tags("subnet-cidr-reservation");
        request.finish();
        VpcReservation created = network.createCidrReservation(subnetId, cidr, type, description, tags);
        reply.element("subnetCidrReservation", xml -> Shapes.reservation(xml, created));
    }

    private void getReservations(QueryRequest request, Xml reply) {
        String subnetId = request.required("SubnetId");
        Map<String, List<String>> filters = request.filters();
        QueryRequest.PageWanted wanted = request.pageWanted();
        request.finish();
        List<VpcReservation> chosen = RESERVATION_FILTERS.matching(network.cidrReservations(subnetId), filters);
        Selection.Page<VpcReservation> page = Selection.page(chosen, wanted, sparsePages);
        reply.items("subnetIpv4CidrReservationSet", page.items(), reservation -> Shapes.reservation(reply, reservation))
                .items("subnetIpv6CidrReservationSet", List.of(), ignored -> {})
                .leaf("nextToken", page.nextToken());
    }

    private void deleteReservation(QueryRequest request, Xml reply) {
        String id = request.required("SubnetCidrReservationId");
        request.finish();
        VpcReservation deleted = network.deleteCidrReservation(id);
        reply.element("deletedSubnetCidrReservation", xml -> Shapes.reservation(xml, deleted));
    }
}
