package org.floatingip.testkit.internal.aws;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.floatingip.IpAddress;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.network.InstanceState;
import org.floatingip.testkit.network.Vpc;
import org.floatingip.testkit.network.VpcElasticIp;
import org.floatingip.testkit.network.VpcInstance;
import org.floatingip.testkit.network.VpcInterface;
import org.floatingip.testkit.network.VpcReservation;
import org.floatingip.testkit.network.VpcSubnet;
import org.jspecify.annotations.Nullable;

/** How EC2 writes the things of a network, by its service model of 2016-11-15. */
final class Shapes {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss'.000Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter REASON_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The account's, for all of its VPCs. */
    private static final String DHCP_OPTIONS = "dopt-00000000000000000";

    private Shapes() {}

    /** A VPC as DescribeVpcs shows it. */
    static void vpc(Xml xml, Vpc vpc) {
        vpcUpToDhcp(xml, vpc, false);
        tags(xml, vpc.tags());
        xml.leaf("instanceTenancy", "default").leaf("isDefault", false);
        openToTheInternet(xml);
    }

    /** A VPC as CreateVpc shows it, which says that it is pending; the very next look does not. */
    static void createdVpc(Xml xml, Vpc vpc) {
        vpcUpToDhcp(xml, vpc, true);
        tagSet(xml, vpc.tags());
        xml.leaf("instanceTenancy", "default").leaf("isDefault", false);
    }

    /** @param justCreated whether CreateVpc answers so, which shows IPv6 ranges also where there are none */
    private static void vpcUpToDhcp(Xml xml, Vpc vpc, boolean justCreated) {
        xml.leaf("vpcId", vpc.id())
                .leaf("ownerId", vpc.ownerId())
                .leaf("state", justCreated ? "pending" : "available")
                .leaf("cidrBlock", vpc.cidr())
                .items(
                        "cidrBlockAssociationSet",
                        List.of(vpc.cidr()),
                        cidr -> xml.leaf("cidrBlock", cidr)
                                .leaf(
                                        "associationId",
                                        "vpc-cidr-assoc-" + vpc.id().substring("vpc-".length()))
                                .element("cidrBlockState", inner -> inner.leaf("state", "associated")));
        if (justCreated || !vpc.ipv6Blocks().isEmpty()) {
            Ipv6Actions.ofVpc(xml, vpc.ipv6Blocks(), justCreated);
        }
        xml.leaf("dhcpOptionsId", DHCP_OPTIONS);
    }

    /** A subnet as DescribeSubnets shows it. */
    static void subnet(Xml xml, VpcSubnet subnet) {
        subnetUpToNames(xml, subnet, false);
        openToTheInternet(xml);
    }

    /** A subnet as CreateSubnet shows it. */
    static void createdSubnet(Xml xml, VpcSubnet subnet) {
        subnetUpToNames(xml, subnet, true);
    }

    private static void subnetUpToNames(Xml xml, VpcSubnet subnet, boolean justCreated) {
        xml.leaf("subnetId", subnet.id())
                .leaf("subnetArn", "arn:aws:ec2:" + Sandbox.REGION + ":" + subnet.ownerId() + ":subnet/" + subnet.id())
                .leaf("state", "available")
                .leaf("ownerId", subnet.ownerId())
                .leaf("vpcId", subnet.vpcId())
                .leaf("cidrBlock", subnet.cidr());
        Ipv6Actions.ofSubnet(xml, subnet.ipv6Blocks(), justCreated);
        xml.leaf("availableIpAddressCount", subnet.availableAddresses())
                .leaf("availabilityZone", subnet.zone())
                .leaf("availabilityZoneId", RegionActions.zoneId(subnet.zone()))
                .leaf("defaultForAz", false)
                .leaf("mapPublicIpOnLaunch", false);
        tags(xml, subnet.tags());
        xml.leaf("assignIpv6AddressOnCreation", false)
                .leaf("mapCustomerOwnedIpOnLaunch", false)
                .element(
                        "privateDnsNameOptionsOnLaunch",
                        names -> names.leaf("hostnameType", "ip-name")
                                .leaf("enableResourceNameDnsARecord", false)
                                .leaf("enableResourceNameDnsAAAARecord", false))
                .leaf("ipv6Native", false)
                .leaf("enableDns64", false);
    }

