package org.floatingip.aws.internal;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Whether a call of a client of our own came as far as the wire: before that it can't have had an effect, whatever went wrong.
 * Kept by thread, for the SDK makes a synchronous call on that of its caller. Safe for use by several threads.
 *
 * <p>An attribute of the SDK's would do as well, but its name has to be the only one of the JVM, and this library may be loaded
 * twice.
 */
public final class Transmissions implements ExecutionInterceptor {

    private final ThreadLocal<String> signers = new ThreadLocal<>();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
        signers.set(Renewal.signer(context.httpRequest()));
    }

    /** Who signed what this thread has sent since the last {@link #forget}, maybe empty; null if it has sent nothing. */
    @Nullable
    String signer() {
        return signers.get();
    }

    /** To be called before and after each call. */
    void forget() {
        signers.remove();
    }
}
