package org.floatingip.failure;

/** Why access was denied, as far as the service says. See {@link Denial}. */
public enum DenialReason {

    /** The service does not say. */
    UNSTATED,

    /** No policy of some type allows the action. Each type that applies must allow it. */
    NOT_ALLOWED,

    /** A policy denies the action explicitly, which overrides every permission. */
    EXPLICIT_DENY,

    /** The service sent the reason in a form that only its owner can decode. */
    ENCODED,

    /** The thing belongs to another account, or to a service that manages it. No permission of one's own helps. */
    NOT_YOURS
}
