package org.floatingip.testkit.internal;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.floatingip.CidrBlock;
import org.floatingip.IpAddress;
import org.floatingip.testkit.network.Ec2RefusalException;

/** EC2's error codes and texts, each in one place. */
public final class Refusals {

    /** How ids of the more usual resources begin that EC2 tags, and this model does not have. */
    private static final Pattern NOT_MODELLED =
            Pattern.compile("(acl|ami|dopt|fl|igw|key|lt|nat|pcx|pl|sgr|snap|vgw|vol|vpce)-");

    private Refusals() {}

    public static Ec2RefusalException invalidParameterValue(String text) {
        return new Ec2RefusalException("InvalidParameterValue", text);
    }

    /** {@code kind} as EC2 spells it in the code, {@code word} as it spells it in the text. */
    private static Ec2RefusalException notFound(String kind, String word, String id) {
        return new Ec2RefusalException(kind + ".NotFound", "The " + word + " ID '" + id + "' does not exist");
    }

    /** An interface id that nothing has: malformed if it could not be one of EC2's. */
    public static Ec2RefusalException noSuchInterface(String id) {
        return id.matches("eni-[0-9a-f]{1,17}")
                ? notFound("InvalidNetworkInterfaceID", "networkInterface", id)
                : malformedInterfaceId(id);
    }

    /**
     * An instance id that nothing has: malformed if it could not be one of EC2's. Seen of EC2: up to eight digits and most ids of 17
     * could be one, 9 or 16 digits and 17 zeros could not. Which others of 17 it refuses is not known.
     */
    public static Ec2RefusalException noSuchInstance(String id) {
        return id.matches("i-([0-9a-fA-F]{1,8}|(?!0{17})[0-9a-fA-F]{17})")
                ? notFound("InvalidInstanceID", "instance", id)
                : malformedInstanceId(id);
    }

    public static Ec2RefusalException noSuchVpc(String id) {
        return notFound("InvalidVpcID", "vpc", id);
    }

    public static Ec2RefusalException noSuchSubnet(String id) {
        return notFound("InvalidSubnetID", "subnet", id);
    }

    /** A route table id that nothing has: malformed, with a text that is a guess, if it could not be one of EC2's. */
    public static Ec2RefusalException noSuchRouteTable(String id) {
        return id.matches("rtb-[0-9a-f]{1,17}")
                ? notFound("InvalidRouteTableID", "routeTable", id)
                : new Ec2RefusalException(
                        "InvalidRouteTableId.Malformed", "Invalid id: \"" + id + "\" (expecting \"rtb-...\")");
    }

