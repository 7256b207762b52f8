package org.floatingip.examples.jenkins;

import java.io.IOException;

/** A stand-in for {@code hudson.AbortException}: a failure with a message alone. */
public final class AbortException extends IOException {

    private static final long serialVersionUID = 1L;

    public AbortException(String message) {
        super(message);
    }
}
