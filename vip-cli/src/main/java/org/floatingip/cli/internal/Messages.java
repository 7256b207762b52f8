package org.floatingip.cli.internal;

import java.io.UncheckedIOException;
import org.floatingip.FloatingIpException;
import org.jspecify.annotations.Nullable;

/** What a person is told when something failed: never a stack trace. */
final class Messages {

    private Messages() {}

    /** One line, in which nothing that was typed or answered can steer a terminal. */
    static String printable(@Nullable String message) {
        return message == null
                ? ""
                : message.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}|[\\x80-\\x9f]", "?");
    }

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
