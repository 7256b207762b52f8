package org.floatingip;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call that a move will make. */
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

    /** A call that changes nothing. */
    public static PlannedCall reading(String description, String permission) {
        return new PlannedCall(description, permission, false);
    }

    /** A call that changes the network, or what a ledger of epochs remembers of it. */
    public static PlannedCall mutating(String description, String permission) {
        return new PlannedCall(description, permission, true);
    }

    /** What is called, with what, in words. */
    public String description() {
        return description;
    }

    /** The permission that it needs, for example {@code ec2:AssignPrivateIpAddresses}. */
    public String permission() {
        return permission;
    }

    /** Whether it changes the network, or what a ledger of epochs remembers of it. */
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