    private static void openToTheInternet(Xml xml) {
        xml.element("blockPublicAccessStates", states -> states.leaf("internetGatewayBlockMode", "off"));
    }

    static void reservation(Xml xml, VpcReservation reservation) {
        xml.leaf("subnetCidrReservationId", reservation.id())
                .leaf("subnetId", reservation.subnetId())
                .leaf("cidr", reservation.cidr())
                .leaf("reservationType", reservation.type())
                .leaf("ownerId", Ec2QueryApi.OWNER)
                .leaf("description", reservation.description());
        tags(xml, reservation.tags());
    }

    /** An interface as DescribeNetworkInterfaces and CreateNetworkInterface show it. */
    static void networkInterface(Xml xml, VpcInterface eni) {
        xml.leaf("networkInterfaceId", eni.id())
                .leaf("subnetId", eni.subnetId())
                .leaf("vpcId", eni.vpcId())
                .leaf("availabilityZone", eni.zone())
                .leaf("description", eni.description())
                .leaf("ownerId", eni.ownerId())
                .leaf("requesterManaged", false);
        upToGroups(xml, eni);
        attachment(xml, eni);
        association(xml, ofPrimary(eni), true);
        tagSet(xml, eni.tags()); // always there, seen in raw replies, unlike those of others
        addresses(xml, eni, true);
        xml.leaf("availabilityZoneId", RegionActions.zoneId(eni.zone()));
    }

    /** Where an interface is attached, as it is shown of the interface; nothing if it is not. */
    static void attachment(Xml xml, VpcInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment();
        if (attachment != null) {
            xml.element("attachment", inner -> {
                inner.leaf("attachmentId", attachment.id())
                        .leaf("instanceId", attachment.instanceId())
                        .leaf("instanceOwnerId", Ec2QueryApi.OWNER);
                attachment(inner, attachment);
            });
        }
    }

    /** The security groups of an instance are those of its first interface; it has none once it is terminated. */
    static void groups(Xml xml, VpcInstance instance) {
        instance.interfaces().stream()
                .findFirst()
                .ifPresentOrElse(first -> groups(xml, first), () -> empty(xml, "groupSet"));
    }

    static void groups(Xml xml, VpcInterface eni) {
        xml.items(
                "groupSet",
                eni.groups(),
                group -> xml.leaf("groupId", group.id()).leaf("groupName", group.name()));
    }

    /** An instance as DescribeInstances and RunInstances show it. */
    static void instance(Xml xml, VpcInstance instance) {
        // One that is gone or going shows nothing of its network but that there are interfaces.
        VpcInterface first = isGone(instance) || instance.interfaces().isEmpty()
                ? null
                : instance.interfaces().get(0);
        VpcElasticIp elasticIp = first == null ? null : first.elasticIps().get(first.primaryAddress());
        xml.leaf("instanceId", instance.id())
                .leaf("imageId", instance.imageId())
                .element("instanceState", inner -> state(inner, instance.state()))
                .leaf("privateDnsName", first == null ? "" : privateDnsName(first.primaryAddress()))
                .leaf(
                        "dnsName",
                        elasticIp == null || elasticIp.isCarrierIp() ? "" : publicDnsName(elasticIp.publicIp()))
                .leaf("reason", reason(instance))
                .leaf("keyName", instance.launch().keyName())
                .leaf("amiLaunchIndex", instance.launch().index());
        empty(xml, "productCodes");
        xml.leaf("instanceType", instance.type())
                .leaf("launchTime", time(instance.launchedAt()))
                .element(
                        "placement",
                        inner -> inner.leaf("availabilityZone", instance.zone())
                                .leaf("availabilityZoneId", RegionActions.zoneId(instance.zone()))
                                .leaf("groupName", "")
                                .leaf("tenancy", "default"))
                .element("monitoring", inner -> inner.leaf("state", "disabled"));
        if (first != null) {
            xml.leaf("subnetId", first.subnetId())
                    .leaf("vpcId", first.vpcId())
                    .leaf("privateIpAddress", first.primaryAddress())
                    .leaf("ipAddress", elasticIp == null ? null : elasticIp.publicIp())
                    .leaf(
                            "ipv6Address",
                            first.ipv6Addresses().stream().findFirst().orElse(null))
                    .leaf("sourceDestCheck", first.sourceDestCheck());
            groups(xml, first);
        } else {
            empty(xml, "groupSet");
        }
        stateReason(xml, instance);
        xml.leaf("clientToken", Objects.requireNonNullElse(instance.launch().clientToken(), ""));
        tags(xml, instance.tags());
        xml.leaf("hypervisor", "xen") // also of those on Nitro
                .items("networkInterfaceSet", instance.interfaces(), eni -> nested(xml, eni, isGone(instance)));
        String profile = instance.launch().instanceProfile();
        if (profile != null) {
            xml.element("iamInstanceProfile", inner -> inner.leaf("arn", profile));
        }
        nobodyElse(xml);
    }

