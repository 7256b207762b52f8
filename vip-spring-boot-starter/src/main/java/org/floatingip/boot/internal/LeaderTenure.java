package org.floatingip.boot.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.floatingip.spi.EpochLedger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.event.AbstractLeaderEvent;
import org.springframework.integration.leader.event.OnGrantedEvent;
import org.springframework.integration.leader.event.OnRevokedEvent;
import org.springframework.scheduling.TaskScheduler;

/**
 * Lets the handles of the application follow leader events. An event is noted on the thread that tells it, which must not wait: it is the
 * one that keeps the lock. All else is done by the scheduler.
 */
final class LeaderTenure implements ApplicationListener<AbstractLeaderEvent>, InitializingBean, DisposableBean {

    private final VipProperties.Leader leader;
    private final TaskScheduler scheduler;
    private final List<Following> all;

    /** Null while this machine does not lead. */
    private volatile @Nullable Election election;

    private @Nullable ScheduledFuture<?> ticks;

    /** One for each grant: a context may be the same for all of them. */
    record Election(Context context) {

        /** Whether this process still believes that it leads. */
        boolean stands() {
            return context.isLeader();
        }

        /** Lets somebody be elected anew. */
        void giveUp() {
            context.yield();
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
            TaskScheduler scheduler,
            ApplicationEventPublisher events) {
        this.leader = leader;
        this.scheduler = scheduler;
        List<Following> following = new ArrayList<>();
        handles.forEach(handle -> following.add(new Following(handle, leader, ledger, events)));
        this.all = List.copyOf(following);
    }

    @Override
    public void afterPropertiesSet() {
        ticks = scheduler.scheduleWithFixedDelay(this::tick, leader.tick());
    }

    @Override
    public void onApplicationEvent(AbstractLeaderEvent event) {
        if (leader.role() != null && !leader.role().equals(event.getRole())) {
            return;
        }
        if (event instanceof OnGrantedEvent) {
            election = new Election(event.getContext());
        } else if (event instanceof OnRevokedEvent) {
            election = null;
        } else {
            return;
        }
        var unused = scheduler.schedule(this::tick, scheduler.getClock().instant());
    }

    private synchronized void tick() {
        Election now = election;
        all.forEach(each -> each.tick(now));
    }

    /** The machine drops the addresses; whoever is elected next takes them. */
    @Override
    public synchronized void destroy() {
        if (ticks != null) {
            ticks.cancel(false);
        }
        election = null;
        all.forEach(each -> each.tick(null));
    }
}
