package org.floatingip.boot.internal;

import java.util.Objects;
import javax.sql.DataSource;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.spi.EpochLedger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The ledger of epochs in the database of the application, where the properties name its table. */
@AutoConfiguration
@EnableConfigurationProperties(VipProperties.class)
public final class FenceAutoConfiguration {

    private static final String TABLE = "vip.fence.table";

    @Bean
    @ConditionalOnMissingBean(EpochLedger.class)
    @ConditionalOnProperty(TABLE)
    JdbcEpochLedger vipEpochLedger(VipProperties properties, ObjectProvider<DataSource> sources) {
        String table = Objects.requireNonNull(properties.fence().table());
        DataSource source = sources.getIfUnique();
        if (source == null) {
            throw WiredFloatingIps.nobody(
                    TABLE, table, "single or primary DataSource", "a JDBC starter and its properties");
        }
        return JdbcEpochLedger.on(source, table);
    }
}
