package org.floatingip;

import org.jspecify.annotations.Nullable;

/**
 * What was asked for can't be done as things stand in the network, and nothing was changed. Mend what the message names,
 * or ask for something else; asking again changes nothing.
 */
public abstract class RefusedException extends FloatingIpException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was refused, why, and what to do next
     * @param cause the network's own answer, or null where a reading showed it
     */
    protected RefusedException(String message, @Nullable Throwable cause) {
        super(Effect.NONE, message, cause);
    }
}
