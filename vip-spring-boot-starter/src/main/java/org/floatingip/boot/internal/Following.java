package org.floatingip.boot.internal;

import java.time.Duration;
import java.util.Objects;
import org.floatingip.Effect;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.Tenure;
import org.floatingip.TenureRequest;
import org.floatingip.TenureState;
import org.floatingip.boot.TenureChanged;
import org.floatingip.boot.internal.LeaderTenure.Election;
import org.floatingip.failure.StaleEpochException;
import org.floatingip.spi.EpochLedger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/** One handle that follows leader events, tick by tick. For one thread at a time. */
final class Following {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderTenure.class);

    /** To draw a number: it is used by a machine that has just been elected, and by nobody who was paused meanwhile. */
    private static final Duration TO_DRAW = Duration.ofSeconds(3);

    private final Handle handle;
    private final VipProperties.Leader leader;
    private final HostId self;
    private final EpochLedger ledger;
    private final ApplicationEventPublisher events;

    private @Nullable Election by;
    /** The election that was given up: whatever comes next is another. */
    private @Nullable Election left;

    private @Nullable Long epoch;
    private @Nullable Tenure tenure;
    /** Which did not begin, and may have made this machine accept the addresses all the same; null for none. */
    private @Nullable TenureRequest begun;
    /** Which has ended: its ticks make this machine drop what it could not be made to drop then. */
    private @Nullable Tenure ended;

    private @Nullable TenureState told;
    private String failure = "";

    Following(Handle handle, VipProperties.Leader leader, EpochLedger ledger, ApplicationEventPublisher events) {
        this.handle = handle;
        this.leader = leader;
        this.self = Objects.requireNonNull(leader.self());
        this.ledger = ledger;
        this.events = events;
    }

    /**
     * Does what is due. Throws nothing: a scheduler would stop, and the other handles would wait in vain.
     *
     * @param now the election by which this machine leads; null if it does not
     */
    void tick(@Nullable Election now) {
        try {
            if (by != null && !by.equals(now)) {
                end();
            }
            if (now != null && !now.equals(left)) {
                follow(now);
            } else if (ended != null) {
                var unused = ended.tick();
            }
        } catch (RuntimeException e) {
            LOG.error("{} could not follow the leader; the next tick tries again", handle.key(), e);
        }
    }

    private void follow(Election now) {
        try {
            if (tenure == null) {
                begin(now);
            } else {
                tell(tenure.tick(), tenure.failure());
                if (tenure.state() == TenureState.LOST) {
                    giveUp(now, "somebody has a later epoch");
                }
            }
        } catch (RuntimeException e) {
            StaleEpochException stale = e instanceof FloatingIpException ours ? StaleEpochException.in(ours) : null;
            if (stale != null) {
                if (stale.standing().target().equals(self)) {
                    // Another process of this machine has them, and must not lose them.
                    begun = null;
                }
                giveUp(now, stale.getMessage());
                return;
            }
            said("This machine is the leader, and does not have " + handle.key() + "; it tries again. "
                    + e.getMessage());
        }
    }

    private void begin(Election now) {
        by = now;
        if (epoch == null) {
            if (!now.stands()) {
                return;
            }
            long drawn = draw();
            if (!now.stands()) {
                return;
            }
            epoch = drawn;
        }
        TenureRequest request = handle.tenure(self, epoch);
        request = leader.lease() == null ? request : request.hostLease(leader.lease());
        try {
            tenure = request.begin();
        } catch (FloatingIpException e) {
            begun = e.effect() == Effect.NONE ? begun : request;
            throw e;
        }
        begun = null;
        ended = null;
        failure = "";
        tell(TenureState.HELD, null);
    }

    /** One number for all: the highest of those that the addresses get. */
    private long draw() {
        long highest = 0;
        for (IpAddress address : handle.addresses()) {
            highest = Math.max(highest, ledger.next(address, self, TO_DRAW).epoch());
        }
        return highest;
    }

    private void giveUp(Election now, @Nullable String why) {
        LOG.warn("This machine has lost {}, and gives up its leadership: {}", handle.key(), why);
        end();
        left = now;
        try {
            now.giveUp();
        } catch (RuntimeException e) {
            LOG.error("The leadership could not be given up; until it is, nobody has {}", handle.key(), e);
        }
    }

    private void end() {
        try {
            if (tenure != null) {
                ended = tenure;
                var unused = tenure.end();
            } else if (begun != null) {
                ended = begun.abandon();
            }
        } catch (RuntimeException e) {
            LOG.error("This machine could not be told to drop {}", handle.key(), e);
        }
        if (tenure != null) {
            tell(TenureState.LOST, null);
        }
        begun = null;
        tenure = null;
        epoch = null;
        by = null;
        told = null;
        failure = "";
    }

    private void tell(TenureState state, @Nullable FloatingIpException why) {
        if (state != told) {
            told = state;
            try {
                events.publishEvent(new TenureChanged(handle.addresses(), state, why));
            } catch (RuntimeException e) {
                LOG.error("A listener of TenureChanged failed, for {} that is {}", handle.key(), state, e);
            }
        }
    }

    private void said(String what) {
        if (!what.equals(failure)) {
            failure = what;
            LOG.warn("{}", what);
        }
    }
}
