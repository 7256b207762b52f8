package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.Map;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.internal.Refusals;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcSecurityGroup;
import org.floatingip.testkit.network.VpcSecurityGroups;

/** Security groups, with the rules that they are created with. */
final class SecurityGroupActions {

    private static final Selection<VpcSecurityGroup> FILTERS = new Selection<VpcSecurityGroup>()
            .on("group-id", VpcSecurityGroup::id)
            .on("group-name", VpcSecurityGroup::name)
            .on("description", VpcSecurityGroup::description)
            .on("vpc-id", VpcSecurityGroup::vpcId)
            .on("owner-id", group -> Ec2QueryApi.OWNER)
            .tags(VpcSecurityGroup::tags);

    private final VpcSecurityGroups groups;
    private final Describer<VpcSecurityGroup> describer;

    SecurityGroupActions(InMemoryVpc network, boolean sparsePages) {
        this.groups = network.securityGroups();
        this.describer = new Describer<>("GroupId", VpcSecurityGroup::id, Refusals::noSuchGroup, FILTERS, sparsePages);
    }

    List<Ec2Action> actions() {
        return List.of(
                new Ec2Action("CreateSecurityGroup", this::create)
                        .dryRun()
                        .takes("GroupName", "GroupDescription", "VpcId")
                        .tagged(),
                new Ec2Action("DeleteSecurityGroup", this::delete).dryRun().takes("GroupId"),
                describer.action("DescribeSecurityGroups", this::describe));
    }

    private void create(QueryRequest request, Xml reply) {
        String name = request.required("GroupName");
        String description = request.required("GroupDescription");
        String vpcId = request.optional("VpcId");
        Map<String, String> tags = request.tags("security-group");
        request.finish();
        if (vpcId == null) {
            throw new QueryError(400, "VPCIdNotSpecified", "No default VPC for this user");
        }
        VpcSecurityGroup created = groups.create(vpcId, name, description, tags);
        reply.leaf("return", true).leaf("groupId", created.id()).leaf("securityGroupArn", arn(created));
        Shapes.tags(reply, created.tags());
    }

    private void delete(QueryRequest request, Xml reply) {
        String id = request.required("GroupId");
        request.finish();
        groups.delete(id);
        reply.leaf("return", true).leaf("groupId", id);
    }

    private void describe(QueryRequest request, Xml reply) {
        describer.describe(request, reply, groups.all(), "securityGroupInfo", SecurityGroupActions::group);
    }

    private static void group(Xml xml, VpcSecurityGroup group) {
        xml.leaf("ownerId", Ec2QueryApi.OWNER)
                .leaf("groupId", group.id())
                .leaf("groupName", group.name())
                .leaf("groupDescription", group.description())
                .leaf("vpcId", group.vpcId())
                .items(
                        "ipPermissions",
                        group.isDefault() ? List.of(group.id()) : List.<String>of(),
                        self -> permission(xml, List.of(self), List.of()))
                .items("ipPermissionsEgress", List.of("0.0.0.0/0"), all -> permission(xml, List.of(), List.of(all)));
        Shapes.tags(xml, group.tags());
        xml.leaf("securityGroupArn", arn(group));
    }

    /** A rule for every protocol. */
    private static void permission(Xml xml, List<String> groups, List<String> ranges) {
        xml.leaf("ipProtocol", "-1")
                .items(
                        "groups",
                        groups,
                        group -> xml.leaf("userId", Ec2QueryApi.OWNER).leaf("groupId", group))
                .items("ipRanges", ranges, range -> xml.leaf("cidrIp", range))
                .items("ipv6Ranges", List.of(), ignored -> {})
                .items("prefixListIds", List.of(), ignored -> {});
    }

    private static String arn(VpcSecurityGroup group) {
        return "arn:aws:ec2:" + Sandbox.REGION + ":" + Ec2QueryApi.OWNER + ":security-group/" + group.id();
    }
}
