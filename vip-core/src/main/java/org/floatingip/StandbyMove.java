package org.floatingip;

import org.floatingip.internal.MoveEngine;
import org.floatingip.internal.MoveOrder;
import org.floatingip.spi.Survey;

/**
 * A move that was resolved and checked ahead of time, so that in the storm it is one call to the network, then verification.
 * From {@link FloatingIp#standby(String)}.
 *
 * <p>Making one also warms the way: connections are open, credentials loaded, classes too. It does not stay fresh by itself:
 * call {@link #refresh()} now and then, in peace. A takeover, whoever holds the address by then.
 *
 * <p>Safe for use by several threads.
 */
public final class StandbyMove {

    private final MoveEngine engine;
    private final MoveOrder order;
    private final boolean fallBack;
    private volatile Survey survey;

    StandbyMove(MoveEngine engine, MoveOrder order, boolean fallBack, Survey survey) {
        this.engine = engine;
        this.order = order;
        this.fallBack = fallBack;
        this.survey = survey;
    }

    /** Who will hold the address, and on which interface. */
    public Holder target() {
        return survey.placement().asHolder();
    }

    /**
     * Reads everything again.
     *
     * @throws FloatingIpException as {@link FloatingIp#standby(String)} does; what was known before stays in force
     */
    public void refresh() {
        survey = engine.survey(order);
    }

    /** The same standby that, when it has gone stale, makes a full move instead of failing. */
    public StandbyMove orMove() {
        return new StandbyMove(engine, order, true, survey);
    }

    /**
     * Gives the address to the target: host side first where there is one, then one call to the network, then verification.
     *
     * @return as {@link MoveRequest#execute()}; {@link MoveResult#displaced()} is who was seen at the last refresh
     * @throws StaleStandbyException if the network refuses what was prepared: the target was replaced, its interface
     *     detached or full. Nothing was changed
     * @throws FloatingIpException as {@link MoveRequest#execute()} does
     */
    public MoveResult execute() {
        try {
            return engine.moveBySurvey(order, survey);
        } catch (StaleStandbyException e) {
            if (!fallBack) {
                throw e;
            }
            return engine.move(order);
        }
    }
}
