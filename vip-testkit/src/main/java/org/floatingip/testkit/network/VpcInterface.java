package org.floatingip.testkit.network;

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
 * @param addresses its private IPv4 addresses, the primary one first
 * @param elasticIps the Elastic IPs by the private addresses that they are associated with
 * @param attachment where it is attached, or null
 * @param sourceDestCheck whether it sends and receives only under its own addresses
 * @param tags its tags
 */
public record VpcInterface(
        String id,
        String vpcId,
        String subnetId,
        String zone,
        String macAddress,
        String description,
        List<IpAddress> addresses,
        Map<IpAddress, VpcElasticIp> elasticIps,
        @Nullable Attachment attachment,
        boolean sourceDestCheck,
        Map<String, String> tags) {

    public VpcInterface {
        addresses = List.copyOf(addresses);
        elasticIps = Map.copyOf(elasticIps);
        tags = Map.copyOf(tags);
    }

    /** The address that the interface was created with, and keeps. */
    public IpAddress primaryAddress() {
        return addresses.get(0);
    }

    /**
     * Where an interface is attached.
     *
     * @param id for example {@code eni-attach-0...}
     * @param instanceId the instance
     * @param deviceIndex its place there, 0 for the first
     * @param deleteOnTermination whether it goes when the instance is terminated
     */
    public record Attachment(String id, String instanceId, int deviceIndex, boolean deleteOnTermination) {

        Attachment withDeleteOnTermination(boolean delete) {
            return new Attachment(id, instanceId, deviceIndex, delete);
        }
    }
}
