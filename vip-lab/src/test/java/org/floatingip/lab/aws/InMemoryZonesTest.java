package org.floatingip.lab.aws;

import org.floatingip.spi.DnsRegistrar;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;

/** The in-memory registrar keeps to Route 53's zones. */
class InMemoryZonesTest extends Route53ZonesContract {

    @Override
    DnsRegistrar registrarInVpc(String vpcId) {
        InMemoryDnsRegistrar all = InMemoryDnsRegistrar.of(dns);
        return vpcId == null ? all : all.inVpc(vpcId);
    }

    @Override
    DnsRegistrar registrarInZones(String... zoneIds) {
        return InMemoryDnsRegistrar.of(dns).inZones(zoneIds);
    }
}
