package org.floatingip.spi;

/**
 * An assigner in whose network a host holds an address by claiming it: configuring the address on the host <i>is</i> the flip,
 * as on a plain LAN. Such an assigner does the hosts' own work itself, so a {@link HostNetworkConfigurator} beside it would
 * flip the address before its time: {@code build()} refuses one.
 *
 * <p>It announces an address only once a host holds it, never before.
 */
public interface HostClaimingIpAssigner extends IpAssigner {}
