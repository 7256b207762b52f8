package org.floatingip.internal.gate;

import java.lang.reflect.UndeclaredThrowableException;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The one way to what somebody else wrote. It may have bugs, and none of them may hide what is known of the network: whatever
 * it throws leaves here as one of ours, with the effect that it may have had, and no answer is none.
 */
public final class Spi {

    private Spi() {}

    /** A call that answers. Kotlin, Groovy and friends throw what Java's signatures do not say. */
    @FunctionalInterface
    public interface Call<T> {
        @Nullable
        T make() throws Throwable;
    }

    /** A call that answers nothing. */
    @FunctionalInterface
    interface Order {
        void carryOut() throws Throwable;
    }

    /**
     * Makes that call.
     *
     * @param by whom it is made of
     * @param possible what it may have done to the network if it fails in a way that says nothing of that
     * @throws FloatingIpException its own; or one made of whatever else it threw, or of a null
     */
    public static <T> T answer(Object by, String method, Effect possible, Call<T> call) {
        T answer;
        try {
            answer = call.make();
        } catch (Throwable e) {
            throw typed(by, method, possible, e);
        }
        if (answer == null) {
            throw unexpected(method, possible, name(by, method) + " returned null (a mock? use Scenario)");
        }
        return answer;
    }

    /** Makes that call, like {@link #answer}. */
    static void order(Object by, String method, Effect possible, Order call) {
        try {
            call.carryOut();
        } catch (Throwable e) {
            throw typed(by, method, possible, e);
        }
    }

    /** What an answer comes to that leaves out what it was asked for. */
    static FloatingIpException incomplete(Object by, String method, Object what) {
        return unexpected(
                method, Effect.NONE, name(by, method) + " says nothing of " + what + " (a mock? use Scenario)");
    }

    private static FloatingIpException unexpected(String method, Effect possible, String why) {
        return UnavailableException.unexpected(possible, method + "(..)", new IllegalStateException(why));
    }

    /** Also what the JVM throws when it runs out of something: who gets it raw can't know what became of the address. */
    private static FloatingIpException typed(Object by, String method, Effect possible, Throwable caught) {
        Throwable thrown = unwrapped(caught);
        if (thrown instanceof FloatingIpException ours) {
            return ours;
        }
        String what = name(by, method);
        if (thrown instanceof InterruptedException) {
            // Who throws this has cleared the flag, by which the engine sees that it shall end.
            Thread.currentThread().interrupt();
            return possible == Effect.NONE
                    ? UnavailableException.withoutEffect(what, "it was interrupted", thrown)
                    : UnavailableException.effectUnknown(what, "it was interrupted", thrown);
        }
        return UnavailableException.unexpected(possible, what, thrown);
    }

    /** What was thrown behind a proxy, which wraps what the signature does not say. */
    static Throwable unwrapped(Throwable caught) {
        return caught instanceof UndeclaredThrowableException && caught.getCause() != null ? caught.getCause() : caught;
    }

    /** By its class alone: what it says of itself may fail, too. */
    static String name(Object by, String method) {
        return method + "(..) of " + by.getClass().getName();
    }
}
