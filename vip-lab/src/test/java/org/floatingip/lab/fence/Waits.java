package org.floatingip.lab.fence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A driver that limits how long it waits for an answer, which H2's does not, around one that does all else. For one thread. */
final class Waits {

    private final DataSource real;
    private int inserts;

    /** What new connections have. */
    int millis;

    /** What was set, in its order. */
    final List<Integer> set = new ArrayList<>();

    /** What it throws, in place of limiting anything. */
    @Nullable
    Throwable without;

    /** What somebody else does meanwhile. */
    Runnable beforeInsert = () -> {};

    /** The last connection that was given. */
    private @Nullable Connection current;

    Waits(DataSource real) {
        this.real = real;
    }

    DataSource source() {
        return around(DataSource.class, real, "getConnection"::equals, (method, arguments) -> {
            Connection connection = real.getConnection();
            current = connection;
            return around(
                    Connection.class,
                    connection,
                    name -> name.endsWith("NetworkTimeout") || name.equals("prepareStatement"),
                    (called, given) -> onConnection(connection, called, given));
        });
    }

    /** As the other side does. */
    void closeConnection() {
        try {
            Objects.requireNonNull(current).close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** How many were prepared. */
    int inserts() {
        return inserts;
    }

    private @Nullable Object onConnection(Connection connection, Method called, Object[] given) throws Throwable {
        if (called.getName().equals("prepareStatement")) {
            String sql = (String) given[0];
            if (sql.startsWith("INSERT")) {
                inserts++;
                beforeInsert.run();
            }
            return connection.prepareStatement(sql);
        }
        if (without != null) {
            throw without;
        }
        if (called.getName().equals("setNetworkTimeout")) {
            set.add((Integer) given[1]);
            return null;
        }
        return millis;
    }

    @FunctionalInterface
    private interface Instead {
        @Nullable
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T around(Class<T> type, T real, Predicate<String> which, Instead instead) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (which.test(method.getName())) {
                        return instead.call(method, arguments);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
