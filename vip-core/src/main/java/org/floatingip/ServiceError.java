package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The error of a network's service in its own words: the error code, the message, and the request id, which its support
 * asks for. See {@link FloatingIpException#serviceError()}. Immutable.
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
     * Returns an error.
     *
     * @param code the error code as the service wrote it, for example {@code UnauthorizedOperation}; empty if it sent
     *     none
     * @param message the service's own words, complete; empty if it sent none
     * @param requestId the service's id of the request; null or blank if it sent none
     */
    public static ServiceError of(String code, String message, @Nullable String requestId) {
        return new ServiceError(code, message, requestId);
    }

    /** Returns the error code as the service wrote it; empty if it sent none. */
    public String code() {
        return code;
    }

    /** Returns the service's own words, complete; empty if it sent none. */
    public String message() {
        return message;
    }

    /** Returns the service's id of the request, for its logs and its support; null if it sent none. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** Returns what the text does not say about this error yet, as a sentence after a blank; empty if it says all. */
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

    /**
     * Returns text such as
     * {@code UnauthorizedOperation: You are not authorized to perform this operation (request id 7a57-0a)}.
     */
    @Override
    public String toString() {
        return words() + (requestId == null ? "" : " (request id " + requestId + ")");
    }
}
