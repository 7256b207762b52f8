package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.failure.HolderChangedException;
import org.floatingip.failure.SupersededException;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.network.InMemoryVpc;
import org.junit.jupiter.api.Test;

/** Two movers expect the same holder and want the address for different hosts, 1,000 times. */
class HandoverRaceTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final int ROUNDS = 1000;
    private static final long SEED = 20261122;

    @Test
    void handover_whenTwoCompete_exactlyOneWins() throws Exception {
        WhileAllWait ticker = new WhileAllWait();
        Sandbox sandbox = Sandbox.create(ticker);
        InMemoryVpc network = sandbox.network();
        FloatingIp db = FloatingIp.at(VIP)
                .assigner(InMemoryIpAssigner.of(network))
                .ticker(ticker)
                .build();
        String a = sandbox.instanceId("db.a");
        List<String> targets = List.of(sandbox.instanceId("db.b"), sandbox.instanceId("small"));
        String eniOfA = network.instance(a).orElseThrow().interfaces().get(0).id();
        Random random = new Random(SEED);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        int refusedByTheNetwork = 0;
        try {
            // On a busy machine one mover often ends before the other begins: then more rounds, until they have met.
            for (int round = 0; round < ROUNDS || (refusedByTheNetwork == 0 && round < 20 * ROUNDS); round++) {
                network.assignAddresses(eniOfA, List.of(VIP), true);
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Object>> movers = new ArrayList<>();
                for (String target : targets) {
                    int spins = random.nextInt(200);
                    ticker.begin();
                    movers.add(threads.submit(() -> {
                        start.await();
                        for (int i = 0; i < spins; i++) {
                            Thread.onSpinWait();
                        }
                        try {
                            return db.move().from(a).to(target).handover().execute();
                        } catch (FloatingIpException e) {
                            return e;
                        } finally {
                            ticker.end();
                        }
                    }));
                }
                List<Object> ends = List.of(movers.get(0).get(), movers.get(1).get());

                List<MoveResult> won = ends.stream()
                        .filter(MoveResult.class::isInstance)
                        .map(MoveResult.class::cast)
                        .toList();
                assertThat(won)
                        .as("winners of round %d (seed %d): %s", round, SEED, ends)
                        .hasSize(1);
                assertThat(ends)
                        .as("the other of round %d (seed %d)", round, SEED)
                        .anyMatch(end -> end instanceof HolderChangedException || end instanceof SupersededException);
                assertThat(network.holders(VIP))
                        .as("the end of round %d (seed %d)", round, SEED)
                        .containsExactly(Holder.of(
                                won.get(0).to().host(), won.get(0).to().interfaceId()));
                if (ends.stream()
                        .anyMatch(end -> end instanceof HolderChangedException e
                                && e.steps().size() > 1)) {
                    refusedByTheNetwork++;
                }
            }
        } finally {
            threads.shutdownNow();
        }
        // Most rounds end in the reading already; the race is there only if the network had to decide some.
        assertThat(refusedByTheNetwork)
                .as("rounds that the network decided, between %s", HostId.of(a))
                .isPositive();
    }

    /**
     * Time that passes only while every mover waits. Were it to pass while one is about to give the address, the other would
     * have looked for seconds, and seen nobody, before the first goes on.
     */
    private static final class WhileAllWait implements Ticker {

        private final VirtualTicker time = VirtualTicker.create();
        private final List<Long> wakings = new ArrayList<>();
        private int running;

        synchronized void begin() {
            running++;
        }

        synchronized void end() {
            running--;
            passIfAllWait();
        }

        @Override
        public synchronized void sleep(Duration duration) throws InterruptedException {
            long until = time.nanoTime() + duration.toNanos();
            wakings.add(until);
            running--;
            try {
                passIfAllWait();
                while (time.nanoTime() < until) {
                    wait();
                }
            } finally {
                wakings.remove(Long.valueOf(until));
                running++;
            }
        }

        private void passIfAllWait() {
            if (running == 0 && !wakings.isEmpty()) {
                long next = Collections.min(wakings) - time.nanoTime();
                time.advance(Duration.ofNanos(Math.max(0, next)));
                notifyAll();
            }
        }

        @Override
        public synchronized Instant now() {
            return time.now();
        }

        @Override
        public synchronized long nanoTime() {
            return time.nanoTime();
        }
    }
}
