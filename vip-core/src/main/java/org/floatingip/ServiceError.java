package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a network's service itself said when it refused or failed: its code, its words, and its name for the request, which its
 * support asks for. {@link FloatingIpException#serviceError()} has it. Immutable.
 */
public final class ServiceError implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String message;
    private final @Nullable String requestId;

    private ServiceError(String code, String message, @Nullable String requestId) {
        this.code = Objects.requireNonNull(code, "code");
        this.message = Objects.requireNonNull(message, "message");
        this.requestId = requestId == null || requestId.isBlank() ? null : requestId;
    }

    /**
     * What a service said.
     *
     * @param code its error code as it wrote it, for example {@code UnauthorizedOperation}; empty if it sent none
     * @param message its own words, whole; empty if it sent none
     * @param requestId its name for the request; null or blank if it sent none
     */
    public static ServiceError of(String code, String message, @Nullable String requestId) {
        return new ServiceError(code, message, requestId);
    }

    /** The service's error code as it wrote it; empty if it sent none. */
    public String code() {
        return code;
    }

    /** The service's own words, whole; empty if it sent none. */
    public String message() {
        return message;
    }

    /** The service's name for the request, for its logs and its support; null if it sent none. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** What a text that tells of this does not say yet, as a sentence with a blank before it; empty if it says all. */
    String unsaidIn(String text) {
        boolean said = text.contains(code) && text.contains(message.replaceAll("\\.+$", ""));
        String id = requestId == null || text.contains(requestId) ? "" : "request id " + requestId;
        if (said) {
            return id.isEmpty() ? "" : " (" + id + ")";
        }
        return " The service's own words: " + words() + (id.isEmpty() ? "" : " (" + id + ")") + ".";
    }

    /** For example {@code UnauthorizedOperation: You are not authorized to perform this operation}; no request id. */
    String words() {
        String sentence = message.replaceAll("\\.+$", "");
        return code.isEmpty() ? sentence : sentence.isEmpty() ? code : code + ": " + sentence;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServiceError that
                && code.equals(that.code)
                && message.equals(that.message)
                && Objects.equals(requestId, that.requestId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, message, requestId);
    }

    /** For example {@code UnauthorizedOperation: You are not authorized to perform this operation. (request id 7a57-0a)}. */
    @Override
    public String toString() {
        return words() + (requestId == null ? "" : " (request id " + requestId + ")");
    }
}
