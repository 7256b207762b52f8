package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/** The state of a network interface. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableInterface {

    final String id;
    final MutableSubnet subnet;
    final String macAddress;
    final TagSet tags;
    String description;
    boolean sourceDestCheck = true;

    /** The primary one first. Changed by {@link MutableSubnet} alone, so that it agrees with the subnet's own book. */
    final List<IpAddress> addresses = new ArrayList<>();

    /** The Elastic IPs by the private addresses that they lead to. Changed by {@link MutableElasticIp} alone. */
    final Map<IpAddress, MutableElasticIp> elasticIps = new HashMap<>();

    VpcInterface.@Nullable Attachment attachment;

    MutableInterface(String id, MutableSubnet subnet, String macAddress, String description, Map<String, String> tags) {
        this.id = id;
        this.subnet = subnet;
        this.macAddress = macAddress;
        this.description = description;
        this.tags = new TagSet(tags);
    }

    boolean hasPrimary(IpAddress address) {
        return addresses.get(0).equals(address);
    }

    Holder asHolderOf(IpAddress address) {
        HostId host = HostId.of(attachment == null ? id : attachment.instanceId());
        return hasPrimary(address) ? Holder.ofPrimary(host, id) : Holder.of(host, id);
    }

    VpcInterface snapshot() {
        return new VpcInterface(
                id,
                subnet.vpc.id,
                subnet.id,
                subnet.zone,
                macAddress,
                description,
                addresses,
                elasticIps.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().snapshot())),
                attachment,
                sourceDestCheck,
                tags.snapshot());
    }
}
