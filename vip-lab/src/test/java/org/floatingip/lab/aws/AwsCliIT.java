package org.floatingip.lab.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.floatingip.lab.Program;
import org.floatingip.lab.e2e.Wait;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The in-memory EC2 as the real {@code aws} command sees it: {@code vip sandbox} in a process of its own, and what EC2 really
 * does  row by row, code and text.
 *
 * <p>The calls that must change nothing are made first, two at a time, since each takes the better part of a second; the
 * tests then look at one answer each. Tests that change something use addresses of their own.
 *
 * <p>Not here, because the {@code aws} command refuses to send it: an AssignPrivateIpAddresses without an interface or with
 * DryRun (it has none), a count that is no number. And without a cause in the sandbox: throttling, denial of permission.
 */
class AwsCliIT {

    private static final String NO_ENI = "eni-0123456789abcdef0";
    private static final String NO_INSTANCE = "i-0123456789abcdef0";
    private static final String MOVE = "AssignPrivateIpAddresses";
    private static final String UNASSIGN = "UnassignPrivateIpAddresses";
    private static final String DRY_RUN = "Request would have succeeded, but DryRun flag is set.";

    private static Program.SandboxProcess sandbox;
    private static JsonNode firstAssignment;
    private static JsonNode elasticIp;
    private static String association;
    private static JsonNode before;
    private static JsonNode after;
    private static List<Answered<Refusal>> refused;
    private static List<Answered<Reading>> readings;

    /** A call that EC2 refuses. */
    private record Refusal(String why, String operation, String code, String text, List<String> arguments) {}

    /** A filtered reading of interfaces, and the interfaces that it must find. */
    private record Reading(String what, List<String> found, List<String> arguments) {}

    /** What the real command printed. */
    private record Answered<T>(T asked, Program.Ended ended) {

        @Override
        public String toString() {
            return asked instanceof Refusal refusal ? refusal.why() : ((Reading) asked).what();
        }
    }

    @BeforeAll
    static void askWhatChangesNothing() {
        Program.aws(); // skips before a sandbox is started
        sandbox = Program.SandboxProcess.start();
        // db.a holds a second floating address, and small holds as many addresses as a t2.micro can.
        firstAssignment = done(assign(eni("db.a"), "--private-ip-addresses", "10.0.1.13"));
        done(assign(eni("small"), "--private-ip-addresses", "10.0.1.21"));
        elasticIp = done(aws("allocate-address", "--domain", "vpc"));
        association = done(associate(elasticIp, "--network-interface-id", eni("far")))
                .get("AssociationId")
                .asText();
        before = network();
        refused = askAll(refusals(), Refusal::arguments);
        readings = askAll(readingsOfInterfaces(), Reading::arguments);
        after = network();
    }

    @AfterAll
    static void end() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    // ---- refusals

