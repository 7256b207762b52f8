package org.floatingip.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How steps are named and tagged; changed like an {@link OperationConvention}, from {@link DefaultStepConvention}. */
public interface StepConvention extends ObservationConvention<StepContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof StepContext;
    }
}
