package org.floatingip.examples.redis;

import org.jspecify.annotations.Nullable;

/** A Redis could not be asked, refused what it was asked, or is not what was expected. */
public final class RedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
