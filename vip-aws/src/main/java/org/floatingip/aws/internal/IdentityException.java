package org.floatingip.aws.internal;

/**
 * The credentials that were asked for can't be had. {@link ClientFaults} makes ours of it. Clients of the caller's that sign by
 * {@code ConfiguredCredentials} see it as it is, so its message says whose they are and what to do.
 */
final class IdentityException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String identity;
    private final String hint;

    /**
     * @param identity whose credentials they are, in words
     * @param hint what to do, as a phrase; may be empty
     * @param cause what their provider threw
     */
    IdentityException(String identity, String hint, Throwable cause) {
        super(identity + (identity.isEmpty() || hint.isEmpty() ? "" : "; ") + hint, cause);
        this.identity = identity;
        this.hint = hint;
    }

    String identity() {
        return identity;
    }

    String hint() {
        return hint;
    }
}
