package org.floatingip.testkit.internal.aws;

import java.util.List;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.VpcInstance;

/** The status checks of instances: a running one passes them at once, and no other one has any. */
final class StatusActions {

    private static final Selection<VpcInstance> FILTERS = new Selection<VpcInstance>()
            .on("availability-zone", VpcInstance::zone)
            .on("instance-state-code", instance -> "" + instance.state().code())
            .on("instance-state-name", instance -> instance.state().ec2Name())
            .on("instance-status.status", StatusActions::status)
            .on("system-status.status", StatusActions::status)
            .filter("instance-status.reachability", StatusActions::reachability)
            .filter("system-status.reachability", StatusActions::reachability);

    private final InMemoryVpc network;
    private final Describer<VpcInstance> statuses;

    StatusActions(InMemoryVpc network, boolean sparsePages) {
        this.network = network;
        this.statuses = new Describer<>("InstanceId", VpcInstance::id, Refusals::noSuchInstance, FILTERS, sparsePages);
    }

    List<Ec2Action> actions() {
        return List.of(statuses.action("DescribeInstanceStatus", this::describe).takes("IncludeAllInstances"));
    }

    private void describe(QueryRequest request, Xml reply) {
        boolean all = request.bool("IncludeAllInstances", false);
        Selection.Page<VpcInstance> page =
                statuses.select(request, network.instances(), instance -> all || runs(instance));
        reply.items("instanceStatusSet", page.items(), instance -> {
                    reply.leaf("instanceId", instance.id()).leaf("availabilityZone", instance.zone());
                    reply.element("instanceState", xml -> Shapes.state(xml, instance.state()))
                            .element("systemStatus", xml -> checks(xml, instance))
                            .element("instanceStatus", xml -> checks(xml, instance));
                })
                .leaf("nextToken", page.nextToken());
    }

    private static void checks(Xml xml, VpcInstance instance) {
        xml.leaf("status", status(instance));
        List<String> reachability = reachability(instance);
        if (!reachability.isEmpty()) {
            xml.items(
                    "details",
                    reachability,
                    passed -> xml.leaf("name", "reachability").leaf("status", passed));
        }
    }

    private static boolean runs(VpcInstance instance) {
        return instance.state() == InstanceState.RUNNING;
    }

    private static String status(VpcInstance instance) {
        return runs(instance) ? "ok" : "not-applicable";
    }

    private static List<String> reachability(VpcInstance instance) {
        return runs(instance) ? List.of("passed") : List.of();
    }
}
