package org.floatingip;

import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.StepEnded;
import org.floatingip.event.StepStarted;

/**
 * Is told what becomes of moves, releases and {@code settle(..)}: for metrics and traces, and for evicting what still points at
 * the old host. The lambda-free twin are the steps of {@link MoveResult} and {@link FloatingIpException}.
 *
 * <p>Each operation is told once when it began and once when it ended, whatever became of it, with as many steps between as it
 * took; one of several addresses is one operation, whose steps are each of one address. All events of it have one
 * {@linkplain org.floatingip.event.OperationInfo#id() id}. What only reads (holders, plans, the doctor, the preparation of a standby) is not told,
 * nor are names that are registered by themselves.
 *
 * <p>When, and on which thread, is chosen where the listener is given:
 *
 * <ul>
 *   <li>{@code listener(listener)}: on the caller's thread, when all is over, in order, before the caller gets the result. What
 *       the listener does takes no time of the move.
 *   <li>{@code listener(listener, executor)}: the executor is handed each event as it happens. The move does not wait for it.
 *   <li>{@code listener(listener, Runnable::run)}: as things happen, on the thread that moves, in order. The move waits: what
 *       the listener takes between two steps is a gap without the address. For what is quick: counting, timing, spans.
 * </ul>
 *
 * <p>A move is never hurt by its listeners. Whatever they or the executor throw, errors included, is logged at WARN and otherwise
 * ignored; after an {@link InterruptedException} the interrupt flag of that thread is set, on the caller's thread once the
 * operation has ended. Every method does nothing unless overridden.
 */
public interface MoveListener {

    /** An operation began: nothing was read or changed yet. */
    default void started(OperationStarted event) {}

    /** A step of one address began. Steps that are skipped are not told here; one that is broken off never ends. */
    default void stepStarted(StepStarted event) {}

    /** A step of one address ended, or was skipped. */
    default void stepEnded(StepEnded event) {}

    /** The operation ended, well or not: what became of each of its addresses. */
    default void ended(OperationEnded event) {}
}
