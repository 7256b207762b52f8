package org.floatingip.boot.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatingip.FloatingIpException;
import org.floatingip.Holder;
import org.floatingip.MovePlan;
import org.floatingip.MoveResult;
import org.floatingip.PlannedCall;
import org.floatingip.RefusedException;
import org.floatingip.ServiceError;
import org.floatingip.failure.GroupRefusedException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** What the endpoint answers, as JSON will have it. What the command's JSON has too is called the same here. */
final class Bodies {

    private static final int CONFLICT = 409;

    private Bodies() {}

    static Map<String, Object> holder(Holder holder) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("host", holder.host().value());
        body.put("interfaceId", holder.interfaceId());
        body.put("primary", holder.primary());
        return body;
    }

    static Map<String, Object> plan(MovePlan plan) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("address", plan.address().toString());
        body.put("target", plan.target().value());
        body.put("holders", plan.holders().stream().map(Bodies::holder).toList());
        body.put("nothingToDo", plan.nothingToDo());
        body.put("calls", plan.calls().stream().map(PlannedCall::toString).toList());
        body.put("permissions", plan.permissions());
        body.put("warnings", plan.warnings());
        body.put("text", plan.toString());
        return body;
    }

    static Map<String, Object> result(MoveResult result) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("operationId", result.operationId());
        body.put("address", result.address().toString());
        body.put("outcome", result.outcome().name());
        body.put("from", result.displaced().stream().map(Bodies::holder).toList());
        body.put("to", holder(result.to()));
        body.put("elapsedMillis", result.elapsed().toMillis());
        body.put("steps", result.steps().stream().map(Object::toString).toList());
        body.put("warnings", result.warnings());
        body.put("unsettled", result.unsettled().stream().map(Bodies::holder).toList());
        return body;
    }

    static Map<String, Object> failure(FloatingIpException failure) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", failure.type());
        body.put("message", failure.getMessage());
        body.put("effect", failure.effect().name());
        body.put("retryable", failure.retryable());
        body.put("operationId", failure.operationId());
        ServiceError said = failure.serviceError();
        if (said != null) {
            body.put("service", said.toString());
        }
        List<String> steps = new ArrayList<>();
        failure.steps().forEach(step -> steps.add(step.toString()));
        body.put("steps", steps);
        return body;
    }

    static WebEndpointResponse<Map<String, Object>> answer(Map<String, Object> body, int status) {
        return new WebEndpointResponse<>(OperationResponseBody.of(body), status);
    }

    /** 409 for a refusal: as things stand it can't be done. 503 where nothing was changed; 500 where that is not known, or not so. */
    static WebEndpointResponse<Map<String, Object>> failed(FloatingIpException failure) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", failure(failure));
        return answer(body, status(failure));
    }

    private static int status(FloatingIpException failure) {
        if (failure instanceof RefusedException || failure instanceof GroupRefusedException) {
            return CONFLICT;
        }
        return switch (failure.effect()) {
            case NONE -> WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
            case UNKNOWN, APPLIED -> WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR;
        };
    }
}
