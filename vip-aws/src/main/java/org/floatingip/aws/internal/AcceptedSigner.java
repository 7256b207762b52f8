package org.floatingip.aws.internal;

/**
 * The access key that a service has accepted last: what it refuses afterwards is hardly due to that. One for each client. Safe for
 * use by several threads.
 */
final class AcceptedSigner {

    private volatile String last = "";

    /**
     * Remembers it.
     *
     * @param signer an access key id, which is no secret; empty if nobody signed
     */
    void add(String signer) {
        last = signer;
    }

    boolean isThat(String signer) {
        return !signer.isEmpty() && signer.equals(last);
    }
}
