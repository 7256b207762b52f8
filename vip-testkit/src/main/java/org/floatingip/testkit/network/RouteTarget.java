package org.floatingip.testkit.network;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a route shall lead to. Immutable. */
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

    /** The interface of that id. */
    public static RouteTarget networkInterface(String id) {
        return new RouteTarget(Kind.INTERFACE, id);
    }

    /** The interface of that instance; it may have only one. */
    public static RouteTarget instance(String id) {
        return new RouteTarget(Kind.INSTANCE, id);
    }

    /** The VPC itself; only for the VPC's own ranges. */
    public static RouteTarget local() {
        return new RouteTarget(Kind.LOCAL, "local");
    }

    /** The interface that it is; null for the VPC itself. Refuses what there is not. */
    @Nullable
    MutableInterface resolve(VpcState state) {
        return switch (kind) {
            case INTERFACE -> state.networkInterface(id);
            case INSTANCE -> state.onlyInterfaceOf(id);
            case LOCAL -> null;
        };
    }

    /** The id of what it is, or {@code local}. */
    @Override
    public String toString() {
        return id;
    }
}
