package org.floatingip.failure;

import java.util.List;
import org.floatingip.Holder;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.floatingip.internal.text.Holders;
import org.jspecify.annotations.Nullable;

/** The expected host does not hold the address. Nothing was taken from the real holder. */
public final class HolderChangedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    private final @Nullable HostId expected;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<Holder> holders;

    /**
     * Creates the exception.
     *
     * @param address the floating IP
     * @param expected the host that was expected to hold the address; null if the address was expected to be free
     * @param holders the holders, as far as is known; empty if nobody holds the address or, where it was expected to
     *     be free, if its holder is not shown
     * @param cause the network's own answer; null if a reading showed it
     */
    public HolderChangedException(
            IpAddress address, @Nullable HostId expected, List<Holder> holders, @Nullable Throwable cause) {
        super(RefusalReason.HOLDER_CHANGED, what(address, expected, holders), remedy(expected, holders), cause);
        this.address = address;
        this.expected = expected;
        this.holders = List.copyOf(holders);
    }

    private static String what(IpAddress address, @Nullable HostId expected, List<Holder> holders) {
        if (expected != null) {
            return address + " is not held by " + expected + " but by " + Holders.join(holders);
        }
        return holders.isEmpty()
                ? address + " was expected to be free and is taken, but nobody is shown to hold it"
                : address + " was expected to be free but is held by " + Holders.join(holders);
    }

    private static String remedy(@Nullable HostId expected, List<Holder> holders) {
        if (!holders.isEmpty()) {
            return "check who should hold it, then try again";
        }
        return expected == null
                ? "look for the holder where you are shown nothing, such as in the other accounts of a shared subnet;"
                        + " if somebody took it just now, try again"
                : "if a handover was cut off there, allow that nobody holds it, with orUnheld() (--or-unheld),"
                        + " and try again";
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the host that was expected to hold the address; null if the address was expected to be free. */
    public @Nullable HostId expected() {
        return expected;
    }

    /**
     * Returns the holders of the address, as far as is known; empty if nobody holds it or, where it was expected to be free, if
     * its holder is not shown.
     */
    public List<Holder> holders() {
        return holders;
    }
}
