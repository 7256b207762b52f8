package org.floatingip.testkit.network;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The target of a route to create. Immutable. */
public final class RouteTarget {

    private enum Kind {
        INTERFACE,
        INSTANCE,
        LOCAL
    }

    private final Kind kind;
    private final String id;

    private RouteTarget(Kind kind, String id) {
        this.kind = kind;
        this.id = Objects.requireNonNull(id, "id");
    }

    /** Returns the interface with the given id as a target. */
    public static RouteTarget networkInterface(String id) {
        return new RouteTarget(Kind.INTERFACE, id);
    }

    /** Returns the only interface of the given instance as a target. */
    public static RouteTarget instance(String id) {
        return new RouteTarget(Kind.INSTANCE, id);
    }

    /** Returns the VPC itself as a target; only for the VPC's own ranges. */
    public static RouteTarget local() {
        return new RouteTarget(Kind.LOCAL, "local");
    }

    /** Returns the interface; null for the VPC itself. Refuses a target that doesn't exist. */
    @Nullable
    MutableInterface resolve(VpcState state) {
        return switch (kind) {
            case INTERFACE -> state.networkInterface(id);
            case INSTANCE -> state.onlyInterfaceOf(id);
            case LOCAL -> null;
        };
    }

    /** Returns the id of the target, or {@code local}. */
    @Override
    public String toString() {
        return id;
    }
}
