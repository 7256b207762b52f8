package org.floatingip.failure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.RefusalReason;
import org.floatingip.RefusedException;
import org.jspecify.annotations.Nullable;

/** Some addresses of a group can't be moved as things stand, so none was moved. Each has its own refusal. */
public final class GroupRefusedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<IpAddress, RefusedException> refusals;

    /**
     * Creates the exception.
     *
     * @param target the host that should have got the addresses
     * @param refusals the refusal of each address that can't be moved; at least one
     * @param cause one of the refusals, or null
     */
    public GroupRefusedException(HostId target, Map<IpAddress, RefusedException> refusals, @Nullable Throwable cause) {
        super(
                RefusalReason.GROUP_REFUSED,
                refusals.size() + " of the addresses can't go to " + target,
                "mend it, or leave them out",
                refusals.size() + " of the addresses can't go to " + target
                        + ", so nothing was changed. Mend it, or leave them out: "
                        + refusals.entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + ": " + entry.getValue().getMessage())
                                .collect(Collectors.joining(" ")),
                cause);
        this.refusals = new LinkedHashMap<>(refusals);
    }

    /** Returns the refusal of each address that can't be moved; unmodifiable, in the order of the group. */
    public Map<IpAddress, RefusedException> refusals() {
        return Collections.unmodifiableMap(refusals);
    }
}
