package org.floatingip.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How moves, releases and settlings are named and tagged. To change that, extend {@link DefaultOperationConvention}, and give it to
 * {@link MoveObservations.Builder#operations(OperationConvention)}, or register it as a {@code GlobalObservationConvention}.
 */
public interface OperationConvention extends ObservationConvention<OperationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof OperationContext;
    }
}
