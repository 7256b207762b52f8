package org.floatingip.aws.internal;

import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * How far the calls of a client of our own came. Kept by thread, for the SDK makes a synchronous call on that of its caller. Safe
 * for use by several threads.
 *
 * <p>An attribute of the SDK's would do as well, but its name has to be the only one of the JVM, and this library may be loaded
 * twice.
 */
public final class Transmissions implements ExecutionInterceptor {

    private final ThreadLocal<Sent> calls = ThreadLocal.withInitial(Sent::new);

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes executionAttributes) {
        calls.get().beforeTransmission(context, executionAttributes);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
        calls.get().afterTransmission(context, executionAttributes);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes executionAttributes) {
        return calls.get().modifyHttpResponseContent(context, executionAttributes);
    }

    /** What this thread's call since the last {@link #forget} came to. */
    Sent ofThread() {
        return calls.get();
    }

    /** To be called before and after each call. */
    void forget() {
        calls.remove();
    }
}
