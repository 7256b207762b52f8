package org.floatingip.testkit.aws;

import java.io.IOException;
import java.util.List;

/** What is under way, for the golden replies: in a network in which that takes time. */
final class GoldenTransitions {

    private static final String INTERFACES = "DescribeNetworkInterfaces";

    private final GoldenWorld world;

    GoldenTransitions(GoldenWorld world) {
        this.world = world.slowly();
    }

    void ofAnInstance() throws IOException {
        String instance = "InstanceId.1=" + GoldenWorld.INSTANCE;
        world.ask("stop", "StopInstances", instance);
        world.ask("describe it while it stops", "DescribeInstances", instance);
        world.ask("start it while it stops", "StartInstances", instance);
        world.later().ask("start", "StartInstances", instance);
        world.later();
        world.ask("terminate", "TerminateInstances", instance);
        world.ask("describe it while it shuts down", "DescribeInstances", instance);
        world.later();
        world.ask("describe it when it is terminated", "DescribeInstances", instance);
        world.ask("stop it then", "StopInstances", instance);
    }

    void ofWhatIsMade() throws IOException {
        String id = world.make("eipalloc-0", "AllocateAddress");
        List<String> made = world.run(
                "i-0eeeeeeeeeeeeeeee eni-0eeeeeeeeeeeeeeee eni-attach-0",
                "NetworkInterface.1.DeviceIndex=0",
                "NetworkInterface.1.SubnetId=" + world.subnet,
                "NetworkInterface.1.PrivateIpAddress=10.231.82.12");
        String fresh = "InstanceId=" + made.get(0);
        String ofFresh = "NetworkInterfaceId=" + made.get(1);
        world.ask("describe what was just run", "DescribeInstances", fresh.replace("Id=", "Id.1="));
        world.ask("stop what never ran", "StopInstances", fresh.replace("Id=", "Id.1="));
        world.ask("associate with an instance that is pending", "AssociateAddress", "AllocationId=" + id, fresh);
        world.ask("associate with its interface", "AssociateAddress", "AllocationId=" + id, ofFresh);
        world.ask(
                "attach to an instance that is pending",
                "AttachNetworkInterface",
                GoldenWorld.on("b"),
                fresh,
                "DeviceIndex=1");
        world.later();
        String attachment = world.askFor(
                "eni-attach-1", "attach", "AttachNetworkInterface", GoldenWorld.on("b"), fresh, "DeviceIndex=1");
        String attached = "NetworkInterfaceId.1=eni-0bbbbbbbbbbbbbbbb";
        world.ask("describe it while it is attached", INTERFACES, attached);
        world.later();
        world.ask("detach", "DetachNetworkInterface", "AttachmentId=" + attachment);
        world.ask("describe it while it is detached", INTERFACES, attached);
        world.ask("delete it while it is detached", "DeleteNetworkInterface", GoldenWorld.on("b"));
        world.ask("detach the first interface", "DetachNetworkInterface", "AttachmentId=" + made.get(2));
        world.ask("create an interface that takes time", "CreateNetworkInterface", "SubnetId=" + world.subnet);
        world.ask("create a VPC", "CreateVpc", "CidrBlock=10.232.0.0/16");
        world.ask("describe a VPC", "DescribeVpcs", "VpcId.1=" + world.vpc);
        world.ask("describe a subnet", "DescribeSubnets", "SubnetId.1=" + world.subnet);
    }
}
