package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.floatingip.testkit.fault.WireFault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole reply to each situation of docs/aws-replies.md, as it goes over the wire, and what led there: stored in
 * {@code golden-replies.txt}, which vip-lab's conformance run replays against EC2 itself. {@code -Dgolden.replies=write} writes it
 * anew; read the difference before it is committed.
 *
 * <p>Its lines: {@code ==} a network of its own, {@code -} a request before ({@code =>} what it makes, by its name from there on),
 * {@code ~} time that passes, or the wait until nothing is under way, {@code !} what no request can bring about, {@code #} the situation, {@code >} the request, {@code <} the
 * status and then the reply.
 */
class GoldenRepliesTest {

    private static final Path STORED = Path.of("src/test/resources/golden-replies.txt");
    private static final Path DOCUMENT = Path.of("../docs/aws-replies.md");
    private static final String ASSIGN = "AssignPrivateIpAddresses";
    private static final String UNASSIGN = "UnassignPrivateIpAddresses";
    private static final String INTERFACES = "DescribeNetworkInterfaces";
    private static final String INSTANCE = GoldenWorld.INSTANCE;
    /** An id that nothing has: seen of EC2, which takes no 17 zeros for an instance. */
    private static final String NOBODY = "i-00000000000000002";

    private static final String UNKNOWN_ALLOCATION = "eipalloc-00000000000000000";
    private static final String STEAL = "AllowReassignment=true";

    /** By situation, in their order. */
    private final Map<String, String> replies = new LinkedHashMap<>();

    private static String address(String address) {
        return "PrivateIpAddress.1=" + address;
    }

    /** One request in a world of its own. */
    private void one(String what, String action, String... parameters) throws IOException {
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.ask(what, action, parameters);
        }
    }

    private void look(String what, GoldenWorld world, String address) throws IOException {
        world.ask(what, INTERFACES, "Filter.1.Name=addresses.private-ip-address", "Filter.1.Value.1=" + address);
    }

    @BeforeEach
    void collect() throws IOException {
        assigning();
        unassigning();
        looking();
        refusing();
        elasticIps();
        around();
        routing();
        living();
        changing();
        tagging();
        naming();
    }

    private void assigning() throws IOException {
        one("assign a free address", ASSIGN, GoldenWorld.on("a"), address("10.231.82.7"));
        one("assign what the interface has", ASSIGN, GoldenWorld.on("a"), address("10.231.82.5"));
        one("assign another's secondary", ASSIGN, GoldenWorld.on("b"), address("10.231.82.5"));
        one(
                "assign several of others",
                ASSIGN,
                GoldenWorld.on("b"),
                address("10.231.82.5"),
                "PrivateIpAddress.2=10.231.82.9");
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.ask("reassign another's secondary", ASSIGN, GoldenWorld.on("b"), address("10.231.82.5"), STEAL);
            look("look right after that", world, "10.231.82.5");
        }
        one("reassign another's primary", ASSIGN, GoldenWorld.on("b"), address("10.231.82.4"), STEAL);
        one("reassign from another subnet", ASSIGN, GoldenWorld.on("c"), address("10.231.82.5"), STEAL);
        one("assign the network's address", ASSIGN, GoldenWorld.on("a"), address("10.231.82.0"));
        one("assign the router's address", ASSIGN, GoldenWorld.on("a"), address("10.231.82.1"));
        one("assign the DNS server's address", ASSIGN, GoldenWorld.on("a"), address("10.231.82.2"));
        one("assign the fourth address", ASSIGN, GoldenWorld.on("a"), address("10.231.82.3"));
        one("assign the last address", ASSIGN, GoldenWorld.on("a"), address("10.231.82.15"));
        one("assign what is no address", ASSIGN, GoldenWorld.on("a"), address("x"));
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.ask("assign beyond the type's limit", ASSIGN, world.ofInstance(), address("10.231.82.7"));
        }
        one(
                "assign to an unknown interface",
                ASSIGN,
                "NetworkInterfaceId=eni-00000000000000000",
                address("10.231.82.7"));
        one("assign to a malformed interface id", ASSIGN, "NetworkInterfaceId=bogus", address("10.231.82.7"));
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.ask(
                    "assign two, one of them refused",
                    ASSIGN,
                    GoldenWorld.on("b"),
                    address("10.231.82.7"),
                    "PrivateIpAddress.2=10.231.82.4",
                    STEAL);
            look("look right after the two", world, "10.231.82.7");
        }
        one("assign neither addresses nor a count", ASSIGN, GoldenWorld.on("a"));
        one(
                "assign addresses and a count",
                ASSIGN,
                GoldenWorld.on("a"),
                address("10.231.82.7"),
                "SecondaryPrivateIpAddressCount=1");
        one("assign a count of 0", ASSIGN, GoldenWorld.on("a"), "SecondaryPrivateIpAddressCount=0");
        one("assign a count below 0", ASSIGN, GoldenWorld.on("a"), "SecondaryPrivateIpAddressCount=-1");
        one("assign a count", ASSIGN, GoldenWorld.on("a"), "SecondaryPrivateIpAddressCount=2");
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.after(
                            "CreateSubnetCidrReservation",
                            "SubnetId=" + world.subnet,
                            "Cidr=10.231.82.7/32",
                            "ReservationType=explicit")
                    .ask(
                            "assign a count beside a reservation",
                            ASSIGN,
                            GoldenWorld.on("a"),
                            "SecondaryPrivateIpAddressCount=2");
            world.ask("reservations of a subnet", "GetSubnetCidrReservations", "SubnetId=" + world.subnet);
        }
        one("assign with DryRun", ASSIGN, GoldenWorld.on("a"), address("10.231.82.7"), "DryRun=true");
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.after(UNASSIGN, world.ofInstance(), address("10.231.82.9"))
                    .ask("assign to a running instance", ASSIGN, world.ofInstance(), address("10.231.82.7"));
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.after(UNASSIGN, world.ofInstance(), address("10.231.82.9"))
                    .after("StopInstances", "InstanceId.1=" + INSTANCE)
                    .ask("assign to a stopped instance", ASSIGN, world.ofInstance(), address("10.231.82.7"));
        }
    }

    private void unassigning() throws IOException {
        one("unassign a secondary", UNASSIGN, GoldenWorld.on("a"), address("10.231.82.5"));
        one("unassign what another has", UNASSIGN, GoldenWorld.on("b"), address("10.231.82.5"));
        one("unassign a primary", UNASSIGN, GoldenWorld.on("a"), address("10.231.82.4"));
        one("unassign nothing", UNASSIGN, GoldenWorld.on("a"));
        try (GoldenWorld world = new GoldenWorld(replies)) {
            String id = world.elasticIp();
            world.after(UNASSIGN, GoldenWorld.on("a"), address("10.231.82.5"))
                    .ask("unassign under an Elastic IP", "DescribeAddresses", "AllocationId.1=" + id);
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            String id = world.elasticIp();
            world.after(ASSIGN, GoldenWorld.on("b"), address("10.231.82.5"), STEAL)
                    .ask("reassign under an Elastic IP", "DescribeAddresses", "AllocationId.1=" + id);
        }
    }

    private void looking() throws IOException {
        try (GoldenWorld world = new GoldenWorld(replies)) {
            look("look for a secondary", world, "10.231.82.5");
            look("look for a primary", world, "10.231.82.4");
            look("look for nobody's address", world, "10.231.82.7");
            world.ask(
                    "look by ids and pages", INTERFACES, "NetworkInterfaceId.1=eni-0aaaaaaaaaaaaaaaa", "MaxResults=5");
            world.ask("describe an instance", "DescribeInstances", "InstanceId.1=" + INSTANCE);
            world.ask("describe an unknown instance", "DescribeInstances", "InstanceId.1=" + NOBODY);
            world.ask("describe a malformed instance id", "DescribeInstances", "InstanceId.1=x");
            world.after("StopInstances", "InstanceId.1=" + INSTANCE);
            look("look after a stop", world, "10.231.82.9");
            world.after("TerminateInstances", "InstanceId.1=" + INSTANCE);
            look("look after a termination", world, "10.231.82.9");
        }
    }

    private void refusing() throws IOException {
        one("describe with DryRun", INTERFACES, "DryRun=true", "NetworkInterfaceId.1=bogus");
        one("associate with DryRun", "AssociateAddress", "DryRun=true", "AllocationId=bogus");
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.inject(Fault.deny().onCall(Call.ASSIGN), "the caller may not do it");
            world.ask("assign without permission", ASSIGN, GoldenWorld.on("a"), address("10.231.82.7"));
            world.inject(Fault.throttle().onCall(Call.ASSIGN), "the account has no requests left");
            world.ask("assign too often", ASSIGN, GoldenWorld.on("a"), address("10.231.82.7"));
        }
    }

    private void elasticIps() throws IOException {
        String associate = "AssociateAddress";
        String describe = "DescribeAddresses";
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.ask("allocate an Elastic IP", "AllocateAddress", "Domain=vpc");
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            String first = world.make("eipalloc-0", "AllocateAddress");
            String second = world.make("eipalloc-1", "AllocateAddress");
            String id = "AllocationId=" + first;
            world.ask("describe an Elastic IP", describe, "AllocationId.1=" + first);
            world.ask("describe one by its address", describe, "PublicIp.1=203.0.113.1");
            world.ask("describe one twice", describe, "AllocationId.1=" + first, "AllocationId.2=" + first);
            world.ask(
                    "describe one by its id, another by its address",
                    describe,
                    "AllocationId.1=" + first,
                    "PublicIp.1=203.0.113.2");
            world.ask("describe an unknown Elastic IP", describe, "AllocationId.1=" + UNKNOWN_ALLOCATION);
            world.ask("describe what is no id of one", describe, "AllocationId.1=bad");
            world.ask(
                    "describe a known and an unknown one",
                    describe,
                    "AllocationId.1=" + first,
                    "AllocationId.2=" + UNKNOWN_ALLOCATION);
            world.ask("describe an unknown public address", describe, "PublicIp.1=192.0.2.1");
            world.ask("describe what is no address", describe, "PublicIp.1=bad");
            world.ask("associate nothing with nothing", associate);
            world.ask("associate with nothing", associate, id);
            world.ask("associate nothing", associate, GoldenWorld.on("a"));
            world.ask("associate by id and by address", associate, id, "PublicIp=203.0.113.1", GoldenWorld.on("a"));
            world.ask("associate by address alone", associate, "PublicIp=203.0.113.1", GoldenWorld.on("a"));
            world.ask(
                    "associate what is unknown with what is none",
                    associate,
                    "AllocationId=" + UNKNOWN_ALLOCATION,
                    "NetworkInterfaceId=bad");
            world.ask("associate with an unknown interface", associate, id, "NetworkInterfaceId=eni-00000000000000000");
            world.ask("associate with what is no instance", associate, id, "InstanceId=i-00000000000000000");
            world.ask(
                    "associate with an interface and what is no instance",
                    associate,
                    id,
                    GoldenWorld.on("a"),
                    "InstanceId=i-00000000000000000");
            world.ask(
                    "associate with an address of nobody",
                    associate,
                    id,
                    GoldenWorld.on("a"),
                    "PrivateIpAddress=10.231.82.7");
            world.ask("associate with what is no address", associate, id, GoldenWorld.on("a"), "PrivateIpAddress=bad");
            world.ask("disassociate nothing", "DisassociateAddress");
            world.ask("disassociate what is no association", "DisassociateAddress", "AssociationId=bad");
            world.ask(
                    "disassociate what is unknown", "DisassociateAddress", "AssociationId=eipassoc-00000000000000000");
            world.ask("release nothing", "ReleaseAddress");
            world.ask("release what is no Elastic IP", "ReleaseAddress", "AllocationId=bad");
            world.ask("release an unknown Elastic IP", "ReleaseAddress", "AllocationId=" + UNKNOWN_ALLOCATION);
            world.ask("associate with a primary address", associate, id, GoldenWorld.on("a"));
            world.ask("look at the Elastic IP", describe, "AllocationId.1=" + first);
            world.ask("look at its interface", INTERFACES, "NetworkInterfaceId.1=eni-0aaaaaaaaaaaaaaaa");
            world.ask("release what is associated", "ReleaseAddress", id);
            world.ask(
                    "associate another with a secondary address",
                    associate,
                    "AllocationId=" + second,
                    GoldenWorld.on("a"),
                    "PrivateIpAddress=10.231.82.5");
            world.ask("look at an interface with two", INTERFACES, "NetworkInterfaceId.1=eni-0aaaaaaaaaaaaaaaa");
            filtered("Elastic IPs of an interface", world, describe, "network-interface-id", "eni-0aaaaaaaaaaaaaaaa");
            world.ask("delete an interface with Elastic IPs", "DeleteNetworkInterface", GoldenWorld.on("a"));
            world.ask("look at one of them after that", describe, "AllocationId.1=" + first);
            world.ask("look at the interface after that", INTERFACES, "NetworkInterfaceId.1=eni-0aaaaaaaaaaaaaaaa");
            world.ask("release an Elastic IP", "ReleaseAddress", id);
            world.ask("release it again", "ReleaseAddress", id);
        }
    }

    private void around() throws IOException {
        try (GoldenWorld world = new GoldenWorld(replies)) {
            String id = "AllocationId=" + world.elasticIp();
            world.ask(
                    "associate an Elastic IP that is in use",
                    "AssociateAddress",
                    id,
                    GoldenWorld.on("b"),
                    "PrivateIpAddress=10.231.82.6");
            world.ask(
                    "the same, and reassociation is not allowed",
                    "AssociateAddress",
                    id,
                    GoldenWorld.on("a"),
                    "PrivateIpAddress=10.231.82.5",
                    "AllowReassociation=false");
            String second = world.make("eipalloc-1", "AllocateAddress");
            world.ask(
                    "associate another with an address that has one",
                    "AssociateAddress",
                    "AllocationId=" + second,
                    GoldenWorld.on("b"),
                    "PrivateIpAddress=10.231.82.6",
                    "AllowReassociation=false");
            world.ask("look at the one that was there", "DescribeAddresses", id.replace("Id=", "Id.1="));
            world.ask(
                    "associate what is associated so",
                    "AssociateAddress",
                    "AllocationId=" + second,
                    GoldenWorld.on("b"),
                    "PrivateIpAddress=10.231.82.6",
                    "AllowReassociation=false");
            for (String size : List.of("28", "24")) {
                String fresh = world.make(
                        "subnet-" + size,
                        "CreateSubnet",
                        "VpcId=" + world.vpc,
                        "CidrBlock=10.231." + size + ".0/" + size,
                        "AvailabilityZone=us-east-1a");
                world.ask("free addresses of a fresh /" + size, "DescribeSubnets", "SubnetId.1=" + fresh);
            }
            world.ask("delete a subnet that is in use", "DeleteSubnet", "SubnetId=" + world.subnet);
            world.ask("delete a VPC that is in use", "DeleteVpc", "VpcId=" + world.vpc);
            world.ask(
                    "create an interface",
                    "CreateNetworkInterface",
                    "SubnetId=" + world.subnet,
                    "PrivateIpAddress=10.231.82.10");
            for (String type : List.of("t2.micro", "m5.large", "m5.12xlarge", "c5.18xlarge")) {
                world.ask("addresses of an interface of " + type, "DescribeInstanceTypes", "InstanceType.1=" + type);
            }
            world.ask("an action that EC2 does not have", "AssignMoonAddresses", GoldenWorld.on("a"));
            world.ask("a parameter that is not modelled", ASSIGN, GoldenWorld.on("a"), "Ipv4PrefixCount=1");
            filtered("a filter that is not modelled", world, "DescribeInstances", "kernel-id", "aki-1");
            filtered("a filter that EC2 does not have", world, "DescribeInstances", "moon", "full");
            world.ask("a page that is too small", "DescribeInstances", "MaxResults=4");
        }
    }

    private void routing() throws IOException {
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenRoutes(world).tables();
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenRoutes(world).routes();
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenRoutes(world).attributes();
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenGroups(world).groups();
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenIpv6(world).addresses();
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenInterfaces(world).forEfaAlone();
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenInterfaces(world).ofAnotherVpc();
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenInterfaces(world).withACarrierIp();
        }
    }

    private void living() throws IOException {
        try (GoldenWorld world = new GoldenWorld(replies)) {
            world.ask("zones", "DescribeAvailabilityZones");
            world.ask("a zone of another region", "DescribeAvailabilityZones", "ZoneName.1=eu-west-1a");
            world.ask("regions", "DescribeRegions");
            String instance = "InstanceId.1=" + INSTANCE;
            world.ask("status of a running instance", "DescribeInstanceStatus", instance);
            world.after("StopInstances", instance);
            world.ask("status of a stopped instance", "DescribeInstanceStatus", instance, "IncludeAllInstances=true");
            filtered("status by a filter that there is not", world, "DescribeInstanceStatus", "instance-id", INSTANCE);
            world.after("StartInstances", instance).ask("reboot", "RebootInstances", instance);
            world.after("StopInstances", instance).ask("reboot a stopped instance", "RebootInstances", instance);
            world.ask(
                    "run with user data that is no base64",
                    "RunInstances",
                    "ImageId=ami-1",
                    "MinCount=1",
                    "MaxCount=1",
                    "SubnetId=" + world.subnet,
                    "UserData=x");
        }
    }

    private void changing() throws IOException {
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenTransitions(world).ofAnInstance();
        }
        try (GoldenWorld world = new GoldenWorld(replies)) {
            new GoldenTransitions(world).ofWhatIsMade();
        }
    }

    private void tagging() throws IOException {
        try (GoldenWorld world = new GoldenWorld(replies)) {
            String vpc = "ResourceId.1=" + world.vpc;
            world.ask("tag a VPC", "CreateTags", vpc, "Tag.1.Key=Stage", "Tag.1.Value=first", "Tag.2.Key=Empty");
            world.ask("tag it with a key that it has", "CreateTags", vpc, "Tag.1.Key=Stage", "Tag.1.Value=second");
            world.ask("delete a tag by another value", "DeleteTags", vpc, "Tag.1.Key=Stage", "Tag.1.Value=first");
            filtered("tags of a resource", world, "DescribeTags", "resource-id", world.vpc);
            world.ask("delete a tag by its key", "DeleteTags", vpc, "Tag.1.Key=Stage");
            filtered("VPCs by a tag", world, "DescribeVpcs", "tag:Empty", "");
            filtered("VPCs by a tag that none has", world, "DescribeVpcs", "tag:Name", "absent");
            String missing = "ResourceId.1=" + NOBODY;
            world.ask("tag what does not exist", "CreateTags", missing, "Tag.1.Key=a");
            world.ask("tag what has no tags", "CreateTags", "ResourceId.1=eipassoc-00000000000000000", "Tag.1.Key=a");
            world.ask("tag with nothing", "CreateTags", vpc);
            world.ask("tag with a reserved key", "CreateTags", vpc, "Tag.1.Key=aws:x");
            world.ask(
                    "run an instance with a reserved key",
                    "RunInstances",
                    "ImageId=ami-1",
                    "MinCount=1",
                    "MaxCount=1",
                    "SubnetId=" + world.subnet,
                    "TagSpecification.1.ResourceType=instance",
                    "TagSpecification.1.Tag.1.Key=aws:x");
            world.ask("tag with too long a value", "CreateTags", vpc, "Tag.1.Key=a", "Tag.1.Value=" + "v".repeat(257));
            world.ask("tag with too long a key", "CreateTags", vpc, "Tag.1.Key=" + "k".repeat(129));
            world.ask(
                    "tag with a 51st key",
                    "CreateTags",
                    Stream.concat(Stream.of(vpc), IntStream.rangeClosed(1, 50).mapToObj(i -> "Tag." + i + ".Key=k" + i))
                            .toArray(String[]::new));
            world.ask("untag what does not exist", "DeleteTags", missing, "Tag.1.Key=a");
        }
    }

    private static void filtered(String what, GoldenWorld world, String action, String filter, String value)
            throws IOException {
        world.ask(what, action, "Filter.1.Name=" + filter, "Filter.1.Value.1=" + value);
    }

    private void naming() throws IOException {
        try (GoldenWorld world = new GoldenWorld(replies)) {
            String zone = world.zone;
            world.changed("change a record", zone, "UPSERT db.example.com 10.231.82.7");
            String change = world.dns
                    .submissions()
                    .get(world.dns.submissions().size() - 1)
                    .id();
            world.get("ask for the change at once", "change/" + change);
            world.pass(Duration.ofMinutes(1));
            world.get("ask for the change later", "change/" + change);
            world.get("ask for it with its path", "change//change/" + change);
            world.get("ask for an unknown change", "change/C00000000000000000000");
            world.changed("change in an unknown zone", "Z00000000000000000000", "CREATE a.example.com 10.231.82.7");
            world.changed("delete a record that is another by now", zone, "DELETE db.example.com 10.231.82.5");
            world.changed("delete a record that is gone", zone, "DELETE gone.example.com 10.231.82.5");
            world.changed("create a record that exists", zone, "CREATE db.example.com 10.231.82.7");
            world.changed("a name outside the zone", zone, "CREATE db.other.tld 10.231.82.7");
            world.changed(
                    "a batch of which one is refused",
                    zone,
                    "CREATE dc.example.com 10.231.82.7",
                    "CREATE db.example.com 10.231.82.7");
            world.get("look right after the batch", "hostedzone/" + zone + "/rrset?name=db.example.com&type=A");
            world.get("zones from a name on", "hostedzonesbyname?dnsname=f.tld");
            world.get("records from a name on", "hostedzone/" + zone + "/rrset?name=example.com");
            world.watch("watched.example.com", "10.231.82.7", "0f7d2f5c-1a2b-4c3d-8e4f-5a6b7c8d9e0f");
            world.get("a record with a health check", "hostedzone/" + zone + "/rrset?name=watched.example.com&type=A");
            world.changed("delete it without its health check", zone, "DELETE watched.example.com 10.231.82.7");
            String theirs = world.zoneOfAnother("444455556666", "theirs.example.com");
            world.get("zones that a VPC sees", "hostedzonesbyvpc?vpcid=" + world.vpc + "&vpcregion=us-east-1");
            world.get("records of a zone of another account", "hostedzone/" + theirs + "/rrset");
            world.inject(WireFault.route53Throttle(), "the account has no requests left");
            world.changed("change too often", zone, "CREATE a.example.com 10.231.82.7");
            world.inject(WireFault.priorRequestNotComplete(), "a change is under way");
            world.changed("change while another is under way", zone, "CREATE a.example.com 10.231.82.7");
        }
    }

    @Test
    void everyReply_inEachKnownSituation_isAsItWas() throws IOException {
        String all = String.join("\n", replies.values());
        if ("write".equals(System.getProperty("golden.replies"))) {
            Files.createDirectories(STORED.getParent());
            Files.writeString(STORED, all);
        }
        assertThat(all).isEqualTo(Files.readString(STORED, StandardCharsets.UTF_8));
    }

    /** The table in the document: by situation, the statuses and texts that the answer quotes. */
    private static Map<String, List<String>> rows() throws IOException {
        String document = Files.readString(DOCUMENT);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Pattern quoted = Pattern.compile("`([^`]+)`");
        String table = document.substring(document.indexOf("<!-- table"), document.indexOf("<!-- end of table"));
        for (String line : table.lines().skip(3).toList()) {
            String[] cells = line.split(" ?\\| ?", -1);
            List<String> quotes = new ArrayList<>();
            Matcher status = Pattern.compile("^[0-9]{3}").matcher(cells[2]);
            quotes.add("\n< " + (status.find() ? status.group() : "400") + "\n");
            quoted.matcher(cells[2]).results().forEach(found -> quotes.add(found.group(1)));
            assertThat(rows.put(cells[1], quotes)).as("two rows '%s'", cells[1]).isNull();
        }
        return rows;
    }

    @Test
    void everyRowOfTheTable_hasItsReply() throws IOException {
        Map<String, List<String>> rows = rows();

        assertThat(rows).hasSizeGreaterThan(70);
        assertThat(replies.keySet()).as("situations").containsExactlyElementsOf(rows.keySet());
        rows.forEach((situation, quotes) ->
                assertThat(replies.get(situation)).as(situation).contains(quotes));
        String stored = Files.readString(STORED, StandardCharsets.UTF_8);
        assertThat(rows.keySet()).allSatisfy(situation -> assertThat(stored).contains("# " + situation + "\n> "));
    }
}
