package org.floatingip.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags moves, releases and settlings. To change names or tags, extend {@link DefaultOperationConvention}. Then pass it
 * to {@link MoveObservations.Builder#operations(OperationConvention)}, or register it as a {@code GlobalObservationConvention}.
 */
public interface OperationConvention extends ObservationConvention<OperationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof OperationContext;
    }
}
