package org.floatingip.boot.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * {@code GET /actuator/vip}: who holds the addresses, asked of the network now. {@code GET /actuator/vip/10.0.1.12/i-0b}: what a
 * move to that host would do. Changes nothing.
 */
@WebEndpoint(id = "vip")
final class FloatingIpEndpoint {

    private final Map<String, Handle> handles;
    private final Moves moves;

    FloatingIpEndpoint(Map<String, Handle> handles, Moves moves) {
        this.handles = handles;
        this.moves = moves;
    }

    @ReadOperation
    WebEndpointResponse<Map<String, Object>> holders() {
        List<Map<String, Object>> each = new ArrayList<>();
        boolean failed = false;
        for (Handle handle : handles.values()) {
            try {
                handle.holders().forEach((address, holders) -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("address", address.toString());
                    one.put("holders", holders.stream().map(Bodies::holder).toList());
                    each.add(one);
                });
            } catch (FloatingIpException e) {
                failed = true;
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("address", handle.key());
                one.put("error", Bodies.failure(e));
                each.add(one);
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("addresses", each);
        body.put("underWay", moves.underWay());
        return Bodies.answer(
                body, failed ? WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE : WebEndpointResponse.STATUS_OK);
    }

    @ReadOperation
    WebEndpointResponse<Map<String, Object>> plan(
            @Selector String addresses, @Selector String target, @Nullable String from, @Nullable Long epoch) {
        return of(addresses, handle -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(
                    "plans",
                    handle.plan(target, from, epoch).stream().map(Bodies::plan).toList());
            return body;
        });
    }

    /** What that makes of the handle on those addresses, or how it failed. */
    WebEndpointResponse<Map<String, Object>> of(String addresses, Function<Handle, Map<String, Object>> asked) {
        Handle handle = handles.get(addresses);
        if (handle == null) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("message", "this application has no floating IP " + addresses + ", only " + handles.keySet());
            return Bodies.answer(body, WebEndpointResponse.STATUS_NOT_FOUND);
        }
        try {
            return Bodies.answer(asked.apply(handle), WebEndpointResponse.STATUS_OK);
        } catch (FloatingIpException e) {
            return Bodies.failed(e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            // A host id that can't be one; an epoch without a fence, or none behind one.
            String why = String.valueOf(e.getMessage());
            throw new InvalidEndpointRequestException(why, why, e);
        }
    }
}
