package org.floatingip.examples.jenkins;

import java.io.IOException;

/** In the place of {@code hudson.AbortException}: a failure that is its message. */
public final class AbortException extends IOException {

    private static final long serialVersionUID = 1L;

    public AbortException(String message) {
        super(message);
    }
}