    private static boolean isGone(VpcInstance instance) {
        return instance.state() == InstanceState.SHUTTING_DOWN || instance.state() == InstanceState.TERMINATED;
    }

    private static String reason(VpcInstance instance) {
        Instant at = instance.shutDownAt();
        return at == null ? "" : "User initiated (" + REASON_TIME.format(at) + " GMT)";
    }

    private static void stateReason(Xml xml, VpcInstance instance) {
        if (instance.state() == InstanceState.PENDING) {
            stateReason(xml, "pending", "pending");
        } else if (instance.shutDownAt() != null) {
            String code = "Client.UserInitiatedShutdown";
            stateReason(xml, code, code + ": User initiated shutdown");
        }
    }

    private static void stateReason(Xml xml, String code, String message) {
        xml.element("stateReason", inner -> inner.leaf("code", code).leaf("message", message));
    }

    /** An interface as DescribeInstances shows it within its instance. */
    private static void nested(Xml xml, VpcInterface eni, boolean gone) {
        xml.leaf("networkInterfaceId", eni.id());
        if (gone) {
            xml.leaf("ownerId", eni.ownerId()).leaf("status", eni.status().ec2Name());
            nestedAttachment(xml, eni);
            return;
        }
        xml.leaf("subnetId", eni.subnetId())
                .leaf("vpcId", eni.vpcId())
                .leaf("description", eni.description())
                .leaf("ownerId", eni.ownerId());
        upToGroups(xml, eni);
        nestedAttachment(xml, eni);
        association(xml, ofPrimary(eni), false);
        addresses(xml, eni, false);
    }

    private static void nestedAttachment(Xml xml, VpcInterface eni) {
        VpcInterface.Attachment attachment = eni.attachment();
        if (attachment != null) {
            xml.element("attachment", inner -> {
                inner.leaf("attachmentId", attachment.id());
                attachment(inner, attachment);
            });
        }
    }

    static void state(Xml xml, InstanceState state) {
        xml.leaf("code", state.code()).leaf("name", state.ec2Name());
    }

    static String privateDnsName(IpAddress address) {
        return "ip-" + address.toString().replace('.', '-') + ".ec2.internal";
    }

    /** An Elastic IP as DescribeAddresses shows it. */
    static void elasticIp(Xml xml, VpcElasticIp elasticIp) {
        xml.leaf(nameOf(elasticIp), elasticIp.publicIp())
                .leaf("allocationId", elasticIp.allocationId())
                .leaf("domain", "vpc");
        VpcElasticIp.Association association = elasticIp.association();
        if (association != null) {
            xml.leaf("instanceId", association.instanceId())
                    .leaf("associationId", association.id())
                    .leaf("networkInterfaceId", association.interfaceId())
                    .leaf("networkInterfaceOwnerId", Ec2QueryApi.OWNER)
                    .leaf("privateIpAddress", association.privateIp());
        }
        tags(xml, elasticIp.tags());
        xml.leaf("publicIpv4Pool", "amazon").leaf("networkBorderGroup", elasticIp.borderGroup());
    }

