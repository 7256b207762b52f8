package org.floatingip.boot.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import java.util.function.Supplier;
import org.floatingip.testkit.Scenario;
import org.jspecify.annotations.Nullable;

/** The scenario that the application has now: one for each test, made when somebody needs it. Safe for use by several threads. */
final class CurrentScenario implements ScenarioOfATest, AutoCloseable {

    private final Supplier<Scenario> scenarios;
    private final Runnable replaced;
    private @Nullable Scenario current;
    private boolean underWay;

    /** @param replaced is told that whatever was read before is of another network */
    CurrentScenario(Supplier<Scenario> scenarios, Runnable replaced) {
        this.scenarios = scenarios;
        this.replaced = replaced;
    }

    synchronized Scenario get() {
        if (current == null) {
            current = scenarios.get();
        }
        return current;
    }

    /**
     * A part of the current scenario, whichever that is when it is called: the application keeps what it was given first.
     *
     * @param type an interface, of which nothing but its methods is known to the application
     */
    <T> T part(Class<T> type, Function<Scenario, T> part) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("equals") && arguments != null && arguments.length == 1) {
                        return proxy == arguments[0];
                    }
                    if (method.getName().equals("hashCode") && arguments == null) {
                        return System.identityHashCode(proxy);
                    }
                    try {
                        return method.invoke(part.apply(get()), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public synchronized void begin() {
        if (underWay) {
            throw new IllegalStateException(
                    "two tests of one application run at the same time, and it has one scenario: let the"
                            + " tests that share its context run one after the other, with @Execution(SAME_THREAD) on the class and"
                            + " @ResourceLock(\"floating IPs\") if several classes share it");
        }
        underWay = true;
    }

    @Override
    public void end() {
        synchronized (this) {
            underWay = false;
        }
        close();
        replaced.run();
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
