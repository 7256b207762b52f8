package org.floatingip.spi;

import java.time.Duration;
import java.util.List;
import org.floatingip.Finding;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;

/**
 * A configurator that can say beforehand what would keep a host from accepting an address, or from keeping it. For
 * {@link org.floatingip.FloatingIp#doctor(String...)}, which asks {@link #inspect} itself.
 */
public interface DiagnosingHostNetworkConfigurator extends HostNetworkConfigurator {

    /**
     * What is to be said of the host beside whether it accepts the address: who manages the interface, whether we may change
     * it. Changes nothing. A check that sometimes finds something wrong has a finding each time.
     *
     * @param placement the host, and the interface that the address should be on
     * @return findings whose subject is the host's id
     * @throws org.floatingip.HostUnreachableException if the host can't be asked
     * @throws FloatingIpException if that can't be told
     */
    List<Finding> diagnose(IpAddress address, Placement placement, Duration budget);
}
