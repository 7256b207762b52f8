package org.floatingip.testkit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;

/** The state of a network interface. Guarded by the lock of its {@link InMemoryVpc}. */
final class MutableInterface {

    final String id;
    final MutableSubnet subnet;
    final String macAddress;
    final InterfaceType type;

    /** The account; null for this one. */
    final @Nullable String owner;

    final TagSet tags;
    String description;
    boolean sourceDestCheck = true;

    /** The primary one first; empty where its type has none. Changed by {@link MutableSubnet} alone, to stay consistent with the subnet's own records. */
    final List<IpAddress> addresses = new ArrayList<>();

    final Set<MutableSecurityGroup> groups = new LinkedHashSet<>();

    /** Changed by {@link Ipv6Rules} alone. */
    final List<IpAddress> ipv6Addresses = new ArrayList<>();

    /** The Elastic IPs by the private addresses that they are associated with. Changed by {@link MutableElasticIp} alone. */
    final Map<IpAddress, MutableElasticIp> elasticIps = new HashMap<>();

    VpcInterface.@Nullable Attachment attachment;

    /** Whether it is still being created. */
    boolean pending;

    MutableInterface(String id, MutableSubnet subnet, String macAddress, InterfaceSpec spec) {
        this.id = id;
        this.subnet = subnet;
        this.macAddress = macAddress;
        this.type = spec.type;
        this.owner = spec.owner;
        this.description = spec.description;
        this.tags = new TagSet(spec.tags);
    }

    boolean hasPrimary(IpAddress address) {
        return !addresses.isEmpty() && addresses.get(0).equals(address);
    }

    /** Whether it belongs to this account. */
    boolean isOurs() {
        return owner == null || owner.equals(InMemoryVpc.ACCOUNT);
    }

    /** The IPv4 addresses, then the IPv6 addresses. */
    List<IpAddress> allAddresses() {
        return Stream.concat(addresses.stream(), ipv6Addresses.stream()).toList();
    }

    Holder asHolderOf(IpAddress address) {
        HostId host = HostId.of(attachment == null ? id : attachment.instanceId());
        return hasPrimary(address) ? Holder.ofPrimary(host, id) : Holder.of(host, id);
    }

    private InterfaceStatus status() {
        if (attachment != null) {
            return InterfaceStatus.IN_USE;
        }
        return pending ? InterfaceStatus.PENDING : InterfaceStatus.AVAILABLE;
    }

    VpcInterface snapshot() {
        return new VpcInterface(
                id,
                subnet.vpc.id,
                subnet.id,
                subnet.zone,
                macAddress,
                description,
                type,
                owner == null ? InMemoryVpc.ACCOUNT : owner,
                addresses,
                ipv6Addresses,
                elasticIps.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().snapshot())),
                status(),
                attachment,
                sourceDestCheck,
                groups.stream()
                        .map(group -> new VpcInterface.Group(group.id, group.name))
                        .toList(),
                tags.snapshot());
    }
}
