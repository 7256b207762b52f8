package org.floatingip;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something in the network that depends on an address: in EC2 an Elastic IP. A takeover takes it along. It is cut off
 * when the address is taken from its holder. Immutable.
 */
public final class Dependent implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String id;
    private final String description;

    private Dependent(String id, String description) {
        this.id = Objects.requireNonNull(id, "id");
        this.description = Objects.requireNonNull(description, "description");
    }

    /**
     * Returns a dependent.
     *
     * @param id the network's id of it, by which it can be put back
     * @param description what it is, for people
     */
    public static Dependent of(String id, String description) {
        return new Dependent(id, description);
    }

    /** Joins several dependents in words: {@code Elastic IP 203.0.113.7 (eipalloc-0a)}, and so on; empty for none. */
    public static String join(List<Dependent> dependents) {
        return dependents.stream().map(Dependent::toString).collect(Collectors.joining(" and "));
    }

    /** Returns the network's id of it, in EC2 {@code eipalloc-...}. */
    public String id() {
        return id;
    }

    /** Returns what it is, for people: for example {@code Elastic IP 203.0.113.7}. */
    public String description() {
        return description;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Dependent that && id.equals(that.id) && description.equals(that.description);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, description);
    }

    /** Returns text such as {@code Elastic IP 203.0.113.7 (eipalloc-0a)}. */
    @Override
    public String toString() {
        return description + " (" + id + ")";
    }
}