    private static List<Refusal> refusals() {
        String a = eni("db.a");
        String b = eni("db.b");
        String small = eni("small");
        String subnet = sandbox.of("db.a", "subnetId");
        List<Refusal> rows = new ArrayList<>();

        value(rows, "held by another", "[10.0.1.12] assigned, but move is not allowed.", b, "10.0.1.12");
        value(
                rows,
                "two held by another",
                "[10.0.1.12, 10.0.1.13] assigned, but move is not allowed.",
                b,
                "10.0.1.12",
                "10.0.1.13");
        value(
                rows,
                "all or nothing: one free, one held",
                "[10.0.1.12] assigned, but move is not allowed.",
                b,
                "10.0.1.200",
                "10.0.1.12");
        value(rows, "another's primary", "secondary-addresses", b, "10.0.1.10");
        value(rows, "another's primary, with the flag", "secondary-addresses", b, "10.0.1.10", "--allow-reassignment");
        for (String outside : List.of("10.0.2.12", "10.1.1.12", "192.0.2.1")) {
            value(
                    rows,
                    "outside the subnet " + outside,
                    "Address does not fall within the subnet's address range",
                    b,
                    outside,
                    "--allow-reassignment");
        }
        for (String reserved : List.of("10.0.1.0", "10.0.1.1", "10.0.1.2", "10.0.1.3", "10.0.1.255")) {
            value(rows, "reserved " + reserved, "Address " + reserved + " is in subnet's reserved range.", b, reserved);
        }
        value(rows, "a name, no address", "invalid value for parameter address: [db.a]", b, "db.a");
        value(rows, "above 255", "invalid value for parameter address: [999.1.2.3]", b, "999.1.2.3");

        String full = "Number of private addresses will exceed limit.";
        assignment(rows, "a full interface", "PrivateIpAddressLimitExceeded", full, small, "10.0.1.22");
        assignment(
                rows,
                "a full interface, with the flag",
                "PrivateIpAddressLimitExceeded",
                full,
                small,
                "10.0.1.12",
                "--allow-reassignment");
        count(rows, "one address more than m5.large has", "PrivateIpAddressLimitExceeded", full, b, "10");
        count(rows, "the largest count", "PrivateIpAddressLimitExceeded", full, b, "2147483647");
        for (String notPositive : List.of("0", "-1")) {
            count(
                    rows,
                    "a count of " + notPositive,
                    "InvalidParameterValue",
                    "Value (" + notPositive
                            + ") for parameter secondaryPrivateIpAddressCount is invalid. Value must be a positive number.",
                    b,
                    notPositive);
        }
        row(
                rows,
                "neither addresses nor a count",
                MOVE,
                "InvalidParameter",
                "One of privateIpAddressSet or privateIpAddressCount or ipv4PrefixSet or ipv4PrefixCount must be specified.",
                "assign-private-ip-addresses",
                "--network-interface-id",
                b);
        row(
                rows,
                "addresses and a count",
                MOVE,
                "InvalidParameterCombination",
                "You may specify one and only one of privateIpAddressSet or secondaryPrivateIpAddressCount or"
                        + " ipv4Prefixes or ipv4PrefixCount, but not more than one of them.",
                "assign-private-ip-addresses",
                "--network-interface-id",
                b,
                "--private-ip-addresses",
                "10.0.1.40",
                "--secondary-private-ip-address-count",
                "1");
        assignment(rows, "an unknown interface", "InvalidNetworkInterfaceID.NotFound", noEni(), NO_ENI, "10.0.1.40");
        assignment(
                rows,
                "a malformed interface id",
                "InvalidNetworkInterfaceId.Malformed",
                "Invalid id: \"bogus\" (expecting \"eni-...\")",
                "bogus",
                "10.0.1.40");

        String notThere = "Some of the specified addresses are not assigned to interface ";
        unassignment(rows, "on nobody", "InvalidParameterValue", notThere + a, a, "10.0.1.40");
        unassignment(rows, "on another", "InvalidParameterValue", notThere + b, b, "10.0.1.12");
        unassignment(
                rows,
                "all or nothing: one there, one not",
                "InvalidParameterValue",
                notThere + a,
                a,
                "10.0.1.12",
                "10.0.1.40");
        unassignment(
                rows,
                "its primary",
                "InvalidParameterValue",
                "Value (10.0.1.10) for parameter privateIpAddress is invalid."
                        + " The primary IP address of an interface cannot be unassigned.",
                a,
                "10.0.1.10");
        unassignment(rows, "an unknown interface", "InvalidNetworkInterfaceID.NotFound", noEni(), NO_ENI, "10.0.1.12");
        row(
                rows,
                "unassign: no address",
                UNASSIGN,
                "MissingParameter",
                "One of privateIpAddresses or ipv4Prefixes must be specified.",
                "unassign-private-ip-addresses",
                "--network-interface-id",
                a);

        row(
                rows,
                "read an unknown instance",
                "DescribeInstances",
                "InvalidInstanceID.NotFound",
                "The instance ID '" + NO_INSTANCE + "' does not exist",
                "describe-instances",
                "--instance-ids",
                NO_INSTANCE);
        row(
                rows,
                "read a malformed instance id",
                "DescribeInstances",
                "InvalidInstanceID.Malformed",
                "Invalid id: \"i-xyz!\"",
                "describe-instances",
                "--instance-ids",
                "i-xyz!");
        row(
                rows,
                "terminate one that is there and an unknown one",
                "TerminateInstances",
                "InvalidInstanceID.NotFound",
                "The instance ID '" + NO_INSTANCE + "' does not exist",
                "terminate-instances",
                "--instance-ids",
                sandbox.instance("db.a"),
                NO_INSTANCE);
        row(
                rows,
                "read an unknown interface",
                "DescribeNetworkInterfaces",
                "InvalidNetworkInterfaceID.NotFound",
                noEni(),
                "describe-network-interfaces",
                "--network-interface-ids",
                NO_ENI);
        row(
                rows,
                "interface ids and a page size",
                "DescribeNetworkInterfaces",
                "InvalidParameterCombination",
                "The parameter NetworkInterfaceId cannot be used with the parameter MaxResults",
                "describe-network-interfaces",
                "--network-interface-ids",
                a,
                "--max-results",
                "5");
        row(
                rows,
                "an unknown filter",
                "DescribeNetworkInterfaces",
                "InvalidParameterValue",
                "The filter 'address' is invalid",
                "describe-network-interfaces",
                "--filters",
                "Name=address,Values=10.0.1.12");

        String allocation = elasticIp.get("AllocationId").asText();
        elasticIp(
                rows,
                "associated already",
                "AssociateAddress",
                "Resource.AlreadyAssociated",
                "resource " + allocation + " is already associated with associate-id " + association,
                "associate-address",
                "--allocation-id",
                allocation,
                "--network-interface-id",
                a,
                "--private-ip-address",
                "10.0.1.12",
                "--no-allow-reassociation");
        elasticIp(
                rows,
                "an unknown allocation",
                "AssociateAddress",
                "InvalidAllocationID.NotFound",
                "The allocation ID 'eipalloc-0123456789abcdef0' does not exist",
                "associate-address",
                "--allocation-id",
                "eipalloc-0123456789abcdef0",
                "--network-interface-id",
                a);
        elasticIp(
                rows,
                "several interfaces",
                "AssociateAddress",
                "InvalidInstanceID",
                "There are multiple interfaces attached to instance '" + sandbox.instance("twin")
                        + "'. Please specify an interface ID for the operation instead.",
                "associate-address",
                "--allocation-id",
                allocation,
                "--instance-id",
                sandbox.instance("twin"));
        elasticIp(
                rows,
                "an unknown association",
                "DisassociateAddress",
                "InvalidAssociationID.NotFound",
                "The association ID 'eipassoc-0123456789abcdef0' does not exist",
                "disassociate-address",
                "--association-id",
                "eipassoc-0123456789abcdef0");
        elasticIp(
                rows,
                "in use",
                "ReleaseAddress",
                "InvalidIPAddress.InUse",
                "Address " + elasticIp.get("PublicIp").asText() + " is in use.",
                "release-address",
                "--allocation-id",
                allocation);
        elasticIp(
                rows,
                "released by its address",
                "ReleaseAddress",
                "InvalidParameterValue",
                "You must specify an allocation id when releasing a VPC elastic IP address",
                "release-address",
                "--public-ip",
                elasticIp.get("PublicIp").asText());
        elasticIp(
                rows,
                "read an unknown allocation",
                "DescribeAddresses",
                "InvalidAllocationID.NotFound",
                "The allocation ID 'eipalloc-0123456789abcdef0' does not exist",
                "describe-addresses",
                "--allocation-ids",
                "eipalloc-0123456789abcdef0");
        elasticIp(
                rows,
                "dry run",
                "AssociateAddress",
                "DryRunOperation",
                DRY_RUN,
                "associate-address",
                "--dry-run",
                "--allocation-id",
                "eipalloc-0123456789abcdef0",
                "--network-interface-id",
                "bogus");

        row(
                rows,
                "dry run of a change, answered before its parameters are looked at",
                "TerminateInstances",
                "DryRunOperation",
                DRY_RUN,
                "terminate-instances",
                "--dry-run",
                "--instance-ids",
                "bogus");
        row(
                rows,
                "dry run of a creation",
                "CreateSubnetCidrReservation",
                "DryRunOperation",
                DRY_RUN,
                "create-subnet-cidr-reservation",
                "--dry-run",
                "--subnet-id",
                subnet,
                "--cidr",
                "10.0.1.12/32",
                "--reservation-type",
                "explicit");
        row(
                rows,
                "dry run of a reading",
                "DescribeInstances",
                "DryRunOperation",
                DRY_RUN,
                "describe-instances",
                "--dry-run");
        return rows;
    }

