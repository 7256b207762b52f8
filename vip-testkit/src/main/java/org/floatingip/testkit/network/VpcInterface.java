package org.floatingip.testkit.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a network interface (ENI).
 *
 * @param id for example {@code eni-0...}
 * @param vpcId the VPC of its subnet
 * @param subnetId its subnet
 * @param zone the availability zone of its subnet
 * @param macAddress its MAC address
 * @param description free text
 * @param type its type
 * @param ownerId the account that it belongs to
 * @param addresses its private IPv4 addresses, the primary one first; empty if it is for EFA alone
 * @param ipv6Addresses its IPv6 addresses
 * @param elasticIps the Elastic IPs by the private addresses that they are associated with
 * @param status its state
 * @param attachment where it is attached, or null
 * @param sourceDestCheck whether it sends and receives only under its own addresses
 * @param groups the security groups that it is in
 * @param tags its tags
 */
public record VpcInterface(
        String id,
        String vpcId,
        String subnetId,
        String zone,
        String macAddress,
        String description,
        InterfaceType type,
        String ownerId,
        List<IpAddress> addresses,
        List<IpAddress> ipv6Addresses,
        Map<IpAddress, VpcElasticIp> elasticIps,
        InterfaceStatus status,
        @Nullable Attachment attachment,
        boolean sourceDestCheck,
        List<Group> groups,
        Map<String, String> tags) {

    public VpcInterface {
        addresses = List.copyOf(addresses);
        ipv6Addresses = List.copyOf(ipv6Addresses);
        elasticIps = Map.copyOf(elasticIps);
        groups = List.copyOf(groups);
        tags = Map.copyOf(tags);
    }

    /**
     * Returns the primary address, which the interface was created with and keeps.
     *
     * @throws IllegalStateException if it has no address, since it is for EFA alone
     */
    public IpAddress primaryAddress() {
        if (addresses.isEmpty()) {
            throw new IllegalStateException(id + " has no address: it is of the type " + type.ec2Name());
        }
        return addresses.get(0);
    }

    /** Returns whether that is its primary address. */
    public boolean isPrimary(IpAddress address) {
        return !addresses.isEmpty() && addresses.get(0).equals(address);
    }

    /**
     * A security group of an interface.
     *
     * @param id for example {@code sg-0...}
     * @param name its name
     */
    public record Group(String id, String name) {}

    /**
     * The attachment of an interface.
     *
     * @param id for example {@code eni-attach-0...}
     * @param instanceId the instance
     * @param deviceIndex its device index, 0 for the first
     * @param deleteOnTermination whether the interface is deleted when the instance is terminated
     * @param status its state
     * @param attachedAt the time of the request
     */
    public record Attachment(
            String id,
            String instanceId,
            int deviceIndex,
            boolean deleteOnTermination,
            AttachmentStatus status,
            Instant attachedAt) {

        Attachment with(AttachmentStatus next) {
            return new Attachment(id, instanceId, deviceIndex, deleteOnTermination, next, attachedAt);
        }

        Attachment withDeleteOnTermination(boolean delete) {
            return new Attachment(id, instanceId, deviceIndex, delete, status, attachedAt);
        }
    }
}
