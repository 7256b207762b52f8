package org.floatingip.boot.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** {@code POST /actuator/vip/10.0.1.12/i-0b} moves the address there. Is there only where the properties allow it. */
@EndpointWebExtension(endpoint = FloatingIpEndpoint.class)
final class MoveExtension {

    private final FloatingIpEndpoint endpoint;

    MoveExtension(FloatingIpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @WriteOperation
    WebEndpointResponse<Map<String, Object>> move(
            @Selector String addresses, @Selector String target, @Nullable String from, @Nullable Long epoch) {
        return endpoint.of(addresses, handle -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(
                    "results",
                    handle.move(target, from, epoch).stream()
                            .map(Bodies::result)
                            .toList());
            return body;
        });
    }
}
