package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * An address of an interface, in the terms that both Describe actions share.
 *
 * @param primary whether it is the interface's primary one of its family, which never moves
 * @param publicIp the public address that leads to it; null for none
 * @param automatic whether that is one that EC2 gave by itself, and takes back
 */
record OwnAddress(
        IpAddress address, boolean primary, @Nullable String publicIp, boolean automatic) {

    private static final String AMAZON = "amazon";

    static List<OwnAddress> of(NetworkInterface eni) {
        List<OwnAddress> own = new ArrayList<>();
        eni.privateIpAddresses().forEach(held -> {
            if (held.privateIpAddress() != null) {
                boolean primary = held.primary() != null
                        ? held.primary()
                        : held.privateIpAddress().equals(eni.privateIpAddress());
                own.add(new OwnAddress(
                        IpAddress.of(held.privateIpAddress()),
                        primary,
                        held.association() == null ? null : held.association().publicIp(),
                        held.association() != null
                                && AMAZON.equals(held.association().ipOwnerId())));
            }
        });
        eni.ipv6Addresses().forEach(held -> {
            if (held.ipv6Address() != null) {
                own.add(new OwnAddress(
                        IpAddress.of(held.ipv6Address()), Boolean.TRUE.equals(held.isPrimaryIpv6()), null, false));
            }
        });
        return List.copyOf(own);
    }

    static List<OwnAddress> of(InstanceNetworkInterface eni) {
        List<OwnAddress> own = new ArrayList<>();
        eni.privateIpAddresses().forEach(held -> {
            if (held.privateIpAddress() != null) {
                boolean primary = held.primary() != null
                        ? held.primary()
                        : held.privateIpAddress().equals(eni.privateIpAddress());
                own.add(new OwnAddress(
                        IpAddress.of(held.privateIpAddress()),
                        primary,
                        held.association() == null ? null : held.association().publicIp(),
                        held.association() != null
                                && AMAZON.equals(held.association().ipOwnerId())));
            }
        });
        eni.ipv6Addresses().forEach(held -> {
            if (held.ipv6Address() != null) {
                own.add(new OwnAddress(
                        IpAddress.of(held.ipv6Address()), Boolean.TRUE.equals(held.isPrimaryIpv6()), null, false));
            }
        });
        return List.copyOf(own);
    }
}
