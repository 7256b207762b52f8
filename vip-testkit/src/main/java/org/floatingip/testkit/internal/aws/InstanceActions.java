package org.floatingip.testkit.internal.aws;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.IpAddress;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.InstanceType;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;

/** Instances and their types. */
final class InstanceActions {

    private static final Selection<VpcInstance> FILTERS = new Selection<VpcInstance>()
            .on("instance-id", VpcInstance::id)
            .on("image-id", VpcInstance::imageId)
            .on("instance-state-name", instance -> instance.state().ec2Name())
            .on("instance-state-code", instance -> "" + instance.state().code())
            .on("instance-type", VpcInstance::type)
            .on("availability-zone", VpcInstance::zone)
            .filter("subnet-id", ofInterfaces(VpcInterface::subnetId))
            .filter("vpc-id", ofInterfaces(VpcInterface::vpcId))
            .filter("private-ip-address", eachOf(eni -> primary(eni).map(IpAddress::toString)))
            .filter("network-interface.network-interface-id", ofInterfaces(VpcInterface::id))
            .filter("network-interface.subnet-id", ofInterfaces(VpcInterface::subnetId))
            .filter("network-interface.vpc-id", ofInterfaces(VpcInterface::vpcId))
            .filter("network-interface.source-dest-check", ofInterfaces(eni -> "" + eni.sourceDestCheck()))
            .filter("source-dest-check", firstInterface(eni -> "" + eni.sourceDestCheck()))
            .filter("private-dns-name", eachOf(eni -> primary(eni).map(Shapes::privateDnsName)))
            .filter("ip-address", ofElasticIps(InstanceActions::first, elasticIp -> "" + elasticIp.publicIp()))
            .filter(
                    "dns-name",
                    ofElasticIps(InstanceActions::first, elasticIp -> Shapes.publicDnsName(elasticIp.publicIp())))
            .filter("instance.group-id", ofGroups(true, VpcInterface.Group::id))
            .filter("instance.group-name", ofGroups(true, VpcInterface.Group::name))
            .filter("network-interface.group-id", ofGroups(false, VpcInterface.Group::id))
            .filter("network-interface.group-name", ofGroups(false, VpcInterface.Group::name))
            .on("reservation-id", instance -> instance.launch().reservationId())
            .on("launch-index", instance -> "" + instance.launch().index())
            .on("owner-id", instance -> Ec2QueryApi.OWNER)
            .filter("key-name", ofLaunch(VpcInstance.Launch::keyName))
            .filter("iam-instance-profile.arn", ofLaunch(VpcInstance.Launch::instanceProfile))
            .filter(
                    "network-interface.addresses.private-ip-address",
                    eachOf(eni -> eni.addresses().stream().map(IpAddress::toString)))
            .filter(
                    "network-interface.addresses.primary",
                    eachOf(eni -> eni.addresses().stream().map(address -> "" + eni.isPrimary(address))))
            .filter(
                    "network-interface.addresses.association.public-ip",
                    ofElasticIps(
                            eni -> eni.elasticIps().values().stream().filter(elasticIp -> !elasticIp.isCarrierIp()),
                            elasticIp -> "" + elasticIp.publicIp()))
            .filter("network-interface.ipv6-addresses.ipv6-address", eachOf(InstanceActions::ipv6))
            .filter("ipv6-address", eachOf(InstanceActions::ipv6))
            .filter("network-interface.tag-key", eachOf(eni -> eni.tags().keySet().stream()))
            .filter("network-interface.tag-value", eachOf(eni -> eni.tags().values().stream()))
            .tags(VpcInstance::tags);

    private static final int MOST_USER_DATA = 16384;

    private static final Selection<InstanceType> TYPE_FILTERS =
            new Selection<InstanceType>().on("instance-type", InstanceType::name);

    private final InMemoryVpc network;
    private final ClientTokens tokens;
    private final boolean sparsePages;
    private final Describer<VpcInstance> instances;