    private static String noEni() {
        return "The networkInterface ID '" + NO_ENI + "' does not exist";
    }

    private static void value(List<Refusal> rows, String why, String text, String eni, String... addresses) {
        assignment(rows, why, "InvalidParameterValue", text, eni, addresses);
    }

    private static void assignment(
            List<Refusal> rows, String why, String code, String text, String eni, String... addresses) {
        rows.add(new Refusal(
                "assign: " + why,
                MOVE,
                code,
                text,
                words(
                        Stream.of(
                                "assign-private-ip-addresses", "--network-interface-id", eni, "--private-ip-addresses"),
                        Stream.of(addresses))));
    }

    private static void count(List<Refusal> rows, String why, String code, String text, String eni, String count) {
        row(
                rows,
                "assign: " + why,
                MOVE,
                code,
                text,
                "assign-private-ip-addresses",
                "--network-interface-id",
                eni,
                "--secondary-private-ip-address-count=" + count);
    }

    private static void unassignment(
            List<Refusal> rows, String why, String code, String text, String eni, String... addresses) {
        rows.add(new Refusal(
                "unassign: " + why,
                UNASSIGN,
                code,
                text,
                words(
                        Stream.of(
                                "unassign-private-ip-addresses",
                                "--network-interface-id",
                                eni,
                                "--private-ip-addresses"),
                        Stream.of(addresses))));
    }

