package org.floatingip.aws.internal;

/** The credentials that were asked for can't be had. It never leaves this library: {@link ClientFaults} makes ours of it. */
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
        super(cause);
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
