package org.floatingip.testkit.internal.aws;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;

/**
 * Elastic IPs. What is of EC2-Classic, naming one by its public address, gets EC2's refusal. Of an AllocateAddress that asks
 * for more than one of Amazon's addresses, no parameter is modelled. What has not been seen in replies of EC2 is marked as a guess.
 */
final class ElasticIpActions {

    private static final Selection<VpcElasticIp> FILTERS = new Selection<VpcElasticIp>()
            .on("allocation-id", VpcElasticIp::allocationId)
            .on("domain", elasticIp -> "vpc")
            .on("network-border-group", VpcElasticIp::borderGroup)
            .filter(
                    "public-ip",
                    elasticIp -> elasticIp.isCarrierIp()
                            ? List.of()
                            : List.of(elasticIp.publicIp().toString()))
            .filter("association-id", associated(VpcElasticIp.Association::id))
            .filter("instance-id", associated(VpcElasticIp.Association::instanceId))
            .filter("network-interface-id", associated(VpcElasticIp.Association::interfaceId))
            .filter("network-interface-owner-id", associated(association -> Ec2QueryApi.OWNER))
            .filter(
                    "private-ip-address",
                    associated(association -> association.privateIp().toString()))
            .tags(VpcElasticIp::tags);

    private final InMemoryVpc network;

