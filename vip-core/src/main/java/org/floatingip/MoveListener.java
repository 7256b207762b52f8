package org.floatingip;

/**
 * Is told what moves do: for metrics, and for evicting what still points at the old host. The lambda-free twin are the steps
 * of {@link MoveResult} and {@link FloatingIpException}.
 *
 * <p>A move is never hurt by its listeners: without an executor they are called when it has ended, in order, on the caller's
 * thread, before the caller gets the result; with one they are handed to it as things happen. Whatever they or the executor
 * throw, errors included, is logged at WARN and otherwise ignored; after an {@link InterruptedException} the interrupt flag of
 * that thread is set, on the caller's thread once the move has ended. Every method does nothing unless overridden.
 */
public interface MoveListener {

    /** A move of the address to that target began. */
    default void started(IpAddress address, HostId target) {}

    /** A step of it ended. */
    default void step(IpAddress address, MoveStep step) {}

    /** It ended well: moved, or held already. */
    default void moved(MoveResult result) {}

    /** It was refused before anything was changed. */
    default void refused(IpAddress address, RefusedException refusal) {}

    /** It ended otherwise; {@link FloatingIpException#effect()} says whether anything was changed. */
    default void failed(IpAddress address, FloatingIpException failure) {}
}
