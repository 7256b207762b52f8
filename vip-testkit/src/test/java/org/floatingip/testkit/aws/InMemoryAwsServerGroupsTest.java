package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.InstanceSpec;
import org.floatingip.testkit.network.InterfaceSpec;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcSecurityGroup;
import org.floatingip.testkit.network.VpcSecurityGroups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Security groups on the wire, and which of them interfaces and instances are in. */
class InMemoryAwsServerGroupsTest {

    private static final String GROUP = "//securityGroupInfo/item";

    private final InMemoryVpc network = InMemoryVpc.create();
    private final VpcSecurityGroups groups = network.securityGroups();
    private final String vpc = network.createVpc("10.0.0.0/16").id();
    private final String subnet =
            network.createSubnet(vpc, "10.0.1.0/24", "us-east-1a").id();
    private final String byDefault = groups.all().get(0).id();
    private final String db = groups.create(vpc, "db", "databases", Map.of("Name", "of the databases"))
            .id();
    private final InMemoryAwsServer server = InMemoryAwsServer.start(network);
    private final WireClient client = new WireClient(server);

    @BeforeEach
    void run() {
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0a").groups(List.of(db)))
                .id("i-0a"));
        network.run(InstanceSpec.with(InterfaceSpec.in(subnet).id("eni-0b"))
                .and(InterfaceSpec.in(subnet).id("eni-0c").groups(List.of(byDefault, db)))
                .id("i-0bc"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> groupsOf(String eni) {
        return network.networkInterface(eni).orElseThrow().groups().stream()
                .map(VpcInterface.Group::name)
                .toList();
    }

    @Test
    void group_fromCreationToDeletion_isAsEc2HasIt() throws IOException {
        WireClient.Reply created = client.ok(
                "CreateSecurityGroup",
                "VpcId=" + vpc,
                "GroupName=web",
                "GroupDescription=of the web",
                "TagSpecification.1.ResourceType=security-group",
                "TagSpecification.1.Tag.1.Key=Name",
                "TagSpecification.1.Tag.1.Value=w");
        assertThat(created.elements()).containsExactly("return", "groupId", "securityGroupArn", "tagSet");
        String id = created.text("/*/groupId");

        WireClient.Reply shown = client.ok("DescribeSecurityGroups", "GroupId.1=" + id);
        assertThat(shown.text(GROUP + "/groupName")).isEqualTo("web");
        assertThat(shown.text(GROUP + "/groupDescription")).isEqualTo("of the web");
        assertThat(shown.text(GROUP + "/vpcId")).isEqualTo(vpc);
        assertThat(shown.texts(GROUP + "/ipPermissions/item")).isEmpty();
        assertThat(shown.text(GROUP + "/ipPermissionsEgress/item/ipRanges/item/cidrIp"))
                .isEqualTo("0.0.0.0/0");
        assertThat(shown.text(GROUP + "/securityGroupArn"))
                .isEqualTo("arn:aws:ec2:us-east-1:123456789012:security-group/" + id);
        assertThat(client.ok("DescribeTags", "Filter.1.Name=resource-type", "Filter.1.Value.1=security-group")
                        .texts("//tagSet/item/resourceId"))
                .containsExactly(db, id);

        assertThat(client.ok("DeleteSecurityGroup", "GroupId=" + id).elements()).containsExactly("return", "groupId");
        assertThat(client.refused(400, "InvalidGroup.NotFound", "DescribeSecurityGroups", "GroupId.1=" + id)
                        .message())
                .isEqualTo("The security group '" + id + "' does not exist");
    }

    @Test
    void defaultGroup_letsInItself_andIsThereForEachVpc() throws IOException {
        String other = network.createVpc("10.0.0.0/16").id();

        WireClient.Reply shown =
                client.ok("DescribeSecurityGroups", "Filter.1.Name=vpc-id", "Filter.1.Value.1=" + other);

        assertThat(shown.text(GROUP + "/groupName")).isEqualTo("default");
        assertThat(shown.text(GROUP + "/ipPermissions/item/groups/item/groupId"))
                .isEqualTo(shown.text(GROUP + "/groupId"))
                .isNotEqualTo(byDefault);
        groups.create(other, "db", "of the same name, elsewhere");
    }

    @ParameterizedTest
    @CsvSource({
        "group-id, {db}, db",
        "group-name, default, default",
        "group-name, d*, default db",
        "description, databases, db",
        "vpc-id, {vpc}, default db",
        "owner-id, 123456789012, default db",
        "tag:Name, of*, db",
        "tag-key, Name, db"
    })
    void groups_whenFiltered_areSelected(String filter, String value, String found) throws IOException {
        assertThat(client.ok(
                                "DescribeSecurityGroups",
                                "Filter.1.Name=" + filter,
                                "Filter.1.Value.1=" + value.replace("{db}", db).replace("{vpc}", vpc))
                        .texts(GROUP + "/groupName"))
                .containsExactly(found.split(" ", -1));
    }

    @Test
    void groups_inPages_areAll() throws IOException {
        IntStream.range(0, 5).forEach(i -> groups.create(vpc, "g" + i, "one more"));

        assertThat(client.pages(GROUP + "/groupId", "DescribeSecurityGroups", "MaxResults=5"))
                .extracting(List::size)
                .containsExactly(5, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeInstances, instance.group-id, {db}, //instancesSet/item/instanceId, i-0a",
        "DescribeInstances, instance.group-name, default, //instancesSet/item/instanceId, i-0bc",
        "DescribeInstances, network-interface.group-id, {db}, //instancesSet/item/instanceId, i-0a i-0bc",
        "DescribeInstances, network-interface.group-name, default, //instancesSet/item/instanceId, i-0bc",
        "DescribeNetworkInterfaces, group-id, {db}, //networkInterfaceSet/item/networkInterfaceId, eni-0a eni-0c",
        "DescribeNetworkInterfaces, group-name, default, //networkInterfaceSet/item/networkInterfaceId, eni-0b eni-0c"
    })
    void interfacesAndInstances_areFoundByTheirGroups(
            String action, String filter, String value, String path, String found) throws IOException {
        assertThat(client.ok(action, "Filter.1.Name=" + filter, "Filter.1.Value.1=" + value.replace("{db}", db))
                        .texts(path))
                .containsExactly(found.split(" ", -1));
    }

    @Test
    void newInterfacesAndInstances_areInTheGroupsThatTheyName() throws IOException {
        String one = "SecurityGroupId.1=" + db;
        String eni = client.ok("CreateNetworkInterface", "SubnetId=" + subnet, one, "SecurityGroupId.2=" + byDefault)
                .text("//networkInterfaceId");
        assertThat(groupsOf(eni)).containsExactly("db", "default");
        String[] run = {"ImageId=ami-1", "MinCount=1", "MaxCount=1", "InstanceType=m5.large"};

        WireClient.Reply simple = client.ok("RunInstances", and(run, "SubnetId=" + subnet, one));
        assertThat(simple.text("//networkInterfaceSet/item/groupSet/item/groupName"))
                .isEqualTo("db");
        WireClient.Reply detailed = client.ok(
                "RunInstances",
                and(
                        run,
                        "NetworkInterface.1.DeviceIndex=0",
                        "NetworkInterface.1.SubnetId=" + subnet,
                        "NetworkInterface.1." + one));
        assertThat(detailed.text("//networkInterfaceSet/item/groupSet/item/groupId"))
                .isEqualTo(db);

        int before = network.instances().size();
        WireClient.assertRefusal(
                400,
                "InvalidParameterCombination",
                client.call(
                        "RunInstances",
                        and(run, "NetworkInterface.1.DeviceIndex=0", "NetworkInterface.1.SubnetId=" + subnet, one)));
        WireClient.assertRefusal(
                400,
                "InvalidGroup.NotFound",
                client.call("RunInstances", and(run, "SubnetId=" + subnet, "SecurityGroupId.1=sg-0bad")));
        assertThat(network.instances()).hasSize(before);
    }

    private static String[] and(String[] first, String... more) {
        return Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    @Test
    void groups_ofWhatIsThere_areReplaced() throws IOException {
        client.ok("ModifyInstanceAttribute", "InstanceId=i-0a", "GroupId.1=" + byDefault);
        assertThat(groupsOf("eni-0a")).containsExactly("default");
        client.ok("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId=eni-0b", "SecurityGroupId.1=" + db);
        assertThat(groupsOf("eni-0b")).containsExactly("db");
        client.refused(
                400, "InvalidInstanceID", "ModifyInstanceAttribute", "InstanceId=i-0bc", "GroupId.1=" + byDefault);
        String foreign = groups.create(network.createVpc("10.1.0.0/16").id(), "db", "elsewhere")
                .id();
        assertThat(client.refused(
                                400,
                                "InvalidGroup.NotFound",
                                "ModifyNetworkInterfaceAttribute",
                                "NetworkInterfaceId=eni-0b",
                                "SecurityGroupId.1=" + byDefault,
                                "SecurityGroupId.2=" + foreign)
                        .message())
                .isEqualTo("You have specified two resources that belong to different networks.");
        assertThat(client.refused(
                                400,
                                "InvalidParameterValue",
                                "CreateNetworkInterface",
                                "SubnetId=" + subnet,
                                "SecurityGroupId.1=" + foreign)
                        .message())
                .isEqualTo("Security group " + foreign + " and subnet " + subnet + " belong to different networks.");
        assertThat(groupsOf("eni-0b")).containsExactly("db");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"db | InvalidGroup.Duplicate", "default | InvalidParameterValue", "sg-web | InvalidParameterValue"
            })
    void create_ofANameThatCantBe_isRefused(String name, String code) throws IOException {
        client.refused(400, code, "CreateSecurityGroup", "VpcId=" + vpc, "GroupName=" + name, "GroupDescription=x");

        assertThat(groups.all()).extracting(VpcSecurityGroup::name).containsExactly("default", "db");
    }

    @Test
    void delete_ofWhatIsNeededOrMissing_isRefused() throws IOException {
        assertThat(client.refused(400, "DependencyViolation", "DeleteSecurityGroup", "GroupId=" + db)
                        .message())
                .isEqualTo("resource " + db + " has a dependent object");
        client.refused(400, "CannotDelete", "DeleteSecurityGroup", "GroupId=" + byDefault);
        client.refused(400, "InvalidGroup.NotFound", "DeleteSecurityGroup", "GroupId=sg-0bad");
        client.refused(400, "InvalidGroupId.Malformed", "DeleteSecurityGroup", "GroupId=sg-000");
        client.refused(400, "InvalidGroupId.Malformed", "DeleteSecurityGroup", "GroupId=bogus");
        client.refused(400, "VPCIdNotSpecified", "CreateSecurityGroup", "GroupName=a", "GroupDescription=x");

        network.terminate("i-0a", "i-0bc");
        groups.delete(db);
        assertThat(groups.group(db)).isEmpty();
        assertThat(groups.group(byDefault))
                .hasValueSatisfying(group -> assertThat(group.isDefault()).isTrue());
    }
}
