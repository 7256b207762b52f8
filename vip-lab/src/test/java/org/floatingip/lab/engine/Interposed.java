package org.floatingip.lab.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Somebody's implementation of one of our SPIs, with something in front of it. */
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

    /** That in front of this. */
    static <T> T before(Object real, Class<T> type, Before before) {
        return type.cast(Proxy.newProxyInstance(
                Interposed.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
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