    InstanceActions(InMemoryVpc network, ClientTokens tokens, boolean sparsePages) {
        this.network = network;
        this.tokens = tokens;
        this.sparsePages = sparsePages;
        this.instances = new Describer<>("InstanceId", VpcInstance::id, Refusals::noSuchInstance, FILTERS, sparsePages);
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("RunInstances", this::run)
                        .dryRun()
                        .takes("ImageId", "InstanceType", "MinCount", "MaxCount", "SubnetId", "PrivateIpAddress")
                        .takes(
                                "ClientToken",
                                "Ipv6Address.N.Ipv6Address",
                                "Ipv6AddressCount",
                                "KeyName",
                                "SecurityGroupId.N",
                                "UserData",
                                "IamInstanceProfile.Arn",
                                "IamInstanceProfile.Name")
                        .takesIn(
                                "NetworkInterface",
                                "DeviceIndex",
                                "NetworkInterfaceId",
                                "SubnetId",
                                "Description",
                                "InterfaceType",
                                "DeleteOnTermination",
                                "Ipv6Addresses.N.Ipv6Address",
                                "Ipv6AddressCount",
                                "SecurityGroupId.N")
                        .takesIn("NetworkInterface", InterfaceActions.ADDRESSES)
                        .tagged(),
                instances.action("DescribeInstances", this::describe),
                changeStates("StopInstances", network::stop, "Force", "Hibernate", "SkipOsShutdown"),
                changeStates("StartInstances", network::start),
                changeStates("TerminateInstances", network::terminate, "Force", "SkipOsShutdown"),
                new Ec2Action("RebootInstances", this::reboot).dryRun().takes("InstanceId.N"),
                new Ec2Action("DescribeInstanceTypes", this::describeTypes)
                        .dryRun()
                        .takes("InstanceType.N")
                        .filtered(TYPE_FILTERS)
                        .paged());
    }

    private void run(QueryRequest request, Xml reply) {
        Map<String, String> parameters = request.visible();
        String token = request.optional("ClientToken");
        int least = request.requiredInteger("MinCount");
        int most = request.requiredInteger("MaxCount");
        if (least < 1 || most < least) {
            throw QueryError.invalidValue("Invalid value '" + least + "' for minCount or '" + most
                    + "' for maxCount. Expected 1 <= minCount <= maxCount.");
        }
        Map<String, Map<String, String>> tags = request.tagsByType("instance", "network-interface");
        InstanceSpec spec = InstanceSpec.none()
                .imageId(request.required("ImageId"))
                .type(request.text("InstanceType", "m1.small"))
                .keyName(request.optional("KeyName"))
                .userData(userData(request))
                .instanceProfile(instanceProfile(request))
                .clientToken(token)
                .tags(tags.getOrDefault("instance", Map.of()));
        spec = withInterfaces(spec, request, tags.getOrDefault("network-interface", Map.of()));
        request.finish();
        InstanceSpec wanted = spec;
        List<VpcInstance> ran = new ArrayList<>();
        List<String> ids = tokens.once("RunInstances", token, parameters, () -> {
            ran.addAll(network.run(wanted, most));
            return ran.stream().map(VpcInstance::id).toList();
        });
        if (ran.isEmpty()) {
            // The token made them before: they are shown as they are now.
            network.instances().stream()
                    .filter(instance -> ids.contains(instance.id()))
                    .forEach(ran::add);
        }
        reservation(reply, ran);
    }

    private static @Nullable String userData(QueryRequest request) {
        String text = request.optional("UserData");
        try {
            if (text != null && Base64.getDecoder().decode(text.replaceAll("\\s", "")).length > MOST_USER_DATA) {
                throw QueryError.invalidValue("User data is limited to " + MOST_USER_DATA + " bytes");
            }
            return text;
        } catch (IllegalArgumentException e) {
            // The text was seen of RunInstances, the code of CreateLaunchTemplate.
            throw new QueryError(400, "InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
        }
    }

    private static @Nullable String instanceProfile(QueryRequest request) {
        String arn = request.optional("IamInstanceProfile.Arn");
        String name = request.optional("IamInstanceProfile.Name");
        if (arn != null && name != null) {
            // A guess, code and text.
            throw new QueryError(
                    400,
                    "InvalidParameterCombination",
                    "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'");
        }
        return name == null ? arn : "arn:aws:iam::" + Ec2QueryApi.OWNER + ":instance-profile/" + name;
    }

    private static InstanceSpec withInterfaces(InstanceSpec spec, QueryRequest request, Map<String, String> tags) {
        List<Integer> indexes = request.indexes("NetworkInterface.");
        String subnetId = request.optional("SubnetId");
        if (indexes.isEmpty()) {
            if (subnetId == null) {
                throw new QueryError(400, "MissingInput", "No subnets found for the default VPC: specify a subnet.");
            }
            InterfaceSpec first = Ipv6Actions.withAddresses(InterfaceSpec.in(subnetId), request, "", "Ipv6Address")
                    .groups(request.list("SecurityGroupId"))
                    .tags(tags);
            IpAddress address = request.address("PrivateIpAddress");
            return spec.and(address == null ? first : first.primary(address));
        }
        if (subnetId != null) {
            throw new QueryError(
                    400,
                    "InvalidParameterCombination",
                    "Network interfaces and an instance-level subnet ID may not be specified on the same request");
        }
        if (!request.list("SecurityGroupId").isEmpty()) {
            throw new QueryError(
                    400,
                    "InvalidParameterCombination",
                    "Network interfaces and an instance-level security groups may not be specified on the same request");
        }
        InstanceSpec result = spec;
        for (int index : indexes) {
            String prefix = "NetworkInterface." + index + ".";
            int deviceIndex = request.requiredInteger(prefix + "DeviceIndex");
            String existing = request.optional(prefix + "NetworkInterfaceId");
            if (existing != null) {
                result = result.attach(deviceIndex, existing);
            } else {
                InterfaceSpec subnet = InterfaceSpec.in(request.required(prefix + "SubnetId"));
                InterfaceSpec create = Ipv6Actions.withAddresses(
                                InterfaceActions.withAddresses(subnet, request, prefix),
                                request,
                                prefix,
                                "Ipv6Addresses")
                        .groups(request.list(prefix + "SecurityGroupId"))
                        .type(InterfaceActions.type(request, prefix + "InterfaceType"))
                        .description(request.text(prefix + "Description", ""))
                        .tags(tags);
                result = result.and(deviceIndex, create, request.bool(prefix + "DeleteOnTermination", true));
            }
        }
        return result;
    }

    private void describe(QueryRequest request, Xml reply) {
        Selection.Page<VpcInstance> page = instances.select(request, network.instances());
        Map<String, List<VpcInstance>> reservations = page.items().stream()
                .collect(Collectors.groupingBy(
                        instance -> instance.launch().reservationId(), LinkedHashMap::new, Collectors.toList()));
        reply.items("reservationSet", reservations.values(), together -> reservation(reply, together))
                .leaf("nextToken", page.nextToken());
    }

    private void reboot(QueryRequest request, Xml reply) {
        List<String> ids = request.list("InstanceId");
        request.finish();
        if (ids.isEmpty()) {
            throw QueryError.missingParameter("InstanceId");
        }
        network.reboot(ids);
        reply.leaf("return", true);
    }

    private static void reservation(Xml reply, List<VpcInstance> instances) {
        reply.leaf("reservationId", instances.get(0).launch().reservationId())
                .leaf("ownerId", Ec2QueryApi.OWNER)
                .items("groupSet", List.of(), ignored -> {})
                .items("instancesSet", instances, instance -> Shapes.instance(reply, instance));
    }

    /** Stop, start and terminate: a list of ids in, previous and current states out. */
    private Ec2Action changeStates(String name, Function<List<String>, List<VpcInstance>> change, String... flags) {
        Ec2Action.Body body = (request, reply) -> {
            List<String> ids = request.list("InstanceId");
            for (String flag : flags) {
                request.bool(flag, false);
            }
            request.finish();
            if (ids.isEmpty()) {
                throw QueryError.missingParameter("InstanceId");
            }
            Map<String, InstanceState> before =
                    network.instances().stream().collect(Collectors.toMap(VpcInstance::id, VpcInstance::state));
            List<VpcInstance> after = new ArrayList<>(change.apply(ids));
            reply.items(
                    "instancesSet",
                    after,
                    instance -> reply.leaf("instanceId", instance.id())
                            .element("currentState", xml -> Shapes.state(xml, instance.state()))
                            .element(
                                    "previousState",
                                    xml -> Shapes.state(xml, before.getOrDefault(instance.id(), instance.state()))));
        };
        return new Ec2Action(name, body).dryRun().takes("InstanceId.N").takes(flags);
    }

    private void describeTypes(QueryRequest request, Xml reply) {
        List<String> names = request.list("InstanceType");
        Map<String, List<String>> filters = request.filters();
        QueryRequest.PageWanted wanted = request.pageWanted();
        request.finish();
        List<String> unknown =
                names.stream().filter(name -> InstanceType.find(name).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw new QueryError(
                    400, "InvalidInstanceType", "The following supplied instance types do not exist: " + unknown);
        }
        List<InstanceType> chosen = InstanceType.all().stream()
                .filter(type -> names.isEmpty() || names.contains(type.name()))
                .toList();
        Selection.Page<InstanceType> page = Selection.page(TYPE_FILTERS.matching(chosen, filters), wanted, sparsePages);
        reply.items(
                        "instanceTypeSet",
                        page.items(),
                        type -> reply.leaf("instanceType", type.name())
                                .element(
                                        "networkInfo",
                                        xml -> xml.leaf("maximumNetworkInterfaces", type.maximumInterfaces())
                                                .leaf("ipv4AddressesPerInterface", type.addressesPerInterface())
                                                .leaf("ipv6AddressesPerInterface", type.addressesPerInterface())
                                                .leaf("ipv6Supported", true)))
                .leaf("nextToken", page.nextToken());
    }

    private static Function<VpcInstance, Collection<String>> ofInterfaces(Function<VpcInterface, String> value) {
        return eachOf(eni -> Stream.of(value.apply(eni)));
    }

    /** @param first whether of the first interface alone: the groups of an instance are those of that */
    private static Function<VpcInstance, Collection<String>> ofGroups(
            boolean first, Function<VpcInterface.Group, String> value) {
        return instance -> instance.interfaces().stream()
                .limit(first ? 1 : Long.MAX_VALUE)
                .flatMap(eni -> eni.groups().stream().map(value))
                .toList();
    }

    private static Stream<IpAddress> primary(VpcInterface eni) {
        return eni.addresses().stream().limit(1);
    }

    private static Stream<String> ipv6(VpcInterface eni) {
        return eni.ipv6Addresses().stream().map(IpAddress::toString);
    }

    private static Function<VpcInstance, Collection<String>> firstInterface(Function<VpcInterface, String> value) {
        return instance -> instance.interfaces().stream().limit(1).map(value).toList();
    }

    private static Function<VpcInstance, Collection<String>> eachOf(Function<VpcInterface, Stream<String>> values) {
        return instance -> instance.interfaces().stream().flatMap(values).toList();
    }

    private static Function<VpcInstance, Collection<String>> ofElasticIps(
            Function<VpcInterface, Stream<VpcElasticIp>> which, Function<VpcElasticIp, String> value) {
        return eachOf(eni -> which.apply(eni).map(value));
    }

    /** What leads to the primary address. */
    private static Stream<VpcElasticIp> first(VpcInterface eni) {
        return primary(eni)
                .flatMap(address -> Stream.ofNullable(eni.elasticIps().get(address)));
    }

    private static Function<VpcInstance, Collection<String>> ofLaunch(
            Function<VpcInstance.Launch, @Nullable String> value) {
        return instance -> {
            String text = value.apply(instance.launch());
            return text == null ? List.of() : List.of(text);
        };
    }
}
