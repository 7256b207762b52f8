package org.floatingip.testkit.internal.aws;

import java.util.Map;
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

    private Shapes() {}

    static void vpc(Xml xml, Vpc vpc) {
        xml.leaf("vpcId", vpc.id())
                .leaf("ownerId", Ec2QueryApi.OWNER)
                .leaf("state", "available")
                .leaf("cidrBlock", vpc.cidr())
                .leaf("instanceTenancy", "default")
                .leaf("isDefault", false);
        tags(xml, vpc.tags());
    }

    static void subnet(Xml xml, VpcSubnet subnet) {
        xml.leaf("subnetId", subnet.id())
                .leaf("ownerId", Ec2QueryApi.OWNER)
                .leaf("state", "available")
                .leaf("vpcId", subnet.vpcId())
                .leaf("cidrBlock", subnet.cidr())
                .leaf("availableIpAddressCount", subnet.availableAddresses())
                .leaf("availabilityZone", subnet.zone())
                .leaf("defaultForAz", false)
                .leaf("mapPublicIpOnLaunch", false);
        tags(xml, subnet.tags());
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

    /** An interface as DescribeNetworkInterfaces shows it. */
    static void networkInterface(Xml xml, VpcInterface eni) {
        networkInterfaceCommon(xml, eni, true);
        VpcInterface.Attachment attachment = eni.attachment();
        xml.leaf("availabilityZone", eni.zone());
        if (attachment != null) {
            xml.element("attachment", inner -> {
                attachment(inner, attachment);
                inner.leaf("instanceId", attachment.instanceId()).leaf("instanceOwnerId", Ec2QueryApi.OWNER);
            });
        }
        tagSet(xml, eni.tags()); // always there, seen in raw replies, unlike those of others
    }

    /** An instance as DescribeInstances and RunInstances show it. */
    static void instance(Xml xml, VpcInstance instance) {
        xml.leaf("instanceId", instance.id())
                .leaf("imageId", instance.imageId())
                .element("instanceState", inner -> state(inner, instance.state()))
                .leaf("instanceType", instance.type())
                .leaf("launchTime", instance.launchedAt())
                .leaf("keyName", instance.launch().keyName())
                .leaf("amiLaunchIndex", instance.launch().index());
        String profile = instance.launch().instanceProfile();
        if (profile != null) {
            xml.element("iamInstanceProfile", inner -> inner.leaf("arn", profile));
        }
        if (!instance.interfaces().isEmpty()) {
            VpcInterface first = instance.interfaces().get(0);
            xml.element("placement", inner -> inner.leaf("availabilityZone", first.zone()))
                    .leaf("subnetId", first.subnetId())
                    .leaf("vpcId", first.vpcId())
                    .leaf("privateIpAddress", first.primaryAddress())
                    .leaf("privateDnsName", privateDnsName(first.primaryAddress()))
                    .leaf("sourceDestCheck", true);
            VpcElasticIp elasticIp = first.elasticIps().get(first.primaryAddress());
            if (elasticIp != null) {
                xml.leaf("ipAddress", elasticIp.publicIp()).leaf("dnsName", publicDnsName(elasticIp.publicIp()));
            }
        }
        xml.items("networkInterfaceSet", instance.interfaces(), eni -> {
            networkInterfaceCommon(xml, eni, false);
            VpcInterface.Attachment attachment = eni.attachment();
            if (attachment != null) {
                xml.element("attachment", inner -> attachment(inner, attachment));
            }
        });
        tags(xml, instance.tags());
    }

    static void state(Xml xml, InstanceState state) {
        xml.leaf("code", state.code()).leaf("name", state.ec2Name());
    }

    static String status(VpcInterface eni) {
        return eni.attachment() == null ? "available" : "in-use";
    }

    /** Each VPC has one security group, its default one. */
    static String defaultGroupOf(String vpcId) {
        return "sg-" + vpcId.substring("vpc-".length());
    }

    static String privateDnsName(IpAddress address) {
        return "ip-" + address.toString().replace('.', '-') + ".ec2.internal";
    }

    /** An Elastic IP as DescribeAddresses shows it. */
    static void elasticIp(Xml xml, VpcElasticIp elasticIp) {
        xml.leaf("publicIp", elasticIp.publicIp())
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
        xml.leaf("publicIpv4Pool", "amazon").leaf("networkBorderGroup", Sandbox.REGION);
    }

    static String publicDnsName(IpAddress address) {
        return "ec2-" + address.toString().replace('.', '-') + ".compute-1.amazonaws.com";
    }

    /** @param allocations whether associations show their ids: the interfaces that DescribeInstances nests do not */
    private static void networkInterfaceCommon(Xml xml, VpcInterface eni, boolean allocations) {
        association(xml, eni.elasticIps().get(eni.primaryAddress()), allocations);
        xml.leaf("networkInterfaceId", eni.id())
                .leaf("subnetId", eni.subnetId())
                .leaf("vpcId", eni.vpcId())
                .leaf("description", eni.description())
                .leaf("ownerId", Ec2QueryApi.OWNER)
                .leaf("status", status(eni))
                .leaf("macAddress", eni.macAddress())
                .leaf("privateIpAddress", eni.primaryAddress())
                .leaf("privateDnsName", privateDnsName(eni.primaryAddress()))
                .leaf("sourceDestCheck", true)
                .leaf("interfaceType", "interface")
                .element(
                        "groupSet",
                        groups -> groups.element(
                                "item",
                                item -> item.leaf("groupId", defaultGroupOf(eni.vpcId()))
                                        .leaf("groupName", "default")))
                .items(
                        "privateIpAddressesSet",
                        eni.addresses(),
                        address -> association(xml, eni.elasticIps().get(address), allocations)
                                .leaf("privateIpAddress", address)
                                .leaf("privateDnsName", privateDnsName(address))
                                .leaf("primary", address.equals(eni.primaryAddress())));
    }

    private static Xml association(Xml xml, @Nullable VpcElasticIp elasticIp, boolean allocations) {
        if (elasticIp == null) {
            return xml;
        }
        return xml.element("association", inner -> {
            inner.leaf("publicIp", elasticIp.publicIp())
                    .leaf("publicDnsName", publicDnsName(elasticIp.publicIp()))
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
        xml.leaf("attachmentId", attachment.id())
                .leaf("deviceIndex", attachment.deviceIndex())
                .leaf("networkCardIndex", 0)
                .leaf("status", "attached")
                .leaf("deleteOnTermination", attachment.deleteOnTermination());
    }

    private static void tags(Xml xml, Map<String, String> tags) {
        if (!tags.isEmpty()) {
            tagSet(xml, tags);
        }
    }

    private static void tagSet(Xml xml, Map<String, String> tags) {
        xml.items(
                "tagSet",
                new TreeMap<>(tags).entrySet(),
                tag -> xml.leaf("key", tag.getKey()).leaf("value", tag.getValue()));
    }
}
