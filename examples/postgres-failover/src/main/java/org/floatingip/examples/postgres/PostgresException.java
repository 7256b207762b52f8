package org.floatingip.examples.postgres;

import org.jspecify.annotations.Nullable;

/** A PostgreSQL could not be asked, could not do what it was asked, or is not what was expected. */
public final class PostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
