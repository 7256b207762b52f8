package org.floatingip.boot.internal;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.PoolEviction;
import org.floatingip.boot.VipCustomizer;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Eviction of HikariCP pools by what moves an address, where HikariCP is on the class path. */
@AutoConfiguration
@ConditionalOnClass({HikariDataSource.class, DataSource.class})
@ConditionalOnBooleanProperty(name = "vip.evict-data-sources", matchIfMissing = true)
public final class EvictionAutoConfiguration {

    private static final int LATER_SECONDS = 10;

    /** As a listener it is called when an operation has ended. */
    @Bean
    @ConditionalOnMissingBean
    PoolEviction poolEviction(ConfigurableListableBeanFactory beans) {
        return PoolEviction.of(new Pools(() -> made(beans)));
    }

    /** All of them: a provider leaves out those that are no default candidates, as the second of two often is. What was not made yet has no pool. */
    private static Stream<DataSource> made(ConfigurableListableBeanFactory beans) {
        return Stream.of(beans.getBeanNamesForType(DataSource.class, false, false))
                .filter(beans::containsSingleton)
                .map(name -> beans.getBean(name, DataSource.class));
    }

    /** Once more, for connections that were being made meanwhile: on a thread of the JDK's. */
    @Bean
    VipCustomizer<FloatingIp.Builder> vipLaterEviction(PoolEviction eviction) {
        return builder -> builder.listener(eviction, later());
    }

    @Bean
    VipCustomizer<FloatingIpGroup.Builder> vipLaterGroupEviction(PoolEviction eviction) {
        return builder -> builder.listener(eviction, later());
    }

    private static Executor later() {
        return CompletableFuture.delayedExecutor(LATER_SECONDS, TimeUnit.SECONDS);
    }
}
