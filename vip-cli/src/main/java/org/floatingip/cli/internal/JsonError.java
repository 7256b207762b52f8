package org.floatingip.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.MoveResult;
import org.floatingip.ServiceError;
import org.floatingip.failure.GroupMoveException;
import org.floatingip.failure.GroupRefusedException;
import org.floatingip.failure.GroupReleaseException;
import org.floatingip.failure.NotReassociatedException;
import org.jspecify.annotations.Nullable;

/** Failures as JSON: what is said of the failure of one address is said of each of several. As stable as {@link Json}. */
final class JsonError {

    private JsonError() {}

    static String of(Throwable thrown, int exitStatus) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", "ERROR");
        fields.put("error", of(thrown));
        if (thrown instanceof FloatingIpException ours) {
            fields.put("steps", Json.steps(ours.steps()));
            fields.putAll(beside(ours));
        }
        if (thrown instanceof GroupMoveException group) {
            fields.put("moved", group.moved().stream().map(Json::fields).toList());
            fields.put("failed", failed(group));
            fields.put("restored", group.restored());
            fields.put("restoredSteps", restored(group));
        } else if (thrown instanceof GroupReleaseException group) {
            fields.put("released", group.released().stream().map(Json::fields).toList());
            fields.put("failed", failed(group.failures()));
        } else if (thrown instanceof GroupRefusedException group) {
            fields.put("failed", failed(group.refusals()));
        }
        return JsonText.of(fields, exitStatus);
    }

    /** What went wrong, without how it came to that. */
    static Map<String, @Nullable Object> of(Throwable thrown) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                "type",
                thrown instanceof FloatingIpException ours
                        ? ours.type()
                        : thrown.getClass().getSimpleName().replaceAll("Exception$", ""));
        fields.put("message", Messages.of(thrown));
        if (thrown instanceof FloatingIpException ours) {
            fields.put("effect", ours.effect().name());
            fields.put("retryable", ours.retryable());
            ServiceError said = ours.serviceError();
            fields.put("service", said == null ? null : service(said));
        }
        return fields;
    }

    private static Map<String, @Nullable Object> service(ServiceError said) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("code", said.code());
        fields.put("message", said.message());
        fields.put("requestId", said.requestId());
        return fields;
    }

    /** What else is left to see to: each only where there is something. */
    private static Map<String, @Nullable Object> beside(FloatingIpException thrown) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        notReassociated(thrown).ifPresent(lost -> {
            fields.put("notReassociated", Json.dependents(lost.dependents()));
            MoveResult moved = lost.moved();
            if (moved != null) {
                fields.put("result", Json.fields(moved));
            }
        });
        List<Map<String, @Nullable Object>> suppressed =
                Stream.of(thrown.getSuppressed()).map(JsonError::of).toList();
        if (!suppressed.isEmpty()) {
            fields.put("suppressed", suppressed);
        }
        return fields;
    }

    /** What a handover cut off and could not put back, whatever else it failed of. */
    private static Optional<NotReassociatedException> notReassociated(FloatingIpException thrown) {
        return Stream.concat(Stream.of(thrown), Stream.of(thrown.getSuppressed()))
                .filter(NotReassociatedException.class::isInstance)
                .map(NotReassociatedException.class::cast)
                .findFirst();
    }

    private static List<Map<String, @Nullable Object>> failed(GroupMoveException group) {
        List<Map<String, @Nullable Object>> all = failed(group.failures());
        all.forEach(fields -> {
            String address = String.valueOf(fields.get("address"));
            fields.put("steps", Json.steps(group.stepsOf(address)));
            fields.put("warnings", group.warningsOf(address));
        });
        return all;
    }

    private static List<Map<String, @Nullable Object>> failed(Map<IpAddress, ? extends FloatingIpException> failures) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        failures.forEach((address, failure) -> {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("address", address.toString());
            fields.putAll(of(failure));
            fields.put("steps", Json.steps(failure.steps()));
            fields.putAll(beside(failure));
            all.add(fields);
        });
        return all;
    }

    private static List<Map<String, @Nullable Object>> restored(GroupMoveException group) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (IpAddress address : group.restored()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("address", address.toString());
            fields.put("steps", Json.steps(group.stepsOf(address)));
            fields.put("warnings", group.warningsOf(address));
            all.add(fields);
        }
        return all;
    }
}
