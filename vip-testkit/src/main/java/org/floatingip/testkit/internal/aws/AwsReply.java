package org.floatingip.testkit.internal.aws;

import java.util.Map;
import java.util.UUID;
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

    /** The id of a request, which stands in the body of its reply and in a header. */
    record Id(String value) {

        static Id next() {
            return new Id(UUID.randomUUID().toString());
        }

        Map<String, String> header() {
            return Map.of("x-amzn-RequestId", value);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    /** A reply without headers of its own. */
    public AwsReply(int status, String body, @Nullable String errorCode) {
        this(status, body, errorCode, Map.of());
    }
}