    /** A security group id that nothing has: malformed if it could not be one of EC2's, which no zeros alone are. */
    public static Ec2RefusalException noSuchGroup(String id) {
        if (id.matches("sg-[0-9a-f]{1,17}") && !id.matches("sg-0+")) {
            return new Ec2RefusalException("InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
        }
        return new Ec2RefusalException(
                "InvalidGroupId.Malformed",
                "Invalid id: \"" + id + "\"" + (id.startsWith("sg-") ? "" : " (expecting \"sg-...\")"));
    }

    /** Code and text are a guess. */
    public static Ec2RefusalException reservedGroupName() {
        return invalidParameterValue("Cannot use reserved security group name: default");
    }

    /** Code and text are a guess. */
    public static Ec2RefusalException groupNameLikeAnId(String name) {
        return invalidParameterValue(
                "Value (" + name + ") for parameter GroupName is invalid. Group names may not be in the format sg-*.");
    }

    public static Ec2RefusalException groupExists(String name, String vpcId) {
        return new Ec2RefusalException(
                "InvalidGroup.Duplicate", "The security group '" + name + "' already exists for VPC '" + vpcId + "'");
    }

    /** Code and text are a guess. */
    public static Ec2RefusalException defaultGroup(String id) {
        return new Ec2RefusalException(
                "CannotDelete", "the specified group: \"" + id + "\" name: \"default\" cannot be deleted by a user");
    }

    public static Ec2RefusalException groupInUse(String id) {
        return new Ec2RefusalException("DependencyViolation", "resource " + id + " has a dependent object");
    }

    public static Ec2RefusalException groupOfAnotherNetwork(String groupId, String subnetId) {
        return invalidParameterValue(
                "Security group " + groupId + " and subnet " + subnetId + " belong to different networks.");
    }

    public static Ec2RefusalException twoNetworks() {
        return new Ec2RefusalException(
                "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
    }

    /** The rule is documented; code and text are a guess. */
    public static Ec2RefusalException noAddressesForEfaOnly() {
        return new Ec2RefusalException(
                "InvalidParameterCombination", "EFA-only network interfaces do not support IP addresses.");
    }

    /** The rule is documented; code and text are a guess. */
    public static Ec2RefusalException efaOnlyAsPrimary() {
        return new Ec2RefusalException(
                "InvalidParameterCombination", "The primary network interface can't be an EFA-only network interface.");
    }

    public static Ec2RefusalException noSuchAttachment(String id) {
        return notFound("InvalidAttachmentID", "attachment", id);
    }

    public static Ec2RefusalException noSuchReservation(String id) {
        return notFound("InvalidSubnetCidrReservationID", "subnet CIDR reservation", id);
    }

    /** The code's casing varies between the sources; this one is the service's documentation's. */
    public static Ec2RefusalException malformedInterfaceId(String id) {
        return new Ec2RefusalException(
                "InvalidNetworkInterfaceId.Malformed", "Invalid id: \"" + id + "\" (expecting \"eni-...\")");
    }

    public static Ec2RefusalException malformedInstanceId(String id) {
        return new Ec2RefusalException("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
    }

    public static Ec2RefusalException moveNotAllowed(Collection<IpAddress> addresses) {
        return invalidParameterValue(list(addresses) + " assigned, but move is not allowed.");
    }

    public static Ec2RefusalException primaryOfAnother() {
        return invalidParameterValue("secondary-addresses");
    }

    public static Ec2RefusalException outsideSubnet() {
        return invalidParameterValue("Address does not fall within the subnet's address range");
    }

    public static Ec2RefusalException reserved(IpAddress address) {
        return invalidParameterValue("Address " + address + " is in subnet's reserved range.");
    }

    public static Ec2RefusalException tooManyAddresses() {
        return new Ec2RefusalException(
                "PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit.");
    }

    public static Ec2RefusalException addressInUse(IpAddress address) {
        return new Ec2RefusalException("InvalidIPAddress.InUse", "Address " + address + " is in use.");
    }

    public static Ec2RefusalException noFreeAddresses() {
        return new Ec2RefusalException(
                "InsufficientFreeAddressesInSubnet",
                "The specified subnet does not have enough free addresses to satisfy the request.");
    }

    public static Ec2RefusalException neitherAddressesNorCount() {
        return new Ec2RefusalException(
                "InvalidParameter",
                "One of privateIpAddressSet or privateIpAddressCount or ipv4PrefixSet or ipv4PrefixCount must be specified.");
    }

    public static Ec2RefusalException addressesAndCount() {
        return new Ec2RefusalException(
                "InvalidParameterCombination",
                "You may specify one and only one of privateIpAddressSet or secondaryPrivateIpAddressCount or ipv4Prefixes or"
                        + " ipv4PrefixCount, but not more than one of them.");
    }

    public static Ec2RefusalException countNotPositive(int count) {
        return invalidParameterValue("Value (" + count
                + ") for parameter secondaryPrivateIpAddressCount is invalid. Value must be a positive number.");
    }

    public static Ec2RefusalException notOnInterface(String interfaceId) {
        return invalidParameterValue("Some of the specified addresses are not assigned to interface " + interfaceId);
    }

    public static Ec2RefusalException primaryCantBeUnassigned(IpAddress address) {
        return invalidParameterValue(
                "Value (" + address
                        + ") for parameter privateIpAddress is invalid. The primary IP address of an interface cannot be unassigned.");
    }

    public static Ec2RefusalException noAddressToUnassign() {
        return new Ec2RefusalException(
                "MissingParameter", "One of privateIpAddresses or ipv4Prefixes must be specified.");
    }

    /** What EC2 answers where IPv6 is concerned was not seen; unless another is named, codes and texts from here on are guesses. */
    public static Ec2RefusalException neitherIpv6AddressesNorCount() {
        return new Ec2RefusalException(
                "InvalidParameter",
                "One of ipv6Addresses or ipv6AddressCount or ipv6Prefixes or ipv6PrefixCount must be specified.");
    }

    public static Ec2RefusalException ipv6AddressesAndCount() {
        return new Ec2RefusalException(
                "InvalidParameterCombination",
                "You may specify one and only one of ipv6Addresses or ipv6AddressCount or ipv6Prefixes or ipv6PrefixCount, but"
                        + " not more than one of them.");
    }

    public static Ec2RefusalException ipv6CountNotPositive(int count) {
        return invalidParameterValue(
                "Value (" + count + ") for parameter ipv6AddressCount is invalid. Value must be a positive number.");
    }

    public static Ec2RefusalException noIpv6AddressToUnassign() {
        return new Ec2RefusalException("MissingParameter", "One of ipv6Addresses or ipv6Prefixes must be specified.");
    }

    public static Ec2RefusalException noIpv6Range(String subnetId) {
        return invalidParameterValue("The subnet '" + subnetId + "' has no IPv6 CIDR block associated with it");
    }

    public static Ec2RefusalException ipv6RangeOfSubnet(String subnetId) {
        return invalidParameterValue("The subnet '" + subnetId + "' already has an IPv6 CIDR block associated with it");
    }

    /** Seen by users of CreateSubnet. */
    public static Ec2RefusalException invalidIpv6Range(CidrBlock cidr) {
        return invalidParameterValue("invalid value for parameter ipv6-cidr-block: " + cidr);
    }

    /** Seen by users of CreateSubnet. */
    public static Ec2RefusalException ipv6RangeOutsideVpc(CidrBlock cidr) {
        return new Ec2RefusalException("InvalidSubnet.Range", "The IPv6 CIDR '" + cidr + "' is invalid.");
    }

    public static Ec2RefusalException rangeOfAnotherSubnet(CidrBlock cidr) {
        return new Ec2RefusalException(
                "InvalidSubnet.Conflict", "The CIDR '" + cidr + "' conflicts with another subnet");
    }

    public static Ec2RefusalException noSuchAllocation(String id) {
        return notFound("InvalidAllocationID", "allocation", id);
    }

    public static Ec2RefusalException noSuchAllocations(Collection<String> ids) {
        return ids.size() == 1
                ? noSuchAllocation(ids.iterator().next())
                : new Ec2RefusalException(
                        "InvalidAllocationID.NotFound",
                        "The allocation IDs '" + String.join("', '", ids) + "' do not exist");
    }

    public static Ec2RefusalException noSuchAssociation(String id) {
        return notFound("InvalidAssociationID", "association", id);
    }

    public static Ec2RefusalException noSuchPublicIp(String publicIp) {
        return new Ec2RefusalException("InvalidAddress.NotFound", "Address '" + publicIp + "' not found.");
    }

    public static Ec2RefusalException noPublicIp(String text) {
        return invalidParameterValue("Invalid value '" + text + "' for PublicIp. Not a valid IPv4 address.");
    }

    /** Neither a public address nor the other thing that names an Elastic IP, or its association. */
    public static Ec2RefusalException neitherPublicIpNor(String other) {
        return new Ec2RefusalException("MissingParameter", "Either public IP or " + other + " must be specified");
    }

    public static Ec2RefusalException publicIpAndAllocation() {
        return new Ec2RefusalException(
                "InvalidParameterCombination",
                "You may specify public IP or allocation id, but not both in the same call");
    }

    /** A public address alone; EC2 has a text for each kind of target. */
    public static Ec2RefusalException publicIpAlone(String target) {
        return new Ec2RefusalException(
                "InvalidParameterCombination",
                "You must specify an allocation id when mapping an address to a " + target);
    }

    public static Ec2RefusalException noPrivateAddress(String text) {
        return invalidParameterValue("invalid value for parameter private-address: " + text);
    }

    public static Ec2RefusalException tooManyElasticIps() {
        return new Ec2RefusalException("AddressLimitExceeded", "The maximum number of addresses has been reached.");
    }

    public static Ec2RefusalException alreadyAssociated(String resource, String associationId) {
        return new Ec2RefusalException(
                "Resource.AlreadyAssociated",
                "resource " + resource + " is already associated with associate-id " + associationId);
    }

    public static Ec2RefusalException notAnAddressOf(String interfaceId, IpAddress address) {
        return invalidParameterValue(address + " is not mapped to the interface " + interfaceId);
    }

    public static Ec2RefusalException severalInterfaces(String instanceId) {
        return new Ec2RefusalException(
                "InvalidInstanceID",
                "There are multiple interfaces attached to instance '" + instanceId
                        + "'. Please specify an interface ID for the operation instead.");
    }

    public static Ec2RefusalException terminatedInstance(String instanceId) {
        return new Ec2RefusalException(
                "InvalidInstanceID",
                "The terminated instance '" + instanceId + "' is not in a valid state for this operation");
    }

    /** {@code kind} as EC2 spells it in the text. Seen in reports of users. */
    public static Ec2RefusalException hasDependencies(String kind, String id) {
        return new Ec2RefusalException(
                "DependencyViolation", "The " + kind + " '" + id + "' has dependencies and cannot be deleted.");
    }

    /** Seen of a route table with a gateway and with an interface; with what else it is the same is a guess. */
    public static Ec2RefusalException differentNetworks(String one, String other) {
        return invalidParameterValue(one + " and " + other + " belong to different networks");
    }

    public static Ec2RefusalException alreadyAssociatedTable(String tableId) {
        return new Ec2RefusalException(
                "Resource.AlreadyAssociated",
                "the specified association for route table " + tableId + " conflicts with an existing association");
    }

    public static Ec2RefusalException mainAssociation(String associationId) {
        return invalidParameterValue("cannot disassociate the main route table association " + associationId);
    }

    public static Ec2RefusalException routeExists(CidrBlock destination) {
        return new Ec2RefusalException(
                "RouteAlreadyExists", "The route identified by " + destination + " already exists.");
    }

    public static Ec2RefusalException noRouteToReplace(CidrBlock destination) {
        return invalidParameterValue(
                "There is no route defined for '" + destination + "' in the route table. Use CreateRoute instead.");
    }

    /** Of an IPv6 route the same words, with the name of its parameter, are a guess. */
    public static Ec2RefusalException noRouteToDelete(CidrBlock destination, String tableId) {
        return new Ec2RefusalException(
                "InvalidRoute.NotFound",
                "no route with "
                        + (destination.first().isIpv4() ? "destination-cidr-block " : "destination-ipv6-cidr-block ")
                        + destination + " in route table " + tableId);
    }

    public static Ec2RefusalException localRoute(CidrBlock destination, String tableId) {
        return invalidParameterValue("cannot remove local route " + destination + " in route table " + tableId);
    }

    public static Ec2RefusalException localElsewhere() {
        return invalidParameterValue("local-target only allowed with network local destination CIDRs");
    }

    /** That EC2 refuses it stands in its documentation; code and text are a guess. */
    public static Ec2RefusalException noSubnetOf(CidrBlock destination) {
        return invalidParameterValue("The destination CIDR block " + destination
                + " is more specific than one of this VPC's CIDR blocks, and is that of no subnet.");
    }

    public static Ec2RefusalException incorrectState(String instanceId, String participle) {
        return new Ec2RefusalException(
                "IncorrectInstanceState",
                "The instance '" + instanceId + "' is not in a state from which it can be " + participle + ".");
    }

    /** Unlike that of the others, this one begins with "This". */
    public static Ec2RefusalException cantBeStopped(String instanceId) {
        return new Ec2RefusalException(
                "IncorrectInstanceState",
                "This instance '" + instanceId + "' is not in a state from which it can be stopped.");
    }

    public static Ec2RefusalException neverRan(String instanceId) {
        return new Ec2RefusalException(
                "IncorrectInstanceState",
                "Instance '" + instanceId + "' cannot be stopped as it has never reached the 'running' state.");
    }

    /** The answer to an association that names the interface. */
    public static Ec2RefusalException instanceOfInterfacePending(String interfaceId) {
        return new Ec2RefusalException(
                "IncorrectInstanceState",
                "The pending-instance-creation instance to which '" + interfaceId
                        + "' is attached is not in a valid state for this operation");
    }

    /** The answer to an association that names the instance. */
    public static Ec2RefusalException instancePending(String instanceId) {
        return new Ec2RefusalException(
                "InvalidInstanceID",
                "The pending instance '" + instanceId + "' is not in a valid state for this operation.");
    }

    /** A guess, made from what EC2 answers to attaching a volume: "Instance 'i-...' is not 'running'." */
    public static Ec2RefusalException notAttachable(String instanceId) {
        return new Ec2RefusalException(
                "IncorrectState", "Instance '" + instanceId + "' is not 'running' or 'stopped'.");
    }

    public static Ec2RefusalException primaryCantBeDetached() {
        return new Ec2RefusalException(
                "OperationNotPermitted",
                "The network interface at device index 0 and networkCard index 0 cannot be detached.");
    }

    public static Ec2RefusalException reservedTagKey() {
        return invalidParameterValue("Tag keys starting with 'aws:' are reserved for internal use");
    }

    /** As CreateTags says it, not the actions that create something with tags. */
    public static Ec2RefusalException reservedTagKey(String key) {
        return invalidParameterValue("Value ( " + key + " ) for parameter key is invalid. "
                + reservedTagKey().text());
    }

    /** The text was seen for values; that it is the same for keys, and the code, are guesses. */
    public static Ec2RefusalException tagTooLong(String part, int most) {
        return invalidParameterValue("Tag " + part + " exceeds the maximum length of " + most + " characters");
    }

    /** A guess. */
    public static Ec2RefusalException emptyTagKey() {
        return invalidParameterValue("Tag keys cannot be empty");
    }

    /** The code is that of EC2's documentation, the text a guess. */
    public static Ec2RefusalException tooManyTags() {
        return new Ec2RefusalException(
                "TagLimitExceeded", "The maximum number of tags for a resource has been reached.");
    }

    /** The text was seen, the code is a guess. */
    public static Ec2RefusalException noTags() {
        return invalidParameterValue(
                "Value ( empty ) for parameter tagSet is invalid. You must specify one or more tags to create");
    }

    /** A guess. */
    public static Ec2RefusalException noResources() {
        return new Ec2RefusalException("MissingParameter", "The request must contain the parameter resourceIdSet");
    }

    /** An id of nothing that has tags. */
    public static Ec2RefusalException notTaggable(String id) {
        return new Ec2RefusalException(
                "InvalidID",
                "The ID '" + id + "' is not valid"
                        + (NOT_MODELLED.matcher(id).lookingAt()
                                ? " (resources of that type are not modelled by this in-memory AWS)"
                                : ""));
    }

    private static String list(Collection<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
