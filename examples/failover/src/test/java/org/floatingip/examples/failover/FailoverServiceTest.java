package org.floatingip.examples.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.floatingip.HostId;
import org.floatingip.spi.Ticker;
import org.floatingip.testkit.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds on this thread: whatever ends them but {@code close()} would be thrown at the test. */
@Timeout(60)
class FailoverServiceTest {

    /** A clock that breaks once, as nothing in the library is meant to. */
    private static final class BrokenOnce implements Ticker {

        private final Ticker ticker;
        private final AtomicInteger readings = new AtomicInteger();

        private BrokenOnce(Ticker ticker) {
            this.ticker = ticker;
        }

        @Override
        public Instant now() {
            return ticker.now();
        }

        @Override
        public long nanoTime() {
            if (readings.getAndIncrement() == 0) {
                throw new IllegalStateException("no clock");
            }
            return ticker.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            ticker.sleep(duration);
        }
    }

    @Test
    void check_thatBreaksOff_isNotTheLastOne() {
        try (Scenario scenario = Scenario.builder()
                .host("i-0a")
                .holding("10.0.1.12")
                .host("i-0b")
                .build()) {
            AtomicInteger answers = new AtomicInteger();
            FailoverService[] service = new FailoverService[1];
            HostHealth health = new HostHealth(
                    host -> {
                        if (answers.incrementAndGet() == 6) {
                            service[0].close();
                        }
                        return true;
                    },
                    3,
                    2);
            BrokenOnce clock = new BrokenOnce(scenario.ticker());
            DatabaseFailover failover = new DatabaseFailover(
                    scenario.floatingIp("10.0.1.12"), List.of(HostId.of("i-0a"), HostId.of("i-0b")), health, clock);
            service[0] = new FailoverService(failover, Duration.ofSeconds(2), scenario.ticker());

            service[0].run();

            assertThat(clock.readings.get()).as("it broke, and was read again").isGreaterThan(1);
            assertThat(answers.get()).as("two hosts, three rounds").isEqualTo(6);
        }
    }
}
