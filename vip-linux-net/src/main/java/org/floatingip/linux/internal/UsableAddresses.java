package org.floatingip.linux.internal;

import org.floatingip.IpAddress;
import org.floatingip.RefusedException;

/** Which addresses a host can be given at all. */
public final class UsableAddresses {

    private UsableAddresses() {}

    /**
     * Checks the address.
     *
     * @throws RefusedException UNSUPPORTED_ADDRESS if no host can take it
     */
    public static void require(IpAddress address) {
        byte[] bytes = address.toBytes();
        var inet = address.toInetAddress();
        boolean compatible = address.isIpv6();
        for (int i = 0; i < 12 && compatible; i++) {
            compatible = bytes[i] == 0;
        }
        if (compatible
                || inet.isMulticastAddress()
                || inet.isAnyLocalAddress()
                || inet.isLoopbackAddress()
                || inet.isLinkLocalAddress()
                || (address.isIpv4() && bytes[0] == 0)
                || (address.isIpv4() && (bytes[0] & 0xf0) == 0xf0)) {
            throw RefusedException.unsupportedAddress(address, "a host takes unicast addresses of a subnet", null);
        }
    }
}
