package org.floatingip;

/** What a {@link Tenure#tick()} found. */
public enum TenureState {
    /** The host holds the addresses, and its epoch is the highest that claimed them. */
    HELD,
    /** Somebody had taken one, though this epoch is the highest: the tick has taken it back. */
    REASSERTED,
    /** A later epoch has claimed one, or the tenure was ended. It stays so. */
    LOST,
    /**
     * It can't be told, or what should be done could not be: the ledger, the network or the host did not answer. Nothing was done
     * blindly; the next tick looks again. {@link Tenure#failure()} says why.
     */
    UNKNOWN
}
