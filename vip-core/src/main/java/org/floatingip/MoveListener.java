package org.floatingip;

import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.StepEnded;
import org.floatingip.event.StepStarted;

/**
 * Receives events of moves, releases and {@code settle(..)}: for metrics, traces, and for evicting connections that
 * still lead to the old host. If you can't use a listener, the steps of {@link MoveResult} and
 * {@link FloatingIpException} have the same data.
 *
 * <p>Each operation has one event at its start and one at its end, whatever its outcome. In between are the events of the
 * steps of each address. An operation on several addresses is one operation. All of its events have the same
 * {@linkplain org.floatingip.event.OperationInfo#id() id}. There are no events for what only reads (holders, plans, the
 * doctor, the preparation of a standby), nor for names that are registered on their own.
 *
 * <p>The builder's method decides when and on which thread a listener is called:
 *
 * <ul>
 *   <li>{@code listener(listener)}: on the caller's thread, in order, after the operation and before the caller gets
 *       the result. The move itself does not wait for the listener.
 *   <li>{@code listener(listener, executor)}: the executor gets each event as it happens. The move does not wait.
 *   <li>{@code listener(listener, Runnable::run)}: on the thread that moves, as things happen, in order. The move
 *       waits, and nobody may have the address meanwhile. Use this for quick work only: counting, timing, spans.
 * </ul>
 *
 * <p>A listener can't make a move fail. Whatever it or the executor throws, errors included, is logged at WARN and then
 * ignored. After an {@link InterruptedException} the interrupt flag of that thread is set; on the caller's thread this
 * happens once the operation has ended. Every method does nothing unless overridden.
 */
public interface MoveListener {

    /** Called when an operation begins, before anything is read or changed. */
    default void started(OperationStarted event) {}

    /**
     * Called when a step of one address begins. Not called for skipped steps. A step that is broken off has no end
     * event.
     */
    default void stepStarted(StepStarted event) {}

    /** Called when a step of one address has ended, or was skipped. */
    default void stepEnded(StepEnded event) {}

    /** Called when an operation has ended, successfully or not, with the outcome of each address. */
    default void ended(OperationEnded event) {}
}
