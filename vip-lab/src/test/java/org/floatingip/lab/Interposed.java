package org.floatingip.lab;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Somebody's implementation of our SPI with something in front of it, which keeps all of its abilities. */
final class Interposed {

    /** What stands in front: is told of each call by its method's name, and makes it, or something else. */
    @FunctionalInterface
    interface Before {

        Object call(String method, Real real) throws Throwable;
    }

    /** The call itself. */
    @FunctionalInterface
    interface Real {

        Object make() throws Throwable;
    }

    private Interposed() {}

    /**
     * That in front of this.
     *
     * @param more interfaces that it has beside its own: calls of them must not be made
     * @param kept which of its own interfaces it keeps
     */
    static <T> T before(
            Object real, Class<T> type, Collection<Class<?>> more, Predicate<Class<?>> kept, Before before) {
        Set<Class<?>> abilities = new LinkedHashSet<>(Set.of(type));
        abilities.addAll(more);
        Arrays.stream(real.getClass().getInterfaces()).filter(kept).forEach(abilities::add);
        return type.cast(Proxy.newProxyInstance(
                Interposed.class.getClassLoader(), abilities.toArray(new Class<?>[0]), (proxy, method, arguments) -> {
                    Real call = () -> {
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    };
                    return method.getDeclaringClass() == Object.class
                            ? call.make()
                            : before.call(method.getName(), call);
                }));
    }
}
