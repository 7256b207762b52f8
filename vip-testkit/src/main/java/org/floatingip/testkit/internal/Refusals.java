package org.floatingip.testkit.internal;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.floatingip.IpAddress;
import org.floatingip.testkit.network.Ec2RefusalException;

/** EC2's error codes and texts, each in one place. */
public final class Refusals {

    /** How ids of the more usual resources begin that EC2 tags, and this model does not have. */
    private static final Pattern NOT_MODELLED =
            Pattern.compile("(acl|ami|dopt|fl|igw|key|lt|nat|pcx|pl|rtb|sg|sgr|snap|vgw|vol|vpce)-");

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

    /** Seen in reports of users. */
    public static Ec2RefusalException hasDependencies(String word, String id) {
        return new Ec2RefusalException(
                "DependencyViolation", "The " + word + " '" + id + "' has dependencies and cannot be deleted.");
    }

    public static Ec2RefusalException incorrectState(String instanceId, String participle) {
        return new Ec2RefusalException(
                "IncorrectInstanceState",
                "The instance '" + instanceId + "' is not in a state from which it can be " + participle + ".");
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