    private static void elasticIp(
            List<Refusal> rows, String why, String operation, String code, String text, String... arguments) {
        row(rows, "elastic ip: " + why, operation, code, text, arguments);
    }

    private static void row(
            List<Refusal> rows, String why, String operation, String code, String text, String... arguments) {
        rows.add(new Refusal(why, operation, code, text, List.of(arguments)));
    }

    static List<Answered<Refusal>> refused() {
        return refused;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void call_whenEc2RefusesIt_hasItsCodeAndText(Answered<Refusal> answered) {
        Refusal asked = answered.asked();
        assertThat(answered.ended().err().strip())
                .isEqualTo("An error occurred (" + asked.code() + ") when calling the " + asked.operation()
                        + " operation: " + asked.text());
        assertThat(answered.ended().out()).isEmpty();
        assertThat(answered.ended().status()).isNotZero();
    }

    @Test
    void call_whenRefused_changesNothing() {
        assertThat(refused).hasSizeGreaterThan(30);
        assertThat(after).isEqualTo(before);
    }

    // ---- readings

    private static List<Reading> readingsOfInterfaces() {
        String a = eni("db.a");
        String vpc = sandbox.description().get("vpcId").asText();
        return List.of(
                reading("a secondary address", List.of(a), "Name=addresses.private-ip-address,Values=10.0.1.12"),
                reading("a primary address", List.of(a), "Name=addresses.private-ip-address,Values=10.0.1.10"),
                reading("an address of nobody", List.of(), "Name=addresses.private-ip-address,Values=10.0.1.99"),
                reading("a secondary as primary", List.of(), "Name=private-ip-address,Values=10.0.1.12"),
                reading(
                        "an address in its VPC",
                        List.of(a),
                        "Name=addresses.private-ip-address,Values=10.0.1.12",
                        "Name=vpc-id,Values=" + vpc),
                reading(
                        "an address in another VPC",
                        List.of(),
                        "Name=addresses.private-ip-address,Values=10.0.1.12",
                        "Name=vpc-id,Values=vpc-0123456789abcdef0"),
                reading(
                        "a subnet",
                        List.of(eni("far")),
                        "Name=subnet-id,Values=" + sandbox.of("far", "subnetId"),
                        "Name=attachment.status,Values=attached"),
                reading(
                        "an instance's first interface",
                        List.of(eni("twin")),
                        "Name=attachment.instance-id,Values=" + sandbox.instance("twin"),
                        "Name=attachment.device-index,Values=0"));
    }

    private static Reading reading(String what, List<String> found, String... filters) {
        return new Reading(
                what, found, words(Stream.of("describe-network-interfaces", "--filters"), Stream.of(filters)));
    }

    static List<Answered<Reading>> readings() {
        return readings;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readings")
    void describeNetworkInterfaces_whenFiltered_findsThoseThatMatchAll(Answered<Reading> answered) {
        assertThat(texts(done(answered.ended()).get("NetworkInterfaces"), "NetworkInterfaceId"))
                .isEqualTo(answered.asked().found());
    }

    @Test
    void describeNetworkInterfaces_whenPaginated_comesToTheLastPage() {
        assertThat(done(aws("describe-network-interfaces", "--page-size", "5")).get("NetworkInterfaces"))
                .hasSizeGreaterThan(5);
    }

    @Test
    void describeInstances_whenInterfacesHaveSeveralAddresses_nestsThemAll() {
        JsonNode found = done(aws("describe-instances", "--instance-ids", sandbox.instance("twin")));

        JsonNode twin = found.at("/Reservations/0/Instances/0");
        assertThat(twin.at("/State/Name").asText()).isEqualTo("running");
        assertThat(twin.get("NetworkInterfaces"))
                .extracting(eni -> texts(eni.get("PrivateIpAddresses"), "PrivateIpAddress"))
                .containsExactly(List.of("10.0.1.30"), List.of("10.0.1.31"));

        // The original script reads the secondary addresses of a host here.
        JsonNode bySecondary = done(aws(
                "describe-instances",
                "--filters",
                "Name=network-interface.addresses.private-ip-address,Values=10.0.1.13"));
        assertThat(texts(bySecondary.at("/Reservations/0/Instances"), "InstanceId"))
                .containsExactly(sandbox.instance("db.a"));
        assertThat(texts(
                        bySecondary.at("/Reservations/0/Instances/0/NetworkInterfaces/0/PrivateIpAddresses"),
                        "PrivateIpAddress"))
                .contains("10.0.1.10", "10.0.1.13");
    }

    // ---- changes

    @Test
    void assign_whenFree_listsOnlyTheRequestedAddress() {
        assertThat(firstAssignment.get("NetworkInterfaceId").asText()).isEqualTo(eni("db.a"));
        assertThat(texts(firstAssignment.get("AssignedPrivateIpAddresses"), "PrivateIpAddress"))
                .containsExactly("10.0.1.13");
    }

    @Test
    void assign_whenHeldByAnother_needsTheFlagAndThenMovesAtOnce() {
        String b = eni("db.b");

        Program.Ended unasked = assign(b, "--private-ip-addresses", "10.0.1.12");
        assertThat(unasked.err().strip())
                .isEqualTo(
                        "An error occurred (InvalidParameterValue) when calling the AssignPrivateIpAddresses operation:"
                                + " [10.0.1.12] assigned, but move is not allowed.");

        JsonNode moved = done(assign(b, "--private-ip-addresses", "10.0.1.12", "--allow-reassignment"));
        assertThat(texts(moved.get("AssignedPrivateIpAddresses"), "PrivateIpAddress"))
                .containsExactly("10.0.1.12");

        JsonNode holders = holdersOf("10.0.1.12");
        assertThat(texts(holders, "NetworkInterfaceId")).containsExactly(b);
        assertThat(holders.at("/0/Attachment/InstanceId").asText()).isEqualTo(sandbox.instance("db.b"));
    }

    @Test
    void assign_whenAddressesAreChosenByEc2_takesFreeOnesAndCountsThem() {
        String vpc = sandbox.description().get("vpcId").asText();
        JsonNode created = done(aws("create-subnet", "--vpc-id", vpc, "--cidr-block", "10.0.3.0/28"));
        assertThat(created.at("/Subnet/AvailableIpAddressCount").asInt()).isEqualTo(11);
        String subnet = created.at("/Subnet/SubnetId").asText();

        JsonNode reserved = done(aws(
                "create-subnet-cidr-reservation",
                "--subnet-id",
                subnet,
                "--cidr",
                "10.0.3.5/32",
                "--reservation-type",
                "explicit",
                "--description",
                "db.example.com"));
        assertThat(reserved.at("/SubnetCidrReservation/Cidr").asText()).isEqualTo("10.0.3.5/32");
        assertThat(texts(
                        done(aws("get-subnet-cidr-reservations", "--subnet-id", subnet))
                                .get("SubnetIpv4CidrReservations"),
                        "SubnetCidrReservationId"))
                .containsExactly(reserved.at("/SubnetCidrReservation/SubnetCidrReservationId")
                        .asText());

        // An interface that is attached to nothing takes addresses too.
        String eni = done(aws("create-network-interface", "--subnet-id", subnet, "--private-ip-address", "10.0.3.4"))
                .at("/NetworkInterface/NetworkInterfaceId")
                .asText();
        JsonNode chosen = done(assign(eni, "--secondary-private-ip-address-count", "2"));
        assertThat(texts(chosen.get("AssignedPrivateIpAddresses"), "PrivateIpAddress"))
                .hasSize(2)
                .doesNotContain("10.0.3.4", "10.0.3.5")
                .allMatch(address -> address.matches("10\\.0\\.3\\.([4-9]|1[0-4])"));

        // The reserved one can be asked for by name, and asking again changes nothing.
        for (int times = 0; times < 2; times++) {
            JsonNode named = done(assign(eni, "--private-ip-addresses", "10.0.3.5"));
            assertThat(texts(named.get("AssignedPrivateIpAddresses"), "PrivateIpAddress"))
                    .containsExactly("10.0.3.5");
        }
        assertThat(free(subnet)).isEqualTo(11 - 4);

        assertThat(aws(
                                "unassign-private-ip-addresses",
                                "--network-interface-id",
                                eni,
                                "--private-ip-addresses",
                                "10.0.3.5")
                        .status())
                .isZero();
        assertThat(free(subnet)).isEqualTo(11 - 3);
    }

    /** The sandbox's instances take a moment; {@code aws ec2 wait} would look every fifteen seconds. */
    private static void awaitState(String id, String state) {
        Wait.until(
                id + " is " + state,
                () -> done(aws("describe-instances", "--instance-ids", id))
                        .at("/Reservations/0/Instances/0/State/Name")
                        .asText()
                        .equals(state));
    }

    @Test
    void terminate_whenInstanceHoldsAnAddress_freesIt() {
        JsonNode ran = done(aws(
                "run-instances",
                "--image-id",
                "ami-0123456789abcdef0",
                "--instance-type",
                "m5.large",
                "--subnet-id",
                sandbox.of("db.a", "subnetId"),
                "--private-ip-address",
                "10.0.1.50"));
        String id = ran.at("/Instances/0/InstanceId").asText();
        assertThat(texts(holdersOf("10.0.1.50"), "NetworkInterfaceId")).hasSize(1);
        awaitState(id, "running");

        JsonNode ended = done(aws("terminate-instances", "--instance-ids", id));
        assertThat(ended.at("/TerminatingInstances/0/PreviousState/Name").asText())
                .isEqualTo("running");
        assertThat(ended.at("/TerminatingInstances/0/CurrentState/Name").asText())
                .isEqualTo("shutting-down");
        awaitState(id, "terminated");

        assertThat(assign(eni("far"), "--private-ip-addresses", "10.0.1.50").status())
                .as("free, and still of its subnet")
                .isNotZero();
        done(assign(eni("twin"), "--private-ip-addresses", "10.0.1.50"));
    }

    @Test
    void stop_whenInstanceHoldsAnAddress_keepsItUntilItIsMoved() {
        JsonNode ran = done(
                aws(
                        "run-instances",
                        "--image-id",
                        "ami-0123456789abcdef0",
                        "--instance-type",
                        "m5.large",
                        "--network-interfaces",
                        "DeviceIndex=0,SubnetId=" + sandbox.of("db.a", "subnetId")
                                + ",PrivateIpAddresses=[{PrivateIpAddress=10.0.1.60,Primary=true},{PrivateIpAddress=10.0.1.61,Primary=false}]"));
        String id = ran.at("/Instances/0/InstanceId").asText();

        awaitState(id, "running");
        done(aws("stop-instances", "--instance-ids", id));
        awaitState(id, "stopped");
        JsonNode stopped = done(aws("describe-instances", "--instance-ids", id)).at("/Reservations/0/Instances/0");
        assertThat(stopped.at("/State/Name").asText()).isEqualTo("stopped");
        assertThat(texts(stopped.at("/NetworkInterfaces/0/PrivateIpAddresses"), "PrivateIpAddress"))
                .containsExactly("10.0.1.60", "10.0.1.61");

        done(assign(eni("twin"), "--private-ip-addresses", "10.0.1.61", "--allow-reassignment"));
        assertThat(texts(holdersOf("10.0.1.61"), "NetworkInterfaceId")).containsExactly(eni("twin"));
    }

    @Test
    void elasticIp_whenItsAddressMovesOrIsTaken_goesAlongOrIsCutOff() {
        String twin = eni("twin");
        String b = eni("db.b");
        done(assign(twin, "--private-ip-addresses", "10.0.1.70"));
        JsonNode allocated = done(aws("allocate-address"));
        assertThat(allocated.get("Domain").asText()).isEqualTo("vpc");
        assertThat(allocated.get("PublicIp").asText()).startsWith("203.0.113.");
        String associated = done(associate(
                        allocated, "--network-interface-id", twin, "--private-ip-address", "10.0.1.70"))
                .get("AssociationId")
                .asText();

        done(assign(b, "--private-ip-addresses", "10.0.1.70", "--allow-reassignment"));

        JsonNode moved = described(allocated);
        assertThat(moved.get("NetworkInterfaceId").asText()).isEqualTo(b);
        assertThat(moved.get("InstanceId").asText()).isEqualTo(sandbox.instance("db.b"));
        assertThat(moved.get("AssociationId").asText()).isEqualTo(associated);
        assertThat(holdersOf("10.0.1.70").findValuesAsText("AllocationId"))
                .containsExactly(allocated.get("AllocationId").asText());

        assertThat(aws(
                                "unassign-private-ip-addresses",
                                "--network-interface-id",
                                b,
                                "--private-ip-addresses",
                                "10.0.1.70")
                        .status())
                .isZero();
        assertThat(described(allocated).has("AssociationId")).isFalse();
        assertThat(aws(
                                "release-address",
                                "--allocation-id",
                                allocated.get("AllocationId").asText())
                        .status())
                .isZero();
    }

    // ---- helpers

    private static Program.Ended associate(JsonNode elasticIp, String... arguments) {
        return aws(words(
                        Stream.of(
                                "associate-address",
                                "--allocation-id",
                                elasticIp.get("AllocationId").asText()),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static JsonNode described(JsonNode elasticIp) {
        return done(aws(
                        "describe-addresses",
                        "--allocation-ids",
                        elasticIp.get("AllocationId").asText()))
                .at("/Addresses/0");
    }

    private static Program.Ended aws(String... arguments) {
        return Program.aws()
                .run(words(Stream.of("--endpoint-url", sandbox.endpointUrl(), "ec2"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static Program.Ended assign(String eni, String... arguments) {
        return aws(words(Stream.of("assign-private-ip-addresses", "--network-interface-id", eni), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static <T> List<Answered<T>> askAll(List<T> all, Function<T, List<String>> arguments) {
        return all.parallelStream()
                .map(one -> new Answered<>(one, aws(arguments.apply(one).toArray(String[]::new))))
                .toList();
    }

    private static JsonNode done(Program.Ended ended) {
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        return ended.json();
    }

    private static JsonNode network() {
        return done(aws("describe-network-interfaces"));
    }

    private static JsonNode holdersOf(String address) {
        return done(aws(
                        "describe-network-interfaces",
                        "--filters",
                        "Name=addresses.private-ip-address,Values=" + address))
                .get("NetworkInterfaces");
    }

    private static int free(String subnet) {
        return done(aws("describe-subnets", "--subnet-ids", subnet))
                .at("/Subnets/0/AvailableIpAddressCount")
                .asInt();
    }

    private static String eni(String name) {
        return sandbox.eni(name);
    }

    private static List<String> texts(JsonNode items, String field) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.get(field).asText()));
        return texts;
    }

    private static List<String> words(Stream<String> first, Stream<String> then) {
        return Stream.concat(first, then).toList();
    }
}
