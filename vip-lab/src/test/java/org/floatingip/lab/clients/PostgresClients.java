package org.floatingip.lab.clients;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;
import org.floatingip.lab.clients.ClientCase.Call;

/** pgjdbc, alone and in HikariCP's pool. */
final class PostgresClients {

    private static final String NAME = "pgjdbc";
    private static final String POOL = "HikariCP, pgjdbc";
    private static final String SYSCTL = "`sysctl`, `tcpKeepAlive=true`";
    private static final String NOTHING = "";
    private static final String TIMEOUT = "socketTimeout=3";
    private static final String KEEP_ALIVE = "tcpKeepAlive=true";
    private static final String FACTORY = KEEP_ALIVE + "&socketFactory=" + ProbedSockets.class.getName();

    private PostgresClients() {}

    static List<ClientCase> cases() {
        return List.of(
                ClientCase.of(NAME, "nothing", Doing.WAITS, address -> waits(address, NOTHING)),
                ClientCase.of(NAME, "nothing", Doing.ASKS, address -> asks(address, NOTHING)),
                ClientCase.of(NAME, "`queryTimeout=3`", Doing.WAITS, address -> waits(address, "queryTimeout=3")),
                ClientCase.of(NAME, "`Connection.abort(..)` after 3 s", Doing.WAITS, PostgresClients::aborted),
                ClientCase.of(NAME, "`socketTimeout=3`", Doing.WAITS, address -> waits(address, TIMEOUT)),
                ClientCase.of(NAME, "`socketTimeout=3`", Doing.ASKS, address -> asks(address, TIMEOUT)),
                ClientCase.of(NAME, "`tcpKeepAlive=true`", Doing.WAITS, address -> waits(address, KEEP_ALIVE)),
                ClientCase.onTunedHost(NAME, SYSCTL, Doing.WAITS, address -> waits(address, KEEP_ALIVE)),
                ClientCase.onTunedHost(NAME, SYSCTL, Doing.ASKS, address -> asks(address, KEEP_ALIVE)),
                ClientCase.of(NAME, "`socketFactory` with keepalive", Doing.WAITS, address -> waits(address, FACTORY)),
                ClientCase.of(POOL, "nothing", Doing.BORROWS, address -> borrows(pool(address, 0, 0))),
                ClientCase.of(
                        POOL,
                        "`validationTimeout` 1 s, `connectionTimeout` 3 s",
                        Doing.BORROWS,
                        address -> borrows(pool(address, 1000, Limits.millis(Limits.TIMEOUT)))),
                ClientCase.of(NAME, "nothing", Doing.CONNECTS, address -> () -> connects(address, NOTHING)),
                ClientCase.of(
                        NAME,
                        "`connectTimeout=3`",
                        Doing.CONNECTS,
                        address -> () -> connects(address, "connectTimeout=3")),
                ClientCase.of(
                        NAME, "`loginTimeout=3`", Doing.CONNECTS, address -> () -> connects(address, "loginTimeout=3")),
                ClientCase.of(
                        NAME,
                        "`connectTimeout=3`, `socketTimeout=3`",
                        Doing.CONNECTS,
                        address -> () -> connects(address, "connectTimeout=3&socketTimeout=3")));
    }

    private static String url(String address, String settings) {
        return "jdbc:postgresql://" + address + ":" + ClientsLab.POSTGRES + "/postgres?user=app&" + settings;
    }

    private static Statement connected(String address, String settings) throws SQLException {
        return DriverManager.getConnection(url(address, settings)).createStatement();
    }

    private static Call waits(String address, String settings) throws SQLException {
        Statement statement = connected(address, settings);
        return () -> statement.execute("select pg_sleep(600)");
    }

    /** Somebody else ends the connection of who waits. */
    private static Call aborted(String address) throws SQLException {
        Statement statement = connected(address, NOTHING);
        Connection connection = statement.getConnection();
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        return () -> {
            Future<?> unused = other.schedule(
                    () -> {
                        connection.abort(other);
                        return null;
                    },
                    Limits.seconds(Limits.TIMEOUT),
                    TimeUnit.SECONDS);
            statement.execute("select pg_sleep(600)");
        };
    }

    private static Call asks(String address, String settings) throws SQLException {
        Statement statement = connected(address, settings);
        statement.execute("select 1");
        return () -> statement.execute("select 1");
    }

    private static void connects(String address, String settings) throws SQLException {
        connected(address, settings).execute("select 1");
    }

    private static HikariDataSource pool(String address, long validationMillis, long connectionMillis) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(address, NOTHING));
        config.setMaximumPoolSize(1);
        if (validationMillis > 0) {
            config.setValidationTimeout(validationMillis);
            config.setConnectionTimeout(connectionMillis);
        }
        return new HikariDataSource(config);
    }

    private static Call borrows(HikariDataSource pool) throws SQLException {
        borrow(pool);
        return () -> borrow(pool);
    }

    private static void borrow(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    // sample
    /** For pgjdbc's {@code socketFactory}, beside {@code tcpKeepAlive=true}: the driver itself can't set the times. */
    public static final class ProbedSockets extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 2);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 1);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 6);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("pgjdbc connects by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException("pgjdbc connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("pgjdbc connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException("pgjdbc connects by itself");
        }
    }
    // end
}
