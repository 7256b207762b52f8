package org.floatingip.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and tags steps. To change names or tags, extend {@link DefaultStepConvention}, and proceed as with an {@link
 * OperationConvention}.
 */
public interface StepConvention extends ObservationConvention<StepContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof StepContext;
    }
}
