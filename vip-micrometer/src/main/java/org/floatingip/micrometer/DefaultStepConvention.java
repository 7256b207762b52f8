package org.floatingip.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.floatingip.MoveStep;
import org.floatingip.event.StepStarted;
import org.floatingip.micrometer.VipObservation.StepDetail;
import org.floatingip.micrometer.VipObservation.StepTag;

/** Names and tags steps as {@link VipObservation} says. Stateless, and safe for use by several threads. */
public class DefaultStepConvention implements StepConvention {

    /** Creates the convention, which has no settings. */
    public DefaultStepConvention() {}

    @Override
    public String getContextualName(StepContext context) {
        return "vip " + kind(context).replace('_', ' ');
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(StepContext context) {
        MoveStep step = context.step();
        KeyValue kind = StepTag.STEP.withValue(kind(context));
        return step == null && !context.isBrokenOff()
                ? KeyValues.of(kind)
                : KeyValues.of(
                        kind,
                        StepTag.OUTCOME.withValue(
                                step == null ? "broken_off" : DefaultOperationConvention.word(step.outcome())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(StepContext context) {
        StepStarted started = context.started();
        KeyValues begun = KeyValues.of(
                StepDetail.OPERATION.withValue(started.operation().id()),
                StepDetail.ADDRESS.withValue(started.address().toString()));
        MoveStep step = context.step();
        return step == null
                ? begun
                : begun.and(
                        StepDetail.ATTEMPTS.withValue(Integer.toString(step.attempts())),
                        StepDetail.DETAIL.withValue(step.detail().isEmpty() ? KeyValue.NONE_VALUE : step.detail()));
    }

    private static String kind(StepContext context) {
        return DefaultOperationConvention.word(context.started().kind());
    }
}
