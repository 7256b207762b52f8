package org.floatingip.cli.internal;

import java.io.UncheckedIOException;
import org.floatingip.FloatingIpException;

/** What a person is told when something failed: never a stack trace. */
final class Messages {

    private Messages() {}

    static String of(Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown instanceof FloatingIpException
                || thrown instanceof IllegalArgumentException
                || thrown instanceof UncheckedIOException) {
            return message == null ? thrown.getClass().getSimpleName() : message;
        }
        return thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message) + " (--debug shows more)";
    }
}