    /** The element in which it stands, wherever it does. */
    static String nameOf(VpcElasticIp elasticIp) {
        return elasticIp.isCarrierIp() ? "carrierIp" : "publicIp";
    }

    static String publicDnsName(IpAddress address) {
        return "ec2-" + address.toString().replace('.', '-') + ".compute-1.amazonaws.com";
    }

    private static void upToGroups(Xml xml, VpcInterface eni) {
        xml.leaf("status", eni.status().ec2Name()).leaf("macAddress", eni.macAddress());
        if (!eni.addresses().isEmpty()) {
            xml.leaf("privateIpAddress", eni.primaryAddress())
                    .leaf("privateDnsName", privateDnsName(eni.primaryAddress()));
        }
        xml.leaf("sourceDestCheck", eni.sourceDestCheck());
        groups(xml, eni);
    }

    /** @param allocations whether associations show their ids: the interfaces that DescribeInstances nests do not */
    private static void addresses(Xml xml, VpcInterface eni, boolean allocations) {
        xml.items("privateIpAddressesSet", eni.addresses(), address -> {
            xml.leaf("privateIpAddress", address)
                    .leaf("privateDnsName", privateDnsName(address))
                    .leaf("primary", eni.isPrimary(address));
            association(xml, eni.elasticIps().get(address), allocations);
        });
        xml.items("ipv6AddressesSet", eni.ipv6Addresses(), address -> xml.leaf("ipv6Address", address));
        xml.leaf("interfaceType", eni.type().ec2Name());
        nobodyElse(xml);
    }

    /** That no service of AWS manages it. */
    private static void nobodyElse(Xml xml) {
        xml.element("operator", operator -> operator.leaf("managed", false));
    }

    /** What leads to the primary address of an interface that has one. */
    private static @Nullable VpcElasticIp ofPrimary(VpcInterface eni) {
        return eni.addresses().isEmpty() ? null : eni.elasticIps().get(eni.primaryAddress());
    }

    private static void empty(Xml xml, String list) {
        xml.items(list, List.of(), ignored -> {});
    }

    /** As EC2 writes times: whole seconds with three zeros behind them. */
    private static String time(Instant at) {
        return TIME.format(at);
    }

    private static void association(Xml xml, @Nullable VpcElasticIp elasticIp, boolean allocations) {
        if (elasticIp == null) {
            return;
        }
        xml.element("association", inner -> {
            inner.leaf(nameOf(elasticIp), elasticIp.publicIp())
                    .leaf("publicDnsName", elasticIp.isCarrierIp() ? null : publicDnsName(elasticIp.publicIp()))
                    .leaf("ipOwnerId", Ec2QueryApi.OWNER);
            VpcElasticIp.Association association = elasticIp.association();
            if (allocations && association != null) {
                inner.leaf("allocationId", elasticIp.allocationId())
                        .leaf("associationId", association.id())
                        .leaf("natEnabled", true);
            }
        });
    }

    private static void attachment(Xml xml, VpcInterface.Attachment attachment) {
        xml.leaf("deviceIndex", attachment.deviceIndex())
                .leaf("status", attachment.status().ec2Name())
                .leaf("attachTime", time(attachment.attachedAt()))
                .leaf("deleteOnTermination", attachment.deleteOnTermination())
                .leaf("networkCardIndex", 0);
    }

    static void tags(Xml xml, Map<String, String> tags) {
        if (!tags.isEmpty()) {
            tagSet(xml, tags);
        }
    }

    static void tagSet(Xml xml, Map<String, String> tags) {
        xml.items(
                "tagSet",
                new TreeMap<>(tags).entrySet(),
                tag -> xml.leaf("key", tag.getKey()).leaf("value", tag.getValue()));
    }
}
