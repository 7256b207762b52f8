package org.floatingip.micrometer;

import io.micrometer.core.instrument.Clock;
import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpGroup;
import org.floatingip.MoveListener;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.StepEnded;
import org.floatingip.event.StepStarted;
import org.floatingip.testkit.Scenario;

/** A network in which two addresses move, and what is observed of that; what observing throws is kept, not only logged. */
final class Observed implements AutoCloseable {

    static final String VIP = "10.0.1.12";
    static final String OTHER = "10.0.1.13";

    final Scenario scenario = Scenario.builder()
            .host("i-0a")
            .holding(VIP)
            .holding(OTHER)
            .host("i-0b")
            .host("i-0c")
            .build();
    final MoveObservations observations;
    final FloatingIp db;
    final FloatingIpGroup group;
    private final List<Throwable> thrown = new ArrayList<>();

    Observed(MoveObservations observations) {
        this.observations = observations;
        MoveListener strict = new Strict(observations.listener());
        db = scenario.floatingIpBuilder(VIP).listener(strict, Runnable::run).build();
        group = FloatingIpGroup.of(scenario.addresses())
                .assigner(scenario.assigner())
                .hosts(scenario.hosts())
                .ticker(scenario.ticker())
                .listener(strict, Runnable::run)
                .build();
    }

    /** The scenario's virtual time, for meters. */
    Clock clock() {
        return new Clock() {
            @Override
            public long wallTime() {
                return scenario.ticker().now().toEpochMilli();
            }

            @Override
            public long monotonicTime() {
                return scenario.ticker().nanoTime();
            }
        };
    }

    /** What Micrometer's own validation found, among others. */
    @Override
    public void close() {
        scenario.close();
        if (!thrown.isEmpty()) {
            throw new AssertionError("observing failed " + thrown.size() + " times", thrown.get(0));
        }
    }

    /** The engine would log it, and go on. */
    private final class Strict implements MoveListener {

        private final MoveListener listener;

        private Strict(MoveListener listener) {
            this.listener = listener;
        }

        private void strictly(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException | Error e) {
                thrown.add(e);
            }
        }

        @Override
        public void started(OperationStarted event) {
            strictly(() -> listener.started(event));
        }

        @Override
        public void stepStarted(StepStarted event) {
            strictly(() -> listener.stepStarted(event));
        }

        @Override
        public void stepEnded(StepEnded event) {
            strictly(() -> listener.stepEnded(event));
        }

        @Override
        public void ended(OperationEnded event) {
            strictly(() -> listener.ended(event));
        }
    }
}
