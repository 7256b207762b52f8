package org.floatingip.boot.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.floatingip.spi.EpochLedger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.leader.event.AbstractLeaderEvent;
import org.springframework.integration.leader.event.OnGrantedEvent;
import org.springframework.integration.leader.event.OnRevokedEvent;

/**
 * Lets the handles of the application follow leader events. An event is noted on the thread that tells it, which must not wait: it is the
 * one that keeps the lock. All else is done by the ticks.
 */
final class LeaderTenure implements ApplicationListener<AbstractLeaderEvent>, SmartLifecycle {

    /** Stops before whoever elects, which Spring Integration does at {@code Integer.MAX_VALUE - 1000}: who is elected next finds no leader. */
    private static final int PHASE = Integer.MAX_VALUE - 900;

    private static final Logger LOG = LoggerFactory.getLogger(LeaderTenure.class);

    private final VipProperties.Leader leader;
    private final Supplier<Pace> paces;
    private final List<Following> all;

    /** Held while an election is noted, and for nothing that waits. */
    private final Object noting = new Object();

    /** Null while this machine does not lead. */
    private volatile @Nullable Election election;

    /** Null while the application is stopped. */
    private volatile @Nullable Pace pace;

    /** One for each grant: a context may be the same for all of them. */
    record Election(AbstractLeaderEvent grant) {

        /** Whether this process still believes that it leads. */
        boolean stands() {
            return grant.getContext().isLeader();
        }

        /** Lets somebody be elected anew. */
        void giveUp() {
            grant.getContext().yield();
        }

        /** Some engines make a context for each event; then it is the same election where engine and role are. */
        boolean isThatOf(AbstractLeaderEvent event) {
            return grant.getContext() == event.getContext()
                    || (grant.getSource() == event.getSource() && Objects.equals(grant.getRole(), event.getRole()));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    LeaderTenure(
            VipProperties.Leader leader,
            Iterable<Handle> handles,
            EpochLedger ledger,
            Supplier<Pace> paces,
            ApplicationEventPublisher events) {
        this.leader = leader;
        this.paces = paces;
        List<Following> following = new ArrayList<>();
        handles.forEach(handle -> following.add(new Following(handle, leader, ledger, events)));
        this.all = List.copyOf(following);
    }

    @Override
    public void start() {
        Pace begun = paces.get();
        pace = begun;
        begun.every(leader.tick(), this::tick);
    }

    @Override
    public boolean isRunning() {
        return pace != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void onApplicationEvent(AbstractLeaderEvent event) {
        if (leader.role() != null && !leader.role().equals(event.getRole())) {
            return;
        }
        Pace now = pace;
        if (noted(event) && now != null) {
            now.now(this::tick);
        }
    }

    /** False where it changes nothing: an application may have several elections. */
    private boolean noted(AbstractLeaderEvent event) {
        synchronized (noting) {
            Election now = election;
            boolean ours = now != null && now.isThatOf(event);
            if (event instanceof OnGrantedEvent) {
                if (now != null && !ours && now.stands()) {
                    LOG.warn(
                            "This machine was elected for the role \"{}\" too, which is ignored: the addresses follow its election for"
                                    + " \"{}\". Say by vip.leader.role which one they follow",
                            event.getRole(),
                            now.grant().getRole());
                    return false;
                }
                election = new Election(event);
                return true;
            }
            if (event instanceof OnRevokedEvent && ours) {
                election = null;
                return true;
            }
            return false;
        }
    }

    private synchronized void tick() {
        // Nobody once it is stopped, whoever is elected meanwhile: no tick would come to end that.
        Election now = isRunning() ? election : null;
        all.forEach(each -> each.tick(now));
    }

    /** The machine drops the addresses, before the election is given back; whoever is elected next takes them. */
    @Override
    public void stop() {
        Pace running = pace;
        if (running == null) {
            return;
        }
        synchronized (noting) {
            election = null;
        }
        pace = null;
        running.close();
        tick();
    }
}
