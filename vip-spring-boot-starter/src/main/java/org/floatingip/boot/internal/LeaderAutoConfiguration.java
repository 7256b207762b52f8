package org.floatingip.boot.internal;

import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.spi.EpochLedger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.leader.event.AbstractLeaderEvent;

/** Addresses that follow the leader events of Spring Integration, where the properties say what this machine is called. */
@AutoConfiguration(after = FloatingIpAutoConfiguration.class)
@ConditionalOnClass(AbstractLeaderEvent.class)
@ConditionalOnProperty("vip.leader.self")
@ConditionalOnFloatingIp
public final class LeaderAutoConfiguration {

    @Bean
    LeaderTenure vipLeaderTenure(
            VipProperties properties,
            ObjectProvider<FloatingIp> single,
            ObjectProvider<FloatingIpGroup> groups,
            EpochLedger ledger,
            ObjectProvider<Pace> pace,
            ApplicationEventPublisher events) {
        return new LeaderTenure(
                properties.leader(),
                Handle.all(single, groups).values(),
                ledger,
                () -> pace.getIfAvailable(OwnThread::new),
                events);
    }
}
