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
        IpAddress address, boolean primary, @Nullable PublicAddress publicIp, boolean automatic) {

    private static final String AMAZON = "amazon";

    static List<OwnAddress> of(NetworkInterface eni) {
        List<OwnAddress> own = new ArrayList<>();
        eni.privateIpAddresses().forEach(held -> {
            boolean has = held.association() != null;
            addIpv4(
                    own,
                    held.privateIpAddress(),
                    held.primary(),
                    eni.privateIpAddress(),
                    has ? PublicAddress.of(held.association()) : null,
                    has ? held.association().ipOwnerId() : null);
        });
        eni.ipv6Addresses().forEach(held -> addIpv6(own, held.ipv6Address(), held.isPrimaryIpv6()));
        return List.copyOf(own);
    }

    static List<OwnAddress> of(InstanceNetworkInterface eni) {
        List<OwnAddress> own = new ArrayList<>();
        eni.privateIpAddresses().forEach(held -> {
            boolean has = held.association() != null;
            addIpv4(
                    own,
                    held.privateIpAddress(),
                    held.primary(),
                    eni.privateIpAddress(),
                    has ? PublicAddress.of(held.association()) : null,
                    has ? held.association().ipOwnerId() : null);
        });
        eni.ipv6Addresses().forEach(held -> addIpv6(own, held.ipv6Address(), held.isPrimaryIpv6()));
        return List.copyOf(own);
    }

    /** Where an entry does not say whether it is the primary one, the interface does. */
    private static void addIpv4(
            List<OwnAddress> own,
            @Nullable String address,
            @Nullable Boolean primary,
            @Nullable String primaryOfInterface,
            @Nullable PublicAddress publicIp,
            @Nullable String publicOwner) {
        if (address != null) {
            own.add(new OwnAddress(
                    IpAddress.of(address),
                    primary != null ? primary : address.equals(primaryOfInterface),
                    publicIp,
                    AMAZON.equals(publicOwner)));
        }
    }

    private static void addIpv6(List<OwnAddress> own, @Nullable String address, @Nullable Boolean primary) {
        if (address != null) {
            own.add(new OwnAddress(IpAddress.of(address), Boolean.TRUE.equals(primary), null, false));
        }
    }
}
