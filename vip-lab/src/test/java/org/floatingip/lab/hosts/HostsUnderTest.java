package org.floatingip.lab.hosts;

import java.util.List;
import org.floatingip.HostId;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.Placement;
import org.floatingip.testkit.contract.HostsFixture;

/** The hosts that the contract of configurators is tested with: {@code db.a}, and {@code db.z} that can't be reached. */
public record HostsUnderTest(HostNetworkConfigurator hosts) implements HostsFixture {

    static final String IPV4 = LinuxLab.SUBNET + "12";
    static final String IPV6 = "fd77:1::12";

    /** How often a host accepts and drops: a hundred times by {@code -Dhosts=all} or {@code -Dhosts=write}, else a sample. */
    static int rounds() {
        return System.getProperty("hosts") == null ? 10 : 100;
    }

    @Override
    public Placement placement() {
        return Placement.builder(HostId.of("db.a"), "eni-0a").build();
    }

    @Override
    public Placement unreachable() {
        return Placement.builder(HostId.of("db.z"), "eni-0z").build();
    }

    @Override
    public List<String> addresses() {
        return List.of(IPV4, IPV6);
    }
}
