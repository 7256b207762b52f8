package org.floatingip.boot.internal;

import java.util.Collection;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveListener;
import org.floatingip.boot.FloatingIps;
import org.floatingip.boot.VipCustomizer;
import org.floatingip.dns.DnsName;
import org.floatingip.spi.DnsRegistrar;
import org.floatingip.spi.EpochLedger;
import org.floatingip.spi.HostNetworkConfigurator;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.ClassUtils;

/**
 * The handles of this application, from its properties and its beans.
 *
 * @param hosts null where hosts are set up otherwise
 * @param registrar null where nothing is named
 * @param ledger null where every mover may move
 * @param listeners those of the application
 */
record WiredFloatingIps(
        VipProperties properties,
        IpAssigner assigner,
        @Nullable HostNetworkConfigurator hosts,
        @Nullable DnsRegistrar registrar,
        @Nullable EpochLedger ledger,
        Ticker ticker,
        Moves moves,
        List<MoveListener> listeners,
        List<VipCustomizer<FloatingIp.Builder>> customizers,
        List<VipCustomizer<FloatingIpGroup.Builder>> groupCustomizers)
        implements FloatingIps {

    private static final String LEADER_EVENTS = "org.springframework.integration.leader.event.AbstractLeaderEvent";

    WiredFloatingIps {
        if (hosts == null && properties.hosts().given()) {
            throw nobody("vip.hosts", properties.hosts(), "HostNetworkConfigurator", "vip-linux-net");
        }
        if (registrar == null && !properties.dns().names().isEmpty()) {
            throw nobody("vip.dns.names", properties.dns().names(), "DnsRegistrar", "vip-aws");
        }
        HostId self = properties.leader().self();
        if (self != null && ledger == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "vip.leader.self",
                    self,
                    "Leader events have no number, and there is no EpochLedger to hand one out: set vip.fence.table, or define"
                            + " such a bean.");
        }
        if (self != null && !ClassUtils.isPresent(LEADER_EVENTS, null)) {
            throw nobody("vip.leader.self", self, "leader of Spring Integration", "spring-integration-core");
        }
    }

    static InvalidConfigurationPropertyValueException nobody(
            String property, Object value, String bean, String module) {
        return new InvalidConfigurationPropertyValueException(
                property,
                value,
                "There is no " + bean + " to do that: add " + module + " to the class path, or define such a bean.");
    }

    @Override
    public FloatingIp.Builder at(String address) {
        return at(IpAddress.of(address));
    }

    @Override
    public FloatingIp.Builder at(IpAddress address) {
        FloatingIp.Builder builder = FloatingIp.at(address)
                .assigner(assigner)
                .timeout(properties.timeout())
                .ticker(ticker)
                .listener(moves.starts(), Runnable::run);
        if (hosts != null) {
            builder.hosts(hosts);
        }
        if (ledger != null) {
            builder.fence(ledger);
        }
        String name = properties.dns().names().get(address);
        if (registrar != null && name != null) {
            builder.dns(registrar, DnsName.of(name))
                    .dnsTtlSeconds(properties.dns().ttl().toSeconds());
        }
        listeners.forEach(builder::listener);
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder.listener(moves.ends());
    }

    @Override
    public FloatingIpGroup.Builder of(Collection<?> addresses) {
        FloatingIpGroup.Builder builder = FloatingIpGroup.of(addresses)
                .assigner(assigner)
                .timeout(properties.timeout())
                .ticker(ticker)
                .listener(moves.starts(), Runnable::run);
        if (hosts != null) {
            builder.hosts(hosts);
        }
        if (ledger != null) {
            builder.fence(ledger);
        }
        if (registrar != null) {
            name(builder, registrar, addresses);
        }
        listeners.forEach(builder::listener);
        groupCustomizers.forEach(customizer -> customizer.customize(builder));
        return builder.listener(moves.ends());
    }

    private void name(FloatingIpGroup.Builder builder, DnsRegistrar by, Collection<?> addresses) {
        for (Object each : addresses) {
            IpAddress address = IpAddress.of(each.toString());
            String name = properties.dns().names().get(address);
            if (name != null) {
                builder.dns(by)
                        .name(address, DnsName.of(name))
                        .dnsTtlSeconds(properties.dns().ttl().toSeconds());
            }
        }
    }
}
