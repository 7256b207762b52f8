package org.floatingip.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.floatingip.FloatingIp;
import org.floatingip.FloatingIpException;
import org.floatingip.FloatingIpGroup;
import org.floatingip.MoveListener;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.floatingip.event.OperationStarted;
import org.floatingip.event.StepEnded;
import org.floatingip.event.StepStarted;
import org.jspecify.annotations.Nullable;

/**
 * Observes moves, releases and settlings, and their steps. Micrometer's meter handler turns the observations into timers; a
 * bridge of Micrometer Tracing turns them into spans. {@link VipObservation} lists them with their names.
 *
 * <pre>{@code
 * MoveObservations observations = MoveObservations.of(registry);
 * observations.bindTo(meters);                                      // the gauge; Spring Boot does that by itself
 * FloatingIp db = observations.observe(FloatingIp.at("10.0.1.12").assigner(ec2)).build();
 * }</pre>
 *
 * <p>While an operation is under way its observation is current, so observations by the assigner and the configurator of hosts
 * become its children. Its parent is the current observation of the calling thread. Handlers run on the thread that moves,
 * between the steps, so they should be quick, as Micrometer's are. An exception from a handler never affects a move.
 *
 * <p>This isn't a {@link MoveListener}: a listener without an executor is called after the operation, and each duration would be
 * zero. One object serves any number of floating IPs and groups. Safe for use by several threads.
 */
public final class MoveObservations implements MeterBinder {

    private static final OperationConvention OPERATIONS = new DefaultOperationConvention();
    private static final StepConvention STEPS = new DefaultStepConvention();

    private final ObservationRegistry registry;
    private final @Nullable OperationConvention operations;
    private final @Nullable StepConvention steps;
    private final UnsettledHosts unsettled = new UnsettledHosts();
    private final MoveListener listener = new Observing();

    private MoveObservations(Builder builder) {
        this.registry = builder.registry;
        this.operations = builder.operations;
        this.steps = builder.steps;
    }

    /** Creates observations in a registry. They use the conventions that are registered there, or else the default ones. */
    public static MoveObservations of(ObservationRegistry registry) {
        return builder(registry).build();
    }

    /** Returns a builder, for conventions of your own. */
    public static Builder builder(ObservationRegistry registry) {
        return new Builder(registry);
    }

    /**
     * Observes all operations of a floating IP.
     *
     * @return the same builder
     */
    public FloatingIp.Builder observe(FloatingIp.Builder builder) {
        return builder.listener(listener, Runnable::run);
    }

    /**
     * Observes all operations of a group.
     *
     * @return the same builder
     */
    public FloatingIpGroup.Builder observe(FloatingIpGroup.Builder builder) {
        return builder.listener(listener, Runnable::run);
    }

    /**
     * Registers the gauge {@link VipMeter#UNSETTLED_HOSTS}: the number of hosts that lost an address and may still accept it, as
     * far as this process knows. It starts at zero in each process. It falls when this process settles a host, or moves the
     * address back to it.
     */
    @Override
    public void bindTo(MeterRegistry meters) {
        unsettled.bindTo(meters);
    }

    /** For tests. */
    MoveListener listener() {
        return listener;
    }

    private static VipObservation documentation(OperationInfo operation) {
        return switch (operation.kind()) {
            case RELEASE -> VipObservation.RELEASE;
            case SETTLE -> VipObservation.SETTLE;
            default -> VipObservation.MOVE;
        };
    }

    /**
     * An observation and the context that it was created with. If nobody observes, Micrometer's own observation has another
     * context.
     */
    private record Observed<C extends Observation.Context>(Observation observation, C context) {}

    /** An operation under way. Used by its own thread alone. */
    private record Running(
            Observed<OperationContext> operation, Observation.Scope scope, Map<Integer, Observed<StepContext>> steps) {}

    /** Hears of each event when it happens, on the thread that moves. */
    private final class Observing implements MoveListener {

        private final Map<String, Running> running = new ConcurrentHashMap<>();

        @Override
        public void started(OperationStarted event) {
            OperationContext context = new OperationContext(event.operation());
            Observation observation = documentation(event.operation())
                    .observation(operations, OPERATIONS, () -> context, registry)
                    .start();
            Observation.Scope scope = open(observation);
            running.put(
                    event.operation().id(), new Running(new Observed<>(observation, context), scope, new HashMap<>()));
        }

        /** If a handler fails here, the thread must not stay in the scope of an operation that nobody ends. */
        private Observation.Scope open(Observation observation) {
            try {
                return observation.openScope();
            } catch (RuntimeException | Error e) {
                Observation.Scope left = registry.getCurrentObservationScope();
                try {
                    if (left != null && left.getCurrentObservation() == observation) {
                        left.close();
                    }
                } finally {
                    observation.stop();
                }
                throw e;
            }
        }

        @Override
        public void stepStarted(StepStarted event) {
            Running in = running.get(event.operation().id());
            if (in != null) {
                StepContext context = new StepContext(event);
                Observation observation = VipObservation.STEP
                        .observation(steps, STEPS, () -> context, registry)
                        .parentObservation(in.operation().observation())
                        .start();
                in.steps().put(event.number(), new Observed<>(observation, context));
            }
        }

        /** Skipped steps never began. */
        @Override
        public void stepEnded(StepEnded event) {
            Running in = running.get(event.operation().id());
            Observed<StepContext> step = in == null ? null : in.steps().remove(event.number());
            if (step != null) {
                step.context().step(event.step());
                step.observation().stop();
            }
        }

        @Override
        public void ended(OperationEnded event) {
            unsettled.note(event);
            Running ended = running.remove(event.operation().id());
            if (ended == null) {
                return;
            }
            Observation observation = ended.operation().observation();
            ended.operation().context().ended(event);
            try {
                for (Observed<StepContext> step : ended.steps().values()) {
                    step.context().brokenOff();
                    step.observation().stop();
                }
            } finally {
                end(ended.scope(), observation, event.failure());
            }
        }

        private static void end(
                Observation.Scope scope, Observation observation, @Nullable FloatingIpException failure) {
            try {
                scope.close();
                if (failure != null) {
                    observation.error(failure);
                }
            } finally {
                observation.stop();
            }
        }
    }

    /** Builds {@link MoveObservations}. Not safe for use by several threads. */
    public static final class Builder {

        private final ObservationRegistry registry;
        private @Nullable OperationConvention operations;
        private @Nullable StepConvention steps;

        private Builder(ObservationRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /**
         * Sets how operations are named and tagged. Default: the registry's global convention, or else {@link
         * DefaultOperationConvention}.
         */
        public Builder operations(OperationConvention convention) {
            this.operations = Objects.requireNonNull(convention, "convention");
            return this;
        }

        /**
         * Sets how steps are named and tagged. Default: the registry's global convention, or else {@link DefaultStepConvention}.
         */
        public Builder steps(StepConvention convention) {
            this.steps = Objects.requireNonNull(convention, "convention");
            return this;
        }

        /** Creates the observations. */
        public MoveObservations build() {
            return new MoveObservations(this);
        }
    }
}
