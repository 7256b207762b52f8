package org.floatingip.boot.internal;

import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.spi.EpochLedger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.leader.event.AbstractLeaderEvent;
import org.springframework.scheduling.TaskScheduler;

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
            ObjectProvider<TaskScheduler> schedulers,
            ApplicationEventPublisher events) {
        TaskScheduler scheduler = schedulers.getIfAvailable();
        if (scheduler == null) {
            throw new InvalidConfigurationPropertyValueException(
                    "vip.leader.self",
                    properties.leader().self(),
                    "There is no TaskScheduler to look whether this machine still leads: @EnableScheduling brings one, and so does"
                            + " @EnableIntegration.");
        }
        return new LeaderTenure(properties.leader(), Handle.all(single, groups).values(), ledger, scheduler, events);
    }
}
