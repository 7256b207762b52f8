package org.floatingip.testkit.network;

import java.util.Objects;

/** Thrown when the in-memory VPC refuses a request, with EC2's own error code and text. Nothing was changed. */
public final class Ec2RefusalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String text;

    /**
     * Creates the exception.
     *
     * @param code EC2's error code, for example {@code InvalidParameterValue}
     * @param text EC2's text
     */
    public Ec2RefusalException(String code, String text) {
        super(code + ": " + text);
        this.code = Objects.requireNonNull(code, "code");
        this.text = Objects.requireNonNull(text, "text");
    }

    /** Returns EC2's error code. */
    public String code() {
        return code;
    }

    /** Returns EC2's text. */
    public String text() {
        return text;
    }
}
