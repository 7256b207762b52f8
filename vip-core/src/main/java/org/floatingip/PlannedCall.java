package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of a plan. Immutable. */
public final class PlannedCall implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String description;
    private final String permission;
    private final boolean mutating;

    private PlannedCall(String description, String permission, boolean mutating) {
        this.description = Objects.requireNonNull(description, "description");
        this.permission = Objects.requireNonNull(permission, "permission");
        this.mutating = mutating;
    }

    /** Returns a call that changes nothing. */
    public static PlannedCall reading(String description, String permission) {
        return new PlannedCall(description, permission, false);
    }

    /** Returns a call that changes the network, or the record of a ledger of epochs. */
    public static PlannedCall mutating(String description, String permission) {
        return new PlannedCall(description, permission, true);
    }

    /** Returns what is called, with what, in words. */
    public String description() {
        return description;
    }

    /** Returns the permission that the call needs, for example {@code ec2:AssignPrivateIpAddresses}. */
    public String permission() {
        return permission;
    }

    /** Returns whether the call changes the network, or the record of a ledger of epochs. */
    public boolean mutating() {
        return mutating;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlannedCall that
                && description.equals(that.description)
                && permission.equals(that.permission)
                && mutating == that.mutating;
    }

    @Override
    public int hashCode() {
        return Objects.hash(description, permission, mutating);
    }

    @Override
    public String toString() {
        return (mutating ? "change: " : "read: ") + description;
    }
}
