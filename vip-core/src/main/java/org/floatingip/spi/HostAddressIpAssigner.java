package org.floatingip.spi;

import java.util.Collection;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;

/** An assigner whose network knows the hosts' own addresses, so that they can be given names. */
public interface HostAddressIpAssigner extends IpAssigner {

    /**
     * The address that each host has for itself, and keeps: in EC2 the primary private IPv4 address of its primary network
     * interface, or of the interface where an ENI id is given. Reads only.
     *
     * @return an entry for each of the hosts
     * @throws org.floatingip.RefusedException UNKNOWN_TARGET if the network does not know one of them
     * @throws FloatingIpException when that can't be told
     */
    Map<HostId, IpAddress> primaryAddresses(Collection<HostId> hosts);
}
