package org.floatingip.boot.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.PoolEviction;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.floatingip.testkit.fault.Call;
import org.floatingip.testkit.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which moves make the pools of an application open new connections. */
@Timeout(60)
class EvictionTest {

    private final Scenario scenario = Scenario.create();
    private final Database database = new Database();

    /** Connections that do nothing, and tell when they are closed. */
    private static final class Database {

        private final AtomicInteger opened = new AtomicInteger();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

        DataSource dataSource() {
            return proxy(DataSource.class, (self, method, arguments) -> switch (method.getName()) {
                case "getConnection" -> connection(opened.incrementAndGet());
                case "getLoginTimeout" -> 0;
                default -> null;
            });
        }

        private Connection connection(int number) {
            return proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
                case "close" -> {
                    closed.add(number);
                    yield null;
                }
                case "isValid", "getAutoCommit" -> true;
                case "getTransactionIsolation", "getNetworkTimeout" -> 2;
                case "isClosed", "isReadOnly" -> false;
                case "hashCode" -> number;
                case "equals" -> self == arguments[0];
                case "toString" -> "connection " + number;
                default -> null;
            });
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
        }
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(FloatingIpAutoConfiguration.class, EvictionAutoConfiguration.class))
                .withBean("assigner", IpAssigner.class, scenario::assigner)
                .withBean("ticker", Ticker.class, scenario::ticker)
                .withBean("dataSource", HikariDataSource.class, this::pool)
                .withPropertyValues("vip.addresses=10.0.1.12");
    }

    /** Lets the pool have an idle connection, the last that was opened. */
    private int idle(HikariDataSource pool) throws SQLException {
        pool.getConnection().close();
        return database.opened.get();
    }

    /** HikariCP closes it on a thread of its own. */
    private void untilItIsClosed(int connection) throws InterruptedException {
        Integer closed;
        do {
            closed = database.closed.poll(30, TimeUnit.SECONDS);
            assertThat(closed).as("a connection that is closed").isNotNull();
        } while (closed != connection);
    }

    @Test
    void move_closesWhatIsIdle() {
        application().run(context -> {
            int connection = idle(context.getBean(HikariDataSource.class));

            context.getBean(FloatingIp.class).moveTo("i-0b");

            untilItIsClosed(connection);
        });
    }

    @Test
    void moveWhoseOutcomeIsUnknown_closesWhatIsIdleToo() {
        scenario.assigner().inject(Fault.loseReply().onCall(Call.ASSIGN));
        scenario.assigner().inject(Fault.deny().onCall(Call.LOOK).skip(1).always());

        application().run(context -> {
            int connection = idle(context.getBean(HikariDataSource.class));

            assertThatThrownBy(() -> context.getBean(FloatingIp.class).moveTo("i-0b"))
                    .isInstanceOf(FloatingIpException.class);

            untilItIsClosed(connection);
        });
    }

    @Test
    void moveThatIsRefused_leavesThePoolAlone() {
        application().run(context -> {
            HikariDataSource pool = context.getBean(HikariDataSource.class);
            int connection = idle(pool);

            assertThatThrownBy(() -> context.getBean(FloatingIp.class).moveTo("i-0f"))
                    .isInstanceOf(FloatingIpException.class);

            // It would be marked at once: the next one to be had would be another.
            assertThat(idle(pool)).isEqualTo(connection);
        });
    }

    /** The second database of an application is often down with the first. */
    @Test
    void move_besideADataSourceThatCanNotBeMade_closesWhatIsIdle() {
        application()
                .withBean(
                        "reporting",
                        DataSource.class,
                        () -> {
                            throw new IllegalStateException("the reporting database is down");
                        },
                        definition -> definition.setLazyInit(true))
                .run(context -> {
                    int connection = idle(context.getBean(HikariDataSource.class));

                    context.getBean(FloatingIp.class).moveTo("i-0b");

                    untilItIsClosed(connection);
                });
    }

    @Test
    void move_afterAPoolWasMadeLate_closesWhatIsIdleInIt() {
        AtomicInteger made = new AtomicInteger();
        application()
                .withBean(
                        "late",
                        HikariDataSource.class,
                        () -> {
                            made.incrementAndGet();
                            return pool();
                        },
                        definition -> definition.setLazyInit(true))
                .run(context -> {
                    context.getBean(FloatingIp.class).moveTo("i-0b");
                    assertThat(made).as("by an eviction").hasValue(0);
                    int connection = idle(context.getBean("late", HikariDataSource.class));

                    context.getBean(FloatingIp.class).moveTo("i-0a");

                    untilItIsClosed(connection);
                });
    }

    @Test
    void move_beforeThePoolHasAConnection_goesWell() {
        application()
                .withBean("lazy", HikariDataSource.class, HikariDataSource::new)
                .run(context -> assertThat(
                                context.getBean(FloatingIp.class).moveTo("i-0b").moved())
                        .isTrue());
    }

    @Test
    @Timeout(60)
    void pools_ofWhichOneCantBeLookedIntoAndOneHasNoConnection_evictTheOthers() throws Exception {
        DataSource router = Database.proxy(DataSource.class, (self, method, arguments) -> {
            throw new IllegalStateException("no lookup key is bound");
        });
        try (HikariDataSource filled = pool();
                HikariDataSource empty = new HikariDataSource()) {
            int connection = idle(filled);

            new Pools(() -> Stream.of(router, empty, filled)).run();

            untilItIsClosed(connection);
        }
    }

    @Test
    void eviction_whereItIsSwitchedOffOrBroughtOrWithoutHikari_isNotOurs() {
        application()
                .withPropertyValues("vip.evict-data-sources=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PoolEviction.class));
        PoolEviction own = PoolEviction.of(() -> {});
        application()
                .withBean("own", PoolEviction.class, () -> own)
                .run(context -> assertThat(context.getBean(PoolEviction.class)).isSameAs(own));
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(FloatingIpAutoConfiguration.class, EvictionAutoConfiguration.class))
                .withBean("assigner", IpAssigner.class, scenario::assigner)
                .withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
                .withPropertyValues("vip.addresses=10.0.1.12")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PoolEviction.class));
    }
}
