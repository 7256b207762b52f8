package org.floatingip.examples.leader;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongFunction;
import javax.sql.DataSource;
import org.floatingip.Claim;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.Tenure;
import org.floatingip.TenureState;
import org.floatingip.spi.EpochLedger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an address to the holder of a database lock. A lock has no number, so the ledger hands one out to each new leader. Must
 * be used by one thread, that of the timer.
 */
public final class DatabaseLeader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseLeader.class);
    private static final Duration BUDGET = Duration.ofSeconds(3);
    private static final int SECONDS_TO_ANSWER = 1;

    private final DataSource source;
    private final ElectionLock lock;
    private final EpochLedger ledger;
    private final IpAddress address;
    private final HostId self;
    private final LongFunction<Tenure> begin;

    /** The connection that holds the lock; null while this process isn't the leader. */
    private @Nullable Connection session;

    private @Nullable Tenure tenure;

    /**
     * @param source connections that aren't pooled: the lock ends with its connection, and a pool would keep the connection open
     * @param begin begins the tenure of an epoch, for example {@code epoch -> db.tenure(self,
     *     epoch).hostLeaseSeconds(10).begin()}
     */
    public DatabaseLeader(
            DataSource source,
            ElectionLock lock,
            EpochLedger ledger,
            IpAddress address,
            HostId self,
            LongFunction<Tenure> begin) {
        this.source = source;
        this.lock = lock;
        this.ledger = ledger;
        this.address = address;
        this.self = self;
        this.begin = begin;
    }

    /** Must be called by a timer, every second. Throws nothing: the timer would silently stop calling it. */
    public void tick() {
        try {
            if (session == null) {
                session = elected();
            } else if (!session.isValid(SECONDS_TO_ANSWER)) {
                LOG.warn("The database has ended the session, and the lock with it");
                resign();
            }
            if (session != null && tenure == null) {
                take(session);
            } else if (tenure != null && tenure.tick() == TenureState.LOST) {
                LOG.warn("Somebody has a later number; whoever is elected next gets a higher one");
                resign();
            }
        } catch (Exception e) {
            LOG.warn("This process is not the leader, or has not got the address; the next tick tries again", e);
            if (tenure == null) {
                resign();
            }
        }
    }

    private @Nullable Connection elected() throws SQLException {
        Connection candidate = source.getConnection();
        boolean elected = false;
        try {
            elected = lock.take(candidate);
        } finally {
            if (!elected) {
                candidate.close();
            }
        }
        return elected ? candidate : null;
    }

    private void take(Connection holding) throws SQLException {
        Claim drawn = ledger.next(address, self, BUDGET);
        // Who was paused since the election has drawn a number that is higher than the successor's: it must not be
        // used.
        if (holding.isValid(SECONDS_TO_ANSWER)) {
            tenure = begin.apply(drawn.epoch());
        } else {
            resign();
        }
    }

    /** Returns the state of the address; null while this process doesn't have it. */
    public @Nullable TenureState state() {
        return tenure == null ? null : tenure.state();
    }

    /** Makes the host drop the address; only then is the lock released. */
    private void resign() {
        if (tenure != null) {
            tenure.end();
            tenure = null;
        }
        if (session != null) {
            try {
                session.close();
            } catch (SQLException | RuntimeException e) {
                LOG.warn("The connection that held the lock could not be closed; the database ends it", e);
            }
            session = null;
        }
    }

    /** Must be called on the thread of the ticks, or after the last tick. */
    @Override
    public void close() {
        resign();
    }
}
