package org.floatingip;

/** The state of a {@link Tenure} after a tick. */
public enum TenureState {
    /** The host holds the addresses, and its epoch is the highest that claimed them. */
    HELD,
    /** Somebody had taken an address, though this epoch is the highest. The tick has taken it back. */
    REASSERTED,
    /** A later epoch has claimed an address, or the tenure was ended. This state is final. */
    LOST,
    /**
     * The state could not be found out, or the tick could not do its work: the ledger, the network or the host did not
     * answer. Nothing was changed blindly. The next tick looks again. {@link Tenure#failure()} says why.
     */
    UNKNOWN
}
