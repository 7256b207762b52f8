package org.floatingip.examples.failover;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.floatingip.HostId;
import org.jspecify.annotations.Nullable;

/**
 * A database behind the floating IP, as far as HikariCP asks for one. Its sessions know to which host the address led when they
 * were begun, and never notice that it has left: that is what eviction is for.
 */
final class Database implements DataSource {

    private final Supplier<HostId> whereTheAddressLeads;
    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();

    Database(Supplier<HostId> whereTheAddressLeads) {
        this.whereTheAddressLeads = whereTheAddressLeads;
    }

    /** A real pool of two connections. */
    HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(this);
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    /** Nobody has borrowed from it: HikariCP makes its pool then. */
    HikariDataSource unusedPool() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(this);
        pool.setMaximumPoolSize(2);
        return pool;
    }

    /** What the pool lends, without the pool's wrapping. */
    static Session sessionOf(Connection borrowed) throws SQLException {
        return (Session) Proxy.getInvocationHandler(borrowed.unwrap(Connection.class));
    }

    int begun() {
        return sessions.size();
    }

    @Override
    public Connection getConnection() {
        Session session = new Session(whereTheAddressLeads.get());
        sessions.add(session);
        return session.connection();
    }

    /** One session, and what a connection of JDBC asks of it. */
    static final class Session implements InvocationHandler {

        private final HostId host;
        private final CountDownLatch end = new CountDownLatch(1);

        private Session(HostId host) {
            this.host = host;
        }

        HostId host() {
            return host;
        }

        boolean isOpen() {
            return end.getCount() > 0;
        }

        /** Waits for that: HikariCP closes connections on a thread of its own. */
        boolean ends() throws InterruptedException {
            return end.await(30, TimeUnit.SECONDS);
        }

        private Connection connection() {
            return (Connection)
                    Proxy.newProxyInstance(Database.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "close" -> {
                    end.countDown();
                    yield null;
                }
                case "isClosed" -> !isOpen();
                case "isValid" -> isOpen();
                case "getAutoCommit" -> true;
                case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == requireNonNull(arguments)[0];
                case "toString" -> "a session on " + host;
                default -> nothing(method.getReturnType());
            };
        }

        private static @Nullable Object nothing(Class<?> type) {
            if (type == boolean.class) {
                return false;
            }
            return type == int.class ? Integer.valueOf(0) : null;
        }
    }

    @Override
    public Connection getConnection(String user, String password) {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing is wrapped");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
