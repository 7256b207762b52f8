package org.floatingip.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.Holder;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.StepKind;
import org.floatingip.failure.NotVerifiedException;
import org.floatingip.failure.OutOfTimeException;
import org.floatingip.failure.SupersededException;
import org.floatingip.lab.aws.SandboxAws;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Sandbox;
import org.floatingip.testkit.VirtualTicker;
import org.floatingip.testkit.assigner.InMemoryIpAssigner;
import org.floatingip.testkit.network.InMemoryVpc;
import org.floatingip.testkit.network.VpcEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Eight threads fight over one address, moving it 1,000 times between two hosts. */
class RaceTest {

    private static final IpAddress VIP = IpAddress.of(Sandbox.FLOATING_IP);
    private static final int THREADS = 8;
    private static final int MOVES = 1000;

    /**
     * Lets the others run between a change and the look at it, as a network does: in memory a warm thread is through with a
     * move before another is scheduled, and the race does not happen.
     */
    private static final class Contended extends ForwardingIpAssigner {

        Contended(IpAssigner network) {
            super(network);
        }

        @Override
        public void assign(List<Transfer> batch) {
            super.assign(batch);
            LockSupport.parkNanos(50_000);
        }
    }

    /** A move that said MOVED, and how long the history was when it was called and when it returned. */
    private record Claim(MoveResult result, int eventsBefore, int eventsAfter) {}

    @Test
    void moves_whenRacingInMemory_areTrueAndNeverDouble() throws Exception {
        VirtualTicker ticker = VirtualTicker.create();
        Sandbox sandbox = Sandbox.create(ticker);
        race(sandbox, new Contended(InMemoryIpAssigner.of(sandbox.network())), ticker);
    }

    @Test
    void moves_whenRacingOverHttp_areTrueAndNeverDouble() throws Exception {
        VirtualTicker ticker = VirtualTicker.create();
        Sandbox sandbox = Sandbox.create(ticker);
        try (SandboxAws aws = new SandboxAws(sandbox)) {
            race(sandbox, aws.assigner, ticker);
        }
    }

    private static void race(Sandbox sandbox, IpAssigner assigner, VirtualTicker ticker) throws Exception {
        InMemoryVpc network = sandbox.network();
        List<String> hosts = List.of(sandbox.instanceId("db.a"), sandbox.instanceId("db.b"));
        FloatingIp db = FloatingIp.at(VIP)
                .assigner(assigner)
                // Virtual: eight threads wait on one clock, so that who lost the address learns it at once.
                .ticker(ticker)
                .timeout(Duration.ofSeconds(2))
                .build();
        Queue<Claim> claims = new ConcurrentLinkedQueue<>();
        AtomicInteger displaced = new AtomicInteger();
        AtomicInteger moves = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> racers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int racer = i;
                racers.add(threads.submit(() -> {
                    start.await();
                    for (int move = moves.getAndIncrement(); move < MOVES; move = moves.getAndIncrement()) {
                        int before = network.history().size();
                        try {
                            MoveResult result = db.moveTo(hosts.get((move + racer) % 2));
                            int after = network.history().size();
                            if (result.moved()) {
                                claims.add(new Claim(result, before, after));
                            }
                            if (lookedMoreThanOnce(result)) {
                                displaced.incrementAndGet();
                            }
                        } catch (NotVerifiedException | SupersededException e) {
                            displaced.incrementAndGet();
                        } catch (OutOfTimeException e) {
                            // The waits of the others pass on the same clock; it claims to have changed nothing.
                            assertThat(e.effect()).isEqualTo(Effect.NONE);
                        }
                        assertThat(network.holders(VIP)).hasSize(1);
                    }
                    return null;
                }));
            }
            for (Future<?> racer : racers) {
                racer.get();
            }
        } finally {
            threads.shutdownNow();
        }

        List<@Nullable Holder> holderAfter = replay(network.history());
        assertThat(claims).as("moves that claim success").isNotEmpty();
        for (Claim claim : claims) {
            assertThat(holderAfter.subList(Math.max(0, claim.eventsBefore() - 1), claim.eventsAfter()))
                    .as("who alone held %s between the call and the return of %s", VIP, claim.result())
                    .contains(claim.result().to());
        }
        assertThat(displaced)
                .as("moves that lost the address to another before they saw it")
                .hasPositiveValue();
    }

    private static boolean lookedMoreThanOnce(MoveResult result) {
        return result.steps().stream().anyMatch(step -> step.kind() == StepKind.VERIFIED && step.attempts() > 1);
    }

    /** Who held the address after each event; fails where an event takes it from somebody who does not have it. */
    private static List<@Nullable Holder> replay(List<VpcEvent> history) {
        List<@Nullable Holder> after = new ArrayList<>();
        Holder current = null;
        for (VpcEvent event : history) {
            if (event.kind() == VpcEvent.Kind.ADDRESS && VIP.equals(event.address())) {
                assertThat(event.from()).as("who had it before %s", event).isEqualTo(current);
                current = event.to();
            }
            after.add(current);
        }
        return after;
    }
}
