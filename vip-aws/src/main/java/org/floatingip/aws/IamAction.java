package org.floatingip.aws;

/**
 * An AWS action that this module calls, or that AWS requires beside one that it calls, with its purpose.
 *
 * <p>AWS's Service Authorization Reference says which resources an action can be limited to, for <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">EC2</a> and <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html">Route 53</a>. EC2's
 * describing and getting actions have no resources, only the condition {@code ec2:Region}.
 */
public enum IamAction {
    /** Reads interfaces. */
    DESCRIBE_NETWORK_INTERFACES("ec2:DescribeNetworkInterfaces", "who holds an address; targets that are interfaces"),
    /** Reads instances. */
    DESCRIBE_INSTANCES("ec2:DescribeInstances", "targets that are instances, their interfaces and their state"),
    /** Reads subnets. */
    DESCRIBE_SUBNETS(
            "ec2:DescribeSubnets",
            "the subnet of an address that nobody holds, whether a VPC that was named exists, and the words of a"
                    + " refusal"),
    /** Reads the limits of instance types. */
    DESCRIBE_INSTANCE_TYPES(
            "ec2:DescribeInstanceTypes",
            "how many addresses an interface has room for; if denied, the preflight is skipped, and EC2 refuses"
                    + " instead"),
    /** Reads the CIDR reservations of a subnet. */
    GET_SUBNET_CIDR_RESERVATIONS(
            "ec2:GetSubnetCidrReservations", "whether the address is kept from being given away while nobody holds it"),
    /** Required by AWS beside {@link #LIST_HOSTED_ZONES_BY_VPC}. */
    DESCRIBE_VPCS(
            "ec2:DescribeVpcs", "never called: AWS's reference has it as a dependent action of ListHostedZonesByVPC"),
    /** Assigns an address to an interface. */
    ASSIGN_PRIVATE_IP_ADDRESSES("ec2:AssignPrivateIpAddresses", "gives the address to the target's interface"),
    /** Unassigns an address from an interface. */
    UNASSIGN_PRIVATE_IP_ADDRESSES("ec2:UnassignPrivateIpAddresses", "takes the address from its holder's interface"),
    /** Associates an Elastic IP with an address. */
    ASSOCIATE_ADDRESS(
            "ec2:AssociateAddress",
            "puts back the Elastic IP that a handover has cut off; moves one that floats itself"),
    /** Reads Elastic IPs. */
    DESCRIBE_ADDRESSES("ec2:DescribeAddresses", "who holds an Elastic IP, and what is in its place"),
    /** Ends the association of an Elastic IP. */
    DISASSOCIATE_ADDRESS("ec2:DisassociateAddress", "takes the Elastic IP from its holder's interface"),
    /** Reads route tables. */
    DESCRIBE_ROUTE_TABLES("ec2:DescribeRouteTables", "where the routes of an overlay address lead"),
    /** Changes the target of a route. */
    REPLACE_ROUTE("ec2:ReplaceRoute", "lets the routes of an overlay address lead to the target"),
    /** Creates a route. */
    CREATE_ROUTE("ec2:CreateRoute", "creates the routes of an overlay address that nobody holds, or that were missing"),
    /** Deletes a route. */
    DELETE_ROUTE("ec2:DeleteRoute", "takes the routes of an overlay address that lead to its holder"),
    /** Assigns an IPv6 address to an interface. */
    ASSIGN_IPV6_ADDRESSES("ec2:AssignIpv6Addresses", "gives the IPv6 address to the target's interface"),
    /** Unassigns an IPv6 address from an interface. */
    UNASSIGN_IPV6_ADDRESSES("ec2:UnassignIpv6Addresses", "takes the IPv6 address from its holder's interface"),
    /** Reads the zones of the account. */
    LIST_HOSTED_ZONES("route53:ListHostedZones", "the zone of a name, among all of the account"),
    /** Reads the private zones of a VPC. */
    LIST_HOSTED_ZONES_BY_VPC("route53:ListHostedZonesByVPC", "the zone of a name, among the private ones of a VPC"),
    /** Reads one zone. */
    GET_HOSTED_ZONE("route53:GetHostedZone", "the zone of a name, among those that were named"),
    /** Reads records. */
    LIST_RESOURCE_RECORD_SETS("route53:ListResourceRecordSets", "what a name has now"),
    /** Writes records. */
    CHANGE_RESOURCE_RECORD_SETS("route53:ChangeResourceRecordSets", "writes what differs"),
    /** Reads the status of a change. */
    GET_CHANGE("route53:GetChange", "whether all of Route 53's servers have a change"),
    /** Reads the epoch that claimed an address; vip-dynamodb calls it. */
    GET_ITEM("dynamodb:GetItem", "whether the caller's epoch still claims the address, before each change"),
    /** Records the epoch that claims an address; vip-dynamodb calls it. */
    UPDATE_ITEM("dynamodb:UpdateItem", "records the caller's epoch, before the first change");

    private final String text;
    private final String purpose;

    IamAction(String text, String purpose) {
        this.text = text;
        this.purpose = purpose;
    }

    /** Returns the name of the action in a policy, for example {@code ec2:DescribeInstances}. */
    public String text() {
        return text;
    }

    /** Returns its purpose, in words. */
    public String purpose() {
        return purpose;
    }

    /** Returns whether this module calls it. If not, AWS requires it all the same, and {@link #purpose()} says why. */
    public boolean called() {
        return this != DESCRIBE_VPCS;
    }

    /** Returns {@link #text()}. */
    @Override
    public String toString() {
        return text;
    }
}
