package org.floatingip.testkit.internal.aws;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InterfaceSpec;
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
            .filter("addresses.primary", eni -> eni.addresses().size() > 1 ? List.of("true", "false") : List.of("true"))
            .filter(
                    "addresses.association.public-ip",
                    associations(eni -> eni.elasticIps().values(), elasticIp -> "" + elasticIp.publicIp()))
            .filter("association.allocation-id", associations(InterfaceActions::ofPrimary, VpcElasticIp::allocationId))
            .filter(
                    "association.public-ip",
                    associations(InterfaceActions::ofPrimary, elasticIp -> "" + elasticIp.publicIp()))
            .filter("attachment.attachment-id", attached(Attachment::id))
            .filter("attachment.instance-id", attached(Attachment::instanceId))
            .filter("attachment.device-index", attached(attachment -> "" + attachment.deviceIndex()))
            .filter("attachment.status", eni -> List.of(eni.attachment() == null ? "detached" : "attached"))
            .filter("attachment.delete-on-termination", attached(attachment -> "" + attachment.deleteOnTermination()))
            .on("availability-zone", VpcInterface::zone)
            .on("description", VpcInterface::description)
            .on("group-id", eni -> Shapes.defaultGroupOf(eni.vpcId()))
            .on("group-name", eni -> "default")
            .on("interface-type", eni -> "interface")
            .on("mac-address", VpcInterface::macAddress)
            .on("network-interface-id", VpcInterface::id)
            .on("owner-id", eni -> Ec2QueryApi.OWNER)
            .on("private-dns-name", eni -> Shapes.privateDnsName(eni.primaryAddress()))
            .on("private-ip-address", eni -> eni.primaryAddress().toString())
            .on("source-dest-check", eni -> "" + eni.sourceDestCheck())
            .on("status", Shapes::status)
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
                        .takes("SubnetId", "Description", "ClientToken")
                        .takes(ADDRESSES)
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
        InterfaceSpec spec = withAddresses(InterfaceSpec.in(request.required("SubnetId")), request, "")
                .description(request.text("Description", ""))
                .tags(request.tags("network-interface"));
        request.finish();
        List<String> ids = tokens.once(
                "CreateNetworkInterface",
                token,
                parameters,
                () -> List.of(network.createInterface(spec).id()));
        VpcInterface created =
                network.networkInterface(ids.get(0)).orElseThrow(() -> Refusals.noSuchInterface(ids.get(0)));
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

    private static Collection<VpcElasticIp> ofPrimary(VpcInterface eni) {
        VpcElasticIp elasticIp = eni.elasticIps().get(eni.primaryAddress());
        return elasticIp == null ? List.of() : List.of(elasticIp);
    }

    private static List<String> texts(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).toList();
    }
}
