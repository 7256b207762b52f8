package org.floatingip.testkit.internal.aws;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reply of one of the services.
 *
 * @param status the HTTP status
 * @param body the XML document
 * @param errorCode the error code in it; null if there is none
 * @param headers headers beside those that every reply has
 */
public record AwsReply(int status, String body, @Nullable String errorCode, Map<String, String> headers) {

    public AwsReply {
        headers = Map.copyOf(headers);
    }

    /** A reply without headers of its own. */
    public AwsReply(int status, String body, @Nullable String errorCode) {
        this(status, body, errorCode, Map.of());
    }
}
