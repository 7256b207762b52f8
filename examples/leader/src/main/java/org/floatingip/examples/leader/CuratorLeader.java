package org.floatingip.examples.leader;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.zookeeper.data.Stat;
import org.floatingip.FloatingIpException;
import org.floatingip.Tenure;
import org.floatingip.TenureState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an address to the leader that a {@link LeaderLatch} elects. Everything that waits, for ZooKeeper, the ledger or the
 * network, runs on a thread of its own. On ZooKeeper's event thread it would block everything else of this client.
 */
public final class CuratorLeader implements LeaderLatchListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CuratorLeader.class);

    private final CuratorFramework zookeeper;
    private final LeaderLatch latch;
    private final LongFunction<Tenure> begin;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(CuratorLeader::daemon);

    /** Used by that thread alone; null while this process isn't the leader, or doesn't have the address yet. */
    private @Nullable Tenure tenure;

    private volatile boolean closing;

    private CuratorLeader(CuratorFramework zookeeper, LeaderLatch latch, LongFunction<Tenure> begin) {
        this.zookeeper = zookeeper;
        this.latch = latch;
        this.begin = begin;
    }

    /** A leader that isn't closed doesn't keep the program running. Its host drops the address at the end of its lease. */
    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "leader");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Stands for election.
     *
     * @param path the path of the candidates' nodes, the same for all of them
     * @param begin begins the tenure of an epoch, for example {@code epoch -> db.tenure(self,
     *     epoch).hostLeaseSeconds(10).begin()}
     * @param tickMillis the time between two ticks
     */
    public static CuratorLeader start(
            CuratorFramework zookeeper, String path, LongFunction<Tenure> begin, long tickMillis) throws Exception {
        LeaderLatch latch = new LeaderLatch(zookeeper, path);
        CuratorLeader leader = new CuratorLeader(zookeeper, latch, begin);
        latch.addListener(leader, leader.thread);
        latch.start();
        Future<?> unused =
                leader.thread.scheduleWithFixedDelay(leader::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
        return leader;
    }

    /** Called on the thread above after this process was elected. */
    @Override
    public void isLeader() {
        tick();
    }

    /** Called after the leadership was lost: the host drops the address, and the successor moves it. */
    @Override
    public void notLeader() {
        if (tenure != null) {
            tenure.end();
            tenure = null;
        }
    }

    /** Throws nothing: the executor would silently stop calling it. */
    private void tick() {
        try {
            if (tenure != null) {
                TenureState before = tenure.state();
                TenureState now = tenure.tick();
                if (now != before) {
                    LOG.warn("The address is {}, after {}", now, before, tenure.failure());
                }
            } else if (latch.hasLeadership() && !closing) {
                Long epoch = epoch();
                tenure = epoch == null ? null : begin.apply(epoch);
            }
        } catch (FloatingIpException e) {
            LOG.warn("Elected, without the address; the next tick tries again", e);
        } catch (Exception e) {
            LOG.error("ZooKeeper did not say which epoch this is; the next tick asks again", e);
        }
    }

    /**
     * Returns the number of the election: the transaction that created the leader's node. It rises for as long as ZooKeeper keeps
     * its data. Null if the node is gone, and the election with it.
     */
    private @Nullable Long epoch() throws Exception {
        // Not getOurPath(): after a lost session that is a new node, which has won nothing yet.
        String won = latch.getLastPathIsLeader();
        Stat node = won == null ? null : zookeeper.checkExists().forPath(won);
        return node == null ? null : node.getCzxid();
    }

    /** Returns the state of the address; null while this process doesn't have it. */
    public @Nullable TenureState state() {
        try {
            return CompletableFuture.supplyAsync(() -> tenure == null ? null : tenure.state(), thread)
                    .join();
        } catch (RejectedExecutionException e) {
            return null; // It is closed.
        }
    }

    /** Makes the host drop the address; only then is a successor elected. */
    @Override
    public void close() throws IOException {
        closing = true;
        try {
            CompletableFuture.runAsync(this::notLeader, thread).join();
        } finally {
            try {
                latch.close();
            } finally {
                thread.shutdown();
            }
        }
    }
}
