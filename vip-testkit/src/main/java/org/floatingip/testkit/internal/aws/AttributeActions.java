package org.floatingip.testkit.internal.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcAttributes;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.jspecify.annotations.Nullable;

/** Single attributes of instances and of network interfaces. */
final class AttributeActions {

    /** What EC2 has of an instance, but not this model. */
    private static final Set<String> NOT_MODELLED_OF_INSTANCES = Set.of(
            "blockDeviceMapping",
            "ebsOptimized",
            "enaSupport",
            "enclaveOptions",
            "kernel",
            "productCodes",
            "ramdisk",
            "rootDeviceName",
            "sriovNetSupport");

    private static final Set<String> NOT_MODELLED_OF_INTERFACES = Set.of("associatePublicIpAddress");

    private final InMemoryVpc network;
    private final VpcAttributes attributes;

    AttributeActions(InMemoryVpc network) {
        this.network = network;
        this.attributes = network.attributes();
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("DescribeInstanceAttribute", this::describeOfInstance)
                        .dryRun()
                        .takes("InstanceId", "Attribute"),
                new Ec2Action("ModifyInstanceAttribute", this::modifyOfInstance)
                        .dryRun()
                        .takes("InstanceId", "SourceDestCheck.Value"),
                new Ec2Action("DescribeNetworkInterfaceAttribute", this::describeOfInterface)
                        .dryRun()
                        .takes("NetworkInterfaceId", "Attribute"),
                new Ec2Action("ModifyNetworkInterfaceAttribute", this::modifyOfInterface)
                        .dryRun()
                        .takes("NetworkInterfaceId", "SourceDestCheck.Value", "Description.Value")
                        .takes("Attachment.AttachmentId", "Attachment.DeleteOnTermination"));
    }

    private void describeOfInstance(QueryRequest request, Xml reply) {
        String id = request.required("InstanceId");
        String attribute = request.required("Attribute");
        request.finish();
        VpcInstance instance = network.instance(id).orElseThrow(() -> Refusals.noSuchInstance(id));
        reply.leaf("instanceId", id);
        switch (attribute) {
            case "sourceDestCheck" -> value(reply, attribute, only(instance).sourceDestCheck());
            case "groupSet" -> Shapes.groups(reply, instance);
            case "instanceType" -> value(reply, attribute, instance.type());
            case "userData" -> value(reply, attribute, instance.launch().userData());
            case "disableApiTermination", "disableApiStop" -> value(reply, attribute, false);
            case "instanceInitiatedShutdownBehavior" -> value(reply, attribute, "stop");
            default -> throw unknown(attribute, NOT_MODELLED_OF_INSTANCES);
        }
    }

    /** An instance of several interfaces has no check of its own: seen by users. */
    private static VpcInterface only(VpcInstance instance) {
        if (instance.interfaces().isEmpty()) {
            throw Refusals.terminatedInstance(instance.id());
        }
        if (instance.interfaces().size() > 1) {
            throw Refusals.severalInterfaces(instance.id());
        }
        return instance.interfaces().get(0);
    }

    private void modifyOfInstance(QueryRequest request, Xml reply) {
        String id = request.required("InstanceId");
        Changes changes = new Changes();
        if (request.optional("SourceDestCheck.Value") != null) {
            boolean on = request.bool("SourceDestCheck.Value", true);
            changes.add("sourceDestCheck", () -> attributes.sourceDestCheckOfInstance(id, on));
        }
        request.finish();
        changes.make();
        reply.leaf("return", true);
    }

    private void describeOfInterface(QueryRequest request, Xml reply) {
        String id = request.required("NetworkInterfaceId");
        String attribute = request.required("Attribute");
        request.finish();
        VpcInterface eni = network.networkInterface(id).orElseThrow(() -> Refusals.noSuchInterface(id));
        reply.leaf("networkInterfaceId", id);
        switch (attribute) {
            case "sourceDestCheck" -> value(reply, attribute, eni.sourceDestCheck());
            case "groupSet" -> Shapes.groups(reply, eni);
            case "description" -> value(reply, attribute, eni.description());
            case "attachment" -> Shapes.attachment(reply, eni);
            default -> throw unknown(attribute, NOT_MODELLED_OF_INTERFACES);
        }
    }

    private void modifyOfInterface(QueryRequest request, Xml reply) {
        String id = request.required("NetworkInterfaceId");
        Changes changes = new Changes();
        if (request.optional("SourceDestCheck.Value") != null) {
            boolean on = request.bool("SourceDestCheck.Value", true);
            changes.add("sourceDestCheck", () -> attributes.sourceDestCheck(id, on));
        }
        String description = request.optional("Description.Value");
        if (description != null) {
            changes.add("description", () -> attributes.description(id, description));
        }
        String attachment = request.optional("Attachment.AttachmentId");
        if (attachment != null || request.optional("Attachment.DeleteOnTermination") != null) {
            String attachmentId = request.required("Attachment.AttachmentId");
            request.required("Attachment.DeleteOnTermination");
            boolean delete = request.bool("Attachment.DeleteOnTermination", false);
            changes.add("attachment", () -> attributes.deleteOnTermination(id, attachmentId, delete));
        }
        request.finish();
        changes.make();
        reply.leaf("return", true);
    }

    /** EC2 changes one attribute a request. */
    private static final class Changes {

        private final List<String> names = new ArrayList<>();
        private final List<Runnable> changes = new ArrayList<>();

        void add(String name, Runnable change) {
            names.add(name);
            changes.add(change);
        }

        void make() {
            if (names.size() != 1) {
                throw new QueryError(
                        400,
                        "InvalidParameterCombination",
                        names.isEmpty()
                                ? "No attributes specified."
                                : "Fields for multiple attribute types specified: " + String.join(", ", names));
            }
            changes.get(0).run();
        }
    }

    private static void value(Xml xml, String attribute, @Nullable Object value) {
        xml.element(attribute, inner -> inner.leaf("value", value));
    }

    private static QueryError unknown(String attribute, Set<String> notModelled) {
        return QueryError.invalidValue(
                notModelled.contains(attribute)
                        ? "The attribute '" + attribute + "' is not supported" + QueryError.NOT_MODELLED
                        : "Value (" + attribute + ") for parameter attribute is invalid. Unknown attribute.");
    }
}
