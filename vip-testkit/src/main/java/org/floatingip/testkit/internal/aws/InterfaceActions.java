package org.floatingip.testkit.internal.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.InterfaceType;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcInterface.Attachment;
import org.jspecify.annotations.Nullable;

/** Network interfaces. */
final class InterfaceActions {

    /** The parameters that {@link #withAddresses} takes. */
    static final String[] ADDRESSES = {
        "PrivateIpAddress",
        "PrivateIpAddresses.N.PrivateIpAddress",
        "PrivateIpAddresses.N.Primary",
        "SecondaryPrivateIpAddressCount"
    };

    private static final Selection<VpcInterface> FILTERS = new Selection<VpcInterface>()
            .filter("addresses.private-ip-address", eni -> texts(eni.addresses()))
            .filter("addresses.primary", InterfaceActions::primary)
            .filter(
                    "addresses.association.public-ip",
                    publicIps(eni -> eni.elasticIps().values()))
            .filter("association.allocation-id", associations(InterfaceActions::ofPrimary, VpcElasticIp::allocationId))
            .filter("association.public-ip", publicIps(InterfaceActions::ofPrimary))
            .filter("attachment.attachment-id", attached(Attachment::id))
            .filter("attachment.instance-id", attached(Attachment::instanceId))
            .filter("attachment.device-index", attached(attachment -> "" + attachment.deviceIndex()))
            .filter("attachment.status", InterfaceActions::attachmentStatus)
            .filter("attachment.delete-on-termination", attached(attachment -> "" + attachment.deleteOnTermination()))
            .on("availability-zone", VpcInterface::zone)
            .on("description", VpcInterface::description)
            .filter("group-id", eni -> groups(eni, VpcInterface.Group::id))
            .filter("group-name", eni -> groups(eni, VpcInterface.Group::name))
            .on("interface-type", eni -> eni.type().ec2Name())
            .filter("ipv6-addresses.ipv6-address", eni -> texts(eni.ipv6Addresses()))
            .on("mac-address", VpcInterface::macAddress)
            .on("network-interface-id", VpcInterface::id)
            .on("owner-id", VpcInterface::ownerId)
            .filter("private-dns-name", ofPrimary(Shapes::privateDnsName))
            .filter("private-ip-address", ofPrimary(IpAddress::toString))
            .on("source-dest-check", eni -> "" + eni.sourceDestCheck())
            .on("status", eni -> eni.status().ec2Name())
            .on("subnet-id", VpcInterface::subnetId)
            .on("vpc-id", VpcInterface::vpcId)
            .tags(VpcInterface::tags);

    private final InMemoryVpc network;
    private final ClientTokens tokens;
    private final Describer<VpcInterface> interfaces;

