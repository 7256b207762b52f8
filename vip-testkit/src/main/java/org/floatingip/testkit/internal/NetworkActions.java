package org.floatingip.testkit.internal;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.floatingip.CidrBlock;
import org.floatingip.testkit.Ec2RefusalException;
import org.floatingip.testkit.InMemoryVpc;
import org.floatingip.testkit.Vpc;
import org.floatingip.testkit.VpcReservation;
import org.floatingip.testkit.VpcSubnet;

/** VPCs, subnets and their CIDR reservations. */
final class NetworkActions {

    private final InMemoryVpc network;
    private final boolean sparsePages;

    private final Selection<Vpc> vpcs = new Selection<Vpc>()
            .on("vpc-id", Vpc::id)
            .on("cidr", vpc -> vpc.cidr().toString())
            .on("state", vpc -> "available")
            .on("is-default", vpc -> "false")
            .tags(Vpc::tags);

    private final Selection<VpcSubnet> subnets = new Selection<VpcSubnet>()
            .on("subnet-id", VpcSubnet::id)
            .on("vpc-id", VpcSubnet::vpcId)
            .on("cidr-block", subnet -> subnet.cidr().toString())
            .on("cidr", subnet -> subnet.cidr().toString())
            .on("availability-zone", VpcSubnet::zone)
            .on("state", subnet -> "available")
            .tags(VpcSubnet::tags);

    NetworkActions(InMemoryVpc network, boolean sparsePages) {
        this.network = network;
        this.sparsePages = sparsePages;
    }

    void register(Map<String, Ec2QueryApi.Action> actions) {
        actions.put("CreateVpc", this::createVpc);
        actions.put("DescribeVpcs", this::describeVpcs);
        actions.put("CreateSubnet", this::createSubnet);
        actions.put("DescribeSubnets", this::describeSubnets);
        actions.put("CreateSubnetCidrReservation", this::createReservation);
        actions.put("GetSubnetCidrReservations", this::getReservations);
        actions.put("DeleteSubnetCidrReservation", this::deleteReservation);
    }

    private void createVpc(QueryRequest request, Xml reply) {
        request.dryRunAllowed();
        CidrBlock cidr = request.requiredCidr("CidrBlock");
        Map<String, String> tags = request.tags("vpc");
        request.finish();
        Vpc created = network.createVpc(cidr, tags);
        reply.element("vpc", xml -> Shapes.vpc(xml, created));
    }

    private void describeVpcs(QueryRequest request, Xml reply) {
        request.dryRunAllowed();
        describe(
                request,
                reply,
                "VpcId",
                network.vpcs(),
                Vpc::id,
                Refusals::noSuchVpc,
                vpcs,
                sparsePages,
                "vpcSet",
                Shapes::vpc);
    }

    private void createSubnet(QueryRequest request, Xml reply) {
        request.dryRunAllowed();
        String vpcId = request.required("VpcId");
        CidrBlock cidr = request.requiredCidr("CidrBlock");
        String zone = request.text("AvailabilityZone", "us-east-1a");
        Map<String, String> tags = request.tags("subnet");
        request.finish();
        VpcSubnet created = network.createSubnet(vpcId, cidr, zone, tags);
        reply.element("subnet", xml -> Shapes.subnet(xml, created));
    }

    private void describeSubnets(QueryRequest request, Xml reply) {
        request.dryRunAllowed();
        describe(
                request,
                reply,
                "SubnetId",
                network.subnets(),
                VpcSubnet::id,
                Refusals::noSuchSubnet,
                subnets,
                sparsePages,
                "subnetSet",
                Shapes::subnet);
    }

    private void createReservation(QueryRequest request, Xml reply) {
        request.dryRunAllowed();
        String subnetId = request.required("SubnetId");
        CidrBlock cidr = request.requiredCidr("Cidr");
        String type = request.required("ReservationType");
        String description = request.text("Description", "");
        request.finish();
        VpcReservation created = network.createCidrReservation(subnetId, cidr, type, description);
        reply.element("subnetCidrReservation", xml -> Shapes.reservation(xml, created));
    }

    private void getReservations(QueryRequest request, Xml reply) {
        request.dryRunAllowed();
        String subnetId = request.required("SubnetId");
        OptionalInt maxResults = request.integer("MaxResults");
        String token = request.optional("NextToken");
        request.finish();
        Selection.Page<VpcReservation> page =
                Selection.page(network.cidrReservations(subnetId), maxResults, token, sparsePages);
        reply.items("subnetIpv4CidrReservationSet", page.items(), reservation -> Shapes.reservation(reply, reservation))
                .items("subnetIpv6CidrReservationSet", List.of(), ignored -> {})
                .leaf("nextToken", page.nextToken());
    }

    private void deleteReservation(QueryRequest request, Xml reply) {
        request.dryRunAllowed();
        String id = request.required("SubnetCidrReservationId");
        request.finish();
        VpcReservation deleted = network.deleteCidrReservation(id);
        reply.element("deletedSubnetCidrReservation", xml -> Shapes.reservation(xml, deleted));
    }

    /** The common form of the Describe actions: by ids or by filters, in pages. */
    static <T> void describe(
            QueryRequest request,
            Xml reply,
            String idParameter,
            List<T> all,
            Function<T, String> id,
            Function<String, Ec2RefusalException> notFound,
            Selection<T> selection,
            boolean sparsePages,
            String set,
            BiConsumer<Xml, T> shape) {
        Selection.Page<T> page = select(request, idParameter, all, id, notFound, selection, sparsePages);
        reply.items(set, page.items(), item -> shape.accept(reply, item)).leaf("nextToken", page.nextToken());
    }

    /** Takes ids, filters and page from the request, and answers with what they select. */
    static <T> Selection.Page<T> select(
            QueryRequest request,
            String idParameter,
            List<T> all,
            Function<T, String> id,
            Function<String, Ec2RefusalException> notFound,
            Selection<T> selection,
            boolean sparsePages) {
        List<String> ids = request.list(idParameter);
        Map<String, List<String>> filters = request.filters();
        OptionalInt maxResults = request.integer("MaxResults");
        String token = request.optional("NextToken");
        request.finish();
        if (!ids.isEmpty() && maxResults.isPresent()) {
            throw new QueryError(
                    400,
                    "InvalidParameterCombination",
                    "The parameter " + idParameter + " cannot be used with the parameter MaxResults");
        }
        List<T> chosen = all;
        if (!ids.isEmpty()) {
            for (String wanted : ids) {
                if (all.stream().noneMatch(item -> id.apply(item).equals(wanted))) {
                    throw notFound.apply(wanted);
                }
            }
            chosen = all.stream().filter(item -> ids.contains(id.apply(item))).toList();
        }
        return Selection.page(selection.matching(chosen, filters), maxResults, token, sparsePages);
    }
}
