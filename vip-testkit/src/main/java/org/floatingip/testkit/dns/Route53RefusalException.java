package org.floatingip.testkit.dns;

import java.util.Objects;

/** Thrown when the in-memory DNS refuses a request, with Route 53's own status, error code and text. Nothing was changed. */
public final class Route53RefusalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String text;

    /**
     * Creates the exception.
     *
     * @param status the HTTP status of the response
     * @param code Route 53's error code, for example {@code InvalidChangeBatch}
     * @param text Route 53's text
     */
    public Route53RefusalException(int status, String code, String text) {
        super(code + ": " + text);
        this.status = status;
        this.code = Objects.requireNonNull(code, "code");
        this.text = Objects.requireNonNull(text, "text");
    }

    /** Returns the HTTP status of the response. */
    public int status() {
        return status;
    }

    /** Returns Route 53's error code. */
    public String code() {
        return code;
    }

    /** Returns Route 53's text. */
    public String text() {
        return text;
    }
}