    InterfaceActions(InMemoryVpc network, ClientTokens tokens, boolean sparsePages) {
        this.network = network;
        this.tokens = tokens;
        this.interfaces = new Describer<>(
                "NetworkInterfaceId", VpcInterface::id, Refusals::noSuchInterface, FILTERS, sparsePages);
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("CreateNetworkInterface", this::create)
                        .dryRun()
                        .takes("SubnetId", "Description", "ClientToken", "SecurityGroupId.N", "InterfaceType")
                        .takes(ADDRESSES)
                        .takes("Ipv6Addresses.N.Ipv6Address", "Ipv6AddressCount")
                        .tagged(),
                new Ec2Action("AttachNetworkInterface", this::attach)
                        .dryRun()
                        .takes("NetworkInterfaceId", "InstanceId", "DeviceIndex"),
                new Ec2Action("DetachNetworkInterface", this::detach).dryRun().takes("AttachmentId", "Force"),
                new Ec2Action("DeleteNetworkInterface", this::delete).dryRun().takes("NetworkInterfaceId"),
                interfaces.action("DescribeNetworkInterfaces", this::describe));
    }

    private void create(QueryRequest request, Xml reply) {
        Map<String, String> parameters = request.visible();
        String token = request.optional("ClientToken");
        InterfaceSpec subnet = InterfaceSpec.in(request.required("SubnetId"));
        InterfaceSpec spec = Ipv6Actions.withAddresses(withAddresses(subnet, request, ""), request, "", "Ipv6Addresses")
                .groups(request.list("SecurityGroupId"))
                .type(type(request, "InterfaceType"))
                .description(request.text("Description", ""))
                .tags(request.tags("network-interface"));
        request.finish();
        List<VpcInterface> fresh = new ArrayList<>();
        List<String> ids = tokens.once("CreateNetworkInterface", token, parameters, () -> {
            fresh.add(network.createInterface(spec));
            return List.of(fresh.get(0).id());
        });
        VpcInterface created = fresh.stream()
                .findFirst()
                .or(() -> network.networkInterface(ids.get(0))) // the token made it before
                .orElseThrow(() -> Refusals.noSuchInterface(ids.get(0)));
        reply.element("networkInterface", xml -> Shapes.networkInterface(xml, created))
                .leaf("clientToken", token);
    }

    /** The addresses of an interface as requests give them: a primary one, and a list in which one may be the primary. */
    static InterfaceSpec withAddresses(InterfaceSpec spec, QueryRequest request, String prefix) {
        InterfaceSpec result = spec;
        IpAddress primary = request.address(prefix + "PrivateIpAddress");
        if (primary != null) {
            result = result.primary(primary);
        }
        String list = prefix + "PrivateIpAddresses.";
        for (int index : request.indexes(list)) {
            IpAddress address = request.address(list + index + ".PrivateIpAddress");
            if (address == null) {
                throw QueryError.missingParameter(list + index + ".PrivateIpAddress");
            }
            if (!request.bool(list + index + ".Primary", false)) {
                result = result.secondary(address);
            } else if (primary == null || primary.equals(address)) {
                primary = address;
                result = result.primary(address);
            } else {
                throw QueryError.invalidValue("Only one primary private IP address can be specified.");
            }
        }
        return result.secondaries(
                request.integer(prefix + "SecondaryPrivateIpAddressCount").orElse(0));
    }

    /** That type of an interface; an ordinary one where none is named. */
    static InterfaceType type(QueryRequest request, String parameter) {
        String name = request.text(parameter, InterfaceType.INTERFACE.ec2Name());
        return InterfaceType.find(name)
                .orElseThrow(() -> QueryError.invalidValue("Invalid value '" + name + "' for InterfaceType."));
    }

    private void attach(QueryRequest request, Xml reply) {
        String interfaceId = request.required("NetworkInterfaceId");
        String instanceId = request.required("InstanceId");
        int deviceIndex = request.requiredInteger("DeviceIndex");
        request.finish();
        Attachment attachment =
                network.attachInterface(interfaceId, instanceId, deviceIndex).attachment();
        reply.leaf("attachmentId", attachment == null ? null : attachment.id()).leaf("networkCardIndex", 0);
    }

    private void detach(QueryRequest request, Xml reply) {
        String attachmentId = request.required("AttachmentId");
        request.bool("Force", false);
        request.finish();
        network.detachInterface(attachmentId);
        reply.leaf("return", true);
    }

    private void delete(QueryRequest request, Xml reply) {
        String interfaceId = request.required("NetworkInterfaceId");
        request.finish();
        network.deleteInterface(interfaceId);
        reply.leaf("return", true);
    }

    private void describe(QueryRequest request, Xml reply) {
        interfaces.describe(
                request, reply, network.visibleInterfaces(), "networkInterfaceSet", Shapes::networkInterface);
    }

    private static Collection<String> attachmentStatus(VpcInterface eni) {
        Attachment attachment = eni.attachment();
        return List.of(attachment == null ? "detached" : attachment.status().ec2Name());
    }

    private static Function<VpcInterface, Collection<String>> attached(Function<Attachment, String> value) {
        return eni -> {
            @Nullable Attachment attachment = eni.attachment();
            return attachment == null ? List.of() : List.of(value.apply(attachment));
        };
    }

    private static Function<VpcInterface, Collection<String>> associations(
            Function<VpcInterface, Collection<VpcElasticIp>> which, Function<VpcElasticIp, String> value) {
        return eni -> which.apply(eni).stream().map(value).toList();
    }

    /** Carrier IPs are none. */
    private static Function<VpcInterface, Collection<String>> publicIps(
            Function<VpcInterface, Collection<VpcElasticIp>> which) {
        return eni -> which.apply(eni).stream()
                .filter(elasticIp -> !elasticIp.isCarrierIp())
                .map(elasticIp -> elasticIp.publicIp().toString())
                .toList();
    }

    private static Collection<VpcElasticIp> ofPrimary(VpcInterface eni) {
        VpcElasticIp elasticIp =
                eni.addresses().isEmpty() ? null : eni.elasticIps().get(eni.primaryAddress());
        return elasticIp == null ? List.of() : List.of(elasticIp);
    }

    /** What each of its addresses says of whether it is the primary one. */
    private static Collection<String> primary(VpcInterface eni) {
        return eni.addresses().stream()
                .map(address -> "" + eni.isPrimary(address))
                .distinct()
                .toList();
    }

    private static Function<VpcInterface, Collection<String>> ofPrimary(Function<IpAddress, String> value) {
        return eni -> eni.addresses().stream().limit(1).map(value).toList();
    }

    private static List<String> groups(VpcInterface eni, Function<VpcInterface.Group, String> value) {
        return eni.groups().stream().map(value).toList();
    }

    private static List<String> texts(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).toList();
    }
}
