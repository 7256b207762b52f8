package org.floatingip.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.floatingip.FloatingIpException;
import org.floatingip.event.OperationEnded;
import org.floatingip.event.OperationInfo;
import org.floatingip.micrometer.VipObservation.OperationDetail;
import org.floatingip.micrometer.VipObservation.OperationTag;
import org.jspecify.annotations.Nullable;

/**
 * Names and tags moves, releases and settlings as {@link VipObservation} says. While an operation is under way its outcome isn't
 * known, so its long task timer has the tag {@code kind} alone. Stateless, and safe for use by several threads.
 */
public class DefaultOperationConvention implements OperationConvention {

    /** Creates the convention, which has no settings. */
    public DefaultOperationConvention() {}

    @Override
    public String getContextualName(OperationContext context) {
        return "vip " + kind(context);
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(OperationContext context) {
        KeyValue kind = OperationTag.KIND.withValue(kind(context));
        OperationEnded ended = context.ended();
        if (ended == null) {
            return KeyValues.of(kind);
        }
        FloatingIpException failure = ended.failure();
        return KeyValues.of(
                kind,
                OperationTag.OUTCOME.withValue(word(ended.outcome())),
                OperationTag.EFFECT.withValue(word(ended.effect())),
                failure == null
                        ? OperationTag.FAILURE.withNoneValue()
                        : OperationTag.FAILURE.withValue(failure.type()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(OperationContext context) {
        OperationInfo operation = context.operation();
        KeyValues begun = KeyValues.of(
                OperationDetail.OPERATION.withValue(operation.id()),
                OperationDetail.ADDRESSES.withValue(list(operation.addresses())),
                OperationDetail.TARGET.withValue(orNone(operation.target())),
                OperationDetail.FROM.withValue(orNone(operation.from())));
        OperationEnded ended = context.ended();
        return ended == null
                ? begun
                : begun.and(OperationDetail.UNSETTLED.withValue(list(ended.outcomes().stream()
                        .flatMap(outcome -> outcome.unsettled().stream())
                        .distinct()
                        .toList())));
    }

    private static String kind(OperationContext context) {
        return word(context.operation().kind());
    }

    private static String orNone(@Nullable Object value) {
        return value == null ? KeyValue.NONE_VALUE : value.toString();
    }

    private static String list(Collection<?> values) {
        return values.isEmpty()
                ? KeyValue.NONE_VALUE
                : values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
