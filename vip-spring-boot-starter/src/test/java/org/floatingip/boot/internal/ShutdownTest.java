package org.floatingip.boot.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.floatingip.Effect;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.MoveResult;
import org.floatingip.spi.ForwardingIpAssigner;
import org.floatingip.spi.IpAssigner;
import org.floatingip.spi.Transfer;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** What becomes of a move when the application is shut down in the middle of it. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTest {

    private final Scenario scenario = Scenario.create();
    private final Gate gate = new Gate(scenario.assigner());

    /** Holds a move just before its change, and knows when it was closed. */
    private static final class Gate extends ForwardingIpAssigner implements AutoCloseable {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private final List<String> happened = new CopyOnWriteArrayList<>();

        Gate(IpAssigner delegate) {
            super(delegate);
        }

        @Override
        public void assign(List<Transfer> batch) {
            reached.countDown();
            await(open);
            if (happened.contains("closed")) {
                throw new IllegalStateException("this assigner is closed");
            }
            super.assign(batch);
            happened.add("assigned");
        }

        @Override
        public void close() {
            happened.add("closed");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LifecycleAutoConfiguration.class, FloatingIpAutoConfiguration.class))
                .withBean("assigner", Gate.class, () -> gate)
                .withPropertyValues("vip.addresses=10.0.1.12");
    }

    private static Thread close(ConfigurableApplicationContext context) {
        Thread closing = new Thread(context::close, "closing");
        closing.start();
        return closing;
    }

    /** Until the thread waits for somebody: with nothing to wait for it would be gone. */
    private static void untilItWaits(Thread closing) {
        while (closing.getState() != Thread.State.TIMED_WAITING && closing.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void close_inTheMiddleOfAMove_waitsForItsEnd(CapturedOutput output) {
        application().run(context -> {
            FloatingIp ip = context.getBean(FloatingIp.class);
            CompletableFuture<MoveResult> move = CompletableFuture.supplyAsync(() -> ip.moveTo("i-0b"));
            await(gate.reached);
            Thread closing = close(context.getSourceApplicationContext());
            untilItWaits(closing);
            assertThat(closing.isAlive()).as("the shutdown waits").isTrue();
            assertThat(gate.happened).isEmpty();
            assertThat(context.getBean(Moves.class).underWay())
                    .singleElement()
                    .asString()
                    .endsWith("move of 10.0.1.12 to i-0b");

            gate.open.countDown();
            closing.join();

            assertThat(move.get(30, TimeUnit.SECONDS).moved()).isTrue();
            assertThat(gate.happened).containsExactly("assigned", "closed");
            assertThat(output).containsPattern("The shutdown waits for \\[\\w+] move of 10.0.1.12 to i-0b");
        });
    }

    /** The control: what would come of it if nobody waited, and of a move that is longer than Spring waits. */
    @Test
    void close_whenTheMoveIsLongerThanThePhase_endsAndSaysWhatIsNotKnown(CapturedOutput output) {
        application()
                .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=100ms", "vip.timeout=50ms")
                .run(context -> {
                    FloatingIp ip = context.getBean(FloatingIp.class);
                    CompletableFuture<MoveResult> move = CompletableFuture.supplyAsync(() -> ip.moveTo("i-0b"));
                    await(gate.reached);

                    context.getSourceApplicationContext().close();

                    assertThat(gate.happened).containsExactly("closed");
                    assertThat(output)
                            .containsPattern("The application ends during \\[\\w+] move of 10.0.1.12 to i-0b")
                            .contains("who holds the address is not known");
                    gate.open.countDown();
                    assertThatThrownBy(() -> move.get(30, TimeUnit.SECONDS))
                            .isInstanceOf(ExecutionException.class)
                            .cause()
                            .isInstanceOfSatisfying(
                                    FloatingIpException.class,
                                    failure -> assertThat(failure.effect()).isNotEqualTo(Effect.APPLIED));
                });
    }

    @Test
    void close_afterAMove_waitsForNothing(CapturedOutput output) {
        gate.open.countDown();

        application().run(context -> context.getBean(FloatingIp.class).moveTo("i-0b"));

        assertThat(gate.happened).containsExactly("assigned", "closed");
        assertThat(output).doesNotContain("The shutdown waits").doesNotContain("not known");
    }

    @Test
    void close_afterAMoveThatWasRefused_waitsForNothing(CapturedOutput output) {
        application()
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(FloatingIp.class).moveTo("i-0f"))
                        .isInstanceOf(FloatingIpException.class));

        assertThat(gate.happened).containsExactly("closed");
        assertThat(output).doesNotContain("The shutdown waits");
    }

    @Test
    void start_withATimeoutThatIsLongerThanAShutdownWaits_warns(CapturedOutput output) {
        application()
                .withPropertyValues("vip.timeout=1m")
                .run(context -> assertThat(output)
                        .contains("A shutdown can cut off moves: vip.timeout is PT1M")
                        .contains("spring.lifecycle.timeout-per-shutdown-phase is PT30S"));
    }

    @Test
    void phase_always_isBetweenTheTwoOfTheWebServer() {
        assertThat(Moves.PHASE)
                .isLessThan(
                        org.springframework.boot.web.server.context.WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
                .isGreaterThan(
                        org.springframework.boot.web.server.context.WebServerApplicationContext
                                .START_STOP_LIFECYCLE_PHASE);
        assertThat(Duration.ofSeconds(30)).isGreaterThan(FloatingIp.DEFAULT_TIMEOUT);
    }
}
