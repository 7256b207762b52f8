package org.floatingip.examples.postgres;

import org.jspecify.annotations.Nullable;

/** Thrown when a PostgreSQL could not be asked, failed to do what it was asked, or is in an unexpected state. */
public final class PostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
