package org.floatingip.lab.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.RetryForever;
import org.floatingip.Claim;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.Tenure;
import org.floatingip.TenureState;
import org.floatingip.aws.Ec2IpAssigner;
import org.floatingip.examples.leader.CuratorLeader;
import org.floatingip.fence.JdbcEpochLedger;
import org.floatingip.lab.fence.LocalPostgres;
import org.floatingip.linux.LinuxConfigurator;
import org.floatingip.linux.LocalCommandRunner;
import org.floatingip.spi.EpochLedger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A program that follows its election: a candidate of ZooKeeper, for one host. It tells what happens to it in lines of a word and a
 * time of {@link System#nanoTime()}. Told {@code arm}, it says {@code checked} where its next check has passed and nothing has been done by it
 * yet, and goes on when it is told {@code go}: whoever stops it meanwhile stops it at the worst moment. Ends with its standard input.
 */
final class LeaderProcess {

    static final long TICK_MILLIS = 500;

    private final Semaphore go = new Semaphore(0);
    private volatile boolean armed;
    private volatile @Nullable Tenure tenure;

    private LeaderProcess() {}

    /**
     * Arguments: ZooKeeper, the path of the candidates, the time of a session in milliseconds, the port of PostgreSQL, the endpoint of AWS, the address, the host as the
     * network calls it, a process in its namespaces, and the seconds of the lease, 0 for neither lease nor fence.
     */
    public static void main(String[] args) throws Exception {
        new LeaderProcess()
                .run(
                        args[0],
                        args[1],
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        URI.create(args[4]),
                        args[5],
                        args[6],
                        args[7],
                        Integer.parseInt(args[8]));
    }

    private static synchronized void say(String word) {
        System.out.println(word + " " + System.nanoTime());
    }

    private void run(
            String connect,
            String path,
            int sessionMillis,
            int postgres,
            URI aws,
            String address,
            String host,
            String namespaces,
            int leaseSeconds)
            throws Exception {
        CuratorFramework zookeeper = CuratorFrameworkFactory.builder()
                .connectString(connect)
                .sessionTimeoutMs(sessionMillis)
                .retryPolicy(new RetryForever(100))
                .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
                .build();
        zookeeper.start();
        Ec2IpAssigner ec2 = Ec2IpAssigner.builder()
                .region("us-east-1")
                .endpointOverride(aws)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
                .dataPlaneLag(Duration.ZERO)
                .readLag(Duration.ZERO)
                .build();
        FloatingIp.Builder builder = FloatingIp.at(address)
                .assigner(ec2)
                .hosts(LinuxConfigurator.builder()
                        .runner(
                                host,
                                command -> LocalCommandRunner.create()
                                        .run(command.withArguments(inside(namespaces, command.arguments()))))
                        .build());
        if (leaseSeconds == 0) {
            FloatingIp db = builder.build();
            // Its classes are loaded, as those of a process that has run for a while.
            var unused = db.holders();
            bare(zookeeper, path, db, host);
        } else {
            FloatingIp db = builder.fence(stoppable(JdbcEpochLedger.on(LocalPostgres.dataSource(postgres))))
                    .build();
            var unused = db.holders();
            fenced(zookeeper, path, db, host, leaseSeconds);
        }
        listen();
    }

    private static List<String> inside(String namespaces, List<String> command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", namespaces, "-n", "-m", "-p", "-i", "--"));
        all.addAll(command);
        return all;
    }

    private void listen() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("arm")) {
                armed = true;
            } else {
                go.release();
            }
        }
        Runtime.getRuntime().halt(0);
    }

    /** Between a check and what is done by it. */
    private void pass() {
        if (armed) {
            armed = false;
            say("checked");
            go.acquireUninterruptibly();
        }
    }

    /** The same ledger; whoever has read there may be stopped before it does anything by that. */
    private EpochLedger stoppable(EpochLedger ledger) {
        return new EpochLedger() {
            @Override
            public Claim advance(Claim claim, Duration budget) {
                return ledger.advance(claim, budget);
            }

            @Override
            public @Nullable Claim current(IpAddress address, Duration budget) {
                Claim read = ledger.current(address, budget);
                pass();
                return read;
            }

            @Override
            public Claim next(IpAddress address, HostId target, Duration budget) {
                return ledger.next(address, target, budget);
            }
        };
    }

    private void fenced(CuratorFramework zookeeper, String path, FloatingIp db, String host, int leaseSeconds)
            throws Exception {
        CuratorLeader unused = CuratorLeader.start(
                zookeeper,
                path,
                epoch -> {
                    say("elected");
                    Tenure begun = db.tenure(host, epoch)
                            .hostLeaseSeconds(leaseSeconds)
                            .begin();
                    say("begun");
                    if (tenure == null) {
                        tenure = begun;
                        watch(begun);
                    }
                    return begun;
                },
                TICK_MILLIS);
        say("candidate");
    }

    /** Says when it is lost. */
    private static void watch(Tenure tenure) {
        Thread watching = new Thread(() -> {
            while (tenure.state() != TenureState.LOST) {
                Wait.millis(5);
            }
            say("LOST");
        });
        watching.setDaemon(true);
        watching.start();
    }

    /** What people write without any of that: leading, it moves the address to itself unless it is there. */
    private void bare(CuratorFramework zookeeper, String path, FloatingIp db, String host) throws Exception {
        LeaderLatch latch = new LeaderLatch(zookeeper, path);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        Runnable follow = () -> {
            try {
                if (latch.hasLeadership()) {
                    pass();
                    boolean moved = db.moveTo(host).moved();
                    say(moved ? "begun" : "held");
                }
            } catch (FloatingIpException e) {
                say("failed");
            }
        };
        latch.addListener(
                new LeaderLatchListener() {
                    @Override
                    public void isLeader() {
                        say("elected");
                        follow.run();
                    }

                    @Override
                    public void notLeader() {
                        say("LOST");
                    }
                },
                thread);
        latch.start();
        Future<?> unused = thread.scheduleWithFixedDelay(follow, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        say("candidate");
    }
}
