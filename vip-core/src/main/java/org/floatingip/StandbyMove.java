package org.floatingip;

import java.util.List;
import java.util.function.UnaryOperator;
import org.floatingip.internal.Engine;
import org.floatingip.internal.MoveOrder;
import org.floatingip.spi.HostReport;
import org.floatingip.spi.Survey;
import org.jspecify.annotations.Nullable;

/**
 * A move that was resolved and checked ahead of time, so that in the storm it is one call to the network, then verification.
 * From {@link FloatingIp#standby(String)}.
 *
 * <p>Making one also warms the way: connections are open, credentials loaded, classes too. It does not stay fresh by itself:
 * call {@link #refresh()} now and then, in peace. A takeover, whoever holds the address by then.
 *
 * <p>Where hosts are configured, the target is told to accept the address when the move is executed, before the one call: over
 * SSH that is a round trip and a script. {@link #makeReady()} does it ahead.
 *
 * <p>Safe for use by several threads.
 */
public final class StandbyMove {

    /**
     * What is known of the way.
     *
     * @param ready what the target said when it was made ready; null if it was not, or a move has used it up
     * @param keepsReady whether each refresh shall make it ready again
     */
    private record Prepared(Survey survey, @Nullable HostReport ready, boolean keepsReady) {

        Prepared notReady() {
            return new Prepared(survey, null, keepsReady);
        }
    }

    /** The one state of a standby and all that {@link #orMove()} makes of it: there is only one target to be ready. */
    private static final class Shared {

        private Prepared prepared;

        Shared(Prepared prepared) {
            this.prepared = prepared;
        }

        synchronized Prepared get() {
            return prepared;
        }

        /** What was there before. */
        synchronized Prepared update(UnaryOperator<Prepared> change) {
            Prepared before = prepared;
            prepared = change.apply(before);
            return before;
        }
    }

    private final Engine engine;
    private final MoveOrder order;
    private final boolean fallBack;
    private final Shared shared;

    StandbyMove(Engine engine, MoveOrder order, Survey survey) {
        this(engine, order, false, new Shared(new Prepared(survey, null, false)));
    }

    private StandbyMove(Engine engine, MoveOrder order, boolean fallBack, Shared shared) {
        this.engine = engine;
        this.order = order;
        this.fallBack = fallBack;
        this.shared = shared;
    }

    /** Who will hold the address, and on which interface. */
    public Holder target() {
        return shared.get().survey().placement().asHolder();
    }

    /**
     * Reads everything again, and makes the target ready again if it was made so.
     *
     * @throws FloatingIpException as {@link FloatingIp#standby(String)} and {@link #makeReady()} do; what was known before
     *     stays in force
     */
    public void refresh() {
        Prepared before = shared.get();
        Survey survey = engine.survey(order);
        HostReport ready = before.keepsReady() ? engine.makeReady(order, survey) : null;
        store(before, new Prepared(survey, ready, before.keepsReady()));
    }

    /**
     * Makes the target accept the address now, so that {@link #execute()} begins with the call to the network. After that
     * move was verified the target is asked once more: one that was restarted meanwhile accepts it again. Every
     * {@link #refresh()} makes it ready again, until {@link #standDown()}; a move uses it up.
     *
     * <p>The price: a host that accepts the address reaches itself when it connects to it. A replica that follows the address
     * would replicate from itself, until the move; let it follow the holder's own address.
     *
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws OutOfTimeException if the target could not be reached within the timeout; its cause says why
     * @throws HostConfigurationException if it can't be made to accept the address
     * @throws FloatingIpException for every other failure, by type; the network was not changed
     */
    public void makeReady() {
        Prepared before = shared.get();
        store(before, new Prepared(before.survey(), engine.makeReady(order, before.survey()), true));
    }

    /** Takes what was just found out; what somebody else did meanwhile makes readiness doubtful, and it is not relied on. */
    private void store(Prepared before, Prepared found) {
        shared.update(now -> now.equals(before) ? found : new Prepared(found.survey(), null, now.keepsReady()));
    }

    /**
     * Takes {@link #makeReady()} back: makes the target refuse the address, unless it holds it by now, or accepts it for good.
     *
     * @return whether that is done; a host that can't be reached is no exception, and is left to
     *     {@link FloatingIp#settle(SettleResult)}
     * @throws IllegalStateException if the handle was built without {@code hosts(..)}
     * @throws FloatingIpException if the network can't be read, by type: then the host was not touched
     */
    public SettleResult standDown() {
        Prepared before = shared.update(now -> new Prepared(now.survey(), null, false));
        return engine.settleOne(List.of(before.survey().placement().asHolder()), order.timeout());
    }

    /** The same standby, with the same readiness, that makes a full move instead of failing when it has gone stale. */
    public StandbyMove orMove() {
        return new StandbyMove(engine, order, true, shared);
    }

    /**
     * Gives the address to the target: host side first where there is one that was not made ready, then one call to the
     * network, then verification.
     *
     * @return as {@link MoveRequest#execute()}; {@link MoveResult#displaced()} is who was seen at the last refresh
     * @throws StaleStandbyException if the network refuses what was prepared: the target was replaced, its interface
     *     detached or full. Nothing was changed
     * @throws FloatingIpException as {@link MoveRequest#execute()} does
     */
    public MoveResult execute() {
        // Used up: whoever moves the address next may make this target refuse it.
        Prepared known = shared.update(Prepared::notReady);
        try {
            return engine.moveBySurvey(order, known.survey(), known.ready());
        } catch (StaleStandbyException e) {
            if (!fallBack) {
                throw e;
            }
            try {
                return engine.moveOne(order);
            } catch (FloatingIpException failed) {
                // What the first attempt left on the target is there yet.
                for (Throwable left : e.getSuppressed()) {
                    failed.addSuppressed(left);
                }
                throw failed;
            }
        }
    }
}
