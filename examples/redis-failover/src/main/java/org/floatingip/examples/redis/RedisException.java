package org.floatingip.examples.redis;

import org.jspecify.annotations.Nullable;

/** Thrown when a Redis could not be asked, refused a command, or is in an unexpected state. */
public final class RedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
