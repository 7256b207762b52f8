package org.floatingip.failure;

import java.util.List;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.jspecify.annotations.Nullable;

/** The network has changed since the plan was made. Nothing was changed. Make a new plan and review it. */
public final class StalePlanException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final IpAddress address;

    @SuppressWarnings("serial") // only ever a List.copyOf, which is serialisable
    private final List<String> differences;

    /**
     * Creates the exception.
     *
     * @param address the floating IP
     * @param differences the differences, each in words: what it was, and what it is
     * @param cause what showed the differences, or null
     */
    public StalePlanException(IpAddress address, List<String> differences, @Nullable Throwable cause) {
        super(
                RefusalReason.STALE_PLAN,
                "the plan for " + address + " is stale: " + String.join("; ", differences),
                "make a new plan and look at it",
                cause);
        this.address = address;
        this.differences = List.copyOf(differences);
    }

    /** Returns the floating IP. */
    public IpAddress address() {
        return address;
    }

    /** Returns the differences, each in words. */
    public List<String> differences() {
        return differences;
    }
}
