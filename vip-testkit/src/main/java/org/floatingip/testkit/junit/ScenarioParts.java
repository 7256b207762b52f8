package org.floatingip.testkit.junit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.aws.InMemoryAwsServer;
import org.floatingip.testkit.dns.InMemoryDns;
import org.floatingip.testkit.dns.InMemoryDnsRegistrar;
import org.floatingip.testkit.hosts.InMemoryHosts;
import org.floatingip.testkit.network.InMemoryVpc;

/** The parts of a scenario that can be injected, by their types. */
final class ScenarioParts {

    private static final Map<Class<?>, Function<Scenario, Object>> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put(Scenario.class, scenario -> scenario);
        PARTS.put(InMemoryVpc.class, Scenario::network);
        PARTS.put(InMemoryDns.class, Scenario::dns);
        PARTS.put(InMemoryHosts.class, Scenario::hosts);
        PARTS.put(HostNetworkConfigurator.class, Scenario::hosts);
        PARTS.put(InMemoryIpAssigner.class, Scenario::assigner);
        PARTS.put(IpAssigner.class, Scenario::assigner);
        PARTS.put(InMemoryDnsRegistrar.class, Scenario::registrar);
        PARTS.put(DnsRegistrar.class, Scenario::registrar);
        PARTS.put(VirtualTicker.class, Scenario::ticker);
        PARTS.put(Ticker.class, Scenario::ticker);
        PARTS.put(FloatingIp.class, Scenario::floatingIp);
        PARTS.put(FloatingIpGroup.class, Scenario::group);
        PARTS.put(InMemoryAwsServer.class, Scenario::serve);
    }

    private ScenarioParts() {}

    static boolean has(Class<?> type) {
        return PARTS.containsKey(type);
    }

    static Object of(Scenario scenario, Class<?> type) {
        return Objects.requireNonNull(PARTS.get(type)).apply(scenario);
    }
}