    ElasticIpActions(InMemoryVpc network) {
        this.network = network;
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("AllocateAddress", this::allocate)
                        .dryRun()
                        .takes("Domain", "NetworkBorderGroup")
                        .tagged(),
                new Ec2Action("AssociateAddress", this::associate)
                        .dryRun()
                        .takes("PublicIp", "AllocationId", "NetworkInterfaceId", "InstanceId")
                        .takes("PrivateIpAddress", "AllowReassociation"),
                new Ec2Action("DisassociateAddress", this::disassociate)
                        .dryRun()
                        .takes("PublicIp", "AssociationId"),
                new Ec2Action("ReleaseAddress", this::release).dryRun().takes("PublicIp", "AllocationId"),
                new Ec2Action("DescribeAddresses", this::describe)
                        .dryRun()
                        .takes("AllocationId.N", "PublicIp.N")
                        .filtered(FILTERS));
    }

    private void allocate(QueryRequest request, Xml reply) {
        String domain = request.text("Domain", "vpc");
        String borderGroup = request.text("NetworkBorderGroup", Sandbox.REGION);
        Map<String, String> tags = request.tags("elastic-ip");
        request.finish();
        if (!domain.equals("vpc")) {
            throw QueryError.invalidValue("Invalid value '" + domain + "' for domain.");
        }
        VpcElasticIp allocated = borderGroup.equals(Sandbox.REGION)
                ? network.allocateElasticIp(tags)
                : network.allocateCarrierIp(borderGroup, tags);
        reply.leaf(Shapes.nameOf(allocated), allocated.publicIp())
                .leaf("domain", "vpc")
                .leaf("allocationId", allocated.allocationId())
                .leaf("publicIpv4Pool", "amazon")
                .leaf("networkBorderGroup", allocated.borderGroup());
    }

    private void associate(QueryRequest request, Xml reply) {
        String publicIp = request.optional("PublicIp");
        String allocationId = request.optional("AllocationId");
        String interfaceId = request.optional("NetworkInterfaceId");
        String instanceId = request.optional("InstanceId");
        String privateIp = request.optional("PrivateIpAddress");
        boolean allowReassociation = request.bool("AllowReassociation", true);
        request.finish();
        if (publicIp != null) {
            throw allocationId != null
                    ? Refusals.publicIpAndAllocation()
                    : Refusals.publicIpAlone(interfaceId == null ? "VPC instance" : "network interface");
        }
        if (allocationId == null) {
            throw Refusals.neitherPublicIpNor("allocation id");
        }
        if (interfaceId == null && instanceId == null) {
            throw new QueryError(
                    400, "MissingParameter", "Either instance ID or network interface id must be specified");
        }
        if (network.elasticIp(allocationId).isEmpty()) {
            throw Refusals.noSuchAllocation(allocationId);
        }
        VpcInterface eni = target(interfaceId, instanceId);
        if (eni.addresses().isEmpty()) {
            throw Refusals.noAddressesForEfaOnly();
        }
        VpcElasticIp.Association association = network.associateElasticIp(
                        allocationId,
                        eni.id(),
                        privateIp == null ? eni.primaryAddress() : privateAddress(privateIp),
                        allowReassociation)
                .association();
        reply.leaf("return", true).leaf("associationId", association == null ? null : association.id());
    }

    private static IpAddress privateAddress(String text) {
        try {
            return IpAddress.of(text);
        } catch (IllegalArgumentException e) {
            throw Refusals.noPrivateAddress(text);
        }
    }

    /** Where both are named, EC2 looks at the instance first. */
    private VpcInterface target(@Nullable String interfaceId, @Nullable String instanceId) {
        VpcInstance instance = instanceId == null
                ? null
                : network.instance(instanceId).orElseThrow(() -> Refusals.noSuchInstance(instanceId));
        List<VpcInterface> ofInstance = instance == null ? List.of() : instance.interfaces();
        if (interfaceId == null) {
            if (instance != null && instance.state() == InstanceState.PENDING) {
                throw Refusals.instancePending(instance.id());
            }
            if (ofInstance.size() != 1) {
                throw Refusals.severalInterfaces(Objects.requireNonNull(instanceId));
            }
            return ofInstance.get(0);
        }
        if (instanceId != null) {
            // A guess, code and text: EC2's documentation says that one may be given, not what it answers to both.
            throw new QueryError(
                    400,
                    "InvalidParameterCombination",
                    "You may specify either an instance ID or a network interface ID, but not both.");
        }
        return network.networkInterface(interfaceId).orElseThrow(() -> Refusals.noSuchInterface(interfaceId));
    }

    private void disassociate(QueryRequest request, Xml reply) {
        String publicIp = request.optional("PublicIp");
        String associationId = request.optional("AssociationId");
        request.finish();
        if (publicIp != null) {
            // Seen of EC2, code and text, in reports of users (mitchellh/vagrant-aws, issues 530 and 540).
            throw QueryError.invalidValue(
                    "You must specify an association id when unmapping an address from a VPC instance");
        }
        if (associationId == null) {
            throw Refusals.neitherPublicIpNor("association id");
        }
        network.disassociateElasticIp(associationId);
        reply.leaf("return", true);
    }

    private void release(QueryRequest request, Xml reply) {
        String publicIp = request.optional("PublicIp");
        String allocationId = request.optional("AllocationId");
        request.finish();
        if (publicIp != null) {
            throw QueryError.invalidValue("You must specify an allocation id when releasing a VPC elastic IP address");
        }
        if (allocationId == null) {
            throw Refusals.neitherPublicIpNor("allocation id");
        }
        network.releaseElasticIp(allocationId);
        reply.leaf("return", true);
    }

    /** Without pages: DescribeAddresses has none. What is named by its id and what is named by its address are both shown. */
    private void describe(QueryRequest request, Xml reply) {
        List<String> allocationIds = request.list("AllocationId");
        List<String> publicIps = request.list("PublicIp");
        Map<String, List<String>> filters = request.filters();
        request.finish();
        List<VpcElasticIp> all = network.elasticIps();
        List<String> known = all.stream().map(VpcElasticIp::allocationId).toList();
        List<String> unknown =
                allocationIds.stream().filter(id -> !known.contains(id)).toList();
        if (!unknown.isEmpty()) {
            throw Refusals.noSuchAllocations(unknown);
        }
        for (String publicIp : publicIps) {
            if (!isIpv4(publicIp)) {
                throw Refusals.noPublicIp(publicIp);
            }
            if (all.stream()
                    .noneMatch(elasticIp -> elasticIp.publicIp().toString().equals(publicIp))) {
                throw Refusals.noSuchPublicIp(publicIp);
            }
        }
        List<VpcElasticIp> chosen = all.stream()
                .filter(elasticIp -> (allocationIds.isEmpty() && publicIps.isEmpty())
                        || allocationIds.contains(elasticIp.allocationId())
                        || publicIps.contains(elasticIp.publicIp().toString()))
                .toList();
        reply.items("addressesSet", FILTERS.matching(chosen, filters), elasticIp -> Shapes.elasticIp(reply, elasticIp));
    }

    private static boolean isIpv4(String text) {
        try {
            return IpAddress.of(text).isIpv4();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Function<VpcElasticIp, Collection<String>> associated(
            Function<VpcElasticIp.Association, @Nullable String> value) {
        return elasticIp -> {
            VpcElasticIp.Association association = elasticIp.association();
            String text = association == null ? null : value.apply(association);
            return text == null ? List.of() : List.of(text);
        };
    }
}
